//! What a block's rules need to know of the chain before it, as plain values.

use crate::primitives::pow::CompactTarget;
use crate::script::Flags;

/// What the rules of a header need to know of the chain before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderContext {
    /// The height at which the header would stand.
    pub height: u32,
    /// The bits that the chain asks for (Core: `GetNextWorkRequired`).
    pub expected_bits: CompactTarget,
    /// The median time of the eleven blocks before, in seconds since 1970.
    pub median_time_past: u32,
    /// Set where a new window of the difficulty begins under BIP 94 or BIP 54: the time of the block
    /// before, in seconds since 1970.
    pub window_follows: Option<WindowStart>,
    /// Set where a window of the difficulty ends under BIP 54: the time of the window's first block,
    /// in seconds since 1970.
    pub window_began: Option<u32>,
    /// The clock, in seconds since 1970.
    pub now: u32,
    /// The least version that is still taken.
    pub min_version: i32,
}

/// How far the first block of a window may reach back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowStart {
    /// The time of the block before, in seconds since 1970.
    pub prev_time: u32,
    /// Seconds by which the first block may be older (BIP 94: 600, BIP 54: 7,200).
    pub allowed_seconds: u32,
}

/// What the rules of a whole block need to know of the chain before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockContext {
    /// The height at which the block would stand.
    pub height: u32,
    /// The median time of the eleven blocks before, in seconds since 1970.
    pub median_time_past: u32,
    /// The flags that scripts are verified under (Core: `GetBlockScriptFlags`).
    pub flags: Flags,
    /// The new coins that the coinbase may pay out, in satoshis.
    pub subsidy_satoshis: i64,
    /// Blocks from a coinbase to the first that may spend it.
    pub coinbase_maturity_blocks: u32,
    /// Whether the coinbase must begin with the height (BIP 34).
    pub height_in_coinbase: bool,
    /// Whether relative lock times hold, and absolute ones are measured by the median time (BIPs 68
    /// and 113).
    pub csv: bool,
    /// Whether the coinbase commits to witnesses (BIP 141).
    pub segwit: bool,
    /// Whether no transaction may overwrite another's coins (BIP 30). Off where duplicates are ruled
    /// out otherwise, and for the two blocks that are exempt.
    pub bip30: bool,
    /// Whether the rules of the consensus clean-up hold (BIP 54).
    pub bip54: bool,
}
