//! A real block filled up to the most signature checks that a block may ask for: no real block of ours
//! comes near, so that no single bit of it could reach the limit.

use blockstep::ledger::block::check::MAX_BLOCK_SIGOPS_COST;
use blockstep::primitives::TxOut;
use blockstep::script::op;

use super::judge::{Judge, repair};
use super::subject::Subject;

/// The block with one more output of the coinbase, which is worth nothing and asks for all the checks
/// that were left.
pub fn filled(subject: &Subject) -> Subject {
    let room = MAX_BLOCK_SIGOPS_COST - Judge::strict(subject).sigop_cost();
    // Outside a witness each costs 4 (BIP 141).
    let script_pubkey = vec![op::OP_CHECKSIG; room / 4].into();
    let mut block = subject.block.clone();
    block.transactions[0].outputs.push(TxOut { value: 0, script_pubkey });
    repair(&mut block);
    subject.with_block(&block)
}

/// Every bit of some of the bytes that fill the block.
pub fn sample(filled: &Subject) -> impl Iterator<Item = (usize, u8)> {
    let outputs = &filled.block.transactions[0].outputs;
    let path = format!("tx[0].vout[{}].scriptPubKey", outputs.len() - 1);
    let field = filled.fields.iter().find(|field| field.path == path).unwrap();
    (field.start..field.end).step_by(2_000).flat_map(|offset| (0..8).map(move |bit| (offset, bit)))
}
