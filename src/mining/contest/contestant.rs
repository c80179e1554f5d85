//! Who takes part in the race: a name and a hash rate.
//!
//! Only the rate counts. The chance to find the next block is the miner's part of the rate of all
//! (Nakamoto 2008, section 4: one vote for each processor, not for each name).

/// The largest rate of one miner, in hashes per second. With a hundred such miners the hashes of a
/// ten-minute block still fit 64 bits.
pub const LARGEST_RATE: u64 = 100_000_000_000_000;

/// A miner in the race.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contestant {
    /// What the miner is called.
    pub name: String,
    /// Hashes per second. At 0 it does not take part.
    pub rate: u64,
}

impl Contestant {
    /// A miner with this rate in hashes per second ([`LARGEST_RATE`] at most).
    pub fn new(name: impl Into<String>, rate: u64) -> Contestant {
        Contestant { name: name.into(), rate: rate.min(LARGEST_RATE) }
    }

    /// Miners with these rates, named Alice, Bob, Carol, David and then by number.
    pub fn named(rates: &[u64]) -> Vec<Contestant> {
        const NAMES: [&str; 4] = ["Alice", "Bob", "Carol", "David"];
        let name = |at: usize| {
            NAMES.get(at).map_or_else(|| format!("miner {}", at + 1), |name| (*name).to_owned())
        };
        rates.iter().enumerate().map(|(at, rate)| Contestant::new(name(at), *rate)).collect()
    }

    /// This miner's part of a rate, from 0 to 1.
    pub fn share_of(&self, total: u64) -> f64 {
        self.rate as f64 / total.max(1) as f64
    }
}

/// Hashes per second of all miners together.
pub fn total_rate(miners: &[Contestant]) -> u64 {
    miners.iter().fold(0, |sum, miner| sum.saturating_add(miner.rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_names_go_on() {
        let miners = Contestant::named(&[5, 3, 1, 1, 0]);
        let names: Vec<&str> = miners.iter().map(|miner| miner.name.as_str()).collect();
        assert_eq!(names, ["Alice", "Bob", "Carol", "David", "miner 5"]);
        let total = total_rate(&miners);
        let sum: f64 = miners.iter().map(|miner| miner.share_of(total)).sum();
        assert_eq!((total, sum), (10, 1.0));
        assert_eq!((total_rate(&[]), Contestant::new("x", 0).share_of(0)), (0, 0.0));
        assert_eq!(Contestant::new("x", u64::MAX).rate, LARGEST_RATE);
    }
}
