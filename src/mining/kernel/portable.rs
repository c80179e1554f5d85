//! One nonce at a time in plain integers, for any processor.

use super::body::{kernel, known, nonces, round, rounds, scheduled, second_hash};
use super::job::{END, HASH_BITS, HEADER_BITS, IV, K};
use super::{Engine, Job, Kernel};
use std::ops::Range;

type V = u32;
const LANES: usize = 1;

pub(super) const ENGINE: Engine = Engine {
    kernel: Kernel::Portable,
    lanes: LANES,
    find,
    last_words,
    find_versions,
    version_words,
};

#[inline(always)]
fn splat(word: u32) -> V {
    word
}

#[inline(always)]
fn from_words([word]: [u32; LANES]) -> V {
    word
}

#[inline(always)]
fn settled(x: V) -> V {
    x
}

#[inline(always)]
fn add(x: V, y: V) -> V {
    x.wrapping_add(y)
}

#[inline(always)]
fn xor3(x: V, y: V, z: V) -> V {
    x ^ y ^ z
}

#[inline(always)]
fn choose(x: V, y: V, z: V) -> V {
    (x & (y ^ z)) ^ z
}

#[inline(always)]
fn majority(x: V, y: V, z: V) -> V {
    // `x ^ y` is the next round's `y ^ z`.
    ((x ^ y) & (y ^ z)) ^ y
}

#[inline(always)]
fn rotate<const RIGHT: u32, const LEFT: u32>(x: V) -> V {
    x.rotate_right(RIGHT)
}

#[inline(always)]
fn shift<const RIGHT: u32>(x: V) -> V {
    x >> RIGHT
}

#[inline(always)]
fn any_zero(word: V, mask: V) -> bool {
    word & mask == 0
}

#[inline(always)]
fn to_words(word: V) -> [u32; LANES] {
    [word]
}

kernel!();

/// One round of SHA-256 on its own.
pub(super) fn round(mut s: [V; 8], kw: V) -> [V; 8] {
    round!(s, kw);
    s
}

/// The same, compiled for processors with BMI1 and BMI2.
#[cfg(target_arch = "x86_64")]
pub(super) mod bmi2 {
    use super::*;

    pub(in super::super) fn engine() -> Option<Engine> {
        let detected = is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2");
        detected.then_some(Engine {
            kernel: Kernel::Bmi2,
            lanes: LANES,
            find,
            last_words,
            find_versions,
            version_words,
        })
    }

    kernel!(#[target_feature(enable = "bmi1,bmi2")]);
}
