//! Walks through proof of work: puzzles, and the odds of those who would cheat.

use std::num::NonZeroU8;

use super::{CatalogError, Scenario, Subject};
use crate::mining::contest::{ContestModel, StaleModel};
use crate::mining::cost_model::CostModel;
use crate::mining::economics::bootstrap::Feedback;
use crate::mining::economics::cost::{Rig, World};
use crate::mining::economics::{BootstrapModel, BreakevenModel, HalvingModel};
use crate::mining::majority::MajorityModel;
use crate::mining::miner_model::MinerModel;
use crate::mining::odds::{OddsModel, RaceModel, SelfishModel, Share, SybilModel};
use crate::mining::puzzle::{Puzzle, target_of};
use crate::mining::puzzle_model::PuzzleModel;
use crate::mining::retarget::{LabParams, RetargetLabModel, Schedule};
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
        Some("contest"),
        miner,
    ),
    Subject::Mining.scenario(
        "contest",
        "Four miners race",
        "Who finds the next block, and how long it takes; then Alice doubles her machines, and the \
         difficulty follows.",
        Some("contest-hashing"),
        || open(ContestModel::example()),
    ),
    Subject::Mining.scenario(
        "contest-hashing",
        "The same race with real hashes",
        "Each miner hashes headers of its own. Nothing is drawn, and the intervals follow the same law.",
        Some("stale"),
        || open(ContestModel::hashing_example()),
    ),
    Subject::Mining.scenario(
        "stale",
        "Blocks found for nothing",
        "News takes time. Whoever has not heard of a block works on the one before: forks by chance, by \
         simulation and by formula.",
        Some("retarget-doubles"),
        || open(StaleModel::new(SEED)),
    ),
    Subject::Mining.scenario(
        "retarget-doubles",
        "The hash rate doubles",
        "Blocks come twice as fast for a window, and then the difficulty has followed. You may decide what \
         the miners do.",
        Some("retarget-x10"),
        || retarget("The hash rate doubles", Schedule::Doubles),
    ),
    Subject::Mining.scenario(
        "retarget-x10",
        "Ten times the hash rate",
        "A change is held at a factor of 4, so that it takes two windows.",
        Some("retarget-halves"),
        || retarget("Ten times the hash rate", Schedule::TenTimes),
    ),
    Subject::Mining.scenario(
        "retarget-halves",
        "Half of the miners leave",
        "Blocks take twice as long, and so does the window: four weeks until the difficulty follows.",
        Some("retarget-swings"),
        || retarget("Half of the miners leave", Schedule::Halves),
    ),
    Subject::Mining.scenario(
        "retarget-swings",
        "Miners come and go",
        "Three times the hash rate for two windows, and then no longer, again and again: the difficulty \
         is always late.",
        Some("retarget-fair-weather"),
        || retarget("Miners come and go", Schedule::Swings),
    ),
    Subject::Mining.scenario(
        "retarget-fair-weather",
        "Miners who come when it is easy",
        "Two thirds of the miners come while the difficulty is low, and so make it high: it swings by \
         itself.",
        Some("retarget-testnet"),
        || retarget("Miners who come when it is easy", Schedule::FairWeather),
    ),
    Subject::Mining.scenario(
        "retarget-testnet",
        "The testnet's exception",
        "A block that comes after twice the interval may have the easiest target. It keeps a small network \
         alive when its miners leave.",
        Some("breakeven"),
        testnet_rule,
    ),
    Subject::Mining.scenario(
        "breakeven",
        "What a miner earns in a day",
        "From hashes to coins to money, less power and machine, and where nothing is left over. You can \
         change every input.",
        Some("halvings"),
        || open(BreakevenModel::new(Rig::EXAMPLE, World::EXAMPLE)),
    ),
    Subject::Mining.scenario(
        "halvings",
        "Half of the reward, again and again",
        "Four miners, one reward: who switches off when it is halved, and what price and fees can do.",
        Some("bootstrap"),
        || open(HalvingModel::bitcoin()),
    ),
    Subject::Mining.scenario(
        "bootstrap",
        "A coin begins",
        "Security, miners and value feed each other, once enthusiasts have pushed hard enough.",
        Some("bootstrap-fails"),
        || bootstrap("A coin begins", 0.3),
    ),
    Subject::Mining.scenario(
        "bootstrap-fails",
        "A coin does not begin",
        "The same loop with a third of the push: it dies when the enthusiasts leave. You may help, or attack.",
        Some("odds"),
        || bootstrap("A coin does not begin", 0.1),
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

fn retarget(title: &str, schedule: Schedule) -> Result<Box<dyn Stepper>, CatalogError> {
    open(RetargetLabModel::new(title, LabParams::bitcoin(schedule, SEED)))
}

fn testnet_rule() -> Result<Box<dyn Stepper>, CatalogError> {
    let params = LabParams::bitcoin(Schedule::Swings, SEED).with_testnet_rule();
    open(RetargetLabModel::new("The testnet's exception", params))
}

fn bootstrap(title: &str, push: f64) -> Result<Box<dyn Stepper>, CatalogError> {
    open(BootstrapModel::new(title, Feedback::example(push)))
}

fn majority(percent: u8, confirmations: u16) -> Result<Box<dyn Stepper>, CatalogError> {
    match MajorityModel::new(Share::percent(percent), confirmations, SEED) {
        Ok(model) => open(model),
        Err(failure) => Err(CatalogError::Unmade { reason: failure.to_string() }),
    }
}

fn puzzle(title: &str, zero_bits: u8) -> Result<Box<dyn Stepper>, CatalogError> {
    open(PuzzleModel::new(title, Puzzle::new("Alice pays Bob 17.0", target_of(zero_bits))))
}
