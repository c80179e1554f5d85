//! Payouts: the delegate's commission, and the rest for the members in proportion to their stake.
//!
//! Everything is whole units. What the division leaves over goes one unit each to the members with the
//! largest remainders (Hamilton's method), and between equals to those who come first. So nothing
//! is lost, and nothing is created.

use serde::Serialize;

/// How one pool's earnings were shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payout {
    /// For the delegate.
    pub commission: u64,
    /// For each member, in the order in which they were given.
    pub members: Vec<u64>,
}

impl Payout {
    /// All that is paid.
    pub fn total(&self) -> u64 {
        // Parts of a u64 that sum up to it.
        self.commission + self.members.iter().sum::<u64>()
    }
}

/// Shares `earned` units. Where no member has any stake the delegate has it all. A commission above
/// 1,000 per mille counts as 1,000.
pub fn payout(earned: u64, commission_per_mille: u16, stakes: &[u64]) -> Payout {
    let total: u128 = stakes.iter().map(|stake| u128::from(*stake)).sum();
    if total == 0 {
        return Payout { commission: earned, members: vec![0; stakes.len()] };
    }
    let per_mille = u128::from(commission_per_mille.min(1000));
    let commission = (u128::from(earned) * per_mille / 1000) as u64;
    let rest = earned - commission;
    let mut members = Vec::with_capacity(stakes.len());
    let mut remainders = Vec::with_capacity(stakes.len());
    for (at, stake) in stakes.iter().enumerate() {
        let exact = u128::from(rest) * u128::from(*stake);
        // At most `rest`, since no stake is larger than the sum of all.
        members.push((exact / total) as u64);
        remainders.push((std::cmp::Reverse(exact % total), at));
    }
    let over = rest - members.iter().sum::<u64>();
    remainders.sort_unstable();
    for (_, at) in remainders.into_iter().take(over as usize) {
        members[at] += 1;
    }
    Payout { commission, members }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn what_is_left_over_goes_to_the_largest_remainders() {
        // 90 units over stakes of 1, 1, 1, 4: 12.86, 12.86, 12.86, 51.43.
        let paid = payout(100, 100, &[1, 1, 1, 4]);
        assert_eq!(paid, Payout { commission: 10, members: vec![13, 13, 13, 51] });
        assert_eq!(payout(1, 0, &[5, 5]), Payout { commission: 0, members: vec![1, 0] });
        assert_eq!(payout(7, 50, &[0, 0]), Payout { commission: 7, members: vec![0, 0] });
        assert_eq!(payout(7, 2000, &[1]), Payout { commission: 7, members: vec![0] });
    }

    #[test]
    fn every_unit_is_paid_over_ten_thousand_random_epochs() {
        let mut rng = Rng::from_seed(1);
        for epoch in 0..10_000 {
            let top = [10, 1_000, 1 << 40, u64::MAX][rng.below(4) as usize];
            let stakes: Vec<u64> = (0..rng.below(30)).map(|_| rng.below(top)).collect();
            let earned = rng.below(top);
            let per_mille = rng.below(1001) as u16;
            let paid = payout(earned, per_mille, &stakes);
            assert_eq!(paid.total(), earned, "epoch {epoch}");
            let total: u128 = stakes.iter().map(|stake| u128::from(*stake)).sum();
            for (member, stake) in paid.members.iter().zip(&stakes) {
                // Within one unit of the exact part.
                let rest = u128::from(earned - paid.commission);
                let part = (rest * u128::from(*stake)).checked_div(total).unwrap_or(0);
                let above = u128::from(*member) - part;
                assert!(above <= 1, "epoch {epoch}");
                assert!(*stake > 0 || *member == 0, "no stake, no pay");
            }
        }
    }
}
