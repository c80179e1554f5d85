//! A block together with what every check would otherwise compute again: its hash and its txids.

use crate::hash::{BlockHash, MerkleNode, Txid};
use crate::primitives::{Block, OutPoint, merkle};

/// A block, its hash and its txids.
#[derive(Debug, Clone)]
pub struct IndexedBlock {
    block: Block,
    hash: BlockHash,
    txids: Vec<Txid>,
}

impl IndexedBlock {
    /// Hashes the header and every transaction, once.
    pub fn new(block: Block) -> IndexedBlock {
        let hash = block.block_hash();
        let txids = block.transactions.iter().map(|tx| tx.txid()).collect();
        IndexedBlock { block, hash, txids }
    }

    /// The block.
    pub fn block(&self) -> &Block {
        &self.block
    }

    /// The block, without what was computed.
    pub fn into_block(self) -> Block {
        self.block
    }

    /// The hash of its header.
    pub fn hash(&self) -> BlockHash {
        self.hash
    }

    /// The ids of its transactions, in order.
    pub fn txids(&self) -> &[Txid] {
        &self.txids
    }

    /// Every output that the block makes, with the number of its transaction.
    pub fn outpoints(&self) -> impl Iterator<Item = (usize, OutPoint)> {
        let transactions = self.block.transactions.iter().zip(&self.txids);
        transactions.enumerate().flat_map(|(index, (tx, &txid))| {
            (0..tx.outputs.len() as u32).map(move |vout| (index, OutPoint { txid, vout }))
        })
    }

    /// The root of the Merkle tree over the txids (Core: `BlockMerkleRoot`).
    pub fn merkle_root(&self) -> merkle::Root {
        merkle::root(self.txids.iter().map(|txid| MerkleNode(txid.0)).collect())
    }
}
