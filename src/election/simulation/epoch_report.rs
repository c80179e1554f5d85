//! What is told of an epoch. Fractions in it are for the eye; nothing is decided by them.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Moves, Record};
use crate::election::measures::{Measures, ratio};
use crate::election::registry::EpochEnd;
use crate::election::slots::Slots;
use crate::election::{Election, PoolNumber, Registry, Tally};

/// The pools that a report tells of.
const LARGEST: usize = 10;

/// What is told of an epoch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EpochReport {
    /// Which epoch it was, from 1.
    pub epoch: u32,
    /// Seats that were given.
    pub seats: usize,
    /// Slots with a block and without, of all pools.
    pub slots: Slots,
    /// Units that the blocks have earned.
    pub issued: u64,
    /// Units that there are after the epoch, counted owner by owner.
    pub supply: u64,
    /// Turnout, and how few hands hold the stake, after the epoch: once all are paid and have moved.
    pub measures: Measures,
    /// Who moved at its end.
    pub moves: Moves,
    /// The pools that are suspended from now on.
    pub suspended: Vec<PoolNumber>,
    /// The pools that had most stake when the epoch began, ten at most, the largest first.
    pub pools: Vec<PoolEpoch>,
}

/// What is told of a pool.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PoolEpoch {
    /// Which pool.
    pub pool: PoolNumber,
    /// The stake behind it in the snapshot that the epoch was elected from.
    pub stake: u64,
    /// The stake after the epoch.
    pub stake_after: u64,
    /// Whether it had a seat.
    pub seated: bool,
    /// Its slots in this epoch.
    pub slots: Slots,
    /// What its delegate has done with all its slots so far.
    pub record: Record,
    /// The part of all locked stake that `stake` is, from 0 to 1.
    pub stake_share: f64,
    /// The part of all seats of all epochs so far that it had, from 0 to 1.
    pub seat_share: f64,
}

/// What has been found out in an epoch.
pub(super) struct Found<'a> {
    pub election: &'a Election,
    pub end: EpochEnd,
    pub moves: Moves,
    /// The stakes after the epoch.
    pub tally: &'a Tally,
    pub supply: u64,
}

impl EpochReport {
    /// Of an epoch that `registry` has just ended.
    pub(super) fn of(found: Found<'_>, registry: &Registry) -> EpochReport {
        let Found { election, end, moves, tally, supply } = found;
        let mut slots = Slots::default();
        for (_, of) in end.slots.pools() {
            slots.produced += of.produced;
            slots.missed += of.missed;
        }
        EpochReport {
            epoch: election.epoch,
            seats: election.seats.len(),
            slots,
            issued: end.earned.iter().map(|(_, units)| units).sum(),
            supply,
            measures: Measures::of(tally.stakes(), supply),
            moves,
            pools: largest(election, &end, tally, registry),
            suspended: end.suspended,
        }
    }

    /// The pool of this number, if the report tells of it.
    pub fn pool(&self, pool: PoolNumber) -> Option<&PoolEpoch> {
        self.pools.iter().find(|found| found.pool == pool)
    }
}

fn largest(
    election: &Election,
    end: &EpochEnd,
    tally: &Tally,
    registry: &Registry,
) -> Vec<PoolEpoch> {
    let seats: u128 = registry.pools().iter().map(|pool| u128::from(pool.history.seated)).sum();
    let voted: u128 = election.stakes.iter().map(|stake| u128::from(*stake)).sum();
    let mut ranks: Vec<(Reverse<u64>, PoolNumber)> =
        election.stakes.iter().copied().map(Reverse).zip((0..).map(PoolNumber)).collect();
    ranks.sort_unstable();
    ranks.truncate(LARGEST);
    let told = |(stake, number): (Reverse<u64>, PoolNumber)| {
        let history = registry.pools().get(number.index()).map(|pool| pool.history);
        let history = history.unwrap_or_default();
        PoolEpoch {
            pool: number,
            stake: stake.0,
            stake_after: tally.of(number),
            seated: election.sits(number),
            slots: end.slots.of(number),
            record: Record::from(&history),
            stake_share: ratio(stake.0.into(), voted),
            seat_share: ratio(history.seated.into(), seats),
        }
    };
    ranks.into_iter().map(told).collect()
}
