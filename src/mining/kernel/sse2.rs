//! Four nonces at a time in 128-bit registers.

use super::body::{kernel, known, nonces, round, rounds, scheduled, second_hash};
use super::job::{END, HASH_BITS, HEADER_BITS, IV, K};
use super::{Engine, Job, Kernel};
use std::arch::x86_64::*;
use std::ops::Range;

type V = __m128i;
const LANES: usize = 4;

pub(super) fn engine() -> Option<Engine> {
    is_x86_feature_detected!("sse2").then_some(Engine {
        kernel: Kernel::Sse2,
        lanes: LANES,
        find,
        last_words,
        find_versions,
        version_words,
    })
}

#[target_feature(enable = "sse2")]
#[inline]
fn splat(word: u32) -> V {
    _mm_set1_epi32(word as i32)
}

#[target_feature(enable = "sse2")]
#[inline]
fn from_words(words: [u32; LANES]) -> V {
    let [a, b, c, d] = words.map(|word| word as i32);
    _mm_setr_epi32(a, b, c, d)
}

#[target_feature(enable = "sse2")]
#[inline]
fn settled(x: V) -> V {
    x
}

#[target_feature(enable = "sse2")]
#[inline]
fn add(x: V, y: V) -> V {
    _mm_add_epi32(x, y)
}

#[target_feature(enable = "sse2")]
#[inline]
fn xor(x: V, y: V) -> V {
    _mm_xor_si128(x, y)
}

#[target_feature(enable = "sse2")]
#[inline]
fn xor3(x: V, y: V, z: V) -> V {
    xor(xor(x, y), z)
}

#[target_feature(enable = "sse2")]
#[inline]
fn choose(x: V, y: V, z: V) -> V {
    xor(_mm_and_si128(x, xor(y, z)), z)
}

#[target_feature(enable = "sse2")]
#[inline]
fn majority(x: V, y: V, z: V) -> V {
    // `x ^ y` is the next round's `y ^ z`.
    xor(_mm_and_si128(xor(x, y), xor(y, z)), y)
}

#[target_feature(enable = "sse2")]
#[inline]
fn rotate<const RIGHT: i32, const LEFT: i32>(x: V) -> V {
    _mm_or_si128(_mm_srli_epi32::<RIGHT>(x), _mm_slli_epi32::<LEFT>(x))
}

#[target_feature(enable = "sse2")]
#[inline]
fn shift<const RIGHT: i32>(x: V) -> V {
    _mm_srli_epi32::<RIGHT>(x)
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn any_zero(word: V, mask: V) -> bool {
    let zeros = _mm_cmpeq_epi32(_mm_and_si128(word, mask), _mm_setzero_si128());
    _mm_movemask_epi8(zeros) != 0
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn to_words(word: V) -> [u32; LANES] {
    let lanes = [
        word,
        _mm_shuffle_epi32::<1>(word),
        _mm_shuffle_epi32::<2>(word),
        _mm_shuffle_epi32::<3>(word),
    ];
    lanes.map(|lane| _mm_cvtsi128_si32(lane) as u32)
}

kernel!(#[target_feature(enable = "sse2")]);
