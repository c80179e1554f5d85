//! What a pool takes in: bounds that every node sets for itself, and that no block is judged by.

use super::FeeRate;

/// The bounds of a pool. The defaults are those of Core 31.99, but for the size of the whole, which
/// Core counts in bytes of its own memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MempoolPolicy {
    /// What a transaction pays at least (Core: `DEFAULT_MIN_RELAY_TX_FEE`).
    pub min_relay: FeeRate,
    /// What a replacement pays at least on top of all that it replaces, for its own bytes (BIP 125;
    /// Core: `DEFAULT_INCREMENTAL_RELAY_FEE`).
    pub incremental: FeeRate,
    /// The most transactions that hang together (Core: `DEFAULT_CLUSTER_LIMIT`).
    pub cluster_count: usize,
    /// The most virtual bytes that hang together (Core: `DEFAULT_CLUSTER_SIZE_LIMIT_KVB`).
    pub cluster_virtual_size: usize,
    /// The most transactions that one may replace.
    pub replaced_count: usize,
    /// The most virtual bytes in all. Above it the transactions leave that pay least, taken together
    /// with all that rests on them.
    pub max_virtual_size: usize,
}

impl Default for MempoolPolicy {
    fn default() -> MempoolPolicy {
        MempoolPolicy {
            min_relay: FeeRate::per_thousand(100),
            incremental: FeeRate::per_thousand(100),
            cluster_count: 64,
            cluster_virtual_size: 101_000,
            replaced_count: 100,
            max_virtual_size: 20_000_000,
        }
    }
}
