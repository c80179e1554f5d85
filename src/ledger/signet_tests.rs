use super::*;
use crate::hash::hash160;
use crate::ledger::Party;
use crate::script::op::{OP_1, OP_PUSHDATA1};
use crate::script::sighash::{ALL, legacy, segwit_v0};
use crate::script::standard::{multisig, p2pkh, p2wpkh};

fn signer() -> Party {
    Party::named("Signer")
}

fn signature(hash: [u8; 32]) -> Vec<u8> {
    [signer().sign(hash), vec![ALL as u8]].concat()
}

/// A second block, with a payment, a witness commitment and room for a solution.
fn unsigned() -> Block {
    let script = [&witness_commitment::HEADER[..], &[5; 32]].concat();
    let output = TxOut { value: 0, script_pubkey: script.into() };
    let coinbase = Transaction {
        inputs: vec![TxIn::default()],
        outputs: vec![TxOut::default(), output],
        ..Transaction::default()
    };
    let payment = Transaction { outputs: vec![TxOut::default()], ..coinbase.clone() };
    let mut block = Block { transactions: vec![coinbase, payment], ..Block::default() };
    block.header.prev_block_hash = BlockHash([1; 32]);
    assert!(place_solution(&mut block, &[], &[]));
    block
}

fn signed_by_one_of_one() -> (Block, Vec<u8>) {
    let (mut block, challenge) = (unsigned(), multisig(1, &[&signer().public_key()[..]]));
    let SignetSpend { to_spend, to_sign } = SignetSpend::new(&block, &challenge).unwrap();
    let context = TxContext::new(&to_sign, Some(&to_spend.outputs));
    let hash = legacy(&context, 0, &challenge, ALL);
    let mut script_sig = vec![OP_0];
    put_push(&mut script_sig, &signature(hash));
    assert!(place_solution(&mut block, &script_sig, &[]));
    (block, challenge)
}

fn signed_by_witness() -> (Block, Vec<u8>) {
    let hash = hash160(signer().public_key());
    let (mut block, challenge) = (unsigned(), p2wpkh(&hash));
    let SignetSpend { to_spend, to_sign } = SignetSpend::new(&block, &challenge).unwrap();
    let context = TxContext::new(&to_sign, Some(&to_spend.outputs));
    let hash = segwit_v0(&context, 0, &p2pkh(&hash), 0, ALL);
    let witness = [signature(hash), signer().public_key().to_vec()];
    assert!(place_solution(&mut block, &[], &witness));
    (block, challenge)
}

fn reason(block: &Block, challenge: &[u8]) -> String {
    let error = check(block, challenge).unwrap_err();
    assert_eq!(error.reject(), "bad-signet-blksig");
    error.to_string()
}

#[test]
fn a_signed_block_passes_until_anything_of_it_changes() {
    type Change = fn(&mut Block);
    let changes: [Change; 7] = [
        |block| block.header.version += 1,
        |block| block.header.time += 1,
        |block| block.header.prev_block_hash = BlockHash([2; 32]),
        |block| block.transactions[0].lock_time += 1,
        |block| block.transactions[0].outputs[0].value += 1,
        |block| block.transactions[1].outputs[0].value += 1,
        |block| block.transactions.truncate(1),
    ];
    for (signed, challenge) in [signed_by_one_of_one(), signed_by_witness()] {
        assert_eq!(check(&signed, &challenge), Ok(()));
        assert_eq!(signed.header.merkle_root, signed.compute_merkle_root().hash);
        for change in changes {
            let mut block = signed.clone();
            change(&mut block);
            assert!(reason(&block, &challenge).contains("does not satisfy"));
        }
        // What the miner is still to find is not signed.
        let mut mined = signed.clone();
        (mined.header.nonce, mined.header.bits.0) = (7, 7);
        assert_eq!(check(&mined, &challenge), Ok(()));
        // Another's challenge.
        assert!(reason(&signed, &multisig(1, &[&[2; 33][..]])).contains("does not satisfy"));
    }
}

#[test]
fn a_solution_that_is_missing_or_misshapen_fails() {
    let (signed, challenge) = signed_by_witness();
    assert!(reason(&unsigned(), &challenge).contains("does not satisfy"));
    let mut longer = signed.clone();
    let script = &mut longer.transactions[0].outputs[1].script_pubkey.0;
    // One byte more inside the push; its length stands behind OP_PUSHDATA1.
    assert_eq!(script[COMMITMENT_BYTES], OP_PUSHDATA1);
    script[COMMITMENT_BYTES + 1] += 1;
    script.push(0);
    assert!(reason(&longer, &challenge).contains("cannot be read"));
    let mut shorter = signed.clone();
    let script = &mut shorter.transactions[0].outputs[1].script_pubkey.0;
    script[COMMITMENT_BYTES + 1] -= 1;
    script.pop();
    assert!(reason(&shorter, &challenge).contains("cannot be read"));
    let mut bare = signed.clone();
    bare.transactions[0].outputs.pop();
    assert!(reason(&bare, &challenge).contains("no witness commitment"));
    assert!(!place_solution(&mut bare, &[], &[]));
    bare.transactions.clear();
    assert!(reason(&bare, &challenge).contains("no transactions"));
    assert!(!place_solution(&mut bare, &[], &[]));
}

#[test]
fn an_open_challenge_needs_no_solution_and_a_first_block_neither() {
    let (block, open) = (unsigned(), [OP_1]);
    assert_eq!(check(&block, &open), Ok(()));
    assert!(check(&block, &[OP_0]).is_err());
    let mut first = block;
    first.header.prev_block_hash = BlockHash::default();
    assert_eq!(check(&first, &[OP_0]), Ok(()));
}

#[test]
fn the_solution_is_the_first_push_with_the_header_and_more() {
    let solution = |byte: u8| [&[6][..], &HEADER, &[byte, byte]].concat();
    // A push of the header alone does not count; of two with more, the second stays; a push in a longer
    // form than it needs comes out plain.
    let script = [&[4][..], &HEADER, &solution(1), &solution(2), &[OP_PUSHDATA1, 1, 9, OP_1]];
    let (without, found) = take_solution(&script.concat()).unwrap();
    assert_eq!(found, [1, 1]);
    let expected = [&[4][..], &HEADER, &[4], &HEADER, &solution(2), &[1, 9, OP_1]];
    assert_eq!(without, expected.concat());
    assert_eq!(take_solution(&[&[4][..], &HEADER].concat()), None);
}
