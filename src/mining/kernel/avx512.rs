//! Sixteen nonces at a time in 512-bit registers, which rotate in one instruction and have any
//! function of three bits in one.

#![allow(unsafe_code)]

use super::body::{kernel, known, nonces, round, rounds, scheduled, second_hash};
use super::job::{END, HASH_BITS, HEADER_BITS, IV, K};
use super::{Engine, Job, Kernel, sse2};
use std::arch::asm;
use std::arch::x86_64::*;
use std::ops::Range;

type V = __m512i;
const LANES: usize = 16;

pub(super) fn engine() -> Option<Engine> {
    is_x86_feature_detected!("avx512f").then_some(Engine {
        kernel: Kernel::Avx512,
        lanes: LANES,
        find,
        last_words,
        find_versions,
        version_words,
    })
}

#[target_feature(enable = "avx512f")]
#[inline]
fn splat(word: u32) -> V {
    _mm512_set1_epi32(word as i32)
}

#[target_feature(enable = "avx512f")]
#[inline]
fn from_words(words: [u32; LANES]) -> V {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = words.map(|word| word as i32);
    _mm512_setr_epi32(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
}

#[target_feature(enable = "avx512f")]
#[inline]
fn settled(x: V) -> V {
    let mut x = x;
    // SAFETY: the text has no instruction, so the register keeps its value and nothing else is touched.
    unsafe {
        asm!("/* {0} */", inout(zmm_reg) x, options(pure, nomem, nostack, preserves_flags));
    }
    x
}

#[target_feature(enable = "avx512f")]
#[inline]
fn add(x: V, y: V) -> V {
    _mm512_add_epi32(x, y)
}

// The constants below are the function's values for the inputs 111, 110 … 000.

#[target_feature(enable = "avx512f")]
#[inline]
fn xor3(x: V, y: V, z: V) -> V {
    _mm512_ternarylogic_epi32::<0b1001_0110>(x, y, z)
}

#[target_feature(enable = "avx512f")]
#[inline]
fn choose(x: V, y: V, z: V) -> V {
    _mm512_ternarylogic_epi32::<0b1100_1010>(x, y, z)
}

#[target_feature(enable = "avx512f")]
#[inline]
fn majority(x: V, y: V, z: V) -> V {
    _mm512_ternarylogic_epi32::<0b1110_1000>(x, y, z)
}

#[target_feature(enable = "avx512f")]
#[inline]
fn rotate<const RIGHT: i32, const LEFT: i32>(x: V) -> V {
    _mm512_ror_epi32::<RIGHT>(x)
}

#[target_feature(enable = "avx512f")]
#[inline]
fn shift<const RIGHT: u32>(x: V) -> V {
    _mm512_srli_epi32::<RIGHT>(x)
}

#[target_feature(enable = "avx512f")]
#[inline]
fn any_zero(word: V, mask: V) -> bool {
    _mm512_testn_epi32_mask(word, mask) != 0
}

#[target_feature(enable = "avx512f")]
#[inline]
fn to_words(word: V) -> [u32; LANES] {
    let quarters = [
        _mm512_castsi512_si128(word),
        _mm512_extracti32x4_epi32::<1>(word),
        _mm512_extracti32x4_epi32::<2>(word),
        _mm512_extracti32x4_epi32::<3>(word),
    ];
    let mut words = [0; LANES];
    for (words, quarter) in words.chunks_mut(4).zip(quarters) {
        words.copy_from_slice(&sse2::to_words(quarter));
    }
    words
}

kernel!(#[target_feature(enable = "avx512f")]);
