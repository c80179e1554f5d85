//! x86's SHA-256 instructions, on four nonces side by side.
//!
//! One of them does two rounds, but the next round has to wait for it, so that a single hash leaves
//! most of the processor idle. Four hashes at a time fill it. Each is cut into 31 steps of four
//! rounds, and the four are a quarter of the way apart: the steps that schedule words and those with
//! words known beforehand then fall at different times, and the processor always has a mix of both.
//!
//! In a step a hash needs its state (two registers) and its newest four words (one); the twelve
//! older words stay in memory, which leaves just enough of the 16 registers. Compilers would rather
//! keep all words in registers and move them about, and `black_box` stops that.

use super::job::{END, HASH_BITS, HEADER_BITS, IV, K};
use super::{Engine, Job, Kernel, sse2};
use std::arch::x86_64::*;
use std::hint::black_box;
use std::ops::Range;

const LANES: usize = 4;

pub(super) fn engine() -> Option<Engine> {
    let detected = is_x86_feature_detected!("sha") && is_x86_feature_detected!("avx");
    detected.then_some(Engine {
        kernel: Kernel::ShaNi,
        lanes: LANES,
        find,
        last_words,
        find_versions,
        version_words,
    })
}

/// What steps need of a job. A vector of four words has the first one lowest.
struct Constants {
    /// The state after four rounds with nonce 0, in the order of the instruction: `f e b a`, `h g d c`.
    start: [__m128i; 2],
    /// The midstate, in the same order.
    midstate: [__m128i; 2],
    /// Words 16 to 19 of the first hash, the last two without the nonce's part.
    words16: __m128i,
    /// Words 20 to 23 and 28 to 31, without what the four words before them add.
    terms20: __m128i,
    terms28: __m128i,
}

/// A hash under way.
#[derive(Clone, Copy)]
struct Lane {
    abef: __m128i,
    cdgh: __m128i,
    newest: __m128i,
    nonce: u32,
}

/// The last 16 words of a hash: words `4i` to `4i + 3` are at `i % 4`.
type Ring = [__m128i; 4];

#[target_feature(enable = "sha,avx")]
#[inline]
fn vector(words: [u32; 4]) -> __m128i {
    let [a, b, c, d] = words.map(|word| word as i32);
    _mm_setr_epi32(a, b, c, d)
}

#[target_feature(enable = "sha,avx")]
#[inline]
fn state([a, b, c, d, e, f, g, h]: [u32; 8]) -> [__m128i; 2] {
    [vector([f, e, b, a]), vector([h, g, d, c])]
}

/// The constants of rounds `4i` to `4i + 3`.
#[target_feature(enable = "sha,avx")]
#[inline]
fn k<const I: usize>() -> __m128i {
    vector([K[4 * I], K[4 * I + 1], K[4 * I + 2], K[4 * I + 3]])
}

impl Constants {
    #[target_feature(enable = "sha,avx")]
    fn new(job: &Job) -> Constants {
        let words16 = vector(job.schedule);
        let words12 = vector([0, 0, 0, HEADER_BITS]);
        Constants {
            start: state(job.start),
            midstate: state(job.midstate),
            words16,
            terms20: vector([END, 0, HEADER_BITS, job.schedule[0]]),
            // Of words 16 to 19 the instruction takes the first one, which no nonce changes.
            terms28: _mm_sha256msg1_epu32(words12, words16),
        }
    }
}

impl Lane {
    /// Four rounds.
    #[target_feature(enable = "sha,avx")]
    #[inline]
    fn rounds(&mut self, kw: __m128i) {
        self.cdgh = _mm_sha256rnds2_epu32(self.cdgh, self.abef, kw);
        self.abef = _mm_sha256rnds2_epu32(self.abef, self.cdgh, _mm_shuffle_epi32::<0x0e>(kw));
    }

    /// Four rounds with four new words: `terms` plus what the last four add to them.
    #[target_feature(enable = "sha,avx")]
    #[inline]
    fn scheduled<const I: usize>(&mut self, ring: &mut Ring, terms: __m128i) {
        self.newest = _mm_sha256msg2_epu32(terms, self.newest);
        ring[I % 4] = self.newest;
        self.rounds(_mm_add_epi32(self.newest, k::<I>()));
    }

    /// The same with `early`, what the words 16 and 15 places back add, and with those 7 places back.
    #[target_feature(enable = "sha,avx")]
    #[inline]
    fn mixed<const I: usize>(&mut self, ring: &mut Ring, early: __m128i) {
        let seventh = _mm_alignr_epi8::<4>(self.newest, ring[(I + 2) % 4]);
        self.scheduled::<I>(ring, _mm_add_epi32(early, seventh));
    }

    /// The same where all words depend on the nonce.
    #[target_feature(enable = "sha,avx")]
    #[inline]
    fn general<const I: usize>(&mut self, ring: &mut Ring) {
        self.mixed::<I>(ring, _mm_sha256msg1_epu32(ring[I % 4], ring[(I + 1) % 4]));
    }

    /// The first hash becomes the second one's message, and the first rounds of that.
    #[target_feature(enable = "sha,avx")]
    #[inline]
    fn turn(&mut self, ring: &mut Ring, c: &Constants) {
        let feba = _mm_castsi128_ps(_mm_add_epi32(self.abef, c.midstate[0]));
        let hgdc = _mm_castsi128_ps(_mm_add_epi32(self.cdgh, c.midstate[1]));
        ring[0] = _mm_castps_si128(_mm_shuffle_ps::<0b10_11_10_11>(feba, hgdc));
        self.newest = _mm_castps_si128(_mm_shuffle_ps::<0b00_01_00_01>(feba, hgdc));
        ring[1] = self.newest;
        [self.abef, self.cdgh] = state(IV);
        self.rounds(_mm_add_epi32(ring[0], k::<0>()));
    }

    /// Step `S` of 31: rounds `4S + 4` to `4S + 7` of the first hash, then those of the second one.
    /// After the last step, `e` of the state is the last word without its constant.
    #[target_feature(enable = "sha,avx")]
    #[inline]
    fn step<const S: usize>(&mut self, ring: &mut Ring, c: &Constants) {
        match S {
            0 => {
                let nonce = self.nonce.swap_bytes();
                self.abef = _mm_add_epi32(c.start[0], vector([0, nonce, 0, nonce]));
                self.cdgh = c.start[1];
                self.rounds(_mm_add_epi32(k::<1>(), vector([END, 0, 0, 0])));
            }
            1 => self.rounds(k::<2>()),
            2 => self.rounds(_mm_add_epi32(k::<3>(), vector([0, 0, 0, HEADER_BITS]))),
            3 => {
                let nonce = self.nonce.swap_bytes();
                let small0 = super::portable::small0(nonce);
                self.newest = _mm_add_epi32(c.words16, vector([0, 0, small0, nonce]));
                ring[0] = self.newest;
                self.rounds(_mm_add_epi32(self.newest, k::<4>()));
            }
            4 => self.scheduled::<5>(ring, c.terms20),
            // Words 8 to 14 are zero, and so is what they add.
            5 => {
                let seventh = _mm_alignr_epi8::<4>(self.newest, ring[0]);
                self.scheduled::<6>(ring, seventh);
            }
            6 => self.mixed::<7>(ring, c.terms28),
            7 => self.general::<8>(ring),
            8 => self.general::<9>(ring),
            9 => self.general::<10>(ring),
            10 => self.general::<11>(ring),
            11 => self.general::<12>(ring),
            12 => self.general::<13>(ring),
            13 => self.general::<14>(ring),
            14 => self.general::<15>(ring),
            15 => self.turn(ring, c),
            16 => self.rounds(_mm_add_epi32(self.newest, k::<1>())),
            17 => self.rounds(_mm_add_epi32(k::<2>(), vector([END, 0, 0, 0]))),
            18 => self.rounds(_mm_add_epi32(k::<3>(), vector([0, 0, 0, HASH_BITS]))),
            19 => {
                let early = _mm_sha256msg1_epu32(ring[0], ring[1]);
                self.newest = vector([0, 0, 0, HASH_BITS]);
                self.scheduled::<4>(ring, early);
            }
            20 => {
                let early = _mm_sha256msg1_epu32(ring[1], vector([END, 0, 0, 0]));
                let seventh = _mm_alignr_epi8::<4>(self.newest, vector([0, 0, 0, HASH_BITS]));
                self.scheduled::<5>(ring, _mm_add_epi32(early, seventh));
            }
            21 => self.mixed::<6>(ring, vector([END, 0, 0, 0])),
            22 => {
                let early = _mm_sha256msg1_epu32(vector([0, 0, 0, HASH_BITS]), ring[0]);
                self.mixed::<7>(ring, early);
            }
            23 => self.general::<8>(ring),
            24 => self.general::<9>(ring),
            25 => self.general::<10>(ring),
            26 => self.general::<11>(ring),
            27 => self.general::<12>(ring),
            28 => self.general::<13>(ring),
            29 => self.general::<14>(ring),
            _ => {
                let early = _mm_sha256msg1_epu32(ring[3], ring[0]);
                let seventh = _mm_alignr_epi8::<4>(self.newest, ring[1]);
                let newest = _mm_sha256msg2_epu32(_mm_add_epi32(early, seventh), self.newest);
                let kw = _mm_add_epi32(newest, k::<15>());
                // Two rounds, after which `f` is what `e` was after one.
                self.abef = _mm_sha256rnds2_epu32(self.cdgh, self.abef, kw);
            }
        }
    }
}

/// Into how many steps a hash is cut.
const STEPS: usize = 31;

/// How many steps each lane is behind lane 0.
const BEHIND: [usize; LANES] = [0, 15, 8, 23];

/// As many rows as there are steps. In each, every lane does the step that is as far behind as the lane.
macro_rules! rows {
    ($lanes:ident, $rings:ident, $c:ident, $done:ident) => {
        rows!($lanes, $rings, $c, $done: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
            16 17 18 19 20 21 22 23 24 25 26 27 28 29 30);
    };
    ($lanes:ident, $rings:ident, $c:ident, $done:ident: $($row:literal)*) => {
        $(row!($lanes, $rings, $c, $done, $row: 0 1 2 3);)*
    };
}

/// One row. It ends with a use of the rings that the compiler cannot see through, so that they stay
/// in memory.
macro_rules! row {
    ($lanes:ident, $rings:ident, $c:ident, $done:ident, $row:literal: $($lane:literal)*) => {
        $(
            $lanes[$lane].step::<{ ($row + STEPS - BEHIND[$lane]) % STEPS }>(&mut $rings[$lane], &$c);
            if ($row + STEPS - BEHIND[$lane]) % STEPS == STEPS - 1 {
                $done[$lane] = $lanes[$lane].abef;
                $lanes[$lane].nonce = $lanes[$lane].nonce.wrapping_add(LANES as u32);
            }
        )*
        black_box(&mut $rings);
    };
}

/// The steps of one lane that it does ahead of the first row.
macro_rules! ahead {
    ($lanes:ident, $rings:ident, $c:ident, $lane:literal) => {
        ahead!($lanes, $rings, $c, $lane: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
            16 17 18 19 20 21 22 23 24 25 26 27 28 29 30);
    };
    ($lanes:ident, $rings:ident, $c:ident, $lane:literal: $($step:literal)*) => {
        $(
            if BEHIND[$lane] > 0 && $step < STEPS - BEHIND[$lane] {
                $lanes[$lane].step::<$step>(&mut $rings[$lane], &$c);
            }
        )*
    };
}

/// The last words of batch after batch, each shown to `end`, until that says stop. How many batches came
/// before it did.
#[target_feature(enable = "sha,avx")]
#[inline]
fn sweep(job: &Job, first: u32, batches: u64, mut end: impl FnMut(__m128i) -> bool) -> u64 {
    let c = Constants::new(job);
    let zero = _mm_setzero_si128();
    let idle = Lane { abef: zero, cdgh: zero, newest: zero, nonce: 0 };
    let mut lanes = [idle; LANES];
    let mut rings = [[zero; 4]; LANES];
    let mut done = [zero; LANES];
    for (lane, i) in lanes.iter_mut().zip(0..) {
        lane.nonce = first.wrapping_add(i);
    }
    // Lanes start before the first row as many steps as keep them at their distance.
    ahead!(lanes, rings, c, 1);
    ahead!(lanes, rings, c, 2);
    ahead!(lanes, rings, c, 3);
    let last = vector([IV[7]; 4]);
    for batch in 0..batches {
        rows!(lanes, rings, c, done);
        let low = _mm_unpacklo_epi32(done[0], done[1]);
        let high = _mm_unpacklo_epi32(done[2], done[3]);
        if end(_mm_add_epi32(_mm_unpacklo_epi64(low, high), last)) {
            return batch;
        }
    }
    batches
}

#[target_feature(enable = "sha,avx")]
fn find(job: &Job, first: u32, batches: u64) -> u64 {
    let mask = vector([job.mask; 4]);
    sweep(job, first, batches, |word| sse2::any_zero(word, mask))
}

#[target_feature(enable = "sha,avx")]
fn last_words(job: &Job, first: u32, words: &mut [u32]) {
    let batches = words.len().div_ceil(LANES) as u64;
    let mut rest = words.chunks_mut(LANES);
    sweep(job, first, batches, |word| {
        if let Some(words) = rest.next() {
            words.copy_from_slice(&sse2::to_words(word)[..words.len()]);
        }
        false
    });
}

/// The listed steps of all lanes, one row a step.
macro_rules! together {
    ($lanes:ident, $rings:ident, $c:ident: $($step:literal)*) => {
        $(
            $lanes[0].step::<$step>(&mut $rings[0], &$c[0]);
            $lanes[1].step::<$step>(&mut $rings[1], &$c[1]);
            $lanes[2].step::<$step>(&mut $rings[2], &$c[2]);
            $lanes[3].step::<$step>(&mut $rings[3], &$c[3]);
            black_box(&mut $rings);
        )*
    };
}

/// The last words of four versions of a header, the words of which are known.
#[target_feature(enable = "sha,avx")]
#[inline(never)]
fn versions_last_word(c: &[Constants; LANES], kw: &[__m128i; 16], nonce: u32) -> __m128i {
    let zero = _mm_setzero_si128();
    let mut rings = [[zero; 4]; LANES];
    let nonce = nonce.swap_bytes();
    let nonce = vector([0, nonce, 0, nonce]);
    let start = |c: &Constants| Lane {
        abef: _mm_add_epi32(c.start[0], nonce),
        cdgh: c.start[1],
        newest: zero,
        nonce: 0,
    };
    let mut lanes = [start(&c[0]), start(&c[1]), start(&c[2]), start(&c[3])];
    for kw in &kw[1..] {
        lanes[0].rounds(*kw);
        lanes[1].rounds(*kw);
        lanes[2].rounds(*kw);
        lanes[3].rounds(*kw);
    }
    together!(lanes, rings, c: 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30);
    let [a, b, c, d] = lanes.map(|lane| lane.abef);
    let words = _mm_unpacklo_epi64(_mm_unpacklo_epi32(a, b), _mm_unpacklo_epi32(c, d));
    _mm_add_epi32(words, vector([IV[7]; 4]))
}

/// As `sweep`, over each version of a nonce before the next nonce.
#[target_feature(enable = "sha,avx")]
#[inline]
fn sweep_versions(
    jobs: &[Job],
    first: u32,
    batches: Range<u64>,
    mut end: impl FnMut(__m128i) -> bool,
) -> u64 {
    let constants =
        |jobs: &[Job]| std::array::from_fn(|lane| Constants::new(&jobs[lane.min(jobs.len() - 1)]));
    let groups: Vec<[Constants; LANES]> = jobs.chunks(LANES).map(constants).collect();
    let Some(job) = jobs.first() else { return batches.end };
    let (mut nonce, mut kw) = (first, [vector([0; 4]); 16]);
    let mut known = false;
    for batch in batches.clone() {
        let group = batch as usize % groups.len();
        if group == 0 || !known {
            nonce = first.wrapping_add((batch / groups.len() as u64) as u32);
            let words = job.round_words(nonce);
            kw = std::array::from_fn(|i| {
                vector([words[4 * i], words[4 * i + 1], words[4 * i + 2], words[4 * i + 3]])
            });
            known = true;
        }
        if end(versions_last_word(&groups[group], &kw, nonce)) {
            return batch;
        }
    }
    batches.end
}

#[target_feature(enable = "sha,avx")]
fn find_versions(jobs: &[Job], first: u32, batches: Range<u64>) -> u64 {
    let mask = vector([jobs.first().map_or(0, |job| job.mask); 4]);
    sweep_versions(jobs, first, batches, |word| sse2::any_zero(word, mask))
}

#[target_feature(enable = "sha,avx")]
fn version_words(jobs: &[Job], nonce: u32, words: &mut [u32]) {
    let batches = words.len().div_ceil(LANES) as u64;
    let mut rest = words.chunks_mut(LANES);
    sweep_versions(jobs, nonce, 0..batches, |word| {
        if let Some(words) = rest.next() {
            words.copy_from_slice(&sse2::to_words(word)[..words.len()]);
        }
        false
    });
}
