//! The way through blockstep that `tests/pty.rs` goes on the screen, gone in plain text: what a
//! reader with a screen reader or a pipe gets is the same and no less.

#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use blockstep::{exercise, lesson};

const STUDENT: &str = "a student";

/// What `--plain` answers to these lines, with progress kept in `home`.
fn talk(home: &std::path::Path, lines: &[String]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_blockstep"))
        .arg("--plain")
        .env("BLOCKSTEP_HOME", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the end of input leaves with 0");
    String::from_utf8(output.stdout).unwrap()
}

/// A line to type, and what must then be said.
type Turn = (String, String);

fn turn(line: &str, wanted: &str) -> Turn {
    (line.into(), wanted.into())
}

/// Every question of lesson 3, answered rightly.
fn lesson_3() -> Vec<Turn> {
    let lesson = lesson::find("3").unwrap();
    let mut turns = vec![turn("lesson read 3", "Four transactions")];
    for quiz in lesson.quizzes() {
        let right = quiz.choices.iter().position(|choice| choice.right).unwrap();
        let letter = char::from(b'a' + right as u8);
        turns.push(turn(&format!("lesson answer 3 {} {letter}", quiz.id), "Right"));
    }
    for id in lesson.exercises() {
        let task = exercise::find(id).unwrap().task(STUDENT);
        let answers: Vec<String> =
            task.fields.iter().map(|field| format!("\"{}\"", field.right_answer())).collect();
        let line = format!("lesson answer 3 {id} --student \"{STUDENT}\" {}", answers.join(" "));
        turns.push(turn(&line, "Solved."));
    }
    let all = lesson.questions().count();
    turns.push(turn("lesson list", &format!("{all} of {all} solved")));
    turns
}

#[test]
fn the_whole_way_can_be_gone_in_plain_text() {
    let home = tempfile::tempdir().unwrap();
    let mut turns = lesson_3();
    turns.extend([
        turn("step ledger-scan-double-spend", "Step 0 of 4"),
        turn("forward 4", "Verdict: invalid, bad-txns-inputs-missingorspent"),
        turn("back", "Step 3 of 4"),
        turn("back 2", "Step 1 of 4"),
        turn("end", "already, so it cannot be spent again: a double spend."),
        turn("home", "1. Ledgers:"),
        turn("step real-p2pkh", "May input 0 spend 0.00061271 bitcoin?"),
        turn("continue OP_HASH160", "Stopped before OP_HASH160."),
        turn("forward", "OP_HASH160"),
        turn("back", "OP_DUP"),
        turn("end", "Verdict: valid"),
        turn("home", "1. Ledgers:"),
        turn("4", "The transactions of block 702,861"),
        turn(
            "11",
            "0. 764b60c3d9a2c3c5bb6fe7141d9ca6e6778122df75f19366a2c5cb948d1d7d84, the coinbase",
        ),
        turn("more", "20. f98952ef2dfd4cd810a7183a59efada9c6aa27947361bc578673674aebcf331b"),
        turn("quit", ""),
    ]);
    let lines: Vec<String> = turns.iter().map(|(line, _)| line.clone()).collect();
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = flat(&talk(home.path(), &lines));
    let mut rest = shown.as_str();
    for (line, wanted) in &turns {
        // Where lines break is not what this is about.
        let wanted = flat(wanted);
        let Some(place) = rest.find(&wanted) else {
            panic!("after {line:?} comes no {wanted:?}, but:\n{rest}")
        };
        rest = &rest[place + wanted.len()..];
    }
}
