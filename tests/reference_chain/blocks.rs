//! Blocks of generated chains: mostly in order, and sometimes with one thing wrong. Whether a block is
//! valid is not said here; that is for the chains to find out.

use blockstep::hash::{BlockHash, sha256d};
use blockstep::primitives::{
    Block, BlockHeader, CompactTarget, OutPoint, Transaction, TxIn, TxOut,
};
use blockstep::rng::Rng;

use super::faults;
pub use super::faults::Fault;
use super::payments::{Purse, draw_payments};
use super::slow_difficulty::{EASIEST, asked_bits, median_time, meets};
use super::slow_rules::Coins;
use super::world::{NOW, World};

/// A block and what stands behind it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub block: Block,
    /// Other transactions, or other witnesses, under the same header.
    pub twin: Option<Block>,
    /// From the genesis block to this one.
    pub chain: Vec<Block>,
    /// What would be there after it, were all of it in order.
    pub coins: Coins,
    /// What was there before, and is spent.
    pub spent: Vec<OutPoint>,
}

impl Draft {
    pub fn genesis(block: &Block) -> Draft {
        Draft {
            block: block.clone(),
            twin: None,
            chain: vec![block.clone()],
            coins: Coins::new(),
            spent: Vec::new(),
        }
    }
}

/// A block that follows `parent`, with this fault if there is room for it.
pub fn draw(rng: &mut Rng, world: &World, parent: &Draft, fault: Option<Fault>) -> Draft {
    let height = parent.chain.len() as u32;
    let mut purse = Purse::new(world, parent);
    let mut payments = draw_payments(rng, &mut purse);
    payments.extend(fault.and_then(|fault| faults::payment(fault, rng, &mut purse)));
    if fault == Some(Fault::SpendsLater) {
        payments.reverse();
    }
    let coinbase = coinbase(rng, world, parent, purse.fees_satoshis);
    let mut transactions = vec![coinbase];
    transactions.extend(payments);
    if height >= world.segwit && rng.below(4) == 0 {
        commit(rng, &mut transactions);
    }
    let header = BlockHeader {
        version: world.version(height),
        prev_block_hash: parent.block.block_hash(),
        time: draw_time(rng, parent),
        ..BlockHeader::default()
    };
    let mut block = Block { header, transactions };
    if let Some(fault) = fault {
        faults::before_hashing(fault, rng, world, parent, &mut block);
    }
    block.header.merkle_root = block.compute_merkle_root().hash;
    let chain: Vec<&Block> = parent.chain.iter().collect();
    // Behind a block whose target was too easy, no hash would do.
    let bits = asked_bits(world, &chain, block.header.time).min(EASIEST);
    block.header.bits = CompactTarget(bits);
    if let Some(fault) = fault {
        faults::after_hashing(fault, rng, &mut block);
    }
    let falls_short = [Some(Fault::HighHash), Some(Fault::TooEasy)].contains(&fault);
    mine(&mut block.header, !falls_short);
    let twin = faults::twin(rng, &block);
    finish(parent, block, twin, height)
}

impl World {
    fn version(&self, height: u32) -> i32 {
        if height < self.bip34 { 1 } else { 4 }
    }
}

/// Later than the median of those before; mostly later than the last one, by seconds or by hours.
fn draw_time(rng: &mut Rng, parent: &Draft) -> u32 {
    let before: Vec<&Block> = parent.chain.iter().collect();
    let (median, last) = (median_time(&before), parent.block.header.time);
    match rng.below(8) {
        _ if last > NOW => median + 1,
        0 => median + 1 + rng.below(700) as u32,
        1 => last + 1_200 + rng.below(3) as u32,
        2 => last + 600 + rng.below(5_000) as u32,
        _ => last + 1 + rng.below(400) as u32,
    }
}

/// The coinbase of a block after `parent`: it pushes the height, where there is such a rule, and
/// something of its own. Before that rule some miners make the same coinbase again and again.
fn coinbase(rng: &mut Rng, world: &World, parent: &Draft, fees: i64) -> Transaction {
    let height = parent.chain.len() as u32;
    let mut script = match height {
        1..=16 => vec![0x50 + height as u8],
        _ => vec![1, height as u8],
    };
    script.extend(rng.bytes()[..6].iter().map(|byte| 0x51 + byte % 16));
    let mut value = world.subsidy_satoshis >> (height / world.halving_blocks);
    let lazy = height < world.bip34 && rng.below(4) == 0;
    if lazy {
        (script, value) = (vec![0x51, 0x51], 1_000);
    } else if rng.below(4) > 0 {
        value += fees;
    }
    let input = TxIn {
        previous_output: OutPoint::NULL,
        script_sig: script.into(),
        sequence: u32::MAX,
        witness: Vec::new(),
    };
    let cut = if lazy { 0 } else { rng.below(3) as i64 * 100 };
    let outputs = [value - cut, cut].into_iter().filter(|value| *value > 0);
    let outputs =
        outputs.map(|value| TxOut { value, script_pubkey: draw_script(rng, lazy).into() });
    Transaction { version: 1, inputs: vec![input], outputs: outputs.collect(), lock_time: 0 }
}

/// Mostly a coin that anyone can spend, sometimes one that nobody can: by what its script says when it
/// is run, or without running it.
pub fn draw_script(rng: &mut Rng, open: bool) -> Vec<u8> {
    match rng.below(12) {
        0 if !open => vec![0x00],
        1 if !open => vec![0x6a],
        _ => vec![0x51],
    }
}

/// Adds a witness commitment.
fn commit(rng: &mut Rng, transactions: &mut [Transaction]) {
    let reserved = rng.bytes();
    let mut row = vec![[0; 32]];
    row.extend(transactions[1..].iter().map(|tx| tx.wtxid().0));
    let leaves = row.into_iter().map(blockstep::hash::MerkleNode).collect();
    let root = blockstep::primitives::merkle::root(leaves).hash;
    let commitment = sha256d(&[root.0, reserved].concat());
    let script = [&[0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed], &commitment[..]].concat();
    transactions[0].outputs.push(TxOut { value: 0, script_pubkey: script.into() });
    transactions[0].inputs[0].witness = vec![reserved.to_vec()];
}

/// Tries nonces until the header meets its target, or until it does not.
pub fn mine(header: &mut BlockHeader, wanted: bool) {
    while meets(header) != wanted {
        header.nonce += 1;
    }
}

/// Notes what becomes of the coins, whatever the rules will say.
fn finish(parent: &Draft, block: Block, twin: Option<Block>, height: u32) -> Draft {
    let (mut coins, mut spent) = (parent.coins.clone(), parent.spent.clone());
    for tx in &block.transactions {
        for input in &tx.inputs {
            spent.extend(coins.remove(&input.previous_output).map(|_| input.previous_output));
        }
        let txid = tx.txid();
        for (vout, output) in (0..).zip(&tx.outputs) {
            let coin = (output.value, output.script_pubkey.to_vec(), height, tx.is_coinbase());
            coins.insert(OutPoint { txid, vout }, coin);
        }
    }
    let chain = parent.chain.iter().cloned().chain([block.clone()]).collect();
    Draft { block, twin, chain, coins, spent }
}

/// A hash that no block has.
pub fn nowhere(rng: &mut Rng) -> BlockHash {
    BlockHash(rng.bytes())
}
