//! The tally: how much stake stands behind each pool.
//!
//! Stake is read from unspent outputs at a height that all agree on, so nobody is asked and nothing
//! counts twice. One pass over the outputs is all that it takes, however many there are.

use serde::Serialize;

use super::PoolNumber;

/// Tokens that one unspent output locks to a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote {
    /// The pool.
    pub pool: PoolNumber,
    /// Units.
    pub amount: u64,
}

/// The stake behind each pool, by number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    stakes: Vec<u64>,
    total: u64,
    unknown: u64,
}

impl Tally {
    /// Sums up `votes` for `pools` pools. Votes for a pool that does not exist are set apart. None if
    /// the sum is 2^64 or more, which no supply is.
    pub fn count(pools: usize, votes: impl IntoIterator<Item = Vote>) -> Option<Tally> {
        let mut stakes = vec![0_u64; pools];
        let (mut total, mut unknown) = (0_u64, 0_u64);
        for vote in votes {
            // No pool's sum is larger than the sum of all, so that one check is enough.
            total = total.checked_add(vote.amount)?;
            match stakes.get_mut(vote.pool.index()) {
                Some(stake) => *stake += vote.amount,
                None => unknown += vote.amount,
            }
        }
        Some(Tally { stakes, total: total - unknown, unknown })
    }

    /// The stake behind one pool; 0 for one that does not exist.
    pub fn of(&self, pool: PoolNumber) -> u64 {
        self.stakes.get(pool.index()).copied().unwrap_or(0)
    }

    /// The stakes by number.
    pub fn stakes(&self) -> &[u64] {
        &self.stakes
    }

    /// The stake behind all pools.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// What was locked to no pool that exists.
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// The pools with stake, by number.
    pub fn pools(&self) -> impl Iterator<Item = (PoolNumber, u64)> {
        let numbered = (0..).map(PoolNumber).zip(self.stakes.iter().copied());
        numbered.filter(|(_, stake)| *stake > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote(pool: u32, amount: u64) -> Vote {
        Vote { pool: PoolNumber(pool), amount }
    }

    #[test]
    fn every_unit_is_counted_once() {
        let tally = Tally::count(3, [vote(0, 5), vote(2, 7), vote(0, 1), vote(9, 100)]).unwrap();
        assert_eq!(tally.stakes(), [6, 0, 7]);
        assert_eq!((tally.total(), tally.unknown()), (13, 100));
        assert_eq!(tally.pools().collect::<Vec<_>>(), [(PoolNumber(0), 6), (PoolNumber(2), 7)]);
        assert_eq!(tally.of(PoolNumber(9)), 0);
    }

    #[test]
    fn more_than_there_can_be_is_refused() {
        assert_eq!(Tally::count(1, [vote(0, u64::MAX), vote(0, 1)]), None);
        assert!(Tally::count(1, [vote(0, u64::MAX)]).is_some());
    }
}
