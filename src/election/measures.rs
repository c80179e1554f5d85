//! Measures of an election: who votes at all, and in how few hands it lies.
//!
//! For the eye, after the fact: nothing is decided by them. The Gini coefficient is
//! `sum((2i - n - 1) x_i) / (n sum(x))` over the shares in ascending order, 0 for equal shares; the
//! Nakamoto coefficient is the smallest number of holders that together have more than a given part.

use serde::Serialize;

/// What is told of an election.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measures {
    /// The part of all stake that is locked to a pool.
    pub turnout: f64,
    /// How unequally stake is spread over the pools.
    pub gini: f64,
    /// The fewest pools with more than half of the stake.
    pub nakamoto_half: usize,
    /// The fewest pools with more than a third: enough to stop finality.
    pub nakamoto_third: usize,
}

impl Measures {
    /// The measures of the stakes behind pools, of `eligible` stake that there is.
    pub fn of(stakes: &[u64], eligible: u64) -> Measures {
        let voted: u128 = stakes.iter().map(|stake| u128::from(*stake)).sum();
        Measures {
            turnout: ratio(voted, u128::from(eligible)),
            gini: gini(stakes),
            nakamoto_half: nakamoto(stakes, 1, 2),
            nakamoto_third: nakamoto(stakes, 1, 3),
        }
    }
}

/// The Gini coefficient; 0 where there is nothing.
pub fn gini(shares: &[u64]) -> f64 {
    let mut shares = shares.to_vec();
    shares.sort_unstable();
    let count = shares.len() as i128;
    let total: i128 = shares.iter().map(|share| i128::from(*share)).sum();
    let weights = (1..).map(|at: i128| 2 * at - count - 1);
    let sum: i128 = weights.zip(&shares).map(|(weight, share)| weight * i128::from(*share)).sum();
    ratio(sum.unsigned_abs(), (count * total).unsigned_abs())
}

/// The smallest number of holders that together have more than `part / of` of all.
pub fn nakamoto(shares: &[u64], part: u128, of: u128) -> usize {
    let mut shares = shares.to_vec();
    shares.sort_unstable_by(|a, b| b.cmp(a));
    let total: u128 = shares.iter().map(|share| u128::from(*share)).sum();
    let mut held = 0;
    for (holders, share) in (1..).zip(&shares) {
        held += u128::from(*share);
        if held * of > total * part {
            return holders;
        }
    }
    0
}

/// `part / of`, or 0 of nothing.
#[allow(clippy::cast_precision_loss)] // A few digits are shown.
pub fn ratio(part: u128, of: u128) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let shares = [25, 40, 15, 10, 5, 3, 1, 1];
        assert!((gini(&shares) - 0.5425).abs() < 1e-12, "{}", gini(&shares));
        let measures = Measures::of(&shares, 200);
        assert_eq!((measures.nakamoto_half, measures.nakamoto_third), (2, 1));
        assert!((measures.turnout - 0.5).abs() < 1e-12);
    }

    #[test]
    fn the_ends_of_the_scale() {
        assert_eq!(gini(&[]), 0.0);
        assert_eq!(gini(&[0, 0]), 0.0);
        assert_eq!(gini(&[7, 7, 7]), 0.0);
        assert_eq!(gini(&[0, 0, 0, 8]), 0.75);
        assert_eq!(nakamoto(&[5, 5], 1, 2), 2, "exactly half is not more than half");
        assert_eq!(nakamoto(&[], 1, 2), 0);
        assert_eq!(nakamoto(&[u64::MAX; 3], 1, 3), 2);
    }
}
