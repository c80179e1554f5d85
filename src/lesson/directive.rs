//! The fenced blocks that make a page of Markdown a lesson: `stage`, `quiz` and `exercise`.
//!
//! A fence's first word says which it is, and TOML inside it says the rest, so that a question with
//! its reasons needs no syntax of its own and a new kind is one more name in [`read`]:
//!
//! ````markdown
//! ```stage
//! scenario = "ledger-scan-double-spend"
//! watch = "How many transactions are looked at before the verdict?"
//! ```
//! ````

use serde::{Deserialize, de::DeserializeOwned};

use super::document::{Choice, ExerciseRef, Part, Quiz, Span, Stage};

/// Turns the Markdown of one sentence or paragraph into its spans.
type Inline<'a> = &'a dyn Fn(&str) -> Result<Vec<Span>, String>;

/// Reads the fence `name` with the lines `body`, or gives none where the name is only that of a
/// language. The error is a reason, to which the caller adds file and line.
pub fn read(name: &str, body: &str, inline: Inline) -> Option<Result<Part, String>> {
    match name {
        "stage" => Some(stage(body, inline).map(Part::Stage)),
        "quiz" => Some(quiz(body, inline).map(Part::Quiz)),
        "exercise" => Some(from_toml::<ExerciseRef>(body).map(Part::Exercise)),
        _ => None,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStage {
    scenario: String,
    watch: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuiz {
    id: String,
    question: String,
    #[serde(rename = "choice")]
    choices: Vec<WrittenChoice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChoice {
    text: String,
    #[serde(default)]
    right: bool,
    why: String,
}

fn stage(body: &str, inline: Inline) -> Result<Stage, String> {
    let written: WrittenStage = from_toml(body)?;
    Ok(Stage { scenario: written.scenario, watch: inline(&written.watch)? })
}

fn quiz(body: &str, inline: Inline) -> Result<Quiz, String> {
    let written: WrittenQuiz = from_toml(body)?;
    let right = written.choices.iter().filter(|choice| choice.right).count();
    if right != 1 {
        return Err(format!("exactly one choice must have right = true, not {right}"));
    }
    if !(2..=26).contains(&written.choices.len()) {
        return Err(format!("a question has 2 to 26 choices, not {}", written.choices.len()));
    }
    let choice = |choice: &WrittenChoice| match choice.why.trim().is_empty() {
        true => Err(format!("the choice {:?} needs a reason (why)", choice.text)),
        false => Ok(Choice {
            text: inline(&choice.text)?,
            right: choice.right,
            why: inline(&choice.why)?,
        }),
    };
    Ok(Quiz {
        question: inline(&written.question)?,
        choices: written.choices.iter().map(choice).collect::<Result<_, String>>()?,
        id: written.id,
    })
}

fn from_toml<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    toml::from_str(body).map_err(|error| error.message().to_string())
}
