//! Many random numbers fast, and the same ones on any number of threads.
//!
//! The generator is xoshiro256** (D. Blackman and S. Vigna, *Scrambled Linear Pseudorandom Number
//! Generators*, 2018): a few whole-number operations a draw, alike on every platform. [`Rng`] gives
//! it its first state, so that a seed means the same here as everywhere. It is for simulations, and
//! never for keys: who sees a few of its numbers can tell the rest.

use rayon::prelude::*;

use crate::rng::{Rng, below};

/// A fast stream of numbers that its first state decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FastRng([u64; 4]);

impl FastRng {
    /// The stream of any text.
    pub fn from_text(seed: &str) -> FastRng {
        let mut rng = Rng::from_text(seed);
        FastRng::of_state([(); 4].map(|()| rng.next_u64()))
    }

    /// All zeros would stay zeros for ever.
    fn of_state(state: [u64; 4]) -> FastRng {
        FastRng(if state == [0; 4] { [1; 4] } else { state })
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let drawn = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        drawn
    }

    /// A number from 0 to `bound - 1`, each as likely as the next (0 where `bound` is 0).
    pub fn below(&mut self, bound: u64) -> u64 {
        below(bound, || self.next_u64())
    }
}

/// Trials that one thread does in one go.
const CHUNK: u32 = 1 << 16;

/// Runs so many trials in chunks over all threads, and gives what `run` makes of each chunk, in
/// order. A chunk has a stream of its own, from the seed and its number: which thread runs it, and
/// when, changes nothing.
pub fn in_chunks<T: Send>(
    seed: &str,
    trials: u32,
    run: impl Fn(&mut FastRng, u32) -> T + Sync,
) -> Vec<T> {
    let one = |chunk: u32| {
        let done = chunk.saturating_mul(CHUNK);
        let mut rng = FastRng::from_text(&format!("{seed}, chunk {chunk}"));
        run(&mut rng, CHUNK.min(trials.saturating_sub(done)))
    };
    (0..trials.div_ceil(CHUNK)).into_par_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_reference_code() {
        let mut rng = FastRng([1, 2, 3, 4]);
        let drawn = [(); 4].map(|()| rng.next_u64());
        assert_eq!(drawn, [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240]);
        assert_ne!(FastRng::of_state([0; 4]).next_u64(), 0);
    }

    #[test]
    fn below_stays_below_and_reaches_every_number() {
        let mut rng = FastRng::from_text("dice");
        let mut seen = [0u32; 6];
        for _ in 0..6000 {
            seen[rng.below(6) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (880..1120).contains(&n)), "{seen:?}");
        assert_eq!(rng.below(0), 0);
    }

    #[test]
    fn threads_change_nothing_and_no_trial_is_lost() {
        let trials = 3 * CHUNK + 5;
        let run = || in_chunks("x", trials, |rng, count| (count, rng.next_u64()));
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let chunks = pool(1).install(run);
        assert_eq!(chunks, pool(4).install(run));
        assert_eq!(chunks.iter().map(|chunk| chunk.0).sum::<u32>(), trials);
        assert_ne!(chunks[0].1, chunks[1].1);
        assert!(in_chunks("x", 0, |_, count| count).is_empty());
    }
}
