//! How fast a kernel could be at best: the instructions of which a hash needs so many, however well
//! the rest is arranged, and a way to run nothing but these.
//!
//! For SHA-NI it is `sha256rnds2`, which does two rounds: 64 of them make two hashes of 64 rounds,
//! less the rounds that are the same for all nonces and those whose result nobody looks at. For the
//! vector kernels it is all that [`body`](super::body) has to compute once whatever no nonce changes
//! is left out; the tests count it. How many of them the processor starts in a cycle is measured by
//! running them alone, each on numbers that no other waits for. What a search takes beyond that is
//! waiting, moving words about, and, for SHA-NI, the message schedule.

use super::{Engine, Kernel};

/// `sha256rnds2` of a header: rounds 4 to 63 of the first hash, rounds 0 to 61 of the second.
const ROUND_PAIRS: u32 = 61;

/// What the generic body computes for each nonce, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Operations {
    pub(super) additions: u32,
    /// Exclusive ors of three numbers.
    pub(super) xors: u32,
    pub(super) choices: u32,
    pub(super) majorities: u32,
    pub(super) rotations: u32,
    pub(super) shifts: u32,
}

/// For each nonce.
pub(super) const NONCE: Operations = Operations {
    additions: 1_058,
    xors: 396,
    choices: 120,
    majorities: 120,
    rotations: 1_032,
    shifts: 156,
};
/// For each version, with the message schedule of the nonce known.
pub(super) const VERSION: Operations = Operations {
    additions: 905,
    xors: 320,
    choices: 120,
    majorities: 120,
    rotations: 880,
    shifts: 80,
};

/// What no kernel of its kind can go below.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// The instructions that count, in words.
    pub instructions: &'static str,
    /// How many of them a hash needs.
    pub per_hash: f64,
    run: unsafe fn(u64),
}

impl Limit {
    /// Runs so many times [`Limit::GROUP`] of the instructions. The caller has the clock.
    #[allow(unsafe_code)]
    pub fn run(&self, groups: u64) {
        // SAFETY: a limit is made for an engine alone, and there is one only where the instructions
        // of its kernel were detected; `run` uses these and no others.
        unsafe { (self.run)(groups) }
    }

    /// Instructions in a group.
    pub const GROUP: u64 = 16;
}

impl Operations {
    /// Instructions where a rotation takes three and a function of three numbers two or three.
    fn with_two_operands(self) -> u32 {
        // The first exclusive or of a majority is that of the round before.
        self.additions
            + 2 * self.xors
            + 3 * (self.choices + self.majorities + self.rotations)
            + self.shifts
    }

    /// Instructions where each of them takes one.
    fn with_three_operands(self) -> u32 {
        let Operations { additions, xors, choices, majorities, rotations, shifts } = self;
        additions + xors + choices + majorities + rotations + shifts
    }
}

impl Engine {
    /// The limit of the search of nonces; none for kernels in plain integers, whose processors have
    /// too many ways to do the same.
    pub fn limit(&self) -> Option<Limit> {
        self.limit_of(NONCE)
    }

    /// The limit of the search of versions.
    pub fn version_limit(&self) -> Option<Limit> {
        self.limit_of(VERSION)
    }

    #[cfg(target_arch = "x86_64")]
    fn limit_of(&self, operations: Operations) -> Option<Limit> {
        let vector = |instructions: u32, run| Limit {
            instructions: "additions, rotations and the like",
            per_hash: f64::from(instructions) / self.lanes as f64,
            run,
        };
        match self.kernel {
            Kernel::ShaNi => Some(Limit {
                instructions: "sha256rnds2",
                per_hash: f64::from(ROUND_PAIRS),
                run: x86::round_pairs,
            }),
            Kernel::Sse2 => Some(vector(operations.with_two_operands(), x86::sums_128)),
            Kernel::Avx2 => Some(vector(operations.with_two_operands(), x86::sums_256)),
            Kernel::Avx512 => Some(vector(operations.with_three_operands(), x86::sums_512)),
            _ => None,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn limit_of(&self, _: Operations) -> Option<Limit> {
        None
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::hint::black_box;

    /// Eight chains, two links each a group: no link waits for one of another chain. Names and no array, so
    /// that all of them stay in registers.
    macro_rules! chains {
        ($groups:ident, $start:expr, $chain:ident => $next:expr) => {
            let (mut a, mut b, mut c, mut d) = ($start, $start, $start, $start);
            let (mut e, mut f, mut g, mut h) = ($start, $start, $start, $start);
            for _ in 0..$groups {
                chains!(step $chain => $next; a b c d e f g h);
            }
            black_box((a, b, c, d, e, f, g, h));
        };
        (step $chain:ident => $next:expr; $($name:ident)*) => {
            $($name = { let $chain = $name; $next };)*
        };
    }

    #[target_feature(enable = "sha,avx")]
    pub(super) fn round_pairs(groups: u64) {
        let (other, words) = black_box((_mm_set1_epi32(1), _mm_set1_epi32(2)));
        let start = black_box(_mm_set1_epi32(3));
        chains!(groups, black_box(start), chain => _mm_sha256rnds2_epu32(
            _mm_sha256rnds2_epu32(chain, other, words), other, words
        ));
    }

    /// An addition and an exclusive or, again and again: together they cannot be shortened.
    macro_rules! sums {
        ($feature:literal, $name:ident, $splat:ident, $add:ident, $xor:ident) => {
            #[target_feature(enable = $feature)]
            pub(super) fn $name(groups: u64) {
                let (added, mixed) = black_box(($splat(0x5bd1), $splat(0x1b87)));
                let start = black_box($splat(3));
                chains!(groups, black_box(start), chain => $xor($add(chain, added), mixed));
            }
        };
    }

    sums!("sse2", sums_128, _mm_set1_epi32, _mm_add_epi32, _mm_xor_si128);
    sums!("avx2", sums_256, _mm256_set1_epi32, _mm256_add_epi32, _mm256_xor_si256);
    sums!("avx512f", sums_512, _mm512_set1_epi32, _mm512_add_epi32, _mm512_xor_si512);
}

#[cfg(test)]
mod tests {
    use super::super::counted;
    use super::*;

    #[test]
    fn the_operations_are_those_that_the_body_does() {
        assert_eq!(counted::of_a_nonce(), NONCE);
        assert_eq!(counted::of_a_version(), VERSION);
    }
}
