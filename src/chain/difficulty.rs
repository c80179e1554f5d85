//! What the chain asks of the next header: its target, its time, the rules in force.
//!
//! Every [`window_blocks`](super::PowParams::window_blocks) blocks the target follows the time that the
//! last window took (Core: `GetNextWorkRequired`, `CalculateNextWorkRequired`). That time is measured from
//! the first block of the window to the last, so it covers one interval less than the window has blocks:
//! an oversight of 2009 that every node now has to repeat.

use super::{ChainParams, PowParams};
use crate::hash::BlockHash;
use crate::ledger::bip54;
use crate::ledger::block::header::MAX_TIMEWARP_SECONDS;
use crate::ledger::block::{BlockContext, HeaderContext, WindowStart};
use crate::primitives::BlockHeader;
use crate::primitives::pow::{CompactTarget, Target, U256};

/// Blocks whose median time counts (Core: `nMedianTimeSpan`).
const MEDIAN_TIME_SPAN_BLOCKS: u32 = 11;
/// Up to this height no coinbase can repeat one from before BIP 34 (Core:
/// `BIP34_IMPLIES_BIP30_LIMIT`).
const BIP34_IMPLIES_BIP30_LIMIT: u32 = 1_983_702;

/// The headers of one branch, by height.
pub trait HeaderChain {
    /// The header at `height`; none above the end of the branch.
    fn header(&self, height: u32) -> Option<BlockHeader>;
}

impl HeaderChain for [BlockHeader] {
    fn header(&self, height: u32) -> Option<BlockHeader> {
        self.get(height as usize).copied()
    }
}

impl HeaderChain for Vec<BlockHeader> {
    fn header(&self, height: u32) -> Option<BlockHeader> {
        self.as_slice().header(height)
    }
}

/// How a new target follows from a window of blocks. Times are seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retarget {
    /// The time of the window's first block.
    pub first_time: u32,
    /// The time of its last block.
    pub last_time: u32,
    /// The time that the window should have taken.
    pub wanted_seconds: i64,
    /// The time from the first block to the last; negative where miners set their clocks back.
    pub actual_seconds: i64,
    /// The same, held between what was wanted divided by [`PowParams::max_factor`] and multiplied by it.
    pub clamped_seconds: i64,
    /// The target that is multiplied: the last block's, or under BIP 94 the first one's.
    pub old_target: Target,
    /// What the multiplication gives, held below the network's limit.
    pub new_target: Target,
    /// Whether the network's limit was reached.
    pub limited: bool,
    /// The new target as it stands in headers, with the digits that they have room for.
    pub new_bits: CompactTarget,
}

impl Retarget {
    /// The retarget after a window with this first and last header.
    pub fn new(params: &PowParams, first: &BlockHeader, last: &BlockHeader) -> Retarget {
        let wanted_seconds = wanted_seconds(params);
        let actual_seconds = i64::from(last.time) - i64::from(first.time);
        let factor = i64::from(params.max_factor.max(1));
        let clamped_seconds =
            actual_seconds.clamp(wanted_seconds / factor, wanted_seconds * factor);
        let old_bits = if params.bip94 { first.bits } else { last.bits };
        let old = old_bits.expand().value;
        let new = scaled(old, clamped_seconds.unsigned_abs(), wanted_seconds.unsigned_abs())
            .unwrap_or(U256::MAX);
        let limited = new > params.limit.0;
        let new_target = if limited { params.limit } else { Target(new) };
        Retarget {
            first_time: first.time,
            last_time: last.time,
            wanted_seconds,
            actual_seconds,
            clamped_seconds,
            old_target: Target(old),
            new_target,
            limited,
            new_bits: new_target.to_compact(),
        }
    }
}

/// `target` times `factor` by `divisor`, rounded down; none where that does not fit. The product alone
/// may not fit: easy targets leave less room above them than Bitcoin's, and Core, which has no network
/// where both that and the target change, would wrap around.
fn scaled(target: U256, factor: u64, divisor: u64) -> Option<U256> {
    let divisor = U256::from(divisor.max(1));
    let (quotient, rest) = target.div_rem(divisor)?;
    let (rest, _) = rest.checked_mul(factor)?.div_rem(divisor)?;
    quotient.checked_mul(factor)?.checked_add(rest)
}

/// The time that a window should take (Core: `nPowTargetTimespan`).
fn wanted_seconds(params: &PowParams) -> i64 {
    i64::from(params.interval_seconds) * i64::from(params.window_blocks)
}

/// The retarget that the block after `prev_height` begins with, if a window begins there and targets
/// change at all.
pub fn retarget(
    params: &PowParams,
    prev_height: u32,
    chain: &(impl HeaderChain + ?Sized),
) -> Option<Retarget> {
    if !params.retargets || !begins_window(params, prev_height + 1) {
        return None;
    }
    let first = chain.header(prev_height.saturating_sub(params.window_blocks - 1))?;
    Some(Retarget::new(params, &first, &chain.header(prev_height)?))
}

/// Whether a window begins with the block at `height`. The genesis block begins one too.
pub fn begins_window(params: &PowParams, height: u32) -> bool {
    height.checked_rem(params.window_blocks) == Some(0)
}

/// The bits of a header that says `time` and follows the block at `prev_height` (Core:
/// `GetNextWorkRequired`).
pub fn next_bits(
    params: &PowParams,
    prev_height: u32,
    chain: &(impl HeaderChain + ?Sized),
    time: u32,
) -> CompactTarget {
    let Some(prev) = chain.header(prev_height) else { return params.limit.to_compact() };
    if begins_window(params, prev_height + 1) {
        return retarget(params, prev_height, chain).map_or(prev.bits, |found| found.new_bits);
    }
    if !params.allows_min_difficulty {
        return prev.bits;
    }
    let easiest = params.limit.to_compact();
    let late = u64::from(prev.time) + 2 * u64::from(params.interval_seconds);
    if u64::from(time) > late {
        return easiest;
    }
    // Back to the last block whose target was not the exception.
    let earlier = (0..=prev_height).rev().map_while(|height| Some((height, chain.header(height)?)));
    let mut real = earlier.skip_while(|(height, header)| {
        *height > 0 && !begins_window(params, *height) && header.bits == easiest
    });
    real.next().map_or(easiest, |(_, header)| header.bits)
}

/// The median time of the block at `height` and the ten before it, as far as there are so many, in
/// seconds since 1970 (Core: `CBlockIndex::GetMedianTimePast`).
pub fn median_time_past(height: u32, chain: &(impl HeaderChain + ?Sized)) -> u32 {
    let first = height.saturating_sub(MEDIAN_TIME_SPAN_BLOCKS - 1);
    let mut times: Vec<u32> =
        (first..=height).filter_map(|height| Some(chain.header(height)?.time)).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or(0)
}

/// What the rules of a header need to know that follows the block at `prev_height` and says `time`, by
/// a clock that says `now`; both in seconds since 1970.
pub fn header_context(
    params: &ChainParams,
    prev_height: u32,
    chain: &(impl HeaderChain + ?Sized),
    time: u32,
    now: u32,
) -> HeaderContext {
    let height = prev_height + 1;
    let pow = &params.pow;
    let bip54 = params.bip54_at(height);
    let allowed = match (pow.bip94, bip54) {
        (true, _) => Some(MAX_TIMEWARP_SECONDS),
        (false, true) => Some(bip54::MAX_TIMEWARP_SECONDS),
        (false, false) => None,
    };
    let start = allowed.filter(|_| begins_window(pow, height));
    let prev_time = chain.header(prev_height).map_or(0, |header| header.time);
    let ends = bip54 && begins_window(pow, height + 1);
    let first = ends.then(|| chain.header((height + 1).saturating_sub(pow.window_blocks)));
    HeaderContext {
        height,
        expected_bits: next_bits(pow, prev_height, chain, time),
        median_time_past: median_time_past(prev_height, chain),
        window_follows: start.map(|allowed_seconds| WindowStart { prev_time, allowed_seconds }),
        window_began: first.flatten().map(|header| header.time),
        now,
        min_version: params.min_version_at(height),
    }
}

/// What the rules of a block need to know that stands at `height`. `bip34_ancestor` is the block at the
/// height of BIP 34 on its own branch, if that is so long.
pub fn block_context(
    params: &ChainParams,
    height: u32,
    hash: &BlockHash,
    median_time_past: u32,
    bip34_ancestor: Option<BlockHash>,
) -> BlockContext {
    let deployments = &params.deployments;
    // On the chain that everyone knows, it was checked once and for all that no coinbase is repeated
    // after BIP 34; and two blocks before it did repeat one.
    let known_chain = bip34_ancestor.is_some() && bip34_ancestor == deployments.bip34_hash;
    let exempt = params.bip30_repeats.contains(&(height, *hash));
    BlockContext {
        height,
        median_time_past,
        flags: params.flags_at(height, hash),
        subsidy_satoshis: params.subsidy.at(height),
        coinbase_maturity_blocks: params.coinbase_maturity_blocks,
        height_in_coinbase: height >= deployments.bip34_height,
        csv: height >= deployments.csv_height,
        segwit: height >= deployments.segwit_height,
        bip30: height >= BIP34_IMPLIES_BIP30_LIMIT || !known_chain && !exempt,
        bip54: params.bip54_at(height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The new bits after a window of 10 blocks, 60 seconds apart, that took so many seconds.
    fn bits_after(seconds: u32) -> CompactTarget {
        let mut params = ChainParams::regtest().pow;
        (params.interval_seconds, params.window_blocks, params.retargets) = (60, 10, true);
        let first = BlockHeader { bits: CompactTarget(0x207f_ffff), ..BlockHeader::default() };
        let last = BlockHeader { time: seconds, ..first };
        Retarget::new(&params, &first, &last).new_bits
    }

    #[test]
    fn the_easiest_target_of_all_becomes_harder_too() {
        // Twice as fast, four times, faster than is heeded; and slower than it can get easier.
        assert_eq!(bits_after(300), CompactTarget(0x203f_ffff));
        assert_eq!(bits_after(150), CompactTarget(0x201f_ffff));
        assert_eq!(bits_after(1), CompactTarget(0x201f_ffff));
        assert_eq!(bits_after(600), CompactTarget(0x207f_ffff));
        assert_eq!(bits_after(6_000), CompactTarget(0x207f_ffff));
    }
}
