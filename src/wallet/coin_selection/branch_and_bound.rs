//! A search for coins that fit without change (Erhardt, "An Evaluation of Coin Selection
//! Strategies", 2016; Core: `SelectCoinsBnB`).
//!
//! Each coin is taken or left: a tree of choices. The walk takes first, and turns back where the sum
//! is too large, where all that is left would not be enough, or where the choice is already worse
//! than the best one found. A set fits if it brings at least what is needed, and at most what change
//! would cost more than that. Among sets that fit, the one of least *waste* wins: what its inputs
//! cost more today than in quieter times, plus what is given away.

use super::{Choice, Problem, SelectionState};

/// Steps after which the search gives up: the tree doubles with each coin (Core's limit).
pub const TRIES_LIMIT: usize = 100_000;

pub(super) fn next(problem: &Problem, state: &SelectionState) -> Choice {
    if state.tries >= TRIES_LIMIT {
        return Choice::Settle;
    }
    let dead = dead_end(problem, state).is_some();
    if dead || state.sum >= problem.needed {
        return match (state.taken.is_empty(), dead) {
            (true, _) => Choice::Settle,
            (false, true) => Choice::Back,
            (false, false) => Choice::Keep,
        };
    }
    if is_twin_of_one_left(problem, state) { Choice::Skip } else { Choice::Take }
}

/// Why nothing good can follow from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeadEnd {
    TooLittle,
    TooMuch,
    Wasteful,
}

pub(super) fn dead_end(problem: &Problem, state: &SelectionState) -> Option<DeadEnd> {
    let most = problem.needed.saturating_add(problem.cost_of_change);
    let best = state.best.as_ref().map(|best| best.waste);
    // Where fees are high, every further input wastes more.
    let dear = problem.waste(0) > 0;
    if state.sum.saturating_add(state.ahead) < problem.needed {
        return Some(DeadEnd::TooLittle);
    }
    if state.sum > most {
        return Some(DeadEnd::TooMuch);
    }
    (dear && best.is_some_and(|best| state.waste > best)).then_some(DeadEnd::Wasteful)
}

/// Whether the coin before is worth the same and was left: taking this one instead leads to what has
/// been looked at already.
fn is_twin_of_one_left(problem: &Problem, state: &SelectionState) -> bool {
    let Some(before) = state.position.checked_sub(1) else { return false };
    let alike = problem.effective(before) == problem.effective(state.position)
        && problem.waste(before) == problem.waste(state.position);
    alike && !state.taken.is_empty() && state.taken.last() != Some(&before)
}

/// Goes back to the last coin that was taken, and leaves it. What was passed over since lies ahead
/// again.
pub(super) fn go_back(problem: &Problem, state: &mut SelectionState) {
    let Some(last) = state.taken.pop() else { return };
    let passed = last + 1..state.position.min(problem.worthwhile());
    for index in passed {
        state.ahead = state.ahead.saturating_add(problem.effective(index));
    }
    state.sum = state.sum.saturating_sub(problem.effective(last));
    state.waste = state.waste.saturating_sub(problem.waste(last));
    state.position = last + 1;
}
