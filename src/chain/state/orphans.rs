//! Blocks that came before the one that they follow, and wait for it.
//!
//! Anyone can make up a block that follows nothing, so the pool is bounded by number and by size, and
//! the oldest make room. Core's nodes ask for headers first and keep no such pool any more; a file of
//! blocks in the order of their download still needs one.

use std::collections::{BTreeMap, VecDeque};

use crate::encode::Encode;
use crate::hash::BlockHash;
use crate::ledger::block::IndexedBlock;

/// The most blocks that wait.
const MAX_BLOCKS: usize = 1_000;
/// The most bytes of blocks that wait.
const MAX_BYTES: usize = 64_000_000;

/// The pool, the oldest first.
#[derive(Debug, Default)]
pub struct Orphans {
    blocks: BTreeMap<BlockHash, IndexedBlock>,
    order: VecDeque<(BlockHash, usize)>,
    bytes: usize,
}

impl Orphans {
    /// The number of blocks that wait.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Whether the block with this hash waits.
    pub fn contains(&self, hash: &BlockHash) -> bool {
        self.blocks.contains_key(hash)
    }

    /// The hashes of those that wait, the oldest first.
    pub fn hashes(&self) -> impl Iterator<Item = BlockHash> {
        self.order.iter().map(|(hash, _)| *hash)
    }

    /// Adds a block, and drops the oldest where there are too many.
    pub(super) fn insert(&mut self, block: IndexedBlock) {
        let (hash, size) = (block.hash(), block.block().encoded_len());
        if self.blocks.insert(hash, block).is_some() {
            return;
        }
        self.order.push_back((hash, size));
        self.bytes += size;
        while self.blocks.len() > MAX_BLOCKS || self.bytes > MAX_BYTES {
            let Some((oldest, size)) = self.order.pop_front() else { return };
            self.blocks.remove(&oldest);
            self.bytes -= size;
        }
    }

    /// Takes out the blocks that follow `parent`, the oldest first.
    pub(super) fn take_children(&mut self, parent: &BlockHash) -> Vec<IndexedBlock> {
        if self.blocks.is_empty() {
            return Vec::new();
        }
        let follows = |block: &IndexedBlock| block.block().header.prev_block_hash == *parent;
        let hashes = self.order.iter().map(|(hash, _)| hash);
        let children = hashes.filter(|hash| self.blocks.get(hash).is_some_and(follows)).copied();
        let children: Vec<BlockHash> = children.collect();
        self.order.retain(|(hash, size)| {
            let stays = !children.contains(hash);
            self.bytes -= if stays { 0 } else { *size };
            stays
        });
        children.iter().filter_map(|hash| self.blocks.remove(hash)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::Block;

    fn block(nonce: u32, prev: BlockHash) -> IndexedBlock {
        let mut block = Block::default();
        (block.header.nonce, block.header.prev_block_hash) = (nonce, prev);
        IndexedBlock::new(block)
    }

    #[test]
    fn the_oldest_make_room_and_children_come_in_order() {
        let mut orphans = Orphans::default();
        let (one, other) = (BlockHash([1; 32]), BlockHash([2; 32]));
        for nonce in 0..1_500 {
            orphans.insert(block(nonce, if nonce % 2 == 0 { one } else { other }));
        }
        assert_eq!((orphans.len(), orphans.bytes), (1_000, 81_000));
        assert!(!orphans.contains(&block(499, other).hash()));
        let children = orphans.take_children(&one);
        let nonces: Vec<u32> = children.iter().map(|block| block.block().header.nonce).collect();
        assert_eq!(nonces, (500..1_500).step_by(2).collect::<Vec<_>>());
        assert_eq!((orphans.len(), orphans.bytes, orphans.order.len()), (500, 40_500, 500));
        assert!(orphans.take_children(&one).is_empty());
    }
}
