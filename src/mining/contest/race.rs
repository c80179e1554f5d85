//! Miners race block after block, by the exponential law or by real hashes.
//!
//! By the law, every miner's wait is drawn with the mean difficulty / rate, and the shortest wins. The
//! shortest of such waits is exponential again, with the rates added up, and it is a miner's with the
//! chance of its share. The difficulty may follow as Bitcoin's does: every window of blocks, from the
//! window's first block to its last, held within a factor of 4 (Core: `CalculateNextWorkRequired`; BCT
//! 5.1). Time is counted in milliseconds.

use super::contestant::{Contestant, total_rate};
use super::header_race::{HeaderRace, bits_of, hashes_of};
use crate::chain::MAX_FACTOR;
use crate::mining::odds::FastRng;
use crate::mining::waiting::wait;

/// Milliseconds of a second.
const MS: u64 = 1_000;

/// How fast blocks are meant to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The interval that the difficulty aims at, in milliseconds.
    pub interval_ms: u64,
    /// Blocks between two changes of the difficulty.
    pub window_blocks: u64,
    /// Whether it changes at all.
    pub follows: bool,
}

impl Pace {
    /// Bitcoin's: ten minutes, and a window of 2,016 blocks.
    pub const BITCOIN: Pace = Pace { interval_ms: 600_000, window_blocks: 2_016, follows: true };
}

/// What decides who finds a block, and when.
#[derive(Debug, Clone)]
pub enum Source {
    /// Draws from the exponential law.
    Law(FastRng),
    /// Real hashes of real headers.
    Hashing(Box<HeaderRace>),
}

/// A race, and how far it is.
#[derive(Debug, Clone)]
pub struct Race {
    /// Who takes part.
    pub miners: Vec<Contestant>,
    /// How fast blocks are meant to come.
    pub pace: Pace,
    difficulty: u64,
    blocks: u64,
    now_ms: u64,
    window_began_ms: u64,
    source: Source,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The number of the miner that found it.
    pub winner: usize,
    /// The wait for it, in milliseconds.
    pub interval_ms: u64,
    /// The wait that was to be expected, in milliseconds.
    pub mean_ms: u64,
    /// Each miner's own wait in milliseconds. By real hashes only the winner's is known: the others stop.
    pub waits_ms: Vec<Option<u64>>,
    /// The difficulty from the next block on, where it changed with this one.
    pub new_difficulty: Option<u64>,
}

impl Race {
    /// A race at the difficulty that gives these miners the wanted interval, by the law.
    pub fn by_law(miners: Vec<Contestant>, pace: Pace, seed: &str) -> Race {
        Race::new(miners, pace, Source::Law(FastRng::from_text(seed)))
    }

    /// The same by real hashes. Rates are hashes that are really done in each second of virtual time,
    /// so that a block costs as many as all miners do in the wanted interval.
    pub fn by_hashing(miners: Vec<Contestant>, pace: Pace, seed: &str) -> Race {
        Race::new(miners, pace, Source::Hashing(Box::new(HeaderRace::new(seed))))
    }

    fn new(miners: Vec<Contestant>, pace: Pace, source: Source) -> Race {
        let wanted = u128::from(total_rate(&miners)) * u128::from(pace.interval_ms);
        let wanted = u64::try_from(wanted / u128::from(MS)).unwrap_or(u64::MAX);
        let (blocks, now_ms, window_began_ms) = (0, 0, 0);
        let mut race =
            Race { miners, pace, difficulty: 1, blocks, now_ms, window_began_ms, source };
        race.difficulty = race.settled(wanted);
        race
    }

    /// The hashes that a block takes on average.
    pub fn difficulty(&self) -> u64 {
        self.difficulty
    }

    /// The blocks found so far.
    pub fn blocks(&self) -> u64 {
        self.blocks
    }

    /// The time since the start, in milliseconds.
    pub fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// What decides the race.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The interval to be expected now, in milliseconds; none where nobody hashes.
    pub fn mean_ms(&self) -> Option<u64> {
        mean_ms(self.difficulty, total_rate(&self.miners))
    }

    /// Blocks until the difficulty changes, the last before the change included.
    pub fn until_change(&self) -> u64 {
        let window = self.pace.window_blocks.max(2);
        match window - 1 - self.blocks % window {
            0 => window,
            left => left,
        }
    }

    /// The next block; none where nobody hashes.
    pub fn find(&mut self) -> Option<Found> {
        let mean_ms = self.mean_ms()?;
        let (winner, waits_ms) = match &mut self.source {
            Source::Law(rng) => {
                let waits_ms = drawn(&self.miners, self.difficulty, rng);
                (shortest(&waits_ms)?, waits_ms)
            }
            Source::Hashing(race) => {
                let found = race.find(&self.miners, self.difficulty)?;
                let mut waits_ms = vec![None; self.miners.len()];
                if let Some(wait) = waits_ms.get_mut(found.miner) {
                    *wait = Some(found.wait_ms);
                }
                (found.miner, waits_ms)
            }
        };
        let interval_ms = waits_ms.get(winner).copied().flatten()?;
        self.now_ms = self.now_ms.saturating_add(interval_ms);
        self.blocks += 1;
        let new_difficulty = self.follow();
        Some(Found { winner, interval_ms, mean_ms, waits_ms, new_difficulty })
    }

    /// Changes the difficulty where a window ends. The first block of a window is the one whose number
    /// it divides, so that `window - 1` intervals stand for `window` ones, as in Bitcoin.
    fn follow(&mut self) -> Option<u64> {
        let window = self.pace.window_blocks.max(2);
        if self.blocks.is_multiple_of(window) {
            self.window_began_ms = self.now_ms;
        }
        if !self.pace.follows || !(self.blocks + 1).is_multiple_of(window) {
            return None;
        }
        let wanted = self.pace.interval_ms.saturating_mul(window).max(1);
        let factor = u64::from(MAX_FACTOR);
        let took = self.now_ms - self.window_began_ms;
        let took = took.clamp((wanted / factor).max(1), wanted.saturating_mul(factor));
        let new = u128::from(self.difficulty) * u128::from(wanted) / u128::from(took);
        self.difficulty = self.settled(u64::try_from(new).unwrap_or(u64::MAX));
        Some(self.difficulty)
    }

    /// A difficulty as it can be had: a header has room for so many digits only.
    fn settled(&self, difficulty: u64) -> u64 {
        match self.source {
            Source::Law(_) => difficulty.max(1),
            Source::Hashing(_) => hashes_of(bits_of(difficulty)),
        }
    }
}

fn mean_ms(difficulty: u64, rate: u64) -> Option<u64> {
    let mean = (u128::from(difficulty) * u128::from(MS)).checked_div(u128::from(rate))?;
    Some(u64::try_from(mean).unwrap_or(u64::MAX))
}

fn drawn(miners: &[Contestant], difficulty: u64, rng: &mut FastRng) -> Vec<Option<u64>> {
    let own = |miner: &Contestant| {
        mean_ms(difficulty, miner.rate).map(|mean| wait(mean, || rng.next_u64()))
    };
    miners.iter().map(own).collect()
}

/// Who waits least; of equals, which are rarer than one in a thousand here, the first.
fn shortest(waits_ms: &[Option<u64>]) -> Option<usize> {
    let waits = waits_ms.iter().enumerate().filter_map(|(at, wait)| Some(((*wait)?, at)));
    waits.min().map(|(_, at)| at)
}

#[cfg(test)]
#[path = "race_tests.rs"]
mod tests;
