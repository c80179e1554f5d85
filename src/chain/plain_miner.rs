//! The plainest miner: one nonce after the other, on one core.

use super::template::{commit_to_transactions, extra_nonce, set_extra_nonce};
use crate::primitives::Block;

/// Nonces of one header.
const NONCES: u64 = 1 << 32;

/// Looks for a nonce that gives `block` its proof of work, from nonce 0 on. Once all nonces of a header
/// are used up, the extra nonce of the coinbase makes a new one. None after `max_tries`, or where the
/// bits stand for no target, or where a coinbase that is not ours has no extra nonce.
pub fn mine(block: Block, max_tries: u64) -> Option<Block> {
    mine_with(block, max_tries, NONCES)
}

fn mine_with(mut block: Block, max_tries: u64, nonces: u64) -> Option<Block> {
    let target = block.header.bits.target().ok()?;
    for tried in 0..max_tries {
        if tried > 0 && tried % nonces == 0 {
            let next = extra_nonce(&block)?.wrapping_add(1);
            set_extra_nonce(&mut block, next);
            commit_to_transactions(&mut block);
        }
        block.header.nonce = (tried % nonces) as u32;
        if target.is_met_by(&block.block_hash()) {
            return Some(block);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::block::{BlockProof, IndexedBlock, check_block};
    use crate::primitives::pow::Target;
    use crate::primitives::{CompactTarget, OutPoint, Transaction, TxIn};

    fn block(script_sig: Vec<u8>) -> Block {
        let input = TxIn {
            previous_output: OutPoint::NULL,
            script_sig: script_sig.into(),
            ..TxIn::default()
        };
        let coinbase = Transaction {
            inputs: vec![input],
            outputs: vec![Default::default()],
            ..Transaction::default()
        };
        let mut block = Block { transactions: vec![coinbase], ..Block::default() };
        // One hash in 256 is low enough.
        block.header.bits = CompactTarget(0x2000_ffff);
        commit_to_transactions(&mut block);
        block
    }

    #[test]
    fn nonces_first_and_then_the_extra_nonce() {
        let ours = block([&[0x51, 8][..], &7_u64.to_le_bytes()].concat());
        let mined = mine_with(ours.clone(), 1_000_000, 4).unwrap();
        let extra = extra_nonce(&mined).unwrap();
        assert!(extra > 7 && mined.header.nonce < 4, "{extra}");
        let limit = Target(mined.header.bits.target().unwrap().0);
        let proof = BlockProof { limit, signet_challenge: None };
        assert_eq!(check_block(&IndexedBlock::new(mined), &proof), Ok(()));

        assert_eq!(mine_with(block(vec![1, 2]), 1_000_000, 4), None, "no extra nonce");
        assert!(mine(block(vec![1, 2]), 1_000_000).is_some(), "none needed");
        assert_eq!(mine(ours.clone(), 0), None);
        let mut zero = ours;
        zero.header.bits = CompactTarget(0);
        assert_eq!(mine(zero, 10), None);
    }
}
