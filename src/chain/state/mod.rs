//! A chain that grows: blocks come in any order, are checked by every rule, and the branch with the
//! most work counts.
//!
//! The order of the checks is Bitcoin Core's (`ProcessNewBlock`, `AcceptBlock`, `ActivateBestChain`):
//! the block by itself; its header and the block against the chain before it; then, only if its branch
//! has more work than the present one, every coin and every script. A reorganisation happens on a view
//! of the coins and is written at once, so a branch that turns out invalid has changed nothing, and the
//! tip on disk only ever moves to more work.

mod accept;
mod activate;
mod coins;
mod failure;
mod headers;
mod orphans;
mod setting;

use std::collections::BTreeSet;

pub use accept::{Accepted, Arrival, Rejection};
pub use activate::TipChange;
pub use failure::ChainFailure;
pub use orphans::Orphans;

use super::ChainParams;
use super::store::{ChainStore, Change};
use super::tree::{BlockTree, Place};
use crate::hash::BlockHash;
use crate::ledger::block::ScriptCache;
use crate::primitives::Block;
use crate::script::cache::CachingVerifier;

/// Signatures and transactions that are remembered as valid: some 10 megabytes at most.
const CACHE_ENTRIES: usize = 100_000;

/// A chain over a store.
#[derive(Debug)]
pub struct Chain<S> {
    params: ChainParams,
    store: S,
    tree: BlockTree,
    tip: Place,
    orphans: Orphans,
    /// Blocks that were refused against the chain before them, so that their children need not wait.
    refused: BTreeSet<BlockHash>,
    signatures: CachingVerifier,
    scripts: ScriptCache,
}

impl<S: ChainStore> Chain<S> {
    /// Opens the chain in `store`, which may be new. A reorganisation that was cut short goes on.
    pub fn open(params: ChainParams, store: S) -> Result<Chain<S>, ChainFailure> {
        let mut tree = BlockTree::new(params.genesis.header);
        for stored in store.blocks()? {
            let parent = tree.find(&stored.header.prev_block_hash);
            let parent =
                parent.ok_or(ChainFailure::Unrooted { hash: stored.header.block_hash() })?;
            let place = tree.insert(stored.header, parent);
            if stored.invalid {
                tree.mark(place, true);
            }
        }
        let tip = match store.tip()? {
            Some(hash) => tree.find(&hash).ok_or(ChainFailure::Unrooted { hash })?,
            None => Place::GENESIS,
        };
        let mut chain = Chain {
            params,
            store,
            tree,
            tip,
            orphans: Orphans::default(),
            refused: BTreeSet::new(),
            signatures: CachingVerifier::new(CACHE_ENTRIES),
            scripts: ScriptCache::new(CACHE_ENTRIES),
        };
        chain.activate(None)?;
        Ok(chain)
    }

    /// The network's parameters.
    pub fn params(&self) -> &ChainParams {
        &self.params
    }

    /// All blocks that are known.
    pub fn tree(&self) -> &BlockTree {
        &self.tree
    }

    /// The end of the branch that counts.
    pub fn tip(&self) -> Place {
        self.tip
    }

    /// The hash of the block at the tip.
    pub fn tip_hash(&self) -> BlockHash {
        self.tree.node(self.tip).hash
    }

    /// The height of the block at the tip.
    pub fn height(&self) -> u32 {
        self.tree.node(self.tip).height
    }

    /// Whether a block is on the branch that counts.
    pub fn is_active(&self, place: Place) -> bool {
        self.tree.descends(self.tip, place)
    }

    /// The block at `height` on the branch that counts.
    pub fn active_at(&self, height: u32) -> Option<Place> {
        self.tree.ancestor(self.tip, height)
    }

    /// Blocks that wait for the one that they follow.
    pub fn orphans(&self) -> &Orphans {
        &self.orphans
    }

    /// What keeps the blocks and coins.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Takes the store back.
    pub fn into_store(self) -> S {
        self.store
    }

    /// The transactions found valid, for whoever checks them before a block brings them.
    pub fn script_cache(&self) -> &ScriptCache {
        &self.scripts
    }

    /// Returns once all that was accepted outlasts a crash of the program and a power cut.
    pub fn sync(&mut self) -> Result<(), ChainFailure> {
        Ok(self.store.sync()?)
    }

    /// A block with its transactions, the genesis block too.
    pub fn block(&self, place: Place) -> Result<Block, ChainFailure> {
        let hash = self.tree.node(place).hash;
        if place == Place::GENESIS {
            return Ok(self.params.genesis.clone());
        }
        self.store.block(&hash)?.ok_or(ChainFailure::Missing { what: "block", hash })
    }

    /// Calls a block invalid by hand, and with it all that follow it; the best other branch takes over
    /// (Core: `invalidateblock`).
    pub fn invalidate(&mut self, place: Place) -> Result<TipChange, ChainFailure> {
        self.mark(place, true)
    }

    /// Takes back that a block, one before it or one after it was called invalid (Core:
    /// `reconsiderblock`).
    pub fn reconsider(&mut self, place: Place) -> Result<TipChange, ChainFailure> {
        let related = self.tree.nodes().filter(|(at, node)| {
            node.invalid && (self.tree.descends(*at, place) || self.tree.descends(place, *at))
        });
        let related: Vec<_> = related.map(|(at, node)| (at, node.hash)).collect();
        let marks = related.iter().map(|(_, hash)| (*hash, false)).collect();
        self.store.write(Change { marks, ..Change::default() })?;
        related.iter().for_each(|(at, _)| self.tree.mark(*at, false));
        self.activate(None)
    }

    fn mark(&mut self, place: Place, invalid: bool) -> Result<TipChange, ChainFailure> {
        if place == Place::GENESIS {
            return Err(ChainFailure::Genesis);
        }
        let marks = vec![(self.tree.node(place).hash, invalid)];
        self.store.write(Change { marks, ..Change::default() })?;
        self.tree.mark(place, invalid);
        self.activate(None)
    }
}
