//! What a chain needs of whatever keeps its data.
//!
//! Everything that a chain changes when it takes in a block, or moves its tip, is one [`Change`], and a
//! store makes a change whole or not at all. So there is nothing to repair after a crash: a store
//! opens again after some change, and never in the middle of one.

use std::collections::BTreeMap;

use crate::hash::BlockHash;
use crate::ledger::{BlockUndo, Coin, apply_changes};
use crate::primitives::{Block, BlockHeader, OutPoint};

/// The store failed: no space, no such file, damage. No rule of Bitcoin was broken.
#[derive(Debug, thiserror::Error)]
#[error("the chain's database {did}: {reason}")]
pub struct StoreFailure {
    /// What it failed to do: `cannot be read`.
    pub did: &'static str,
    /// What the system or the database said.
    pub reason: String,
}

/// A block that is known, in the order in which blocks came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlock {
    /// Its header.
    pub header: BlockHeader,
    /// Whether it broke a rule that could only be checked when it was connected, or a person called
    /// it invalid.
    pub invalid: bool,
}

/// What changes at once.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Blocks that have come, in order, each after the one that it follows.
    pub blocks: Vec<Block>,
    /// Blocks that have become invalid (true) or are so no longer (false).
    pub marks: Vec<(BlockHash, bool)>,
    /// What it takes to disconnect the blocks that were connected.
    pub undo: Vec<(BlockHash, BlockUndo)>,
    /// Coins that are new (some) or gone (none).
    pub coins: BTreeMap<OutPoint, Option<Coin>>,
    /// The new end of the chain that counts.
    pub tip: Option<BlockHash>,
}

/// Keeps blocks, coins and the tip.
pub trait ChainStore {
    /// All blocks that were stored, in the order in which they came.
    fn blocks(&self) -> Result<Vec<StoredBlock>, StoreFailure>;

    /// The end of the chain that counts; none in a new store.
    fn tip(&self) -> Result<Option<BlockHash>, StoreFailure>;

    /// A block with its transactions.
    fn block(&self, hash: &BlockHash) -> Result<Option<Block>, StoreFailure>;

    /// What it takes to disconnect a block that was once connected.
    fn undo(&self, hash: &BlockHash) -> Result<Option<BlockUndo>, StoreFailure>;

    /// The coins at `outpoints`, in their order; none for each that is not there.
    fn coins(&self, outpoints: &[OutPoint]) -> Result<Vec<Option<Coin>>, StoreFailure>;

    /// Hands every coin to `visit`, ordered by outpoint.
    fn each_coin(&self, visit: &mut dyn FnMut(OutPoint, Coin)) -> Result<(), StoreFailure>;

    /// Makes a change, whole or not at all. It need not outlast a crash, of the program or of the
    /// machine, until [`sync`] has returned, but changes are never lost out of order.
    ///
    /// [`sync`]: ChainStore::sync
    fn write(&mut self, change: Change) -> Result<(), StoreFailure>;

    /// Returns once everything written so far outlasts a crash of the program and a power cut.
    fn sync(&mut self) -> Result<(), StoreFailure>;
}

/// A store that is gone with the program.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    order: Vec<StoredBlock>,
    places: BTreeMap<BlockHash, usize>,
    blocks: BTreeMap<BlockHash, Block>,
    undo: BTreeMap<BlockHash, BlockUndo>,
    coins: BTreeMap<OutPoint, Coin>,
    tip: Option<BlockHash>,
}

impl ChainStore for MemoryStore {
    fn blocks(&self) -> Result<Vec<StoredBlock>, StoreFailure> {
        Ok(self.order.clone())
    }

    fn tip(&self) -> Result<Option<BlockHash>, StoreFailure> {
        Ok(self.tip)
    }

    fn block(&self, hash: &BlockHash) -> Result<Option<Block>, StoreFailure> {
        Ok(self.blocks.get(hash).cloned())
    }

    fn undo(&self, hash: &BlockHash) -> Result<Option<BlockUndo>, StoreFailure> {
        Ok(self.undo.get(hash).cloned())
    }

    fn coins(&self, outpoints: &[OutPoint]) -> Result<Vec<Option<Coin>>, StoreFailure> {
        Ok(outpoints.iter().map(|outpoint| self.coins.get(outpoint).cloned()).collect())
    }

    fn each_coin(&self, visit: &mut dyn FnMut(OutPoint, Coin)) -> Result<(), StoreFailure> {
        self.coins.iter().for_each(|(outpoint, coin)| visit(*outpoint, coin.clone()));
        Ok(())
    }

    fn write(&mut self, change: Change) -> Result<(), StoreFailure> {
        for block in change.blocks {
            let hash = block.block_hash();
            if self.places.insert(hash, self.order.len()).is_none() {
                self.order.push(StoredBlock { header: block.header, invalid: false });
            }
            self.blocks.insert(hash, block);
        }
        for (hash, invalid) in change.marks {
            let place = self.places.get(&hash).and_then(|place| self.order.get_mut(*place));
            if let Some(stored) = place {
                stored.invalid = invalid;
            }
        }
        self.undo.extend(change.undo);
        apply_changes(&mut self.coins, change.coins);
        self.tip = change.tip.or(self.tip);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StoreFailure> {
        Ok(())
    }
}
