//! Blocks that came before the one that they follow, and wait for it.
//!
//! Anyone can make up a block that follows nothing, so the pool is bounded by number and by size, and
//! the oldest make room. Core's nodes ask for headers first and keep no such pool any more; a file of
//! blocks in the order of their download still needs one.
//!
//! A hash says nothing of witnesses, so anyone can also change those of a block on its way. Of all bodies
//! under one header, at most two can be valid anywhere: the one with the witnesses that its coinbase
//! commits to and, before SegWit, the one without any. No other is kept, so none can take their place.

use std::collections::{BTreeMap, VecDeque};

use crate::encode::Encode;
use crate::hash::BlockHash;
use crate::ledger::block::IndexedBlock;
use crate::primitives::{Transaction, witness_commitment};

/// The most blocks that wait.
const MAX_BLOCKS: usize = 1_000;
/// The most bytes of blocks that wait.
const MAX_BYTES: usize = 64_000_000;

/// A block's hash, and whether it came with witnesses.
type Key = (BlockHash, bool);

/// The pool, the oldest first.
#[derive(Debug, Default)]
pub struct Orphans {
    blocks: BTreeMap<Key, IndexedBlock>,
    order: VecDeque<(Key, usize)>,
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
        self.blocks.contains_key(&(*hash, false)) || self.blocks.contains_key(&(*hash, true))
    }

    /// The hashes of those that wait, the oldest first.
    pub fn hashes(&self) -> impl Iterator<Item = BlockHash> {
        self.order.iter().map(|((hash, _), _)| *hash)
    }

    /// Adds a block, and drops the oldest where there are too many.
    pub(super) fn insert(&mut self, block: IndexedBlock) {
        let has_witness = block.block().transactions.iter().any(Transaction::has_witness);
        if has_witness && witness_commitment::check(block.block()).is_err() {
            return;
        }
        let (key, size) = ((block.hash(), has_witness), block.block().encoded_len());
        if self.blocks.insert(key, block).is_some() {
            return;
        }
        self.order.push_back((key, size));
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
        let keys = self.order.iter().map(|(key, _)| key);
        let children = keys.filter(|key| self.blocks.get(key).is_some_and(follows)).copied();
        let children: Vec<Key> = children.collect();
        self.order.retain(|(key, size)| {
            let stays = !children.contains(key);
            self.bytes -= if stays { 0 } else { *size };
            stays
        });
        children.iter().filter_map(|key| self.blocks.remove(key)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::{Block, TxIn, TxOut};

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

    #[test]
    fn changed_witnesses_take_nobody_s_place() {
        let parent = BlockHash([1; 32]);
        let bare = block(7, parent).into_block();
        let mut orphans = Orphans::default();
        let mut coinbase = Transaction {
            inputs: vec![TxIn { witness: vec![vec![9; 32]], ..TxIn::default() }],
            ..Transaction::default()
        };
        let alone = Block { transactions: vec![coinbase.clone()], ..bare.clone() };
        let root = witness_commitment::witness_merkle_root(&alone);
        let commitment = witness_commitment::commitment(root, &[9; 32]);
        let script_pubkey = [&witness_commitment::HEADER[..], &commitment].concat().into();
        coinbase.outputs.push(TxOut { value: 0, script_pubkey });
        let right = Block { transactions: vec![coinbase.clone()], ..bare.clone() };
        coinbase.inputs[0].witness[0][0] ^= 1;
        let wrong = Block { transactions: vec![coinbase], ..bare.clone() };
        for body in [&wrong, &right, &wrong, &bare, &wrong, &right, &bare] {
            orphans.insert(IndexedBlock::new(body.clone()));
        }
        let kept = orphans.take_children(&parent).into_iter().map(IndexedBlock::into_block);
        assert_eq!(kept.collect::<Vec<_>>(), [right, bare]);
        assert!(orphans.is_empty() && orphans.bytes == 0);
    }
}
