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

use serde::de::DeserializeOwned;

use super::document::{Part, Quiz};

/// Reads the fence `name` with the lines `body`, or gives none where the name is only that of a
/// language. The error is a reason, to which the caller adds file and line.
pub fn read(name: &str, body: &str) -> Option<Result<Part, String>> {
    match name {
        "stage" => Some(from_toml(body).map(Part::Stage)),
        "exercise" => Some(from_toml(body).map(Part::Exercise)),
        "quiz" => Some(from_toml(body).and_then(sound).map(Part::Quiz)),
        _ => None,
    }
}

fn from_toml<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    toml::from_str(body).map_err(|error| error.message().to_string())
}

fn sound(quiz: Quiz) -> Result<Quiz, String> {
    let right = quiz.choices.iter().filter(|choice| choice.right).count();
    if right != 1 {
        return Err(format!("exactly one choice must have right = true, not {right}"));
    }
    if !(2..=26).contains(&quiz.choices.len()) {
        return Err(format!("a question has 2 to 26 choices, not {}", quiz.choices.len()));
    }
    match quiz.choices.iter().find(|choice| choice.why.trim().is_empty()) {
        Some(choice) => Err(format!("the choice {:?} needs a reason (why)", choice.text)),
        None => Ok(quiz),
    }
}
