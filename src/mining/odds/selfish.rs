//! Selfish mining: a pool that keeps found blocks secret, and what that earns it.
//!
//! The states, the strategy and the revenue are those of I. Eyal and E. G. Sirer, *Majority Is Not
//! Enough: Bitcoin Mining Is Vulnerable* (2014), sections 3 and 4. The difficulty is taken to follow:
//! what counts is the share of the blocks that end in the chain. Before it does, keeping blocks secret
//! only loses some (C. Grunspan and R. Pérez-Marco, *On Profitability of Selfish Mining*, 2018).

use serde::{Deserialize, Serialize};

use super::Share;
use super::fast_rng::{FastRng, in_chunks};

/// Who found a block, and on which branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// The pool, on its own branch.
    Pool,
    /// Another miner, on the branch of the others.
    Others,
    /// Another miner, on the pool's published branch. Matters in a tie only.
    OthersOnPool,
}

/// What the pool did about a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// It keeps the block secret.
    Kept,
    /// It had nothing secret: the block of the others stands.
    Stood,
    /// It published its only secret block against the new one: two equal branches.
    Raced,
    /// It published one secret block of many, as long as the branch of the others now is.
    Matched,
    /// It published all, one more than the others have: they change over.
    Overrode,
    /// A tie ended: the pool found the next block and published it.
    WonTie,
    /// A tie ended: another miner built on the pool's block.
    SharedTie,
    /// A tie ended: another miner built on the block of the others.
    LostTie,
}

/// The pool against the others, between two blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selfish {
    /// Blocks of the pool that only it knows. Its lead, since the published branches are equally long.
    pub secret: u64,
    /// Blocks on each of the two published branches since they parted; 0 where there is one branch.
    pub forked: u64,
    /// What is certain so far.
    pub tally: Tally,
}

/// Blocks whose fate is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Of the pool, in the chain that counts.
    pub pool: u64,
    /// Of the others, in the chain that counts.
    pub others: u64,
    /// In no chain that counts: work for nothing.
    pub orphaned: u64,
}

impl Tally {
    /// The pool's share of the blocks that count; none before there is one.
    pub fn pool_share(&self) -> Option<f64> {
        let counted = self.pool + self.others;
        (counted > 0).then(|| self.pool as f64 / counted as f64)
    }

    /// The share of all blocks that was found for nothing; none before there is a block.
    pub fn orphaned_share(&self) -> Option<f64> {
        let found = self.pool + self.others + self.orphaned;
        (found > 0).then(|| self.orphaned as f64 / found as f64)
    }

    fn add(&mut self, pool: u64, others: u64, orphaned: u64) {
        self.pool += pool;
        self.others += others;
        self.orphaned += orphaned;
    }
}

impl Selfish {
    /// Whether two equal branches are published and nothing is secret.
    pub fn is_tie(&self) -> bool {
        self.forked > 0 && self.secret == 0
    }

    /// Who finds the next block: the pool with the chance `pool`; in a tie, a part `gamma` of the
    /// others works on the pool's branch.
    pub fn finder(&self, pool: Share, gamma: Share, mut draw: impl FnMut() -> u64) -> FoundBy {
        if pool.happens(draw()) {
            FoundBy::Pool
        } else if self.is_tie() && gamma.happens(draw()) {
            FoundBy::OthersOnPool
        } else {
            FoundBy::Others
        }
    }

    /// A block is found; says what the pool does.
    pub fn found(&mut self, by: FoundBy) -> Move {
        match by {
            _ if self.is_tie() => self.end_tie(by),
            FoundBy::Pool => {
                self.secret += 1;
                Move::Kept
            }
            FoundBy::Others | FoundBy::OthersOnPool => self.others_found(),
        }
    }

    fn end_tie(&mut self, by: FoundBy) -> Move {
        self.forked = 0;
        match by {
            FoundBy::Pool => {
                self.tally.add(2, 0, 1);
                Move::WonTie
            }
            FoundBy::OthersOnPool => {
                self.tally.add(1, 1, 1);
                Move::SharedTie
            }
            FoundBy::Others => {
                self.tally.add(0, 2, 1);
                Move::LostTie
            }
        }
    }

    fn others_found(&mut self) -> Move {
        match self.secret {
            0 => {
                self.tally.add(0, 1, 0);
                Move::Stood
            }
            1 => {
                (self.secret, self.forked) = (0, 1);
                Move::Raced
            }
            2 => {
                (self.secret, self.forked) = (0, 0);
                self.tally.add(2, 0, 1);
                Move::Overrode
            }
            _ => {
                self.secret -= 1;
                self.forked += 1;
                self.tally.add(1, 0, 1);
                Move::Matched
            }
        }
    }
}

/// The pool's share of the blocks that count (section 4 of the paper): `pool` is its share of the work,
/// `gamma` the part of the others that works on its branch in a tie. 1 for a majority.
pub fn revenue(pool: Share, gamma: Share) -> f64 {
    if pool.is_majority() {
        return 1.0;
    }
    let (a, g) = (pool.get(), gamma.get());
    let earned = a * (1.0 - a).powi(2) * (4.0 * a + g * (1.0 - 2.0 * a)) - a.powi(3);
    (earned / (1.0 - a * (1.0 + (2.0 - a) * a))).clamp(0.0, 1.0)
}

/// The share of the work above which secrecy pays (the paper's section 4): `(1 - gamma) / (3 - 2 gamma)`.
pub fn threshold(gamma: Share) -> f64 {
    (1.0 - gamma.get()) / (3.0 - 2.0 * gamma.get())
}

/// What is certain after so many blocks, found in chunks that each begin without a fork.
pub fn simulate(pool: Share, gamma: Share, blocks: u32, seed: &str) -> Tally {
    let chunk = |rng: &mut FastRng, blocks: u32| {
        let mut selfish = Selfish::default();
        for _ in 0..blocks {
            let by = selfish.finder(pool, gamma, || rng.next_u64());
            selfish.found(by);
        }
        selfish.tally
    };
    let mut sum = Tally::default();
    for tally in in_chunks(seed, blocks, chunk) {
        sum.add(tally.pool, tally.others, tally.orphaned);
    }
    sum
}

#[cfg(test)]
#[path = "selfish_tests.rs"]
mod tests;
