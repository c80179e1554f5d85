//! A block without proof of work, made from what waits (Core: `BlockAssembler::CreateNewBlock`).

use super::block_packing::{Packing, Room};
use super::choice::Choice;
use super::mempool::{Mempool, Totals};
use crate::hash::BlockHash;
use crate::ledger::block::{BlockContext, HeaderContext};
use crate::ledger::check_transaction::WITNESS_SCALE_FACTOR;
use crate::ledger::sigops::legacy_sigops;
use crate::primitives::{
    Block, BlockHeader, OutPoint, ScriptBuf, Transaction, TxIn, TxOut, witness_commitment,
};
use crate::script::instruction::{put_number, put_push};

/// The version of a block that signals nothing (BIP 9; Core: `VERSIONBITS_TOP_BITS`).
pub const BLOCK_VERSION: i32 = 0x2000_0000;
/// Bytes of the number that makes a coinbase unlike any other, at the end of its script.
pub const EXTRA_NONCE_SIZE: usize = 8;
/// Bytes of a header and the largest count of transactions that fits a block.
const HEADER_AND_COUNT_SIZE: usize = BlockHeader::SIZE + 5;

/// What a block is made for.
#[derive(Debug, Clone)]
pub struct BlockRequest {
    /// The block that it follows.
    pub prev_block_hash: BlockHash,
    /// What the chain asks of its header; on a testnet, for a block at [`block_time`].
    pub header: HeaderContext,
    /// What the chain asks of the whole.
    pub context: BlockContext,
    /// The locking script that subsidy and fees go to.
    pub pay_to: ScriptBuf,
}

/// A block's transactions, chosen, and why each of them was.
#[derive(Debug, Clone)]
pub struct BlockTemplate {
    /// Each package that was looked at, in order.
    pub choices: Vec<Choice>,
    /// What the chosen transactions add up to.
    pub totals: Totals,
    /// The block, complete but for its nonce.
    pub block: Block,
}

impl BlockTemplate {
    /// Fills a block from `pool`, which must have followed the chain to the block that this one
    /// follows. `extra_nonce` is the number that makes its coinbase unlike others.
    pub fn new(pool: &Mempool, request: &BlockRequest, extra_nonce: u64) -> BlockTemplate {
        let mut packing = Packing::new(pool, room(request));
        let choices: Vec<Choice> = std::iter::from_fn(|| packing.step(pool)).collect();
        let totals = *packing.totals();
        let mut block = with_coinbase(pool, &packing, request, extra_nonce);
        if request.context.segwit {
            commit_to_witnesses(&mut block);
        }
        commit_to_transactions(&mut block);
        BlockTemplate { choices, totals, block }
    }
}

/// A whole block's room, with as much of it reserved as this very coinbase takes, and no less than
/// Core reserves.
pub fn room(request: &BlockRequest) -> Room {
    let mut block = Block { transactions: vec![coinbase(request, 0, 0)], ..Block::default() };
    if request.context.segwit {
        commit_to_witnesses(&mut block);
    }
    let room = Room::default();
    let weight: usize = block.transactions.iter().map(Transaction::weight).sum();
    let sigops: usize = block.transactions.iter().map(legacy_sigops).sum();
    let reserved_weight = weight + HEADER_AND_COUNT_SIZE * WITNESS_SCALE_FACTOR;
    Room {
        reserved_weight: room.reserved_weight.max(reserved_weight),
        reserved_sigop_cost: room.reserved_sigop_cost.max(sigops * WITNESS_SCALE_FACTOR),
        ..room
    }
}

/// When a block may say that it was made, in seconds since 1970: now, or as soon after as the blocks
/// before it allow (Core: `GetMinimumTime`).
pub fn block_time(context: &HeaderContext) -> u32 {
    let after_median = context.median_time_past.saturating_add(1);
    let in_window = context
        .window_follows
        .map_or(0, |start| start.prev_time.saturating_sub(start.allowed_seconds));
    let after_window = context.window_began.unwrap_or(0);
    context.now.max(after_median).max(in_window).max(after_window)
}

/// The chosen transactions behind a coinbase that pays out their fees. What commits to them is still to
/// come.
pub fn with_coinbase(
    pool: &Mempool,
    packing: &Packing,
    request: &BlockRequest,
    extra_nonce: u64,
) -> Block {
    let header = BlockHeader {
        version: BLOCK_VERSION.max(request.header.min_version),
        prev_block_hash: request.prev_block_hash,
        time: block_time(&request.header),
        bits: request.header.expected_bits,
        ..BlockHeader::default()
    };
    let coinbase = coinbase(request, packing.totals().fee_satoshis, extra_nonce);
    let chosen =
        packing.taken().iter().filter_map(|txid| Some(pool.get(txid)?.tx.as_ref().clone()));
    let transactions = std::iter::once(coinbase).chain(chosen).collect();
    Block { header, transactions }
}

/// The transaction that pays the miner: the height (BIP 34), then the extra nonce. As Core's, it is
/// locked until its own block, so that BIP 54 finds nothing to change.
pub fn coinbase(request: &BlockRequest, fees_satoshis: i64, extra_nonce: u64) -> Transaction {
    let height = request.context.height;
    let mut script_sig = Vec::new();
    put_number(&mut script_sig, i64::from(height));
    put_push(&mut script_sig, &extra_nonce.to_le_bytes());
    let input = TxIn {
        previous_output: OutPoint::NULL,
        script_sig: script_sig.into(),
        sequence: u32::MAX - 1,
        witness: Vec::new(),
    };
    let value = request.context.subsidy_satoshis.saturating_add(fees_satoshis);
    let output = TxOut { value, script_pubkey: request.pay_to.clone() };
    let lock_time = height.saturating_sub(1);
    Transaction { version: 2, inputs: vec![input], outputs: vec![output], lock_time }
}

/// Lets the coinbase commit to the witnesses of all others (BIP 141; Core:
/// `GenerateCoinbaseCommitment`).
pub fn commit_to_witnesses(block: &mut Block) {
    const RESERVED: [u8; 32] = [0; 32];
    let root = witness_commitment::witness_merkle_root(block);
    let commitment = witness_commitment::commitment(root, &RESERVED);
    let Some(coinbase) = block.transactions.first_mut() else { return };
    let script_pubkey = [&witness_commitment::HEADER[..], &commitment].concat().into();
    coinbase.outputs.push(TxOut { value: 0, script_pubkey });
    if let Some(input) = coinbase.inputs.first_mut() {
        input.witness = vec![RESERVED.to_vec()];
    }
}

/// Lets the header commit to the transactions.
pub fn commit_to_transactions(block: &mut Block) {
    block.header.merkle_root = block.compute_merkle_root().hash;
}

/// Gives a coinbase of ours another extra nonce; false if its script does not end with one. The Merkle
/// root is out of date afterwards; the commitment to the witnesses is not, since it leaves the
/// coinbase out.
pub fn set_extra_nonce(block: &mut Block, extra_nonce: u64) -> bool {
    let input = block.transactions.first_mut().and_then(|tx| tx.inputs.first_mut());
    let Some(script) = input.map(|input| &mut input.script_sig.0) else { return false };
    let Some((head, nonce)) = script.split_last_chunk_mut::<EXTRA_NONCE_SIZE>() else {
        return false;
    };
    if head.last() != Some(&(EXTRA_NONCE_SIZE as u8)) {
        return false;
    }
    *nonce = extra_nonce.to_le_bytes();
    true
}

/// The extra nonce of a coinbase of ours.
pub fn extra_nonce(block: &Block) -> Option<u64> {
    let input = block.transactions.first()?.inputs.first()?;
    let (head, nonce) = input.script_sig.split_last_chunk::<EXTRA_NONCE_SIZE>()?;
    (head.last() == Some(&(EXTRA_NONCE_SIZE as u8))).then(|| u64::from_le_bytes(*nonce))
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
