//! Where `continue` stops: at step numbers, and at steps whose name holds a word.

use std::collections::BTreeSet;

use crate::trace::{RUN_LIMIT, Stepper};

/// What the reader asked to stop at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breakpoints {
    /// Step numbers.
    pub steps: BTreeSet<usize>,
    /// Words of the names of steps, in lower case.
    pub words: BTreeSet<String>,
}

impl Breakpoints {
    /// Sets a breakpoint at `text`, a step number or a word, or clears it. Says what it did.
    pub fn toggle(&mut self, text: &str) -> String {
        if let Ok(step) = text.parse() {
            if self.steps.remove(&step) {
                return format!("no breakpoint at step {step} any more");
            }
            self.steps.insert(step);
            return format!("breakpoint at step {step}; c goes on to it");
        }
        let word = text.to_lowercase();
        if self.words.remove(&word) {
            return format!("no breakpoint at {text} any more");
        }
        self.words.insert(word);
        format!("breakpoint at every step named {text}; c goes on to the next")
    }

    /// Steps on to the next breakpoint or to the end. Says where it stopped.
    pub fn go_on(&self, stepper: &mut dyn Stepper) -> String {
        let position = stepper.position();
        let next = self.steps.range(position + 1..).next();
        let limit = next.map_or(RUN_LIMIT, |step| (step - position).min(RUN_LIMIT));
        let taken = stepper.run_until(limit, &mut |label| {
            let label = label.to_lowercase();
            self.words.iter().any(|word| label.contains(word))
        });
        match stepper.upcoming() {
            None if taken == 0 => "this is the end".to_string(),
            None if self.steps.is_empty() && self.words.is_empty() => {
                "ran to the end; b sets a breakpoint".to_string()
            }
            None => "ran to the end".to_string(),
            Some(_) if taken == RUN_LIMIT => format!("stopped after {RUN_LIMIT} steps; c goes on"),
            Some(label) => format!("stopped before {label}"),
        }
    }
}

/// Steps on to the next step whose name holds `text`, the one about to be taken included if
/// `here`. Without one nothing moves, and the answer is false.
pub fn find(stepper: &mut dyn Stepper, text: &str, here: bool) -> bool {
    let text = text.to_lowercase();
    let holds = |label: &str| label.to_lowercase().contains(&text);
    if here && stepper.upcoming().is_some_and(|label| holds(&label)) {
        return true;
    }
    let position = stepper.position();
    stepper.run_until(RUN_LIMIT, &mut |label| holds(label));
    let moved = stepper.position() > position;
    let found = moved && stepper.upcoming().is_some_and(|label| holds(&label));
    if !found {
        stepper.seek(position);
    }
    found
}
