//! The schedule: which seat makes the block of which slot.
//!
//! Slots come in *rounds*, in each of which every seat has one slot. The order within a round is
//! shuffled as Steem shuffles its witnesses (`witness_schedule.cpp`), a deterministic shuffle that
//! a 32-bit number decides; here that number is the beginning of a hash of the beacon and the round.

use super::{Beacon, PoolNumber};
use crate::hash::tagged_hash;

/// The multiplier of xorshift64* (Vigna 2014), which Steem uses.
const MULTIPLIER: u64 = 2_685_821_657_736_338_717;

/// The pool of each of `slots` slots; empty where nobody has a seat.
pub fn schedule(seats: &[PoolNumber], beacon: &Beacon, slots: usize) -> Vec<PoolNumber> {
    let mut all = Vec::new();
    for round in 0.. {
        if all.len() >= slots || seats.is_empty() {
            break;
        }
        let mut order = seats.to_vec();
        steem_shuffle(&mut order, round_seed(beacon, round));
        all.extend(order);
    }
    all.truncate(slots);
    all
}

/// The number that shuffles a round: the first four bytes of the hash, little endian.
pub fn round_seed(beacon: &Beacon, round: u32) -> u32 {
    let hash = tagged_hash("blockstep/election/schedule", &[&beacon.0, &round.to_le_bytes()]);
    u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// Shuffles `items` by `seed`, which in Steem is the time of the head block, in seconds.
pub fn steem_shuffle<T>(items: &mut [T], seed: u32) {
    let count = items.len() as u64;
    for at in 0..items.len() {
        let start = u64::from(seed) << 32;
        let mut k = start.wrapping_add((at as u64).wrapping_mul(MULTIPLIER));
        k ^= k >> 12;
        k ^= k << 25;
        k ^= k >> 27;
        k = k.wrapping_mul(MULTIPLIER);
        items.swap(at, at + (k % (count - at as u64)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shuffle_is_steems() {
        let mut order: Vec<u32> = (0..21).collect();
        steem_shuffle(&mut order, 1_458_838_800);
        let published = [16, 3, 9, 14, 10, 0, 17, 7, 13, 19, 15, 18, 11, 12, 8, 2, 6, 20, 4, 1, 5];
        assert_eq!(order, published);
    }

    #[test]
    fn every_seat_has_one_slot_a_round() {
        let seats: Vec<_> = (10..17).map(PoolNumber).collect();
        let slots = schedule(&seats, &Beacon([3; 32]), 7 * 5 + 3);
        assert_eq!(slots.len(), 38);
        for round in slots.chunks(7).take(5) {
            let mut sorted = round.to_vec();
            sorted.sort();
            assert_eq!(sorted, seats);
        }
        assert_ne!(slots[..7], slots[7..14], "each round has an order of its own");
        assert!(schedule(&[], &Beacon([3; 32]), 9).is_empty());
    }
}
