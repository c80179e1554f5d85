use super::*;
use crate::{catalog, exercise, lesson::plain::lay_out};

fn all() -> &'static [Lesson] {
    lessons().unwrap()
}

/// The words of the reading: what a student reads before and between the things to do.
fn reading(lesson: &Lesson) -> String {
    let text = |part: &Part| match part {
        Part::Text { blocks } => {
            lay_out(blocks, 80).iter().map(|line| format!("{line}\n")).collect()
        }
        _ => String::new(),
    };
    lesson.parts.iter().map(text).collect()
}

#[test]
fn every_file_is_in_the_program_and_parses() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons");
    let on_disk = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
        .count();
    assert_eq!(all().len(), on_disk, "touch src/lesson/mod.rs: a new file was not built in");
    assert!(all().is_sorted_by(|a, b| a.number < b.number));
    for lesson in all() {
        assert_eq!(find(&lesson.number.to_string()).unwrap(), lesson);
        assert_eq!(find(&lesson.slug.to_uppercase()).unwrap(), lesson);
    }
    let unknown = find("no such lesson").unwrap_err().to_string();
    assert!(unknown.contains("transaction-based-ledger"), "{unknown}");
}

#[test]
fn every_lesson_has_what_a_lesson_has() {
    for lesson in all() {
        let text = reading(lesson);
        let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
        let words = words.count();
        assert!((600..=1200).contains(&words), "lesson {}: {words} words", lesson.number);
        assert!(lesson.stages().count() >= 1, "lesson {}", lesson.number);
        assert!(lesson.quizzes().count() >= 3, "lesson {}", lesson.number);
        assert!(lesson.exercises().count() >= 1, "lesson {}", lesson.number);
        let ids: std::collections::BTreeSet<_> = lesson.questions().collect();
        assert_eq!(ids.len(), lesson.questions().count(), "two questions have one name");
        assert!(text.contains("BCT"), "lesson {} names its source", lesson.number);
    }
}

#[test]
fn every_stage_opens_and_runs_to_its_end_and_every_exercise_is_there() {
    for lesson in all() {
        for stage in lesson.stages() {
            let mut stepper = (catalog::find(&stage.scenario).unwrap().open)().unwrap();
            assert!(stepper.seek(10_000) >= 2 && stepper.finished(), "{}", stage.scenario);
            assert!(stepper.scene(&crate::trace::Window::all()).verdict.is_some());
        }
        for id in lesson.exercises() {
            exercise::find(id).unwrap();
        }
    }
}

#[test]
fn every_question_has_one_right_choice_and_a_reason_for_each() {
    for quiz in all().iter().flat_map(Lesson::quizzes) {
        assert_eq!(quiz.choices.iter().filter(|choice| choice.right).count(), 1, "{}", quiz.id);
        for (index, choice) in quiz.choices.iter().enumerate() {
            assert!(text_of(&choice.why).split_whitespace().count() >= 8, "{}: {index}", quiz.id);
            assert_eq!(quiz.choice(&Quiz::letter(index).to_uppercase()), Some(choice));
        }
        assert_eq!(quiz.choice("z"), None);
    }
    let right: std::collections::BTreeSet<_> = all()
        .iter()
        .flat_map(Lesson::quizzes)
        .map(|quiz| quiz.choices.iter().position(|choice| choice.right))
        .collect();
    assert!(right.len() > 1, "the right choice is not always the same letter");
}

/// What is wrong with the figures of a lesson: one that running its scenario does not give, and one
/// that does not say where it comes from.
fn wrong_figures(lesson: &Lesson) -> Vec<String> {
    let mut wrong = Vec::new();
    for span in lesson.spans() {
        match &span.source {
            Some(Source::Figure { scenario, key }) => match figure::value(scenario, key) {
                Ok(value) if value == span.text => {}
                Ok(value) => wrong.push(format!("{scenario}/{key} is {value}, not {}", span.text)),
                Err(error) => wrong.push(error.to_string()),
            },
            _ if span.style == Style::Code => {}
            _ => wrong.extend(bare_figures(&span.text)),
        }
    }
    wrong
}

/// The figures in `text`. The numbers of transactions, outputs, blocks, lessons, sections and proposals
/// are names, and a year is none of ours.
fn bare_figures(text: &str) -> Vec<String> {
    const NAMED: [&str; 10] = [
        "transaction",
        "transactions",
        "lesson",
        "section",
        "sections",
        "number",
        "from",
        "tx",
        "block",
        "bip",
    ];
    let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let mut found = Vec::new();
    let mut before = [String::new(), String::new()];
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let named = NAMED.contains(&before[1].as_str())
            || (["and", "to"].contains(&before[1].as_str()) && has_digit(&before[0]));
        let year = word.len() == 4 && word.starts_with("20");
        if has_digit(&word) && !named && !year {
            found.push(format!("{word:?} does not say where it comes from, after {before:?}"));
        }
        before = [std::mem::take(&mut before[1]), word];
    }
    found
}

#[test]
fn every_figure_comes_from_running_its_scenario() {
    for lesson in all() {
        assert_eq!(wrong_figures(lesson), [""; 0], "lesson {}", lesson.number);
    }
    let planted = [
        ("Bob has 9.0.", 1),
        ("There are 4 of them.", 1),
        ("[9.1](figure:lecture-ledger/3[1])", 1),
        ("[9.0](figure:lecture-ledger/3[7])", 1),
        ("[9.0](figure:no-such-scenario/steps)", 1),
        ("[3](figure:block/170.transactions)", 1),
        ("[7](figure:spv-proof/10:confirmations)", 1),
        ("[6](figure:spv-proof/11:confirmations)", 1),
        ("[6](figure:spv-proof/10:confirmations), [2](figure:block/170.transactions)", 0),
        ("[9.0](figure:lecture-ledger/3[1]) of transactions 3 and 4, `17.0`, 2022", 0),
    ];
    for (text, count) in planted {
        let lesson = parse("03-planted.md", &format!("# P\n\n{text}\n")).unwrap();
        assert_eq!(wrong_figures(&lesson).len(), count, "{text}");
    }
}

#[test]
fn a_broken_lesson_says_where_it_is_broken() {
    let fence = |name: &str, body: &str| format!("# T\n\n```{name}\n{body}\n```\n");
    let quiz = |choices: &str| fence("quiz", &format!("id = \"q\"\nquestion = \"?\"\n{choices}"));
    let choice = "[[choice]]\ntext = \"a\"\nwhy = \"b\"\n";
    let right = "[[choice]]\ntext = \"a\"\nright = true\nwhy = \"b\"\n";
    let unreasoned = "[[choice]]\ntext = \"a\"\nwhy = \" \"\n";
    let cases = [
        ("x.md", "# T".to_string(), "x.md: name a lesson"),
        ("3-x.md", "# T".to_string(), "3-x.md: name a lesson"),
        ("03-x.md", "T".to_string(), "03-x.md: begin the lesson with its title"),
        ("03-x.md", "# T\n\n![a](b)".to_string(), "03-x.md:3: an image"),
        ("03-x.md", "# T\n\n<b>x</b>".to_string(), "03-x.md:3: HTML"),
        ("03-x.md", "# T\n\n---".to_string(), "03-x.md:3: a ruler"),
        ("03-x.md", "# T\n\n\n[1](figure:x)".to_string(), "03-x.md:4: write a figure as"),
        ("03-x.md", fence("stage", "scenario = 3"), "03-x.md:3: this stage cannot be read"),
        ("03-x.md", fence("stage", "scenario = \"a\"\nwatch = \"b\"\nx = 1"), "unknown field"),
        (
            "03-x.md",
            "# T\n\n- a\n\n  ```exercise\n  id = \"x\"\n  ```\n".into(),
            "03-x.md:5: the fence exercise",
        ),
        ("03-x.md", quiz(&format!("{choice}{choice}")), "exactly one choice must have right"),
        ("03-x.md", quiz(&format!("{right}{right}")), "exactly one choice must have right"),
        ("03-x.md", quiz(right), "a question has 2 to 26 choices"),
        ("03-x.md", quiz(&format!("{right}{unreasoned}")), "needs a reason"),
        ("03-x.md", fence("quiz", "id ="), "03-x.md:3: this quiz cannot be read"),
    ];
    for (file, markdown, expected) in cases {
        let error = parse(file, &markdown).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert!(parse("03-x.md", &quiz(&format!("{right}{choice}"))).is_ok());
}
