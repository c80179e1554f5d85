//! The real binary teaches lesson 3: it is read, answered and remembered, as text and as data, and
//! no crash and no second window loses an answer.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use blockstep::exercise;
use serde_json::Value;

const EXERCISE: &str = "scan-by-hand";

fn blockstep(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blockstep"));
    command.env("BLOCKSTEP_HOME", home).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// Runs `blockstep` with words separated by spaces.
fn run(home: &Path, words: &str) -> Output {
    blockstep(home).args(words.split_whitespace()).output().unwrap()
}

fn text(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn json(home: &Path, words: &str) -> Value {
    serde_json::from_slice(&run(home, &format!("{words} --json")).stdout).unwrap()
}

fn right_answers(student: &str) -> Vec<String> {
    let task = exercise::find(EXERCISE).unwrap().task(student);
    task.fields.iter().map(|field| format!("{}={}", field.name, field.right_answer())).collect()
}

#[test]
fn a_student_reads_and_solves_the_whole_lesson() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    assert!(
        text(&run(home, "lesson list")).contains("The transaction-based ledger  (0 of 4 solved)")
    );

    let read = run(home, "lesson read 3 --student Ada");
    assert_eq!(read.status.code(), Some(0), "{}", said(&read));
    let page = text(&read);
    for part in ["17.0 to Bob, 8.0 to Alice", "a) ", "blockstep step ledger-scan-double-spend"] {
        assert!(page.contains(part), "{part} is missing from\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(!page.contains('\u{1b}') && !page.contains("figure:") && !page.contains("```"));

    for (question, wrong, right) in
        [("quiz-1", "a", "b"), ("quiz-2", "B", "C"), ("quiz-3", "c", "b")]
    {
        let no = run(home, &format!("lesson answer 3 {question} {wrong}"));
        assert!(no.status.code() == Some(1) && text(&no).starts_with("Not so. "), "{}", text(&no));
        let yes = run(home, &format!("lesson answer 3 {question} {right}"));
        assert!(
            yes.status.code() == Some(0) && text(&yes).starts_with("Right. "),
            "{}",
            text(&yes)
        );
    }

    let mut answers = right_answers("Ada");
    let mut wrong = answers.clone();
    wrong[1] = "change=0.0".to_string();
    let no = run(home, &format!("lesson answer 3 {EXERCISE} {}", wrong.join(" ")));
    assert_eq!(no.status.code(), Some(1));
    assert!(text(&no).contains("change: not yet: that is too little."), "{}", text(&no));
    assert!(!text(&no).contains("Solved"));
    for hint in ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"] {
        let said = run(home, &format!("lesson answer 3 {EXERCISE} --hint"));
        assert!(text(&said).starts_with(hint), "{}", text(&said));
    }
    answers.reverse();
    let yes = run(home, &format!("lesson answer 3 {EXERCISE} {}", answers.join(" ")));
    assert_eq!(yes.status.code(), Some(0), "{}{}", text(&yes), said(&yes));
    assert!(text(&yes).contains("Solved."));
    assert!(text(&run(home, "lesson list")).contains("(4 of 4 solved)"));

    let kept = &json(home, "lesson list")[0]["questions"];
    let by_name = |id: &str| kept.as_array().unwrap().iter().find(|q| q["id"] == id).unwrap();
    assert_eq!(
        (&by_name("quiz-1")["tries"], &by_name("quiz-1")["passed"]),
        (&2.into(), &true.into())
    );
    assert_eq!(by_name(EXERCISE)["hints"], 3);
}

#[test]
fn the_stages_can_be_written_out_in_place() {
    let home = tempfile::tempdir().unwrap();
    let without = run(home.path(), "lesson read 3");
    let with = run(home.path(), "lesson read 3 --stage");
    assert_eq!(with.status.code(), Some(0), "{}", said(&with));
    assert!(text(&with).contains("bad-txns-inputs-missingorspent"));
    assert!(text(&with).lines().count() > text(&without).lines().count() + 100);
}

#[test]
fn as_data_a_lesson_keeps_its_answers_to_itself() {
    let home = tempfile::tempdir().unwrap();
    let lesson = json(home.path(), "lesson read 3 --student Ada");
    assert_eq!(lesson["lesson"]["number"], 3);
    assert_eq!(lesson["tasks"][EXERCISE]["fields"].as_array().unwrap().len(), 4);
    let written = lesson.to_string();
    assert!(!written.contains("\"right\"") && !written.contains("\"why\""));
    assert!(!written.contains("\"solution\"") && !written.contains("\"expected\""));
    let answer = json(home.path(), "lesson answer 3 quiz-1 b");
    assert_eq!(answer["correct"], true);
    let answer = json(home.path(), &format!("lesson answer 3 {EXERCISE} 1 1.0 valid valid"));
    assert_eq!(answer["correct"], false);
    assert!(answer["solution"].is_null());
}

#[test]
fn what_cannot_be_judged_is_a_usage_error_and_no_try() {
    let home = tempfile::tempdir().unwrap();
    let cases = [
        ("read 99", "there is no lesson"),
        ("read 3 --stage --json", "blockstep step SCENARIO --json"),
        ("answer 3 quiz-9 a", "it has quiz-1, quiz-2, quiz-3, scan-by-hand"),
        ("answer 3 quiz-1 q", "give a letter from a to c"),
        ("answer 3 quiz-1 --hint", "only reasons"),
        ("answer 3 scan-by-hand 1", "looked change b c"),
        ("answer 3 scan-by-hand x 1.0 valid valid", "transaction numbers"),
        ("answer 3 scan-by-hand 1 one valid valid", "an amount"),
        ("answer 3 scan-by-hand 1 1.0 fine valid", "one of: valid, double-spend"),
        ("answer 3 scan-by-hand looked=1 looked=2", "looked is answered twice"),
        ("answer 3 scan-by-hand looked=1", "change=… is missing"),
        ("answer 3 scan-by-hand d=1", "write looked=… change=… b=… c=…"),
    ];
    for (words, sentence) in cases {
        let output = run(home.path(), &format!("lesson {words}"));
        assert_eq!(output.status.code(), Some(2), "{words}");
        assert!(said(&output).contains(sentence), "{words}: {}", said(&output));
    }
    let questions = &json(home.path(), "lesson list")[0]["questions"];
    assert!(questions.as_array().unwrap().iter().all(|question| question["tries"] == 0));
}

#[test]
fn a_broken_progress_file_is_kept_aside_and_the_student_told() {
    let home = tempfile::tempdir().unwrap();
    run(home.path(), "lesson answer 3 quiz-1 b");
    let file = home.path().join("progress.json");
    std::fs::write(&file, "{\"blockstep\":1,\"ans").unwrap();
    let output = run(home.path(), "lesson answer 3 quiz-2 c");
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("it is kept as"), "{}", said(&output));
    let aside = home.path().join("progress.broken-1.json");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "{\"blockstep\":1,\"ans");
    assert!(text(&run(home.path(), "lesson list")).contains("(1 of 4 solved)"));
}

#[test]
fn without_a_place_to_write_a_lesson_can_still_be_read_and_judged() {
    let home = tempfile::tempdir().unwrap();
    let blocked = home.path().join("a-file");
    std::fs::write(&blocked, "").unwrap();
    let read = run(&blocked, "lesson read 3");
    assert!(read.status.code() == Some(0) && text(&read).contains("17.0 to Bob"));
    assert!(said(&read).contains("figures will not stay the same"), "{}", said(&read));
    let answer = run(&blocked, "lesson answer 3 quiz-1 b");
    assert_eq!(answer.status.code(), Some(2), "the answer could not be kept");
    assert!(
        text(&answer).starts_with("Right. ") && said(&answer).contains("progress could not be")
    );
}

#[test]
fn windows_that_answer_at_once_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let words: Vec<String> =
        (0..12).map(|n| format!("lesson answer 3 quiz-{} b", n % 3 + 1)).collect();
    let start = |words: &String| {
        let mut command = blockstep(home.path());
        command.args(words.split_whitespace()).stdout(Stdio::null()).spawn().unwrap()
    };
    let children: Vec<_> = words.iter().map(start).collect();
    for mut child in children {
        assert!(matches!(child.wait().unwrap().code(), Some(0 | 1)));
    }
    let questions = json(home.path(), "lesson list")[0]["questions"].clone();
    let tries = questions.as_array().unwrap().iter().map(|q| q["tries"].as_u64().unwrap());
    assert_eq!(tries.collect::<Vec<_>>(), [4, 4, 4, 0]);
}

#[test]
fn a_kill_at_any_moment_leaves_a_whole_file() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(run(home.path(), "lesson answer 3 quiz-1 b").status.code(), Some(0));
    for delay in 0..25 {
        let mut child = blockstep(home.path())
            .args(["lesson", "answer", "3", "quiz-2", "c"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_micros(delay * 400));
        let _ = child.kill();
        let _ = child.wait();
        let listed = run(home.path(), "lesson list");
        assert_eq!(said(&listed), "", "nothing was broken");
        let page = text(&listed);
        assert!(page.contains("(1 of 4") || page.contains("(2 of 4"), "{page}");
    }
}
