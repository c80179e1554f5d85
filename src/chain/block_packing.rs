//! Filling a block from the pool, the best package first (Core: `BlockAssembler`).
//!
//! A miner wants the fees, and has a certain room. What counts is not what a transaction pays for each
//! of its bytes, but what it and all that it rests on pay for all of theirs: a poor parent is worth
//! mining for a rich child's sake. So the best package is taken again and again; what rested on it is
//! then judged by the rest of its own package alone. This is the way of `addPackageTxs`, by which Core
//! mined for ten years; its present one, over linearised clusters, is rarely better and harder to
//! follow.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Choice, ChoiceVerdict};
use super::mempool::{FeeRate, Mempool, Totals};
use crate::hash::Txid;
use crate::ledger::block::check::{MAX_BLOCK_SIGOPS_COST, MAX_BLOCK_WEIGHT};

/// Packages that may fail to fit one after the other, before a block that is nearly full is called
/// full (Core: `MAX_CONSECUTIVE_FAILURES`).
const MAX_SKIPS_IN_A_ROW: usize = 1_000;
/// Weight units that a block which is nearly full has left at most (Core:
/// `BLOCK_FULL_ENOUGH_WEIGHT_DELTA`).
const NEARLY_FULL_WEIGHT: usize = 4_000;

/// What a block has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Weight units in all.
    pub max_weight: usize,
    /// Weight units that the header, the number of transactions and the coinbase take.
    pub reserved_weight: usize,
    /// The cost of signature checks in all.
    pub max_sigop_cost: usize,
    /// Of this, what is kept for the coinbase.
    pub reserved_sigop_cost: usize,
}

impl Default for Room {
    /// A whole block, of which Core keeps as much for the coinbase (`DEFAULT_BLOCK_RESERVED_WEIGHT`,
    /// `DEFAULT_COINBASE_OUTPUT_MAX_ADDITIONAL_SIGOPS`).
    fn default() -> Room {
        Room {
            max_weight: MAX_BLOCK_WEIGHT,
            reserved_weight: 8_000,
            max_sigop_cost: MAX_BLOCK_SIGOPS_COST,
            reserved_sigop_cost: 400,
        }
    }
}

/// What a package is worth: the rate first, then the older of equals, then the id.
type Worth = (FeeRate, Reverse<u64>, Txid);

/// A block that is being filled.
#[derive(Debug, Clone)]
pub struct Packing {
    room: Room,
    /// For each transaction not yet in the block, its package without what is in the block.
    packages: BTreeMap<Txid, Totals>,
    /// The packages that are still to be looked at, the best last.
    queue: BTreeSet<Worth>,
    taken: Vec<Txid>,
    totals: Totals,
    skips_in_a_row: usize,
}

impl Packing {
    /// An empty block, and the whole pool to choose from.
    pub fn new(pool: &Mempool, room: Room) -> Packing {
        let packages: BTreeMap<Txid, Totals> =
            pool.entries().map(|(txid, entry)| (*txid, entry.ancestors)).collect();
        let mut packing = Packing {
            room,
            packages,
            queue: BTreeSet::new(),
            taken: Vec::new(),
            totals: Totals::default(),
            skips_in_a_row: 0,
        };
        packing.queue_all(pool);
        packing
    }

    /// The next block, of the same room: what is in this one is gone from the pool, and what did not
    /// fit is looked at again.
    pub fn start_next_block(&mut self, pool: &Mempool) {
        (self.totals, self.skips_in_a_row) = (Totals::default(), 0);
        self.taken.clear();
        self.queue_all(pool);
    }

    fn queue_all(&mut self, pool: &Mempool) {
        let packages = self.packages.iter();
        self.queue = packages.map(|(txid, totals)| worth(pool, txid, totals)).collect();
    }

    /// The transaction whose package is looked at next: the best of those left. None once nothing is
    /// left, or nothing is likely to fit.
    pub fn next(&self) -> Option<Txid> {
        let full = self.weight_left() < NEARLY_FULL_WEIGHT;
        if full && self.skips_in_a_row >= MAX_SKIPS_IN_A_ROW {
            return None;
        }
        self.queue.last().map(|(_, _, txid)| *txid)
    }

    /// Takes or skips the next package, and says which and why.
    pub fn step(&mut self, pool: &Mempool) -> Option<Choice> {
        let txid = self.next()?;
        self.queue.pop_last();
        let totals = self.packages.get(&txid).copied().unwrap_or_default();
        let package = self.package(pool, &txid);
        let verdict = self.verdict(&totals);
        match verdict {
            ChoiceVerdict::Taken => self.take(pool, &package, &totals),
            _ => self.skips_in_a_row += 1,
        }
        Some(Choice { txid, package, totals, verdict })
    }

    fn verdict(&self, package: &Totals) -> ChoiceVerdict {
        let (weight, sigops) = (self.weight_left(), self.sigop_cost_left());
        match () {
            () if package.weight > weight => ChoiceVerdict::TooHeavy { left: weight },
            () if package.sigop_cost > sigops => ChoiceVerdict::TooManySigops { left: sigops },
            () => ChoiceVerdict::Taken,
        }
    }

    /// `txid` and its ancestors that are not in the block yet, each after all that it rests on: an
    /// ancestor always has fewer ancestors.
    fn package(&self, pool: &Mempool, txid: &Txid) -> Vec<Txid> {
        let mut package: Vec<Txid> = pool.ancestors(txid).into_iter().collect();
        package.retain(|txid| self.packages.contains_key(txid));
        package
            .sort_by_key(|txid| pool.get(txid).map(|entry| (entry.ancestors.count, entry.arrival)));
        package
    }

    fn take(&mut self, pool: &Mempool, package: &[Txid], totals: &Totals) {
        for txid in package {
            if let Some(left) = self.packages.remove(txid) {
                self.queue.remove(&worth(pool, txid, &left));
            }
        }
        for txid in package {
            let Some(entry) = pool.get(txid) else { continue };
            for below in pool.descendants(txid) {
                let Some(left) = self.packages.get_mut(&below) else { continue };
                let without = left.without(&entry.own);
                self.queue.remove(&worth(pool, &below, left));
                // What did not fit before is lighter now, and worth another look.
                self.queue.insert(worth(pool, &below, &without));
                *left = without;
            }
        }
        self.taken.extend_from_slice(package);
        self.totals = [self.totals, *totals].iter().sum();
        self.skips_in_a_row = 0;
    }

    /// What is in the block, in order.
    pub fn taken(&self) -> &[Txid] {
        &self.taken
    }

    /// What that adds up to.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// What the block has room for.
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// What is left of `txid`'s package, if it is not in the block.
    pub fn package_left(&self, txid: &Txid) -> Option<&Totals> {
        self.packages.get(txid)
    }

    /// Whether `txid` did not fit, and has not become lighter since.
    pub fn is_skipped(&self, pool: &Mempool, txid: &Txid) -> bool {
        let left = self.packages.get(txid);
        left.is_some_and(|left| !self.queue.contains(&worth(pool, txid, left)))
    }

    /// Weight units left.
    pub fn weight_left(&self) -> usize {
        let taken = self.room.reserved_weight.saturating_add(self.totals.weight);
        self.room.max_weight.saturating_sub(taken)
    }

    /// What signature checks may still cost.
    pub fn sigop_cost_left(&self) -> usize {
        let taken = self.room.reserved_sigop_cost.saturating_add(self.totals.sigop_cost);
        self.room.max_sigop_cost.saturating_sub(taken)
    }
}

fn worth(pool: &Mempool, txid: &Txid, package: &Totals) -> Worth {
    let arrival = pool.get(txid).map_or(u64::MAX, |entry| entry.arrival);
    (package.rate(), Reverse(arrival), *txid)
}
