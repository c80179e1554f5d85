//! Exercises: tasks whose figures are the student's own, judged in words.
//!
//! An exercise is a recipe. A student's seed turns it into a [`Task`]: what is asked, what the right
//! answers are (found by running the same code that the lessons step through), hints in stages, and
//! the solution, explained. Two students have two tasks; one student always has the same one.

mod answer;
mod asked;
mod audit;
mod books;
mod coins;
#[cfg(feature = "medical")]
mod digest;
mod election;
mod fork;
mod list;
mod proof;
mod puzzle;
mod retarget;
mod scan;
mod shares;
mod sharing;
mod tokens;
mod weigh;

use serde::Serialize;

use crate::rng::Rng;
use asked::Asked;

pub use answer::{Answer, Field, Judged, Unreadable};
pub use list::ListKind;

/// An exercise: its name, and how a seed becomes a task.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Exercise {
    /// Its name in lessons, on the command line and in a student's progress. Stable.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    #[serde(skip)]
    build: fn(&mut Rng) -> Task,
}

/// What one student is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// The situation and the questions, as Markdown without directives.
    pub text: String,
    /// One for each answer wanted, in order.
    pub fields: Vec<Field>,
    /// From a nudge over the rule to a worked analogue. Shown one at a time, on request.
    #[serde(skip)]
    pub hints: Vec<String>,
    /// Shown once the task is solved.
    #[serde(skip)]
    pub solution: String,
}

/// All exercises, in the order of the lessons.
pub const EXERCISES: &[Exercise] = &[
    scan::EXERCISE,
    coins::EXERCISE,
    weigh::EXERCISE,
    proof::EXERCISE,
    puzzle::EXERCISE,
    retarget::EXERCISE,
    fork::EXERCISE,
    #[cfg(feature = "medical")]
    digest::EXERCISE,
    shares::EXERCISE,
    sharing::EXERCISE,
    tokens::EXERCISE,
    election::EXERCISE,
    audit::EXERCISE,
];

/// There is no exercise of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no exercise {id:?}")]
pub struct UnknownExercise {
    /// What was asked for.
    pub id: String,
}

/// The exercise with this name.
pub fn find(id: &str) -> Result<&'static Exercise, UnknownExercise> {
    let found = EXERCISES.iter().find(|exercise| exercise.id == id);
    found.ok_or_else(|| UnknownExercise { id: id.to_string() })
}

impl Exercise {
    /// The task of the student with this seed: a name, or any other text.
    pub fn task(&self, student: &str) -> Task {
        (self.build)(&mut Rng::from_text(&format!("{student}/{}", self.id)))
    }
}

impl Task {
    /// Judges one text for each field, in the fields' order. The error is the first text that says
    /// nothing that can be judged; nothing counts as tried then.
    pub fn judge(&self, texts: &[String]) -> Result<Vec<Judged>, Unreadable> {
        if texts.len() != self.fields.len() {
            let names: Vec<_> = self.fields.iter().map(|field| field.name).collect();
            return Err(Unreadable::Count { given: texts.len(), names: names.join(" ") });
        }
        self.fields.iter().zip(texts).map(|(field, text)| field.judge(text)).collect()
    }
}

#[cfg(test)]
mod tests;
