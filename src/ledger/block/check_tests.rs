use super::*;
use crate::primitives::{Block, CompactTarget, Network, OutPoint, TxIn, TxOut};
use crate::script::op;

fn proof(network: Network) -> BlockProof<'static> {
    BlockProof { limit: network.pow_limit(), signet_challenge: None }
}

fn has_work(block: &Block) -> bool {
    check_block_header(&block.header, Network::Regtest.pow_limit()).is_ok()
}

fn coinbase(script_pubkey: Vec<u8>) -> Transaction {
    let script_sig = vec![1, 2].into();
    let input = TxIn { previous_output: OutPoint::NULL, script_sig, ..TxIn::default() };
    let output = TxOut { value: 1, script_pubkey: script_pubkey.into() };
    Transaction { inputs: vec![input], outputs: vec![output], ..Transaction::default() }
}

fn payment(number: u8) -> Transaction {
    let previous_output = OutPoint { txid: crate::hash::Txid([number; 32]), vout: 0 };
    let input = TxIn { previous_output, ..TxIn::default() };
    Transaction { inputs: vec![input], outputs: vec![TxOut::default()], ..Transaction::default() }
}

/// A block with these transactions, its Merkle root and proof of work in order.
fn mined(transactions: Vec<Transaction>) -> Block {
    let mut block = Block { transactions, ..Block::default() };
    block.header.bits = CompactTarget(0x207f_ffff);
    block.header.merkle_root = block.compute_merkle_root().hash;
    while !has_work(&block) {
        block.header.nonce += 1;
    }
    block
}

/// What fails, in the order of the checks.
fn rejects(block: &Block) -> Vec<String> {
    let (block, proof) = (IndexedBlock::new(block.clone()), proof(Network::Regtest));
    let checks = BLOCK_CHECKS.iter().map(|check| (check.run)(&block, &proof));
    let witnesses = WITNESS_CHECKS.iter().map(|check| (check.run)(&block));
    checks.chain(witnesses).filter_map(|result| Some(result.err()?.reject().into())).collect()
}

#[test]
fn each_broken_rule_is_found_by_its_own_check() {
    let good = mined(vec![coinbase(vec![]), payment(1), payment(2)]);
    assert_eq!(rejects(&good), [""; 0]);

    let mut other_order = good.clone();
    other_order.transactions.swap(1, 2);
    let mut repeated = good.clone();
    repeated.transactions.push(payment(2));
    let mut above = good.clone();
    while has_work(&above) {
        above.header.nonce += 1;
    }
    let mut witness = payment(3);
    witness.inputs[0].witness = vec![vec![1]];
    let checks = |count: usize| coinbase(vec![op::OP_CHECKMULTISIG; count]);
    let large = |bytes: usize| coinbase(vec![op::OP_RETURN; bytes]);
    for (block, expected) in [
        (above, &["high-hash"][..]),
        (other_order, &["bad-txnmrklroot"]),
        (repeated, &["bad-txns-duplicate"]),
        (mined(vec![]), &["bad-blk-length", "bad-cb-missing"]),
        (mined(vec![payment(1)]), &["bad-cb-missing"]),
        (mined(vec![coinbase(vec![]), payment(1), coinbase(vec![])]), &["bad-cb-multiple"]),
        (mined(vec![coinbase(vec![]), Transaction::default()]), &["bad-txns-vin-empty"]),
        (mined(vec![checks(1000)]), &[]),
        (mined(vec![checks(1001)]), &["bad-blk-sigops"]),
        (mined(vec![coinbase(vec![]), witness]), &["unexpected-witness"]),
        (mined(vec![large(999_000)]), &[]),
        (mined(vec![large(1_000_000)]), &["bad-blk-length", "bad-txns-oversize", "bad-blk-weight"]),
    ] {
        assert_eq!(rejects(&block), expected);
        let result = check_block(&IndexedBlock::new(block), &proof(Network::Regtest));
        let first = result.err().map(|error| error.reject());
        let witnesses = ["unexpected-witness", "bad-blk-weight"];
        let expected = expected.iter().copied().find(|reject| !witnesses.contains(reject));
        assert_eq!(first.as_deref(), expected);
    }
}

#[test]
fn only_the_network_s_own_targets_count() {
    let block = IndexedBlock::new(mined(vec![coinbase(vec![])]));
    assert!(check_block(&block, &proof(Network::Regtest)).is_ok());
    assert!(check_block(&block, &proof(Network::Main)).is_err(), "regtest's target on mainnet");
}

#[test]
fn signature_operations_are_counted_without_running_anything() {
    let mut tx = coinbase(vec![op::OP_CHECKSIG, op::OP_CHECKMULTISIGVERIFY]);
    // A push hides what it pushes; what stands before a push that is cut off counts.
    tx.inputs[0].script_sig =
        vec![1, op::OP_CHECKSIG, op::OP_CHECKSIGVERIFY, 5, op::OP_CHECKSIG].into();
    assert_eq!(legacy_sigops(&tx), 1 + 20 + 1);
}
