//! The generic body over registers that count what is done with them, for the tests of
//! [`limit`](super::limit).
//!
//! A register is either the same for all nonces, and what is done with such ones alone is done once, or
//! it is not, and then each operation counts.

#![allow(dead_code)] // Of the loops around the hash, nothing is counted.

use super::Job;
use super::body::{kernel, known, nonces, round, rounds, scheduled, second_hash};
use super::job::{END, HASH_BITS, HEADER_BITS, IV, K};
use super::limit::Operations;
use std::cell::Cell;
use std::ops::Range;

#[derive(Clone, Copy)]
pub(super) enum V {
    Fixed(u32),
    Changing,
}

const LANES: usize = 1;

thread_local! {
    static DONE: Cell<Operations> = Cell::default();
}

/// What one nonce takes.
pub(super) fn of_a_nonce() -> Operations {
    counting(|job| last_word(job, V::Changing))
}

/// What one version takes.
pub(super) fn of_a_version() -> Operations {
    counting(|job| versions_last_word(&[[V::Changing; 8]; 2], &job.round_words(7), 7))
}

fn counting(run: impl Fn(&Job) -> V) -> Operations {
    DONE.set(Operations::default());
    run(&Job::new([0x5a; 80], [0; 32]));
    DONE.get()
}

fn count(one: impl Fn(&mut Operations)) -> V {
    let mut done = DONE.get();
    one(&mut done);
    DONE.set(done);
    V::Changing
}

fn splat(word: u32) -> V {
    V::Fixed(word)
}

fn from_words(_: [u32; LANES]) -> V {
    V::Changing
}

fn to_words(_: V) -> [u32; LANES] {
    [0]
}

fn settled(x: V) -> V {
    x
}

fn any_zero(_: V, _: V) -> bool {
    false
}

fn add(x: V, y: V) -> V {
    match (x, y) {
        (V::Fixed(x), V::Fixed(y)) => V::Fixed(x.wrapping_add(y)),
        (V::Fixed(0), other) | (other, V::Fixed(0)) => other,
        _ => count(|done| done.additions += 1),
    }
}

fn three(x: V, y: V, z: V, fixed: fn(u32, u32, u32) -> u32, one: fn(&mut Operations)) -> V {
    match (x, y, z) {
        (V::Fixed(x), V::Fixed(y), V::Fixed(z)) => V::Fixed(fixed(x, y, z)),
        _ => count(one),
    }
}

fn xor3(x: V, y: V, z: V) -> V {
    three(x, y, z, |x, y, z| x ^ y ^ z, |done| done.xors += 1)
}

fn choose(x: V, y: V, z: V) -> V {
    three(x, y, z, |x, y, z| (x & y) | (!x & z), |done| done.choices += 1)
}

fn majority(x: V, y: V, z: V) -> V {
    three(x, y, z, |x, y, z| (x & y) | (x & z) | (y & z), |done| done.majorities += 1)
}

fn rotate<const RIGHT: u32, const LEFT: u32>(x: V) -> V {
    match x {
        V::Fixed(x) => V::Fixed(x.rotate_right(RIGHT)),
        V::Changing => count(|done| done.rotations += 1),
    }
}

fn shift<const RIGHT: u32>(x: V) -> V {
    match x {
        V::Fixed(x) => V::Fixed(x >> RIGHT),
        V::Changing => count(|done| done.shifts += 1),
    }
}

kernel!();
