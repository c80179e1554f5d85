//! The medical chain as a whole: records, tokens, pools and elections, over one chain of blocks.
//!
//! [`World`] is the [`Body`](super::chain::Body) of the chain: it says what each transaction does. Records pay no fee and mint
//! tokens; tokens vote for pools; pools elect those who make the blocks; blocks hold the records. Slots count
//! the time; `slots` of them are an epoch. In the middle of an epoch the stake is counted, before the first
//! secret is revealed, so that nobody can move stake to suit the outcome; at its end the seats of the next
//! epoch are given. As long as no pool has a seat, the founders take turns.

mod body;
mod epochs;
mod error;
mod facts;
pub mod history;
#[cfg(feature = "store")]
pub mod kept;
pub mod pools;
pub mod setting;
pub mod transaction;
pub mod two_measures;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::OrdMap;

use crate::election::{Beacon, PoolNumber, Registry, Tally};
use crate::hash::{BlockHash, Txid};
use crate::primitives::OutPoint;

use super::data::DataState;
use super::identity::Identity;
use super::token::TokenLedger;

pub use epochs::{EpochRecord, LARGEST_GAP_SLOTS, Members};
pub use error::{PoolError, WorldError};
pub use pools::{PoolAction, PoolTx};
pub use setting::WorldSetting;
pub use transaction::Tx;

/// The state after a block.
#[derive(Debug, Clone)]
pub struct World {
    setting: Arc<WorldSetting>,
    chain: BlockHash,
    data: DataState,
    tokens: TokenLedger,
    registry: Registry,
    /// The bond of each pool.
    bonds: OrdMap<OutPoint, PoolNumber>,
    /// The epoch in which each closed pool was closed.
    closed: BTreeMap<PoolNumber, u32>,
    /// Pools whose delegates signed twice.
    forfeit: BTreeSet<PoolNumber>,
    /// The stake as it was counted in this epoch.
    counted: Option<(Tally, Members)>,
    /// What each epoch was, the first one first.
    epochs: Vec<Arc<EpochRecord>>,
    /// The epochs whose election was published.
    published: BTreeSet<u32>,
    /// The height at which each transaction stands.
    seen: OrdMap<Txid, u32>,
    last_slot: u64,
}

impl World {
    /// The state before the first block.
    pub fn new(setting: WorldSetting) -> World {
        let chain = setting.chain();
        let registry = Registry::new(setting.election, Beacon(setting.beacon));
        let first = EpochRecord::begin(&registry, Members::default());
        World {
            chain,
            data: DataState::new(setting.data()),
            tokens: TokenLedger::new(setting.tokens()),
            registry,
            setting: Arc::new(setting),
            bonds: OrdMap::new(),
            closed: BTreeMap::new(),
            forfeit: BTreeSet::new(),
            counted: None,
            epochs: vec![Arc::new(first)],
            published: BTreeSet::new(),
            seen: OrdMap::new(),
            last_slot: 0,
        }
    }

    /// What is settled.
    pub fn setting(&self) -> &WorldSetting {
        &self.setting
    }

    /// The chain's id.
    pub fn chain(&self) -> &BlockHash {
        &self.chain
    }

    /// The records.
    pub fn data(&self) -> &DataState {
        &self.data
    }

    /// The tokens.
    pub fn tokens(&self) -> &TokenLedger {
        &self.tokens
    }

    /// The pools.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What each epoch was, the first one first; the last is under way.
    pub fn epochs(&self) -> &[Arc<EpochRecord>] {
        &self.epochs
    }

    /// Whether the election of `epoch` was published, as it follows from the chain.
    pub fn is_published(&self, epoch: u32) -> bool {
        self.published.contains(&epoch)
    }

    /// The slot of the last block.
    pub fn last_slot(&self) -> u64 {
        self.last_slot
    }

    /// The height at which a transaction stands.
    pub fn height_of(&self, txid: &Txid) -> Option<u32> {
        self.seen.get(txid).copied()
    }

    /// The pool of a delegate.
    pub fn pool_of(&self, delegate: &Identity) -> Option<PoolNumber> {
        let key = delegate.to_bytes();
        let at = self.registry.pools().iter().position(|pool| pool.delegate == key)?;
        u32::try_from(at).ok().map(PoolNumber)
    }
}

#[cfg(test)]
mod tests;
