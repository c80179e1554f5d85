//! Eight nonces at a time in 256-bit registers.

use super::body::{kernel, known, nonces, round, rounds, scheduled, second_hash};
use super::job::{END, HASH_BITS, HEADER_BITS, IV, K};
use super::{Engine, Job, Kernel, sse2};
use std::arch::x86_64::*;
use std::ops::Range;

type V = __m256i;
const LANES: usize = 8;

pub(super) fn engine() -> Option<Engine> {
    is_x86_feature_detected!("avx2").then_some(Engine {
        kernel: Kernel::Avx2,
        lanes: LANES,
        find,
        last_words,
        find_versions,
        version_words,
    })
}

#[target_feature(enable = "avx2")]
#[inline]
fn splat(word: u32) -> V {
    _mm256_set1_epi32(word as i32)
}

#[target_feature(enable = "avx2")]
#[inline]
fn from_words(words: [u32; LANES]) -> V {
    let [a, b, c, d, e, f, g, h] = words.map(|word| word as i32);
    _mm256_setr_epi32(a, b, c, d, e, f, g, h)
}

#[target_feature(enable = "avx2")]
#[inline]
fn settled(x: V) -> V {
    x
}

#[target_feature(enable = "avx2")]
#[inline]
fn add(x: V, y: V) -> V {
    _mm256_add_epi32(x, y)
}

#[target_feature(enable = "avx2")]
#[inline]
fn xor(x: V, y: V) -> V {
    _mm256_xor_si256(x, y)
}

#[target_feature(enable = "avx2")]
#[inline]
fn xor3(x: V, y: V, z: V) -> V {
    xor(xor(x, y), z)
}

#[target_feature(enable = "avx2")]
#[inline]
fn choose(x: V, y: V, z: V) -> V {
    xor(_mm256_and_si256(x, xor(y, z)), z)
}

#[target_feature(enable = "avx2")]
#[inline]
fn majority(x: V, y: V, z: V) -> V {
    // `x ^ y` is the next round's `y ^ z`.
    xor(_mm256_and_si256(xor(x, y), xor(y, z)), y)
}

#[target_feature(enable = "avx2")]
#[inline]
fn rotate<const RIGHT: i32, const LEFT: i32>(x: V) -> V {
    _mm256_or_si256(_mm256_srli_epi32::<RIGHT>(x), _mm256_slli_epi32::<LEFT>(x))
}

#[target_feature(enable = "avx2")]
#[inline]
fn shift<const RIGHT: i32>(x: V) -> V {
    _mm256_srli_epi32::<RIGHT>(x)
}

#[target_feature(enable = "avx2")]
#[inline]
fn any_zero(word: V, mask: V) -> bool {
    let zeros = _mm256_cmpeq_epi32(_mm256_and_si256(word, mask), _mm256_setzero_si256());
    _mm256_movemask_epi8(zeros) != 0
}

#[target_feature(enable = "avx2")]
#[inline]
fn to_words(word: V) -> [u32; LANES] {
    let [a, b, c, d] = sse2::to_words(_mm256_castsi256_si128(word));
    let [e, f, g, h] = sse2::to_words(_mm256_extracti128_si256::<1>(word));
    [a, b, c, d, e, f, g, h]
}

kernel!(#[target_feature(enable = "avx2")]);
