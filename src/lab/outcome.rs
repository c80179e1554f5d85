//! What came of a deed.

use crate::trace::Stepper;

/// What came of a deed: what happened in words, and a walk through it.
#[derive(Default)]
pub struct Outcome {
    /// Sentences, the most important first.
    pub says: Vec<String>,
    /// What can be stepped through: how the payment was put together, how the block was checked.
    pub walk: Option<Box<dyn Stepper>>,
    /// The ids of what was made: transactions, blocks, addresses.
    pub made: Vec<String>,
    /// Whether the chain refused what it was given.
    pub refused: bool,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outcome").field("says", &self.says).field("made", &self.made).finish()
    }
}

impl Outcome {
    /// An outcome that is told in one sentence.
    pub fn says(sentence: impl Into<String>) -> Outcome {
        Outcome { says: vec![sentence.into()], ..Outcome::default() }
    }

    /// The same with another sentence.
    pub fn and(mut self, sentence: impl Into<String>) -> Outcome {
        self.says.push(sentence.into());
        self
    }

    /// The same with the id of something that was made.
    pub fn made(mut self, id: impl ToString) -> Outcome {
        self.made.push(id.to_string());
        self
    }

    /// The same with a walk.
    pub fn with_walk(self, walk: Option<Box<dyn Stepper>>) -> Outcome {
        Outcome { walk, ..self }
    }
}
