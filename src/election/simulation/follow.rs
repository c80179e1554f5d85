//! Who follows whom: owners leave a delegate for one with a clearly better record.
//!
//! A record is the part of its slots in which a delegate made a block, over all epochs, by Laplace's
//! rule of succession: `(produced + 1) / (scheduled + 2)`, so that a delegate without a history
//! counts as one half. At the end of each epoch owners are drawn, as many as a fixed share of those who
//! vote (one may be drawn twice); each draws one other pool, and moves there if its record is better by
//! five points of a hundred or more. "Long-term trusted delegates attract others' tokens" (slide "Medical
//! Blockchain: Election").

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::election::PoolNumber;
use crate::election::pool::History;
use crate::rng::Rng;

/// The points, of a hundred, by which another record must be better.
const POINTS: u128 = 5;

/// The most flows that a report tells.
const FLOWS: usize = 10;

/// What a delegate has done with its slots in all epochs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Record {
    /// Slots in which it made a block.
    pub produced: u64,
    /// Slots that it had.
    pub scheduled: u64,
}

/// An owner who votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    pub stake: u64,
    pub pool: PoolNumber,
}

/// Who moved at the end of an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Moves {
    /// Moves of an owner from one pool to another.
    pub voters: u64,
    /// Units that moved with them.
    pub units: u64,
    /// From where to where, the largest flows first, ten at most.
    pub largest: Vec<Flow>,
}

/// Owners that moved from one pool to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// The pool that they left.
    pub from: PoolNumber,
    /// The pool that they joined.
    pub to: PoolNumber,
    /// How many they are.
    pub voters: u64,
    /// Units that they own together.
    pub units: u64,
}

impl From<&History> for Record {
    fn from(history: &History) -> Record {
        let (produced, missed) = (history.produced, history.missed);
        Record { produced, scheduled: produced + missed }
    }
}

impl Record {
    /// The record by Laplace's rule, of a thousand, rounded down.
    pub fn per_mille(&self) -> u64 {
        let (made, of) = self.laplace();
        // At most a thousand, since no more blocks are made than slots are scheduled.
        u64::try_from(made * 1000 / of).unwrap_or(1000)
    }

    /// Whether it is better than `other` by five points of a hundred or more.
    pub fn clearly_better_than(&self, other: &Record) -> bool {
        let ((made, of), (others, others_of)) = (self.laplace(), other.laplace());
        100 * made * others_of >= 100 * others * of + POINTS * of * others_of
    }

    fn laplace(&self) -> (u128, u128) {
        (u128::from(self.produced) + 1, u128::from(self.scheduled) + 2)
    }
}

/// Lets a share of `members` compare their pool with another one, and moves those who find it better.
/// There is one of `records` for each pool.
pub(super) fn follow(
    members: &mut [Member],
    records: &[Record],
    percent: u8,
    rng: &mut Rng,
) -> Moves {
    let (owners, pools) = (members.len() as u64, records.len() as u64);
    let mut flows: BTreeMap<(PoolNumber, PoolNumber), (u64, u64)> = BTreeMap::new();
    let drawn = if pools < 2 { 0 } else { (owners * u64::from(percent)).div_ceil(100) };
    for _ in 0..drawn {
        let at = rng.below(owners) as usize;
        let Some(member) = members.get_mut(at) else { continue };
        // One of the others: those from the own number on are counted one further.
        let own = u64::from(member.pool.0);
        let other = rng.below(pools - 1);
        let other = if other >= own { other + 1 } else { other } as usize;
        let (Some(here), Some(there)) = (records.get(member.pool.index()), records.get(other))
        else {
            continue;
        };
        if there.clearly_better_than(here) {
            // Numbers of pools are u32, as the member's own is.
            let to = PoolNumber(other as u32);
            let flow = flows.entry((member.pool, to)).or_default();
            *flow = (flow.0 + 1, flow.1 + member.stake);
            member.pool = to;
        }
    }
    told(flows)
}

fn told(flows: BTreeMap<(PoolNumber, PoolNumber), (u64, u64)>) -> Moves {
    let flow = |((from, to), (voters, units))| Flow { from, to, voters, units };
    let mut largest: Vec<Flow> = flows.into_iter().map(flow).collect();
    let voters = largest.iter().map(|flow| flow.voters).sum();
    let units = largest.iter().map(|flow| flow.units).sum();
    largest.sort_by_key(|flow| (Reverse(flow.units), flow.from, flow.to));
    largest.truncate(FLOWS);
    Moves { voters, units, largest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(produced: u64, scheduled: u64) -> Record {
        Record { produced, scheduled }
    }

    #[test]
    fn five_points_are_enough_and_a_little_less_is_not() {
        // 19 of 20 against 18 of 20, and a hair less than that.
        assert!(record(18, 18).clearly_better_than(&record(17, 18)));
        assert!(!record(18, 18).clearly_better_than(&record(18, 18)));
        assert!(record(94, 98).clearly_better_than(&record(89, 98)));
        assert!(!record(93, 98).clearly_better_than(&record(89, 98)));
        assert!(!record(89, 98).clearly_better_than(&record(94, 98)));
        assert_eq!((record(0, 0).per_mille(), record(94, 98).per_mille()), (500, 950));
        // Nobody with few slots is trusted like somebody with many.
        assert!(record(1000, 1000).clearly_better_than(&record(1, 1)));
    }

    #[test]
    fn a_record_of_the_largest_numbers_is_compared_too() {
        let (all, none) = (record(u64::MAX / 64, u64::MAX / 64), record(0, u64::MAX / 64));
        assert!(all.clearly_better_than(&none) && !none.clearly_better_than(&all));
    }

    #[test]
    fn others_are_drawn_evenly_and_ones_own_pool_never() {
        // Everybody is in pool 1, which is bad; pools 0, 2 and 3 are equally good.
        let mut members = vec![Member { stake: 2, pool: PoolNumber(1) }; 60_000];
        let records = [record(50, 50), record(0, 50), record(50, 50), record(50, 50)];
        let moves = follow(&mut members, &records, 50, &mut Rng::from_seed(8));
        assert_eq!(moves.units, 2 * moves.voters);
        // 30,000 draws with repetition reach 60,000 (1 - 1/sqrt(e)) = 23,608 owners.
        assert!(moves.voters.abs_diff(23_608) < 500, "{moves:?}");
        assert_eq!(moves.largest.len(), 3);
        assert!(moves.largest.iter().all(|flow| flow.from == PoolNumber(1)));
        assert!(moves.largest.iter().all(|flow| flow.voters.abs_diff(7_869) < 350), "{moves:?}");
        let left = members.iter().filter(|member| member.pool == PoolNumber(1)).count() as u64;
        assert_eq!(left + moves.voters, 60_000);
    }
}
