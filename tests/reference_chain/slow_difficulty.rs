//! Targets, work and median times once more, for targets of regtest's size, which leave room in
//! ordinary numbers. Nothing here is shared with the real ones.

use blockstep::primitives::{Block, BlockHeader};

use super::world::{Difficulty, World};

/// The easiest bits.
pub const EASIEST: u32 = 0x207f_ffff;
/// Targets are counted in units of 2^160, and are always whole numbers of them here.
const UNIT_BYTES: u32 = 20;

/// The target in units of 2^160.
fn target(bits: u32) -> u128 {
    let (bytes, digits) = (bits >> 24, u128::from(bits & 0x007f_ffff));
    assert!(
        bytes >= UNIT_BYTES + 3 && bits & 0x0080_0000 == 0,
        "a target outside this test's world"
    );
    digits << (8 * (bytes - 3 - UNIT_BYTES))
}

fn bits(target: u128) -> u32 {
    let mut bytes = (128 - target.leading_zeros()).div_ceil(8);
    let mut digits = (target >> (8 * (bytes - 3))) as u32;
    // The highest bit of the digits is a sign.
    if digits & 0x0080_0000 != 0 {
        (digits, bytes) = (digits >> 8, bytes + 1);
    }
    (bytes + UNIT_BYTES) << 24 | digits
}

/// Whether the header's hash meets its own target, and that is not too easy.
pub fn meets(header: &BlockHeader) -> bool {
    let bits = header.bits.0;
    if bits >> 24 > EASIEST >> 24 {
        return false;
    }
    let mut hash = header.block_hash().0;
    hash.reverse();
    let high = u128::from_be_bytes([&[0; 4][..], &hash[..12]].concat().try_into().unwrap());
    let low_is_zero = hash[12..].iter().all(|byte| *byte == 0);
    target(bits) <= target(EASIEST) && (high < target(bits) || high == target(bits) && low_is_zero)
}

/// How many hashes the target takes on average: 2^256 / (target + 1), rounded down.
pub fn work(bits: u32) -> u128 {
    // Adding 1 to so large a target matters only where the division leaves nothing over.
    let (whole, target) = (1 << (256 - 8 * UNIT_BYTES), target(bits));
    if whole % target == 0 { whole / target - 1 } else { whole / target }
}

/// The middle of the last eleven blocks' times in order, the later of two; 0 where there is no block.
pub fn median_time(chain: &[&Block]) -> u32 {
    let last = &chain[chain.len().saturating_sub(11)..];
    let mut times: Vec<u32> = last.iter().map(|block| block.header.time).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or(0)
}

/// The bits of a block that says `time` and follows `chain`.
pub fn asked_bits(world: &World, chain: &[&Block], time: u32) -> u32 {
    let window = world.window_blocks as usize;
    let last = &chain[chain.len() - 1].header;
    let excepting = [Difficulty::Excepting, Difficulty::Bip94].contains(&world.difficulty);
    if world.difficulty == Difficulty::Fixed {
        return EASIEST;
    }
    if chain.len().is_multiple_of(window) {
        let first = &chain[chain.len() - window].header;
        let wanted = i64::from(world.interval_seconds * world.window_blocks);
        let took = i64::from(last.time) - i64::from(first.time);
        let took = took.max(wanted / 4).min(wanted * 4);
        let old = if world.difficulty == Difficulty::Bip94 { first.bits.0 } else { last.bits.0 };
        let new = target(old) * took as u128 / wanted as u128;
        return bits(new.min(target(EASIEST)));
    }
    if !excepting {
        return last.bits.0;
    }
    if time > last.time + 2 * world.interval_seconds {
        return EASIEST;
    }
    // Back through exceptions, but not past the first of the window.
    let mut at = chain.len() - 1;
    while !at.is_multiple_of(window) && chain[at].header.bits.0 == EASIEST {
        at -= 1;
    }
    chain[at].header.bits.0
}
