//! What a front end holds: any trace, whatever its subject.

use serde_json::Value;

use super::{Scene, Window};

/// The most steps that are run or measured in one go. A longer machine is stepped in parts.
pub const RUN_LIMIT: usize = 1_000_000;

/// A recorded walk through some machine. Implemented once, for every [`Trace`](super::Trace).
pub trait Stepper {
    /// One step on: the recorded one, or at the end of the record the default one. False where
    /// there is none.
    fn forward(&mut self) -> bool;

    /// One step back. False at the start.
    fn back(&mut self) -> bool;

    /// Goes to step `position`, recording default steps where the record is too short. Returns the
    /// position reached.
    fn seek(&mut self, position: usize) -> usize;

    /// Steps on until the label of the step about to be taken satisfies `stop`, the machine has
    /// finished, or `limit` steps are done. Takes at least one step. Returns the steps taken.
    fn run_until(&mut self, limit: usize, stop: &mut dyn FnMut(&str) -> bool) -> usize;

    /// The labels of all that can happen now and be listed, the default first.
    fn choices(&self) -> Vec<String>;

    /// Takes the listed choice number `index`; a record of other steps from here on is forgotten.
    fn choose(&mut self, index: usize) -> Result<(), ActError>;

    /// What may be typed now besides the choices, in a few words each.
    fn asks(&self) -> Vec<&'static str>;

    /// Takes `text` as the answer to number `ask` of [`Stepper::asks`].
    fn typed(&mut self, ask: usize, text: &str) -> Result<(), ActError>;

    /// Takes an action given as data, listed or not.
    fn act(&mut self, action: &Value) -> Result<(), ActError>;

    /// The number of steps taken.
    fn position(&self) -> usize;

    /// The number of steps recorded.
    fn recorded(&self) -> usize;

    /// Whether nothing can follow by default.
    fn finished(&self) -> bool;

    /// The number of steps to the end by default steps after the record, counted once and without
    /// recording them.
    fn length(&mut self) -> Length;

    /// The label of the step about to be taken.
    fn upcoming(&self) -> Option<String>;

    /// The picture of the present state.
    fn scene(&self, window: &Window) -> Scene;

    /// The recorded actions as data: what [`Stepper::act`] takes.
    fn actions(&self) -> Vec<Value>;
}

/// How long a walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So many steps.
    Exactly(usize),
    /// Longer than was counted.
    MoreThan(usize),
}

/// Why an action could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// There is no such choice.
    #[error("there is no choice {index} here: choose from 0 to {}", .count.saturating_sub(1))]
    NoSuchChoice {
        /// What was asked for.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// What was typed is not what was asked for.
    #[error("{text:?} cannot be taken as {asked}")]
    NotAnAnswer {
        /// What was typed.
        text: String,
        /// What was asked for.
        asked: &'static str,
    },
    /// The data are no action of this machine.
    #[error("{action} is not an action of this machine: {reason}")]
    Unreadable {
        /// What was given.
        action: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The action cannot happen in this state.
    #[error("{label} cannot happen at step {position}")]
    NotAllowed {
        /// The action.
        label: String,
        /// The number of steps taken before it.
        position: usize,
    },
}
