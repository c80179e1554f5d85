//! What runs while the power fails: a seeded sequence of changes, or a chain that takes in blocks and
//! reorganises.

use blockstep::chain::template::commit_to_transactions;
use blockstep::chain::{Arrival, Chain, ChainParams, ChainStore, Change, mine};
use blockstep::hash::BlockHash;
use blockstep::ledger::{BlockUndo, Coin};
use blockstep::primitives::{Block, BlockHeader, OutPoint, Transaction, TxIn, TxOut};
use blockstep::rng::Rng;
use blockstep::script::instruction::put_number;
use blockstep::script::op;

/// Changes of every kind, in no order that a chain would make.
pub fn changes(seed: u64, count: usize) -> Vec<Change> {
    let mut rng = Rng::from_seed(seed);
    let (mut tip, mut known) = (BlockHash::default(), Vec::new());
    let mut change = || {
        let mut change = Change::default();
        for _ in 0..rng.below(3) {
            let block = unchecked_block(tip, rng.next_u64() as u32, rng.below(3_000) as usize);
            tip = block.block_hash();
            known.push(tip);
            change.undo.push((tip, BlockUndo { spent: vec![vec![coin(&mut rng)]; 2] }));
            change.tip = Some(tip);
            change.blocks.push(block);
        }
        if rng.below(4) == 0 && !known.is_empty() {
            let hash = known[rng.below(known.len() as u64) as usize];
            change.marks.push((hash, rng.below(2) == 0));
        }
        for _ in 0..rng.below(30) {
            let mut outpoint = OutPoint::NULL;
            outpoint.txid.0[0] = rng.below(64) as u8;
            outpoint.vout = rng.below(4) as u32 * 200;
            let coin = (rng.below(3) > 0).then(|| coin(&mut rng));
            change.coins.insert(outpoint, coin);
        }
        change
    };
    (0..count).map(|_| change()).collect()
}

/// Writes changes, and syncs after every third or so.
pub fn write(changes: &[Change], mut store: impl ChainStore) {
    for (index, change) in changes.iter().enumerate() {
        let written = store.write(change.clone());
        let synced = if index % 3 == 2 { store.sync() } else { Ok(()) };
        if written.and(synced).is_err() {
            return;
        }
    }
}

fn coin(rng: &mut Rng) -> Coin {
    let script_pubkey = vec![rng.below(256) as u8; rng.below(200) as usize].into();
    let output = TxOut { value: rng.below(1 << 40) as i64, script_pubkey };
    Coin { output, height: rng.below(1 << 20) as u32, coinbase: rng.below(2) == 0 }
}

fn unchecked_block(prev_block_hash: BlockHash, nonce: u32, padding: usize) -> Block {
    let header = BlockHeader { prev_block_hash, nonce, ..BlockHeader::default() };
    let output = TxOut { value: 1, script_pubkey: vec![0x51; padding].into() };
    let input = TxIn { previous_output: OutPoint::NULL, ..TxIn::default() };
    let coinbase =
        Transaction { inputs: vec![input], outputs: vec![output], version: 1, lock_time: 0 };
    Block { header, transactions: vec![coinbase] }
}

/// A regtest whose coinbases can soon be spent.
pub fn params() -> ChainParams {
    ChainParams { coinbase_maturity_blocks: 2, ..ChainParams::regtest() }
}

/// Valid blocks that make a chain reorganise twice: 20 in a row, 16 from the eighth on, and ten more on
/// the first branch. Each spends what blocks before it made.
pub fn forked_blocks() -> Vec<Block> {
    let params = params();
    let genesis = params.genesis.block_hash();
    let first = branch(&params, &[], genesis, 20, 1);
    let second = branch(&params, &first[..8], genesis, 16, 2);
    let third = branch(&params, &first, genesis, 10, 3);
    [&first[..], &second[8..], &third[20..]].concat()
}

fn branch(
    params: &ChainParams,
    base: &[Block],
    genesis: BlockHash,
    more: u32,
    mark: u8,
) -> Vec<Block> {
    let mut blocks = base.to_vec();
    for _ in 0..more {
        let height = blocks.len() as u32 + 1;
        let prev_block_hash = blocks.last().map_or(genesis, Block::block_hash);
        let mut script_sig = Vec::new();
        put_number(&mut script_sig, i64::from(height));
        script_sig.push(mark);
        let subsidy = params.subsidy.at(height);
        let mut transactions = vec![anyone_pays(OutPoint::NULL, script_sig, &[subsidy / 2; 2])];
        // Both coins of an older coinbase, in turns on both branches.
        if let Some(old) = blocks.len().checked_sub(3).map(|at| &blocks[at].transactions[0]) {
            let (txid, value) = (old.txid(), old.outputs[0].value);
            let spend = |vout| anyone_pays(OutPoint { txid, vout }, Vec::new(), &[value / 4; 4]);
            transactions.extend((0..1 + u32::from(height.is_multiple_of(2))).map(spend));
        }
        let header = BlockHeader {
            version: 0x2000_0000,
            prev_block_hash,
            time: params.genesis.header.time + height,
            bits: params.genesis.header.bits,
            ..BlockHeader::default()
        };
        let mut block = Block { header, transactions };
        commit_to_transactions(&mut block);
        blocks.push(mine(block, 1_000).unwrap());
    }
    blocks
}

/// Spends a coin that anyone may spend into such coins.
fn anyone_pays(previous_output: OutPoint, script_sig: Vec<u8>, values: &[i64]) -> Transaction {
    let script_pubkey = vec![op::OP_NOP, op::OP_NOP, op::OP_NOP, op::OP_1];
    let output = |&value| TxOut { value, script_pubkey: script_pubkey.clone().into() };
    let input = TxIn {
        previous_output,
        script_sig: script_sig.into(),
        sequence: u32::MAX,
        witness: Vec::new(),
    };
    let outputs = values.iter().map(output).collect();
    Transaction { version: 2, inputs: vec![input], outputs, lock_time: 0 }
}

/// Takes in blocks, and syncs after every fourth; ends early where the store fails. The chain's height
/// at the end, if it came there.
pub fn import(blocks: &[Block], store: impl ChainStore) -> Option<u32> {
    let mut chain = Chain::open(params(), store).ok()?;
    for (index, block) in blocks.iter().enumerate() {
        let accepted = chain.accept(block.clone(), u32::MAX / 2).ok()?;
        if let Arrival::Rejected(rejection) = accepted.arrival {
            panic!("a valid block is refused: {rejection}");
        }
        if index % 4 == 3 {
            chain.sync().ok()?;
        }
    }
    chain.sync().ok()?;
    Some(chain.height())
}
