//! The largest coins first, until they bring enough.
//!
//! Few inputs, so little to pay today. But the rest comes back as change, the small coins are never
//! used, and a wallet that always chooses so fills with crumbs.

use super::{Choice, Problem, SelectionState};

pub(super) fn next(problem: &Problem, state: &SelectionState) -> Choice {
    let left = state.position < problem.candidates.len();
    match left && state.sum < problem.needed {
        true if problem.effective(state.position) > 0 => Choice::Take,
        true => Choice::Skip,
        false => Choice::Settle,
    }
}
