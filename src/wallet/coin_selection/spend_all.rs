//! Everything that brings anything, needed or not: the choice without a thought for privacy.
//!
//! Only one who can sign for all inputs of a payment can make it, so whoever reads the chain takes
//! all of them for one owner's (Nakamoto 2008, section 10). Spending everything tells in one stroke
//! which coins, and so which earlier payments, belong together. What it buys is a tidy wallet: where
//! fees are low and nothing is to be hidden, later payments become smaller.

use super::{Choice, Problem, SelectionState};

pub(super) fn next(problem: &Problem, state: &SelectionState) -> Choice {
    match state.position < problem.candidates.len() {
        true if problem.effective(state.position) > 0 => Choice::Take,
        true => Choice::Skip,
        false => Choice::Settle,
    }
}
