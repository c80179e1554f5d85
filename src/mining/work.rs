//! What a miner may change in a block, put in a row: all nonces of one header, then the next second of
//! its time if times may be rolled, then the next extra nonce, and all of that again.
//!
//! A new extra nonce changes the coinbase, so its txid, so the Merkle root. Only the branch of the
//! coinbase changes with it: as many hashes as the tree has levels, however many transactions there
//! are (BCT 5.1, "finding a valid block").

use crate::chain::template::{extra_nonce, set_extra_nonce};
use crate::hash::MerkleNode;
use crate::ledger::block::header::MAX_FUTURE_BLOCK_TIME_SECONDS;
use crate::primitives::merkle::Proof;
use crate::primitives::{Block, BlockHeader};

/// Nonces of one header: all numbers of 32 bits.
pub const NONCES: u64 = 1 << 32;

/// Headers to try, one after the other, each with all its nonces.
pub trait Headers: Sync {
    /// The header number `index`, whatever its nonce; none if there are no more.
    fn header(&self, index: u64) -> Option<BlockHeader>;
}

/// One header, and no second.
impl Headers for BlockHeader {
    fn header(&self, index: u64) -> Option<BlockHeader> {
        (index == 0).then_some(*self)
    }
}

/// A block whose extra nonce counts on.
#[derive(Debug, Clone)]
pub struct BlockWork {
    /// The block's header and its coinbase, which is all that changes.
    changing: Block,
    /// The coinbase's way up the Merkle tree.
    branch: Proof,
    first_extra_nonce: Option<u64>,
    /// Times that each extra nonce is tried with: one, and those after it.
    times: u32,
}

impl BlockWork {
    /// The work on `block`; none if it has no transactions. A coinbase that does not end with an extra
    /// nonce of ours allows one header alone.
    pub fn new(block: &Block) -> Option<BlockWork> {
        let branch = Proof::new(&block.txid_leaves(), 0)?;
        let coinbase = block.transactions.first()?.clone();
        let changing = Block { header: block.header, transactions: vec![coinbase] };
        Some(BlockWork { branch, first_extra_nonce: extra_nonce(block), changing, times: 1 })
    }

    /// The same, with the block's time as well as the seconds after it, so many of them. A header's time
    /// changes no hash but the last one, so that this is cheaper than an extra nonce; nodes take times up
    /// to two hours ahead of their clocks (Core: `MAX_FUTURE_BLOCK_TIME`).
    pub fn rolling_time(self, seconds: u32) -> BlockWork {
        BlockWork { times: seconds.min(MAX_FUTURE_BLOCK_TIME_SECONDS) + 1, ..self }
    }

    /// Writes what was found at `index` into the block that the work was made of.
    pub fn put(&self, block: &mut Block, index: u64, nonce: u32) {
        if let Some(header) = self.header(index) {
            block.header = BlockHeader { nonce, ..header };
        }
        if let Some(first) = self.first_extra_nonce {
            set_extra_nonce(block, first.wrapping_add(index / u64::from(self.times)));
        }
    }
}

impl Headers for BlockWork {
    fn header(&self, index: u64) -> Option<BlockHeader> {
        let (more, second) =
            (index / u64::from(self.times), (index % u64::from(self.times)) as u32);
        let header = self.changing.header;
        let time = header.time.checked_add(second)?;
        if more == 0 {
            return Some(BlockHeader { time, ..header });
        }
        let mut changed = self.changing.clone();
        set_extra_nonce(&mut changed, self.first_extra_nonce?.wrapping_add(more));
        let txid = changed.transactions.first()?.txid();
        let merkle_root = self.branch.root(MerkleNode(txid.0))?;
        Some(BlockHeader { merkle_root, time, ..header })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::template::commit_to_transactions;
    use crate::primitives::{OutPoint, Transaction, TxIn, TxOut};

    fn block(transactions: u32) -> Block {
        let transaction = |number: u32| {
            let script_sig = [&[0x51, 8][..], &7_u64.to_le_bytes()].concat().into();
            let input = TxIn { previous_output: OutPoint::NULL, script_sig, ..TxIn::default() };
            let outputs = vec![TxOut::default()];
            Transaction {
                inputs: vec![input],
                outputs,
                lock_time: number,
                ..Transaction::default()
            }
        };
        let transactions = (0..transactions).map(transaction).collect();
        let mut block = Block { transactions, ..Block::default() };
        commit_to_transactions(&mut block);
        block
    }

    #[test]
    fn the_updated_branch_gives_the_root_of_the_rebuilt_tree() {
        for transactions in [1, 2, 3, 7, 8, 33] {
            let block = block(transactions);
            let work = BlockWork::new(&block).unwrap();
            for index in [0, 1, 2, 1_000_000, u64::MAX] {
                let mut found = block.clone();
                work.put(&mut found, index, 5);
                assert_eq!(extra_nonce(&found), Some(7_u64.wrapping_add(index)));
                assert_eq!(found.compute_merkle_root().hash, found.header.merkle_root, "{index}");
                assert_eq!(found.header.nonce, 5);
            }
        }
    }

    #[test]
    fn times_are_rolled_before_the_extra_nonce_is_raised() {
        let block = block(5);
        let work = BlockWork::new(&block).unwrap().rolling_time(2);
        let first = block.header;
        for (index, second, more) in [(0, 0, 0), (1, 1, 0), (2, 2, 0), (3, 0, 1), (7, 1, 2)] {
            let header = work.header(index).unwrap();
            assert_eq!(header.time, first.time + second);
            assert_eq!(header.merkle_root == first.merkle_root, more == 0, "{index}");
            let mut found = block.clone();
            work.put(&mut found, index, 9);
            assert_eq!(found.header, BlockHeader { nonce: 9, ..header });
            assert_eq!(extra_nonce(&found), Some(7 + more));
            assert_eq!(found.compute_merkle_root().hash, found.header.merkle_root);
        }
        let most = BlockWork::new(&block).unwrap().rolling_time(u32::MAX);
        let last = u64::from(MAX_FUTURE_BLOCK_TIME_SECONDS);
        assert_eq!(most.header(last).map(|it| it.time), Some(first.time + 7_200));
        assert_eq!(most.header(last + 1).map(|it| it.time), Some(first.time));
    }

    #[test]
    fn without_an_extra_nonce_there_is_one_header() {
        let mut block = block(1);
        block.transactions[0].inputs[0].script_sig = vec![1, 2].into();
        let work = BlockWork::new(&block).unwrap();
        assert_eq!((work.header(0), work.header(1)), (Some(block.header), None));
        assert_eq!((block.header.header(0), block.header.header(1)), (Some(block.header), None));
        assert!(BlockWork::new(&Block::default()).is_none());
    }
}
