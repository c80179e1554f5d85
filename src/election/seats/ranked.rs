//! The ranked rule: the pools with most stake sit.
//!
//! Between equals the smaller hash of the beacon and the pool's number goes first, so that nobody can
//! choose a number that wins ties.

use std::cmp::Reverse;

use super::Seat;
use crate::election::{Beacon, PoolNumber};
use crate::hash::tagged_hash;

/// The first `seats` of `candidates` by stake, the largest first.
pub fn ranked(
    candidates: impl IntoIterator<Item = (PoolNumber, u64)>,
    seats: usize,
    beacon: &Beacon,
) -> Vec<Seat> {
    let mut ranks: Vec<(Reverse<u64>, PoolNumber)> = candidates
        .into_iter()
        .filter(|(_, stake)| *stake > 0)
        .map(|(pool, stake)| (Reverse(stake), pool))
        .collect();
    // Hashes are needed between equals alone; for most elections there are few.
    let order = |a: &(Reverse<u64>, PoolNumber), b: &(Reverse<u64>, PoolNumber)| {
        a.0.cmp(&b.0).then_with(|| tie(beacon, a.1).cmp(&tie(beacon, b.1))).then(a.1.cmp(&b.1))
    };
    if seats < ranks.len() && seats > 0 {
        ranks.select_nth_unstable_by(seats - 1, order);
    }
    ranks.truncate(seats);
    ranks.sort_unstable_by(order);
    ranks.into_iter().map(|(stake, pool)| Seat { pool, stake: stake.0, draw: None }).collect()
}

/// What decides between equals.
fn tie(beacon: &Beacon, pool: PoolNumber) -> [u8; 32] {
    tagged_hash("blockstep/election/tie", &[&beacon.0, &pool.0.to_le_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    /// The rule as one would say it: sort everybody, take the first.
    fn plain(candidates: &[(PoolNumber, u64)], seats: usize, beacon: &Beacon) -> Vec<PoolNumber> {
        let mut all: Vec<_> = candidates.iter().filter(|(_, stake)| *stake > 0).collect();
        all.sort_by_key(|(pool, stake)| (Reverse(*stake), tie(beacon, *pool)));
        all.into_iter().take(seats).map(|(pool, _)| *pool).collect()
    }

    #[test]
    fn ranked_seats_are_those_of_a_plain_sort() {
        let mut rng = Rng::from_seed(1);
        for case in 0..500 {
            let beacon = Beacon(rng.bytes());
            // Few values, so that there are many ties.
            let candidates: Vec<_> =
                (0..rng.below(40) as u32).map(|n| (PoolNumber(n), rng.below(6))).collect();
            let seats = rng.below(25) as usize;
            let found: Vec<_> =
                ranked(candidates.clone(), seats, &beacon).iter().map(|seat| seat.pool).collect();
            assert_eq!(found, plain(&candidates, seats, &beacon), "case {case}");
        }
    }

    #[test]
    fn ties_follow_the_beacon() {
        let candidates: Vec<_> = (0..10).map(|n| (PoolNumber(n), 5)).collect();
        let orders: std::collections::BTreeSet<Vec<u32>> = (0..20)
            .map(|n| ranked(candidates.clone(), 3, &Beacon([n; 32])))
            .map(|seats| seats.iter().map(|seat| seat.pool.0).collect())
            .collect();
        assert!(orders.len() > 10, "{orders:?}");
    }
}
