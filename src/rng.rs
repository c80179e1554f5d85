//! Seeded randomness: the same seed gives the same numbers on every platform and in every version.
//!
//! SHA-256 in counter mode: block `i` of the stream is `sha256(seed || i)`. It is slow and simple,
//! and no library upgrade can change what a printed seed means.

use bitcoin_hashes::sha256;

/// A stream of numbers that a seed decides. Part of a model's state, so that stepping back rewinds
/// it too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rng {
    seed: [u8; 32],
    counter: u64,
}

impl Rng {
    /// The stream of a numeric seed.
    pub fn from_seed(seed: u64) -> Rng {
        Rng::from_text(&seed.to_string())
    }

    /// The stream of any text: a student's name, a course code, an exercise's id.
    pub fn from_text(seed: &str) -> Rng {
        Rng { seed: sha256::Hash::hash(seed.as_bytes()).to_byte_array(), counter: 0 }
    }

    /// The stream of 32 bytes that are random already.
    pub fn from_bytes(seed: [u8; 32]) -> Rng {
        Rng { seed, counter: 0 }
    }

    /// The next 32 bytes.
    pub fn bytes(&mut self) -> [u8; 32] {
        let mut block = [0; 40];
        block[..32].copy_from_slice(&self.seed);
        block[32..].copy_from_slice(&self.counter.to_le_bytes());
        self.counter += 1;
        sha256::Hash::hash(&block).to_byte_array()
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        let bytes = self.bytes();
        u64::from_le_bytes([
            bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        ])
    }

    /// A number from 0 to `bound - 1`, each as likely as the next (0 where `bound` is 0).
    pub fn below(&mut self, bound: u64) -> u64 {
        below(bound, || self.next_u64())
    }
}

/// A number from 0 to `bound - 1`, each as likely as the next (0 where `bound` is 0), from draws of 64
/// bits.
pub fn below(bound: u64, mut next: impl FnMut() -> u64) -> u64 {
    if bound == 0 {
        return 0;
    }
    // Numbers under `2^64 mod bound` would make the small results likelier: draw again.
    let rejected = bound.wrapping_neg() % bound;
    loop {
        let number = next();
        if number >= rejected {
            return number % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_for_ever() {
        let mut rng = Rng::from_seed(1);
        let drawn: Vec<u64> = (0..4).map(|_| rng.below(1000)).collect();
        assert_eq!(
            drawn,
            (0..4).scan(Rng::from_seed(1), |r, _| Some(r.below(1000))).collect::<Vec<_>>()
        );
        assert_ne!(Rng::from_seed(1).next_u64(), Rng::from_seed(2).next_u64());
        assert_eq!(Rng::from_text("1"), Rng::from_seed(1));
    }

    #[test]
    fn below_stays_below_and_reaches_every_number() {
        let mut rng = Rng::from_text("dice");
        let mut seen = [0u32; 6];
        for _ in 0..600 {
            seen[rng.below(6) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| n > 60), "{seen:?}");
        assert_eq!(rng.below(0), 0);
    }
}
