//! The one abstraction: a deterministic machine that can be run, or watched.

use serde::{Serialize, de::DeserializeOwned};

use super::{Scene, Window};

/// A deterministic machine over plain data: no I/O, no clock, no outside randomness (a random
/// generator is part of the state), and no order that a hash map decides.
pub trait Model {
    /// Everything that changes, as one value.
    type State: Clone;
    /// What can happen.
    type Action: Clone + Serialize + DeserializeOwned;

    /// The state before the first action.
    fn initial(&self) -> Self::State;

    /// The default action, or none where the machine has finished. Allocates nothing.
    fn next(&self, state: &Self::State) -> Option<Self::Action>;

    /// All that can happen now and be listed, the default first.
    fn choices(&self, state: &Self::State) -> Vec<Self::Action> {
        self.next(state).into_iter().collect()
    }

    /// What may be typed in `state` besides the choices, in a few words each: `a nonce of your own`.
    fn asks(&self, _: &Self::State) -> Vec<&'static str> {
        Vec::new()
    }

    /// The action that `text` means as an answer to number `ask` of [`Model::asks`]; none where it means
    /// nothing.
    fn typed(&self, _: &Self::State, _ask: usize, _text: &str) -> Option<Self::Action> {
        None
    }

    /// Whether `action`, listed or typed by hand, may happen now.
    fn allowed(&self, state: &Self::State, action: &Self::Action) -> bool;

    /// Makes it happen. Cannot fail: a broken rule is a state that carries the error, so that a
    /// student can look at it and step back from it.
    fn apply(&self, state: &mut Self::State, action: &Self::Action);

    /// A short name for `action` in `state`: `OP_CHECKSIG`, `look at tx 3`. Breakpoints, search and
    /// lists of choices use it.
    fn label(&self, state: &Self::State, action: &Self::Action) -> String;

    /// What to show of `after`, and of what `last` changed since `before` (both none at the start).
    /// Must be cheap however large the state: a long pane gives the rows that `window` asks for.
    fn scene(
        &self,
        before: Option<&Self::State>,
        after: &Self::State,
        last: Option<&Self::Action>,
        window: &Window,
    ) -> Scene;
}
