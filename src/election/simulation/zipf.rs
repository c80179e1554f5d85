//! How unequally stake is owned: the owner of rank r has about a r-th of what the first has.
//!
//! This is Zipf's law with exponent 1 (Zipf 1949), in whole units: weights `2^40 / r`, shared out by the
//! same method of largest remainders as a payout, so that not a unit is lost.

use crate::election::payout::payout;

/// Weight of the first rank. At a million ranks the last weight still has seven digits.
const FIRST: u64 = 1 << 40;

/// What each of `owners` owners has of `supply` units, the richest first. The units sum up to `supply`,
/// unless there are no owners.
pub fn zipf(owners: u32, supply: u64) -> Vec<u64> {
    let weights: Vec<u64> = (1..=u64::from(owners)).map(|rank| FIRST / rank).collect();
    payout(supply, 0, &weights).members
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rank_r_owns_about_an_rth_and_nothing_is_lost() {
        for (owners, supply) in [(1, 7), (10, 1_000), (1_000, 1_000_000), (5_000, 123_456_789)] {
            let units = zipf(owners, supply);
            assert_eq!(units.len(), owners as usize);
            assert_eq!(units.iter().sum::<u64>(), supply);
            for (rank, found) in (1..).zip(&units) {
                // One unit of rounding here and, before the division, one there.
                assert!((found * rank).abs_diff(units[0]) <= 2 * rank, "rank {rank}: {found}");
            }
        }
    }

    #[test]
    fn ten_owners_of_a_thousand_units() {
        // 1 + 1/2 + ... + 1/10 is 2.929: the first owns 1,000 / 2.929.
        assert_eq!(zipf(10, 1_000), [341, 171, 114, 85, 68, 57, 49, 43, 38, 34]);
    }
}
