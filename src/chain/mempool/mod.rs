//! Transactions that wait for a block (Core: `CTxMemPool`, `MemPoolAccept`).
//!
//! A [`Mempool`] is plain data: no clock, no peers, and the chain is handed in as a [`NextBlock`].
//! Whatever is in it could all be in the next block, but for the room there. It follows Core in the
//! order of its checks and in their reject strings; what is left out is what makes a node's own taste
//! rather than a bound: which scripts are standard, dust, packages, and the fee that a full pool asks
//! for a while longer.

mod accept;
mod candidate;
mod entry;
mod error;
mod fee_rate;
mod follow;
mod graph;
mod policy;

use std::collections::BTreeMap;

pub use accept::Accepted;
pub use candidate::{Candidate, Limits, MEMPOOL_CHECKS, MempoolCheck};
pub use entry::{BYTES_PER_SIGOP, Entry, Totals, mempool_virtual_size};
pub use error::MempoolError;
pub use fee_rate::FeeRate;
pub use follow::Followed;
pub use policy::MempoolPolicy;

use crate::hash::Txid;
use crate::ledger::Coins;
use crate::ledger::block::BlockContext;
use crate::ledger::lock_time::MedianTimes;
use crate::primitives::OutPoint;

/// Transactions that wait for a block.
#[derive(Debug, Clone, Default)]
pub struct Mempool {
    policy: MempoolPolicy,
    entries: BTreeMap<Txid, Entry>,
    /// Which entry spends an output.
    spends: BTreeMap<OutPoint, Txid>,
    virtual_size: usize,
    arrivals: u64,
}

/// The place that transactions wait for: the block after the tip, and what it could spend.
#[derive(Clone, Copy)]
pub struct NextBlock<'a> {
    /// The coins that the chain has made and not spent. Those that a call needs have to be known:
    /// [`Mempool::needs_of`] and [`Mempool::needs_to_follow`] say which.
    pub coins: &'a dyn Coins,
    /// What the chain says of the next block.
    pub context: &'a BlockContext,
    /// The median times along the chain.
    pub times: &'a dyn MedianTimes,
}

impl Mempool {
    /// An empty pool.
    pub fn new(policy: MempoolPolicy) -> Mempool {
        Mempool { policy, ..Mempool::default() }
    }

    /// What it takes in.
    pub fn policy(&self) -> &MempoolPolicy {
        &self.policy
    }

    /// How many transactions wait.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Their virtual bytes.
    pub fn virtual_size(&self) -> usize {
        self.virtual_size
    }

    /// A transaction that waits.
    pub fn get(&self, txid: &Txid) -> Option<&Entry> {
        self.entries.get(txid)
    }

    /// All that wait, ordered by id.
    pub fn entries(&self) -> impl Iterator<Item = (&Txid, &Entry)> {
        self.entries.iter()
    }

    /// The transaction of the pool that spends `outpoint`.
    pub fn spender(&self, outpoint: &OutPoint) -> Option<&Txid> {
        self.spends.get(outpoint)
    }
}

#[cfg(test)]
mod reference_tests;
#[cfg(test)]
mod slow_pool;
#[cfg(test)]
pub(crate) mod test_chain;
#[cfg(test)]
mod tests;
