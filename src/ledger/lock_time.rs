//! When a transaction may be in a block: its own lock time, and the age of the coins that it spends.
//!
//! An absolute lock time is a height or a moment (Core: `IsFinalTx`); a relative one asks that a coin
//! be so many blocks, or so many times 512 seconds, old (BIP 68; Core: `CalculateSequenceLocks`,
//! `EvaluateSequenceLocks`). Since BIP 113 moments are measured by the median time of the eleven blocks
//! before, which a miner cannot move alone.

use crate::primitives::Transaction;

/// Lock times below it are heights, the others seconds since 1970 (Core: `LOCKTIME_THRESHOLD`).
pub const LOCKTIME_THRESHOLD: u32 = 500_000_000;
/// The sequence number that switches an input's locks off (Core: `SEQUENCE_FINAL`).
pub const SEQUENCE_FINAL: u32 = 0xffff_ffff;
/// Set in a sequence number that is no relative lock (BIP 68).
pub const SEQUENCE_LOCKTIME_DISABLE_FLAG: u32 = 1 << 31;
/// Set in a relative lock that counts time, not blocks (BIP 68).
pub const SEQUENCE_LOCKTIME_TYPE_FLAG: u32 = 1 << 22;
/// The part of a sequence number that counts (BIP 68).
pub const SEQUENCE_LOCKTIME_MASK: u32 = 0xffff;
/// A relative lock of time counts in units of 2 to this power of seconds: 512 (BIP 68).
pub const SEQUENCE_LOCKTIME_GRANULARITY: u32 = 9;

/// Median times past along a chain: what the blocks before a height say of the time.
pub trait MedianTimes {
    /// The median time past before the block at `height`, in seconds since 1970; none where it is not
    /// known.
    fn median_time_past_before(&self, height: u32) -> Option<u32>;
}

/// Whether a transaction's lock time has passed for a block at `height` and `time`, or is switched
/// off by all its inputs.
pub fn is_final(tx: &Transaction, height: u32, time: u32) -> bool {
    let reached = if tx.lock_time < LOCKTIME_THRESHOLD { height } else { time };
    tx.lock_time == 0
        || tx.lock_time < reached
        || tx.inputs.iter().all(|input| input.sequence == SEQUENCE_FINAL)
}

/// A relative lock that has not been reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SequenceLock {
    /// The input's coin is too few blocks old.
    Height {
        /// Which input.
        input: usize,
        /// The first height at which it may be spent.
        from_height: i64,
    },
    /// The input's coin is too few seconds old.
    Time {
        /// Which input.
        input: usize,
        /// The median time past from which on it may be spent.
        from_time: i64,
    },
}

/// The first relative lock of `tx` that a block at `height`, after blocks of this median time past,
/// does not reach. `coin_heights` are those of the coins that it spends, in the order of its inputs.
pub fn unmet_sequence_lock(
    tx: &Transaction,
    coin_heights: &[u32],
    height: u32,
    median_time_past: u32,
    times: &dyn MedianTimes,
) -> Option<SequenceLock> {
    // Older versions were made before the sequence number had this meaning.
    if tx.version < 2 {
        return None;
    }
    let locked = tx.inputs.iter().zip(coin_heights).enumerate();
    locked.filter(|(_, (input, _))| input.sequence & SEQUENCE_LOCKTIME_DISABLE_FLAG == 0).find_map(
        |(input, (spending, &coin_height))| {
            let count = i64::from(spending.sequence & SEQUENCE_LOCKTIME_MASK);
            if spending.sequence & SEQUENCE_LOCKTIME_TYPE_FLAG == 0 {
                let from_height = i64::from(coin_height) + count;
                return (from_height > i64::from(height))
                    .then_some(SequenceLock::Height { input, from_height });
            }
            // A block's time is known before its coins are made only by the blocks before it.
            let made = times.median_time_past_before(coin_height.max(1)).unwrap_or(u32::MAX);
            let from_time = i64::from(made) + (count << SEQUENCE_LOCKTIME_GRANULARITY);
            (from_time > i64::from(median_time_past))
                .then_some(SequenceLock::Time { input, from_time })
        },
    )
}
