//! Real blocks and transactions: every block passes the checks that need no chain, and every
//! transaction survives the way through JSON.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use blockstep::encode::{Decode, Encode};
use blockstep::json::{Shape, read, write};
use blockstep::ledger::block::check::WITNESS_CHECKS;
use blockstep::ledger::block::{BlockError, BlockProof, IndexedBlock, check_block};
use blockstep::primitives::{Block, Network, Transaction, merkle, witness_commitment};

/// A file, and whether its block commits to witnesses.
const BLOCKS: &[(&str, bool)] = &[
    ("spent/mainnet_170.block", false),
    ("spent/mainnet_24835.block", false),
    ("spent/mainnet_57043.block", false),
    ("spent/mainnet_116928.block", false),
    ("spent/mainnet_210000.block", false),
    ("spent/mainnet_277647.block", false),
    ("spent/mainnet_300025.block", false),
    ("blocks/mainnet_227835.block", false),
    ("blocks/mainnet_481829.block", true),
    ("blocks/mainnet_540107.block", true),
    ("spent/mainnet_757739.block", true),
    ("spent/testnet3_928816.block", true),
];

fn blocks() -> Vec<(Block, bool)> {
    let read = |(name, commits): &(&str, bool)| {
        let bytes = vectors::read(&format!("chain/{name}"))?;
        let block = Block::from_bytes(&bytes).unwrap();
        assert_eq!(block.to_bytes(), bytes, "{name}");
        assert_eq!(block.total_size(), bytes.len(), "{name}");
        Some((block, *commits))
    };
    BLOCKS.iter().filter_map(read).collect()
}

/// The checks that need no chain. The test networks' limit is the main one's.
fn check(block: &Block) -> Result<(), BlockError> {
    let block = IndexedBlock::new(block.clone());
    check_block(&block, &BlockProof { limit: Network::Main.pow_limit(), signet_challenge: None })?;
    WITNESS_CHECKS.iter().try_for_each(|check| (check.run)(&block))
}

#[test]
fn real_blocks_pass_and_forged_ones_do_not() {
    let blocks = blocks();
    for (block, commits) in &blocks {
        assert_eq!(check(block), Ok(()), "{}", block.block_hash());
        assert_eq!(witness_commitment::check(block), Ok(*commits));
        // The counter-tests: one bit of an amount, and one of a witness.
        let mut forged = block.clone();
        forged.transactions[0].outputs[0].value ^= 1;
        assert_eq!(check(&forged).unwrap_err().reject(), "bad-txnmrklroot");
        let mut forged = block.clone();
        let mut witnesses = forged.transactions.iter_mut().skip(1).flat_map(|tx| &mut tx.inputs);
        if let Some(input) = witnesses.find(|input| !input.witness.is_empty()) {
            input.witness.push(vec![]);
            let reject = check(&forged).unwrap_err().reject();
            assert_eq!(reject, "bad-witness-merkle-match");
        }
    }
    assert!(blocks.is_empty() || blocks.len() == BLOCKS.len());
}

#[test]
fn every_transaction_of_a_block_has_a_proof() {
    for (block, _) in blocks() {
        let leaves = block.txid_leaves();
        let step = leaves.len().div_ceil(50);
        for index in (0..leaves.len()).step_by(step) {
            let proof = merkle::Proof::new(&leaves, index).unwrap();
            assert!(proof.verify(leaves[index], block.header.merkle_root));
            let other = leaves[(index + 1) % leaves.len()];
            assert_eq!(proof.verify(other, block.header.merkle_root), other == leaves[index]);
        }
    }
}

/// Core's shape keeps every transaction. The lecture's keeps all but those that it names.
#[test]
fn transactions_survive_json() {
    let (mut seen, mut whole) = (0, 0);
    let mut check = |tx: &Transaction| {
        let core = write(tx, Shape::Core, Network::Main).unwrap();
        assert!(core.lost.is_empty());
        assert_eq!(&read(&core.text).unwrap(), tx);
        let lecture = write(tx, Shape::Lecture, Network::Main).unwrap();
        let back = read(&lecture.text);
        assert_eq!(back.is_ok_and(|back| &back == tx), lecture.lost.is_empty(), "{}", tx.txid());
        seen += 1;
        whole += usize::from(lecture.lost.is_empty());
    };
    for (block, _) in blocks() {
        block.transactions.iter().for_each(&mut check);
    }
    let Some(bytes) = vectors::read("chain/txs/txs.json") else { return };
    let rows: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    for row in rows.as_array().unwrap() {
        check(&Transaction::from_hex(row["tx"].as_str().unwrap()).unwrap());
    }
    assert_eq!((seen, whole), (4492, 3495));
}
