//! Miners who race for blocks, and what more machines change: who finds them, and not how many.
//!
//! By default the walk goes block by block, then by tens and hundreds, then to the change of the
//! difficulty; then Alice doubles her machines, and two more windows show what comes of it (BCT 5.1;
//! lecture, "Mining"). The reader may give anyone any hash rate at any time.

use serde::{Deserialize, Serialize};

use super::contest_panes;
use super::{Contestant, Found, Intervals, LARGEST_RATE, Pace, Race};
use crate::spelling::{counted, grouped};
use crate::trace::{Model, Scene, Window};

/// The most blocks that a step finds.
const MOST_BLOCKS: u64 = 10_000;
/// A rate may be set to so many per cent of what it is, at most.
const MOST_PERCENT: u32 = 10_000;

/// Miners, and how fast blocks are meant to come.
#[derive(Debug, Clone)]
pub struct ContestModel {
    miners: Vec<Contestant>,
    pace: Pace,
    seed: String,
    by_hashing: bool,
}

/// How far the race is. What is counted is counted anew where a hash rate changes.
#[derive(Debug, Clone)]
pub struct ContestState {
    /// The race.
    pub race: Race,
    /// The blocks of each miner.
    pub won: Vec<u64>,
    /// All intervals.
    pub intervals: Intervals,
    /// The mean interval of the last step, in milliseconds, and its blocks.
    pub last_step: Option<(u64, u64)>,
    /// The last block.
    pub last: Option<Found>,
    /// Whether the difficulty changed in the last step: from, to.
    pub changed: Option<(u64, u64)>,
    pub(super) steps: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContestAction {
    /// So many blocks are found.
    Blocks {
        /// How many.
        count: u64,
    },
    /// Blocks are found until the difficulty changes, or would.
    Window,
    /// A miner has so many per cent of its hash rate from now on.
    Rate {
        /// The miner's number, from 0.
        miner: usize,
        /// Per cent of the present rate.
        percent: u32,
    },
}

/// What happens by default.
const STORY: [ContestAction; 9] = [
    ContestAction::Blocks { count: 1 },
    ContestAction::Blocks { count: 1 },
    ContestAction::Blocks { count: 1 },
    ContestAction::Blocks { count: 10 },
    ContestAction::Blocks { count: 100 },
    ContestAction::Window,
    ContestAction::Rate { miner: 0, percent: 200 },
    ContestAction::Window,
    ContestAction::Window,
];

impl ContestModel {
    /// A race by the exponential law.
    pub fn by_law(rates: &[u64], pace: Pace, seed: impl Into<String>) -> ContestModel {
        let miners = Contestant::named(rates);
        ContestModel { miners, pace, seed: seed.into(), by_hashing: false }
    }

    /// The same by real hashes: the rates are hashes that are done for each second of virtual time.
    pub fn by_hashing(rates: &[u64], pace: Pace, seed: impl Into<String>) -> ContestModel {
        ContestModel { by_hashing: true, ..ContestModel::by_law(rates, pace, seed) }
    }

    /// The walk of the lessons: four miners, ten minutes, 2,016 blocks.
    pub fn example() -> ContestModel {
        ContestModel::by_law(&[40, 30, 20, 10], Pace::BITCOIN, "blockstep")
    }

    /// The same people with real hashes: a block a minute, a window of 144 blocks.
    pub fn hashing_example() -> ContestModel {
        let pace = Pace { interval_ms: 60_000, window_blocks: 144, follows: true };
        ContestModel::by_hashing(&[8, 6, 4, 2], pace, "blockstep")
    }

    pub(super) fn uses_hashes(&self) -> bool {
        self.by_hashing
    }

    fn find(state: &mut ContestState, count: u64) {
        let (mut sum, mut blocks) = (0_u64, 0_u64);
        let before = state.race.difficulty();
        state.changed = None;
        for _ in 0..count {
            let Some(found) = state.race.find() else { break };
            state.intervals.add(found.interval_ms, found.mean_ms);
            if let Some(won) = state.won.get_mut(found.winner) {
                *won += 1;
            }
            sum = sum.saturating_add(found.interval_ms);
            blocks += 1;
            if let Some(new) = found.new_difficulty {
                state.changed = Some((before, new));
            }
            state.last = Some(found);
        }
        state.last_step = sum.checked_div(blocks).map(|mean| (mean, blocks));
    }
}

impl Model for ContestModel {
    type State = ContestState;
    type Action = ContestAction;

    fn initial(&self) -> ContestState {
        let race = match self.by_hashing {
            true => Race::by_hashing(self.miners.clone(), self.pace, &self.seed),
            false => Race::by_law(self.miners.clone(), self.pace, &self.seed),
        };
        ContestState {
            won: vec![0; self.miners.len()],
            race,
            intervals: Intervals::default(),
            last_step: None,
            last: None,
            changed: None,
            steps: 0,
        }
    }

    fn next(&self, state: &ContestState) -> Option<ContestAction> {
        STORY.get(state.steps).copied().filter(|action| self.allowed(state, action))
    }

    fn choices(&self, state: &ContestState) -> Vec<ContestAction> {
        let blocks = [1, 10, 100].map(|count| ContestAction::Blocks { count });
        let rates = (0..state.race.miners.len())
            .flat_map(|miner| [200, 50].map(|percent| ContestAction::Rate { miner, percent }));
        let all = blocks.into_iter().chain([ContestAction::Window]).chain(rates);
        let next = self.next(state);
        let others = all.filter(|action| self.allowed(state, action) && Some(*action) != next);
        next.into_iter().chain(others).collect()
    }

    fn asks(&self, _: &ContestState) -> Vec<&'static str> {
        vec!["a miner's name and hash rate in per cent of now (Alice 300)"]
    }

    fn typed(&self, state: &ContestState, _: usize, text: &str) -> Option<ContestAction> {
        let (name, percent) = text.rsplit_once(' ')?;
        let known = |miner: &Contestant| miner.name.eq_ignore_ascii_case(name.trim());
        let miner = state.race.miners.iter().position(known)?;
        Some(ContestAction::Rate { miner, percent: percent.parse().ok()? })
    }

    fn allowed(&self, state: &ContestState, action: &ContestAction) -> bool {
        match action {
            ContestAction::Blocks { count } => {
                (1..=MOST_BLOCKS).contains(count) && state.race.mean_ms().is_some()
            }
            ContestAction::Window => state.race.mean_ms().is_some(),
            ContestAction::Rate { miner, percent } => {
                state.race.miners.get(*miner).is_some() && (0..=MOST_PERCENT).contains(percent)
            }
        }
    }

    fn apply(&self, state: &mut ContestState, action: &ContestAction) {
        state.steps += 1;
        match action {
            ContestAction::Blocks { count } => ContestModel::find(state, *count),
            ContestAction::Window => {
                let count = state.race.until_change().clamp(1, MOST_BLOCKS);
                ContestModel::find(state, count);
            }
            ContestAction::Rate { miner, percent } => {
                if let Some(miner) = state.race.miners.get_mut(*miner) {
                    let rate = u128::from(miner.rate) * u128::from(*percent) / 100;
                    miner.rate = u64::try_from(rate).unwrap_or(LARGEST_RATE).min(LARGEST_RATE);
                }
                state.won.fill(0);
                state.intervals = Intervals::default();
                (state.last, state.last_step, state.changed) = (None, None, None);
            }
        }
    }

    fn label(&self, state: &ContestState, action: &ContestAction) -> String {
        let name = |miner: usize| {
            state.race.miners.get(miner).map_or("nobody", |miner| miner.name.as_str())
        };
        match *action {
            ContestAction::Blocks { count: 1 } => "the next block".into(),
            ContestAction::Blocks { count } => {
                format!("the next {} blocks", grouped(i128::from(count)))
            }
            ContestAction::Window => format!(
                "{} to the change of the difficulty",
                counted(state.race.until_change().max(1) as usize, "block")
            ),
            ContestAction::Rate { miner, percent: 200 } => {
                format!("{} has twice the machines", name(miner))
            }
            ContestAction::Rate { miner, percent: 50 } => {
                format!("{} has half the machines", name(miner))
            }
            ContestAction::Rate { miner, percent } => {
                format!("{} has {percent} % of the machines", name(miner))
            }
        }
    }

    fn scene(
        &self,
        before: Option<&ContestState>,
        after: &ContestState,
        last: Option<&ContestAction>,
        window: &Window,
    ) -> Scene {
        contest_panes::scene(self, before, after, last, window)
    }
}

#[cfg(test)]
#[path = "contest_model_tests.rs"]
mod tests;
