//! 64-bit ARM's SHA-256 instructions, on four nonces side by side, so that one has work while the
//! others wait for a result. With 32 registers the compiler needs no help.
//!
//! Tested in an emulator; its speed was never measured, for want of such a machine.

use super::job::{END, HASH_BITS, HEADER_BITS, IV, K};
use super::portable::small0;
use super::{Engine, Job, Kernel};
use std::arch::aarch64::*;
use std::arch::is_aarch64_feature_detected;
use std::ops::Range;

const LANES: usize = 4;

pub(super) fn engine() -> Option<Engine> {
    let detected = is_aarch64_feature_detected!("neon") && is_aarch64_feature_detected!("sha2");
    detected.then_some(Engine {
        kernel: Kernel::Aarch64,
        lanes: LANES,
        find,
        last_words,
        find_versions,
        version_words,
    })
}

#[target_feature(enable = "neon,sha2")]
#[inline]
fn vector([a, b, c, d]: [u32; 4]) -> uint32x4_t {
    let vector = vdupq_n_u32(a);
    let vector = vsetq_lane_u32::<1>(b, vector);
    let vector = vsetq_lane_u32::<2>(c, vector);
    vsetq_lane_u32::<3>(d, vector)
}

#[target_feature(enable = "neon,sha2")]
#[inline]
fn state([a, b, c, d, e, f, g, h]: [u32; 8]) -> [uint32x4_t; 2] {
    [vector([a, b, c, d]), vector([e, f, g, h])]
}

#[target_feature(enable = "neon,sha2")]
#[inline]
fn k<const I: usize>() -> uint32x4_t {
    vector([K[4 * I], K[4 * I + 1], K[4 * I + 2], K[4 * I + 3]])
}

/// A hash under way: `a` to `d`, `e` to `h`, and the last 16 words, words `4i` to `4i + 3` at `i % 4`.
#[derive(Clone, Copy)]
struct Lane {
    abcd: uint32x4_t,
    efgh: uint32x4_t,
    w: [uint32x4_t; 4],
}

impl Lane {
    /// The header's second part after four rounds, with words up to the sixteenth.
    #[target_feature(enable = "neon,sha2")]
    #[inline]
    fn new(job: &Job, nonce: u32) -> Lane {
        let [abcd, efgh] = state(job.start);
        let [w0, w1, w2] = job.tail;
        let nonce = nonce.swap_bytes();
        let added = vector([nonce, 0, 0, 0]);
        Lane {
            abcd: vaddq_u32(abcd, added),
            efgh: vaddq_u32(efgh, added),
            w: [
                vector([w0, w1, w2, nonce]),
                vector([END, 0, 0, 0]),
                vector([0; 4]),
                vector([0, 0, 0, HEADER_BITS]),
            ],
        }
    }

    /// Four rounds.
    #[target_feature(enable = "neon,sha2")]
    #[inline]
    fn rounds(&mut self, kw: uint32x4_t) {
        let abcd = vsha256hq_u32(self.abcd, self.efgh, kw);
        self.efgh = vsha256h2q_u32(self.efgh, self.abcd, kw);
        self.abcd = abcd;
    }

    /// Rounds `4I` to `4I + 3`, with words that are there.
    #[target_feature(enable = "neon,sha2")]
    #[inline]
    fn given<const I: usize>(&mut self) {
        self.rounds(vaddq_u32(self.w[I % 4], k::<I>()));
    }

    /// The same, with new words.
    #[target_feature(enable = "neon,sha2")]
    #[inline]
    fn scheduled<const I: usize>(&mut self) {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| self.w[(I + i) % 4]);
        self.w[I % 4] = vsha256su1q_u32(vsha256su0q_u32(a, b), c, d);
        self.given::<I>();
    }

    /// Words 16 to 19, most of which the job has.
    #[target_feature(enable = "neon,sha2")]
    #[inline]
    fn word16(&mut self, job: &Job, nonce: u32) {
        let nonce = nonce.swap_bytes();
        self.w[0] = vaddq_u32(vector(job.schedule), vector([0, 0, small0(nonce), nonce]));
        self.given::<4>();
    }

    /// From the first hash to the second one.
    #[target_feature(enable = "neon,sha2")]
    #[inline]
    fn turn(&mut self, job: &Job) {
        let [abcd, efgh] = state(job.midstate);
        self.w = [
            vaddq_u32(self.abcd, abcd),
            vaddq_u32(self.efgh, efgh),
            vector([END, 0, 0, 0]),
            vector([0, 0, 0, HASH_BITS]),
        ];
        [self.abcd, self.efgh] = state(IV);
    }
}

/// The listed steps of all lanes, one row a step.
macro_rules! rows {
    ($lanes:ident, $step:ident: $($i:literal)*) => {
        $(
            $lanes[0].$step::<$i>();
            $lanes[1].$step::<$i>();
            $lanes[2].$step::<$i>();
            $lanes[3].$step::<$i>();
        )*
    };
}

#[target_feature(enable = "neon,sha2")]
#[inline]
fn second_hash(lanes: &mut [Lane; LANES]) -> [u32; LANES] {
    rows!(lanes, given: 0 1 2 3);
    rows!(lanes, scheduled: 4 5 6 7 8 9 10 11 12 13 14 15);
    lanes.map(|lane| vgetq_lane_u32::<3>(lane.efgh).wrapping_add(IV[7]))
}

#[target_feature(enable = "neon,sha2")]
#[inline(never)]
fn last_word(job: &Job, first: u32) -> [u32; LANES] {
    let nonces: [u32; LANES] = std::array::from_fn(|lane| first.wrapping_add(lane as u32));
    let mut lanes = nonces.map(|nonce| Lane::new(job, nonce));
    rows!(lanes, given: 1 2 3);
    lanes[0].word16(job, nonces[0]);
    lanes[1].word16(job, nonces[1]);
    lanes[2].word16(job, nonces[2]);
    lanes[3].word16(job, nonces[3]);
    rows!(lanes, scheduled: 5 6 7 8 9 10 11 12 13 14 15);
    for lane in &mut lanes {
        lane.turn(job);
    }
    second_hash(&mut lanes)
}

#[target_feature(enable = "neon,sha2")]
#[inline(never)]
fn versions_last_word(jobs: &[&Job; LANES], kw: &[u32; 64], nonce: u32) -> [u32; LANES] {
    let mut lanes = jobs.map(|job| Lane::new(job, nonce));
    for kw in kw.chunks_exact(4).skip(1) {
        let kw = vector([kw[0], kw[1], kw[2], kw[3]]);
        for lane in &mut lanes {
            lane.rounds(kw);
        }
    }
    for (lane, job) in lanes.iter_mut().zip(jobs) {
        lane.turn(job);
    }
    second_hash(&mut lanes)
}

fn any_zero(words: [u32; LANES], mask: u32) -> bool {
    words.into_iter().any(|word| word & mask == 0)
}

#[target_feature(enable = "neon,sha2")]
fn find(job: &Job, first: u32, batches: u64) -> u64 {
    let nonce = |batch: u64| first.wrapping_add(batch as u32 * LANES as u32);
    let candidate = |batch: &u64| any_zero(last_word(job, nonce(*batch)), job.mask);
    (0..batches).find(candidate).unwrap_or(batches)
}

#[target_feature(enable = "neon,sha2")]
fn last_words(job: &Job, first: u32, words: &mut [u32]) {
    let mut nonce = first;
    for words in words.chunks_mut(LANES) {
        words.copy_from_slice(&last_word(job, nonce)[..words.len()]);
        nonce = nonce.wrapping_add(LANES as u32);
    }
}

#[target_feature(enable = "neon,sha2")]
#[inline]
fn group(jobs: &[Job], group: usize) -> [&Job; LANES] {
    std::array::from_fn(|lane| &jobs[(group * LANES + lane).min(jobs.len() - 1)])
}

#[target_feature(enable = "neon,sha2")]
fn find_versions(jobs: &[Job], first: u32, batches: Range<u64>) -> u64 {
    let groups = jobs.len().div_ceil(LANES) as u64;
    let mut known = None;
    for batch in batches.clone() {
        let nonce = first.wrapping_add((batch / groups) as u32);
        let (_, kw) = known
            .take_if(|(of, _)| *of == nonce)
            .unwrap_or_else(|| (nonce, jobs[0].round_words(nonce)));
        let jobs = group(jobs, (batch % groups) as usize);
        if any_zero(versions_last_word(&jobs, &kw, nonce), jobs[0].mask) {
            return batch;
        }
        known = Some((nonce, kw));
    }
    batches.end
}

#[target_feature(enable = "neon,sha2")]
fn version_words(jobs: &[Job], nonce: u32, words: &mut [u32]) {
    let kw = jobs[0].round_words(nonce);
    for (i, words) in words.chunks_mut(LANES).enumerate() {
        words.copy_from_slice(&versions_last_word(&group(jobs, i), &kw, nonce)[..words.len()]);
    }
}
