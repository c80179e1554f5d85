//! Walks through proof of work: puzzles, and the odds of those who would cheat.

use std::num::NonZeroU8;

use super::{CatalogError, Scenario, Subject};
use crate::mining::cost_model::CostModel;
use crate::mining::majority::MajorityModel;
use crate::mining::miner_model::MinerModel;
use crate::mining::odds::{OddsModel, RaceModel, SelfishModel, Share, SybilModel};
use crate::mining::puzzle::{Puzzle, target_of};
use crate::mining::puzzle_model::PuzzleModel;
use crate::mining::tries_model::TriesModel;
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
        Some("tries"),
        || puzzle("The same puzzle, 64 times as hard", 16),
    ),
    Subject::Mining.scenario(
        "tries",
        "How many tries a puzzle takes",
        "Ten thousand puzzles solved and counted, beside the law that says how often which number of tries \
         is needed.",
        Some("cost"),
        || open(TriesModel::new(10, SEED)),
    ),
    Subject::Mining.scenario(
        "cost",
        "What one zero bit more costs",
        "Twice the work for each bit, and one hash to check, whatever the difficulty: a line that you can \
         make longer.",
        Some("miner"),
        || open(CostModel::new(SEED)),
    ),
    Subject::Mining.scenario(
        "miner",
        "A miner with four threads",
        "A block's header, nonces in batches, the best hash so far; and what each thread has a part in.",
        Some("odds"),
        miner,
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
        Some("majority"),
        || open(RaceModel::new(Share::percent(30), 6, SEED)),
    ),
    Subject::Mining.scenario(
        "majority",
        "Most of the work, and what it buys",
        "With 60 % of the work Alice rewrites a real chain: a payment is undone. Then what she tries and no \
         node accepts.",
        Some("minority"),
        || majority(60, 3),
    ),
    Subject::Mining.scenario(
        "minority",
        "The same attack with 30 % of the work",
        "The same chain and the same payment. The attacker needs luck, and gives up when it has run out.",
        Some("selfish"),
        || majority(30, 3),
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

fn miner() -> Result<Box<dyn Stepper>, CatalogError> {
    let threads = NonZeroU8::new(4).unwrap_or(NonZeroU8::MIN);
    match MinerModel::example(threads) {
        Some(model) => open(model),
        None => Err(CatalogError::Unmade { reason: "its block has no work".into() }),
    }
}

fn majority(percent: u8, confirmations: u16) -> Result<Box<dyn Stepper>, CatalogError> {
    match MajorityModel::new(Share::percent(percent), confirmations, SEED) {
        Ok(model) => open(model),
        Err(failure) => Err(CatalogError::Unmade { reason: failure.to_string() }),
    }
}

fn puzzle(title: &str, zero_bits: u8) -> Result<Box<dyn Stepper>, CatalogError> {
    open(PuzzleModel::new(title, Puzzle::new("Alice pays Bob", target_of(zero_bits))))
}
