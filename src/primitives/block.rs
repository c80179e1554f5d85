//! A block: an 80-byte header, and the transactions that it commits to.
//!
//! The header's double SHA-256 is the block's hash; it names the block before it and so makes a
//! chain, and its Merkle root stands for every transaction (Core: `CBlockHeader`, `CBlock`).

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};
use crate::hash::{BlockHash, MerkleNode, sha256d};
use crate::primitives::{CompactTarget, Transaction, merkle};

/// Core's `CBlockHeader`: always 80 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BlockHeader {
    /// Signed, as Core reads it; its bits signal readiness for new rules (BIP 9).
    pub version: i32,
    /// The block that this one follows.
    pub prev_block_hash: BlockHash,
    /// What all of the block's transactions hash to.
    pub merkle_root: MerkleNode,
    /// When the miner says it was made: seconds since 1970.
    pub time: u32,
    /// The target that the hash must not exceed.
    pub bits: CompactTarget,
    /// The number that a miner varies in search of a small hash.
    pub nonce: u32,
}

/// Core's `CBlock`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// The part that is hashed and mined.
    pub header: BlockHeader,
    /// The transactions, the coinbase first.
    pub transactions: Vec<Transaction>,
}

impl BlockHeader {
    /// Bytes of a header.
    pub const SIZE: usize = 80;

    /// The header's 80 bytes.
    pub fn to_array(&self) -> [u8; BlockHeader::SIZE] {
        let mut bytes = [0; BlockHeader::SIZE];
        let (version, rest) = bytes.split_at_mut(4);
        let (prev, rest) = rest.split_at_mut(32);
        let (root, rest) = rest.split_at_mut(32);
        let (time, rest) = rest.split_at_mut(4);
        let (bits, nonce) = rest.split_at_mut(4);
        version.copy_from_slice(&self.version.to_le_bytes());
        prev.copy_from_slice(&self.prev_block_hash.0);
        root.copy_from_slice(&self.merkle_root.0);
        time.copy_from_slice(&self.time.to_le_bytes());
        bits.copy_from_slice(&self.bits.0.to_le_bytes());
        nonce.copy_from_slice(&self.nonce.to_le_bytes());
        bytes
    }

    /// sha256d of the 80 bytes.
    pub fn block_hash(&self) -> BlockHash {
        BlockHash(sha256d(&self.to_array()))
    }
}

impl Block {
    /// The hash of the header.
    pub fn block_hash(&self) -> BlockHash {
        self.header.block_hash()
    }

    /// The leaves of the block's Merkle tree: the txids in order.
    pub fn txid_leaves(&self) -> Vec<MerkleNode> {
        self.transactions.iter().map(|tx| MerkleNode(tx.txid().0)).collect()
    }

    /// The Merkle root of the transactions that are here, whatever the header says, and whether
    /// a duplicate hides in the list (Core: `BlockMerkleRoot`).
    pub fn compute_merkle_root(&self) -> merkle::Root {
        merkle::root(self.txid_leaves())
    }

    /// Bytes without witnesses.
    pub fn base_size(&self) -> usize {
        let count = crate::encode::compact_size_len(self.transactions.len() as u64);
        let transactions: usize = self.transactions.iter().map(Transaction::base_size).sum();
        BlockHeader::SIZE + count + transactions
    }

    /// Bytes of the full serialization.
    pub fn total_size(&self) -> usize {
        self.encoded_len()
    }

    /// Weight units (BIP 141): three times the size without witnesses plus the full size.
    pub fn weight(&self) -> usize {
        self.base_size() * 3 + self.total_size()
    }
}

impl Encode for BlockHeader {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.to_array());
    }
}

impl Encode for Block {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.header.encode(sink);
        put_compact_size(sink, self.transactions.len() as u64);
        for transaction in &self.transactions {
            transaction.encode(sink);
        }
    }
}

impl Decode for BlockHeader {
    fn decode(r: &mut Reader<'_>) -> Result<BlockHeader, DecodeError> {
        Ok(BlockHeader {
            version: r.named("version", Reader::i32)?,
            prev_block_hash: BlockHash(r.named("previousblockhash", Reader::array)?),
            merkle_root: MerkleNode(r.named("merkleroot", Reader::array)?),
            time: r.named("time", Reader::u32)?,
            bits: CompactTarget(r.named("bits", Reader::u32)?),
            nonce: r.named("nonce", Reader::u32)?,
        })
    }
}

impl Decode for Block {
    fn decode(r: &mut Reader<'_>) -> Result<Block, DecodeError> {
        let header = r.named("header", BlockHeader::decode)?;
        // The shortest transaction: version, two empty lists, lock_time.
        let count = r.named("tx_count", |r| r.count("transactions", 10))?;
        let transactions = (0..count)
            .map(|index| r.named_at("tx", index, Transaction::decode))
            .collect::<Result<_, _>>()?;
        Ok(Block { header, transactions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Public facts: the first block of the main network.
    const GENESIS: &str = "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c0101000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000";

    #[test]
    fn the_genesis_block_reads_hashes_and_writes_back() {
        let block = Block::from_hex(GENESIS).unwrap();
        assert_eq!(
            block.block_hash().to_string(),
            "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
        );
        let root = block.compute_merkle_root();
        assert_eq!((root.hash, root.mutated), (block.header.merkle_root, false));
        assert_eq!(block.header.bits, CompactTarget(0x1d00_ffff));
        assert_eq!(hex::encode(block.to_bytes()), GENESIS);
        assert_eq!((block.total_size(), block.weight()), (285, 1140));
    }

    #[test]
    fn a_traced_reader_names_every_field() {
        let bytes = hex::decode(GENESIS).unwrap();
        let mut reader = Reader::traced(&bytes);
        Block::decode(&mut reader).unwrap();
        let spans = reader.into_spans();
        let found: Vec<_> = spans.iter().map(|s| (s.name, s.start, s.end)).take(9).collect();
        assert_eq!(
            found,
            [
                ("header", 0, 80),
                ("version", 0, 4),
                ("previousblockhash", 4, 36),
                ("merkleroot", 36, 68),
                ("time", 68, 72),
                ("bits", 72, 76),
                ("nonce", 76, 80),
                ("tx_count", 80, 81),
                ("tx", 81, 285),
            ]
        );
    }

    #[test]
    fn every_cut_is_an_error_with_an_offset() {
        let bytes = hex::decode(GENESIS).unwrap();
        for length in 0..bytes.len() {
            let error = Block::from_bytes(&bytes[..length]).unwrap_err();
            assert!(error.offset() <= length, "{length}: {error}");
        }
        let long = [bytes, vec![0]].concat();
        assert_eq!(
            Block::from_bytes(&long).unwrap_err(),
            DecodeError::TrailingBytes { offset: 285, left: 1 }
        );
    }
}
