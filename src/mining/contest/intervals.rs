//! How long blocks took, counted, and how well that fits the exponential law.
//!
//! Each interval is measured in its own mean (what was to be expected at that difficulty and hash
//! rate), so that intervals from before and after a change may be counted together: by the law, the
//! chance of more than x means is e^-x, whatever the mean (BCT 5.1).

/// Bins of equal chance for the test against the law.
pub const BINS: usize = 16;
/// Steps of the curve for each mean.
const STEPS: usize = 4;
/// Up to so many means the curve is kept.
const MEANS: usize = 6;

/// Counted intervals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Intervals {
    count: u64,
    sum_ms: u64,
    /// By the quarter of a mean that they end in; the last has all longer ones.
    quarters: [u64; STEPS * MEANS + 1],
    /// By chance: each is equally likely.
    equal: [u64; BINS],
}

impl Intervals {
    /// Counts an interval that was expected to take `mean_ms` milliseconds.
    pub fn add(&mut self, interval_ms: u64, mean_ms: u64) {
        let x = interval_ms as f64 / mean_ms.max(1) as f64;
        // 1 - e^-x is uniform if the law holds.
        let bin = ((1.0 - (-x).exp()) * BINS as f64) as usize;
        let quarter = (x * STEPS as f64) as usize;
        self.count += 1;
        self.sum_ms = self.sum_ms.saturating_add(interval_ms);
        if let Some(count) = self.equal.get_mut(bin.min(BINS - 1)) {
            *count += 1;
        }
        if let Some(count) = self.quarters.get_mut(quarter.min(STEPS * MEANS)) {
            *count += 1;
        }
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// What all of them took, in milliseconds.
    pub fn sum_ms(&self) -> u64 {
        self.sum_ms
    }

    /// The mean interval in milliseconds; none before the first block.
    pub fn mean_ms(&self) -> Option<u64> {
        self.sum_ms.checked_div(self.count)
    }

    /// The chi-square statistic against the exponential law, with [`BINS`] - 1 degrees of freedom; none
    /// below five expected intervals a bin, where it means nothing. It exceeds 25.0 once in 20 times
    /// although the law holds, and 37.7 once in 1,000.
    pub fn chi_square(&self) -> Option<f64> {
        let expected = self.count as f64 / BINS as f64;
        let sum = || self.equal.iter().map(|&n| (n as f64 - expected).powi(2) / expected).sum();
        (expected >= 5.0).then(sum)
    }

    /// For each number of means the share of intervals that were longer, as points of a curve.
    pub fn longer_than(&self) -> Vec<(f64, f64)> {
        let mut left = self.count;
        let mut point = |at: usize| {
            let here = (at as f64 / STEPS as f64, left as f64 / self.count.max(1) as f64);
            left -= self.quarters.get(at).copied().unwrap_or(0).min(left);
            here
        };
        (0..=STEPS * MEANS).map(&mut point).collect()
    }

    /// The same by the law: e^-x.
    pub fn law() -> Vec<(f64, f64)> {
        let point = |at: usize| at as f64 / STEPS as f64;
        (0..=STEPS * MEANS).map(point).map(|x| (x, (-x).exp())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mining::odds::FastRng;
    use crate::mining::waiting::wait;

    #[test]
    fn intervals_of_the_law_fit_and_equal_ones_do_not() {
        let mut rng = FastRng::from_text("intervals");
        let (mut drawn, mut equal) = (Intervals::default(), Intervals::default());
        for _ in 0..100_000 {
            drawn.add(wait(600_000, || rng.next_u64()), 600_000);
            equal.add(600_000, 600_000);
        }
        // 15 degrees of freedom: above 37.7 once in 1,000.
        assert!(drawn.chi_square().unwrap() < 37.7, "{drawn:?}");
        assert!(equal.chi_square().unwrap() > 1e6);
        assert_eq!((equal.mean_ms(), equal.sum_ms()), (Some(600_000), 60_000_000_000));
        for ((x, measured), (_, law)) in drawn.longer_than().into_iter().zip(Intervals::law()) {
            let sigma = (law * (1.0 - law) / 100_000.0).sqrt();
            assert!((measured - law).abs() <= 4.0 * sigma, "{x}: {measured} for {law}");
        }
    }

    #[test]
    fn nothing_counted_says_nothing() {
        let none = Intervals::default();
        assert_eq!((none.count(), none.mean_ms(), none.chi_square()), (0, None, None));
        assert!(none.longer_than().iter().all(|point| point.1 == 0.0));
        let mut odd = Intervals::default();
        odd.add(u64::MAX, 0);
        odd.add(u64::MAX, 0);
        assert_eq!((odd.count(), odd.sum_ms()), (2, u64::MAX));
    }
}
