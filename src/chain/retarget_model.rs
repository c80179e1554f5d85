//! One change of the target, a sum a step: the first and the last header of the window, the time
//! between them, the bounds, the new target, and what is left of it in a header.
//!
//! Every value is one of a [`Retarget`], which is what a chain computes (Core:
//! `CalculateNextWorkRequired`).

use serde::{Deserialize, Serialize};

use super::difficulty::Retarget;
use super::{PowParams, retarget_panes};
use crate::primitives::BlockHeader;
use crate::trace::{Model, Scene, Window};

/// A window of blocks and the change that follows it.
pub struct RetargetModel {
    pub(super) title: String,
    pub(super) params: PowParams,
    /// The height of the block that has the new target.
    pub(super) height: u32,
    pub(super) first: BlockHeader,
    pub(super) last: BlockHeader,
    /// The header of that block, where it is known.
    pub(super) next: Option<BlockHeader>,
    pub(super) found: Retarget,
}

/// The sums that are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetargetState {
    pub(super) done: usize,
}

/// The next sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetargetAction {
    /// Do it.
    Compute,
}

/// A step of the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sum {
    First,
    Last,
    Actual,
    Clamp,
    Multiply,
    Limit,
    Compact,
}

/// All of them, in order.
pub(super) const SUMS: [Sum; 7] =
    [Sum::First, Sum::Last, Sum::Actual, Sum::Clamp, Sum::Multiply, Sum::Limit, Sum::Compact];

impl RetargetModel {
    /// The change at `height`, after a window with this first and last header. `next` is the header
    /// that stands there, where it is known.
    pub fn new(
        title: impl Into<String>,
        params: PowParams,
        height: u32,
        [first, last]: [BlockHeader; 2],
        next: Option<BlockHeader>,
    ) -> RetargetModel {
        let found = Retarget::new(&params, &first, &last);
        RetargetModel { title: title.into(), params, height, first, last, next, found }
    }

    /// What it finds.
    pub fn found(&self) -> &Retarget {
        &self.found
    }
}

impl Model for RetargetModel {
    type State = RetargetState;
    type Action = RetargetAction;

    fn initial(&self) -> RetargetState {
        RetargetState { done: 0 }
    }

    fn next(&self, state: &RetargetState) -> Option<RetargetAction> {
        (state.done < SUMS.len()).then_some(RetargetAction::Compute)
    }

    fn allowed(&self, state: &RetargetState, _: &RetargetAction) -> bool {
        self.next(state).is_some()
    }

    fn apply(&self, state: &mut RetargetState, _: &RetargetAction) {
        state.done = (state.done + 1).min(SUMS.len());
    }

    fn label(&self, state: &RetargetState, _: &RetargetAction) -> String {
        let label = SUMS.get(state.done).map(|sum| match sum {
            Sum::First => "the first header of the window",
            Sum::Last => "the last header of the window",
            Sum::Actual => "the time between them",
            Sum::Clamp => "a quarter to four times",
            Sum::Multiply => "the new target",
            Sum::Limit => "the network's limit",
            Sum::Compact => "the target in a header",
        });
        label.unwrap_or_default().to_owned()
    }

    fn scene(
        &self,
        _: Option<&RetargetState>,
        after: &RetargetState,
        _: Option<&RetargetAction>,
        window: &Window,
    ) -> Scene {
        retarget_panes::scene(self, after, window)
    }
}

#[cfg(test)]
#[path = "retarget_model_tests.rs"]
mod tests;
