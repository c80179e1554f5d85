//! A block: a signed header, and the transactions that its Merkle root stands for.

use super::{Body, Header, SignedHeader};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};
use crate::hash::{BlockHash, MerkleNode, Txid};
use crate::medical::identity::Keys;
use crate::primitives::merkle;

/// The most bytes of a block.
pub const SIZE_MAX_BYTES: usize = 1_000_000;

/// A block with transactions of some kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<T> {
    /// Its header and the producer's signature.
    pub head: SignedHeader,
    /// In order.
    pub transactions: Vec<T>,
}

/// What a block is built on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// The block before.
    pub id: BlockHash,
    /// Its height.
    pub height: u32,
    /// Its slot.
    pub slot: u64,
}

impl Parent {
    /// The parent of the first block: no block, at height 0 and slot 0.
    pub fn genesis(chain: &BlockHash) -> Parent {
        Parent { id: *chain, height: 0, slot: 0 }
    }
}

/// The root over transaction ids. A leaf is an id, which is a tagged hash, so that no inner node can be
/// passed off as a transaction.
pub fn merkle_root(txids: &[Txid]) -> merkle::Root {
    merkle::root(txids.iter().map(|txid| MerkleNode(txid.0)).collect())
}

impl<T: Clone> Block<T> {
    /// A block of `transactions` in `slot`, signed by its producer.
    pub fn new<B: Body<Tx = T>>(
        chain: &BlockHash,
        parent: &Parent,
        slot: u64,
        transactions: Vec<T>,
        producer: &Keys,
    ) -> Block<T> {
        let txids: Vec<Txid> = transactions.iter().map(B::txid).collect();
        let header = Header {
            previous: parent.id,
            height: parent.height.saturating_add(1),
            slot,
            merkle_root: merkle_root(&txids).hash,
            producer: producer.identity(),
        };
        Block { head: header.signed(chain, producer), transactions }
    }

    /// Its id.
    pub fn id(&self) -> BlockHash {
        self.head.header.id()
    }

    /// Its height.
    pub fn height(&self) -> u32 {
        self.head.header.height
    }

    /// As a parent of the next.
    pub fn as_parent(&self) -> Parent {
        Parent { id: self.id(), height: self.height(), slot: self.head.header.slot }
    }

    /// The proof that transaction `index` is in this block.
    pub fn proof<B: Body<Tx = T>>(&self, index: usize) -> Option<merkle::Proof> {
        let leaves: Vec<MerkleNode> =
            self.transactions.iter().map(|tx| MerkleNode(B::txid(tx).0)).collect();
        merkle::Proof::new(&leaves, index)
    }
}

impl<T: Encode> Encode for Block<T> {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.head.encode(sink);
        put_compact_size(sink, self.transactions.len() as u64);
        self.transactions.iter().for_each(|tx| tx.encode(sink));
    }
}

impl<T: Decode> Decode for Block<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Block<T>, DecodeError> {
        let head = SignedHeader::decode(r)?;
        let count = r.count("transactions", 1)?;
        let transactions = (0..count).map(|_| T::decode(r)).collect::<Result<_, _>>()?;
        Ok(Block { head, transactions })
    }
}
