//! Walks through proof of work: puzzles, and the odds of those who would cheat.

use super::{CatalogError, Scenario, Subject};
use crate::mining::odds::{OddsModel, RaceModel, SelfishModel, Share, SybilModel};
use crate::mining::puzzle::{Puzzle, target_of};
use crate::mining::puzzle_model::PuzzleModel;
use crate::trace::{Model, Stepper, Trace};

/// What the random draws of these walks follow from.
const SEED: &str = "blockstep";

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Subject::Mining.scenario(
        "puzzle",
        "A hash puzzle",
        "Nonce after nonce, until a hash begins with 10 zero bits. What has been tried does not help.",
        Some("puzzle-harder"),
        || puzzle("A hash puzzle", 10),
    ),
    Subject::Mining.scenario(
        "puzzle-harder",
        "The same puzzle, 64 times as hard",
        "16 zero bits instead of 10. A solution is still checked with one hash.",
        Some("odds"),
        || puzzle("The same puzzle, 64 times as hard", 16),
    ),
    Subject::Mining.scenario(
        "odds",
        "How many confirmations are enough",
        "An attacker with a tenth of the work tries to take a payment back: by the white paper, exactly, \
         and in a hundred thousand races.",
        Some("race"),
        || open(OddsModel::new(Share::percent(10), 10, 100_000, SEED)),
    ),
    Subject::Mining.scenario(
        "race",
        "A race against six confirmations",
        "An attacker with 30 % of the work mines in secret. Block by block: how far behind, and with what \
         chance still.",
        Some("selfish"),
        || open(RaceModel::new(Share::percent(30), 6, SEED)),
    ),
    Subject::Mining.scenario(
        "selfish",
        "A pool that keeps its blocks secret",
        "With 40 % of the work a pool gets more than 40 % of the blocks that count, by telling others late.",
        Some("sybil"),
        || open(SelfishModel::new(Share::percent(40), Share::percent(50), 40, SEED)),
    ),
    Subject::Mining.scenario(
        "sybil",
        "Many names, and no more work",
        "Where names vote, more names win. Where work decides, they change nothing.",
        None,
        || open(SybilModel::new(9, 100_000, SEED)),
    ),
];

fn open<M: Model + 'static>(model: M) -> Result<Box<dyn Stepper>, CatalogError> {
    Ok(Box::new(Trace::new(model)))
}

fn puzzle(title: &str, zero_bits: u8) -> Result<Box<dyn Stepper>, CatalogError> {
    open(PuzzleModel::new(title, Puzzle::new("Alice pays Bob", target_of(zero_bits))))
}
