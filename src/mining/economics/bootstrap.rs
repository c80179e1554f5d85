//! Bootstrapping: security, miners and the coin's value feed each other, or never start (BCT 2.5).
//!
//! A coin is worth something to those who trust its chain; the chain can be trusted where attacking it
//! costs more than anybody has; and it costs that only where many mine, which they do for coins that are
//! worth something. The curve and all figures here are assumptions of a model for teaching, and
//! no forecast.

/// What is assumed. Hash rates are in units of what an attacker could rent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feedback {
    /// The hash rate that enthusiasts run at a loss at first.
    pub push: f64,
    /// The months for which they do so.
    pub push_months: u32,
    /// The hash rate that the reward pays for when everybody trusts the coin.
    pub paid_hash_rate: f64,
    /// The part of the way that trust moves towards security in a month, from 0 to 1.
    pub pace: f64,
}

impl Feedback {
    /// The figures of the walks, with this push for a year.
    pub fn example(push: f64) -> Feedback {
        Feedback { push, push_months: 12, paid_hash_rate: 4.0, pace: 0.25 }
    }
}

/// What a month was like.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Month {
    /// Trust at its end, and with it the coin's value: from 0 to 1.
    pub trust: f64,
    /// The hash rate, as a multiple of the attacker's.
    pub hash_rate: f64,
    /// Security, h^2 / (1 + h^2): one half where the attacker has as much as all others.
    pub security: f64,
}

/// The month number `number`, from 0 on, after one that left `trust`; `extra` is hash rate that somebody
/// runs at a loss besides.
pub fn next_month(inputs: &Feedback, number: u32, trust: f64, extra: f64) -> Month {
    let push = if number < inputs.push_months { inputs.push } else { 0.0 };
    let hash_rate = inputs.paid_hash_rate * trust + push + extra;
    let square = hash_rate * hash_rate;
    let security = square / (1.0 + square);
    let trust = (trust + inputs.pace * (security - trust)).clamp(0.0, 1.0);
    Month { trust, hash_rate, security }
}

/// So many months from nothing on.
pub fn months(inputs: &Feedback, count: u32) -> Vec<Month> {
    let mut trust = 0.0;
    let month = |number| {
        let month = next_month(inputs, number, trust, 0.0);
        trust = month.trust;
        month
    };
    (0..count).map(month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_the_end(push: f64) -> f64 {
        months(&Feedback::example(push), 240).last().map_or(0.0, |month| month.trust)
    }

    #[test]
    fn a_small_push_fails_a_large_one_starts_and_there_is_one_threshold() {
        assert!(at_the_end(0.05) < 0.01 && at_the_end(0.5) > 0.9);
        let ends: Vec<f64> = (0..200).map(|step| at_the_end(f64::from(step) / 200.0)).collect();
        assert!(ends.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "more push is never worse");
        // By halving: below it the loop dies, above it lives.
        let (mut low, mut high) = (0.05, 0.5);
        for _ in 0..40 {
            let middle = (low + high) / 2.0;
            if at_the_end(middle) < 0.5 { low = middle } else { high = middle }
        }
        assert!((0.10..0.13).contains(&low), "{low}");
        assert!(at_the_end(low - 1e-6) < 0.01 && at_the_end(high + 1e-6) > 0.9);
    }

    #[test]
    fn the_two_ends_are_where_trust_equals_security() {
        // h = 4t and t = h^2 / (1 + h^2): t = 0, or 16 t^2 - 16 t + 1 = 0.
        let stable = (16.0 + (256.0_f64 - 64.0).sqrt()) / 32.0;
        assert!((at_the_end(0.5) - stable).abs() < 1e-9);
    }
}
