//! What a simulation found, and how far that may be trusted.

use super::share::percent;

/// How often something happened in so many trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// The trials.
    pub trials: u64,
    /// Those in which it happened.
    pub hits: u64,
}

/// Standard deviations to either side that hold 95% of all results.
const DEVIATIONS_95: f64 = 1.959_964;

impl Estimate {
    /// The share of trials in which it happened; 0 without a trial.
    pub fn share(&self) -> f64 {
        self.hits as f64 / self.trials.max(1) as f64
    }

    /// The interval that holds the true chance in 95 of 100 simulations.
    pub fn interval(&self) -> (f64, f64) {
        self.within(DEVIATIONS_95)
    }

    /// The interval of so many standard deviations to either side (E. B. Wilson, 1927). Unlike the
    /// textbook's, it is of use where something happened rarely or never.
    pub fn within(&self, deviations: f64) -> (f64, f64) {
        if self.trials == 0 {
            return (0.0, 1.0);
        }
        let (trials, hits) = (self.trials as f64, self.hits as f64);
        let square = deviations * deviations;
        let centre = (hits + square / 2.0) / (trials + square);
        let variance = hits * (trials - hits).max(0.0) / trials + square / 4.0;
        let half = deviations / (trials + square) * variance.sqrt();
        ((centre - half).max(0.0), (centre + half).min(1.0))
    }

    /// Whether this chance lies in [`Estimate::interval`].
    pub fn agrees(&self, chance: f64) -> bool {
        let (least, most) = self.interval();
        (least..=most).contains(&chance)
    }
}

impl std::fmt::Display for Estimate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (least, most) = self.interval();
        write!(f, "{} ({} to {})", percent(self.share()), percent(least), percent(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_the_published_one() {
        // Newcombe (1998), table I: 81 of 263 and 0 of 20.
        let rounded = |hits, trials| {
            let (least, most) = Estimate { trials, hits }.interval();
            [least, most].map(|end| (end * 1e4).round() / 1e4)
        };
        assert_eq!(rounded(81, 263), [0.2553, 0.3662]);
        assert_eq!(rounded(0, 20), [0.0, 0.1611]);
    }

    #[test]
    fn no_trial_says_nothing_and_is_no_error() {
        let none = Estimate { trials: 0, hits: 0 };
        assert_eq!((none.share(), none.interval()), (0.0, (0.0, 1.0)));
        assert!(none.agrees(0.7));
        assert!(!Estimate { trials: 1000, hits: 500 }.agrees(0.7));
        assert_eq!(Estimate { trials: 1, hits: 1 }.interval().1, 1.0);
    }
}
