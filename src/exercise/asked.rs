//! What every exercise is made of: a situation with a student's own figures, and another one, worked, as its last
//! hint.

use super::{Exercise, Field, Task};
use crate::rng::Rng;

/// A situation that something is asked about.
pub(super) trait Asked: Sized {
    /// One with random figures.
    fn new(rng: &mut Rng) -> Self;

    /// What it is, and what is asked, as Markdown without directives.
    fn text(&self) -> String;

    /// One for each answer wanted, in order.
    fn fields(&self) -> Vec<Field>;

    /// The answers, explained.
    fn solution(&self) -> String;
}

impl Exercise {
    /// The task that a situation makes: its hints are the nudge, the rule, and the same with other figures.
    pub(super) fn recipe<S: Asked>(&self, rng: &mut Rng, nudge: &str, rule: &str) -> Task {
        let situation = S::new(rng);
        let worked = S::new(&mut Rng::from_text(&format!("{}, worked", self.id)));
        let worked =
            format!("The same with other figures. {}\n{}", worked.text(), worked.solution());
        Task {
            text: situation.text(),
            fields: situation.fields(),
            hints: vec![nudge.to_owned(), rule.to_owned(), worked],
            solution: situation.solution(),
        }
    }
}
