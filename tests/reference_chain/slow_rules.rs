//! The rules of blocks once more, written down as plainly as they can be said, for blocks whose scripts
//! are a single opcode. Nothing here is shared with the real ones but the forms of the data.

use std::collections::{BTreeMap, BTreeSet};

use blockstep::encode::Encode as _;
use blockstep::hash::sha256d;
use blockstep::primitives::{Block, OutPoint, Transaction};

use super::slow_difficulty::{asked_bits, median_time, meets};
use super::world::{Difficulty, World};

/// A coin: satoshis, script, height, whether a coinbase made it.
pub type Coin = (i64, Vec<u8>, u32, bool);
/// The coins that are there.
pub type Coins = BTreeMap<OutPoint, Coin>;

/// All the money that there may be, in satoshis.
const MAX_MONEY: i64 = 2_100_000_000_000_000;

const OP_0: &[u8] = &[0x00];
const OP_RETURN: u8 = 0x6a;
const OP_CHECKMULTISIG: u8 = 0xae;

/// What is said of a script that is a single OP_0.
const FALSE_SCRIPT: &str = "block-script-verify-flag-failed (Script evaluated without error but finished with a false/empty top stack element)";

fn ensure(holds: bool, reject: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(reject.to_owned()) }
}

fn is_coinbase(tx: &Transaction) -> bool {
    tx.inputs.len() == 1 && tx.inputs[0].previous_output == OutPoint::NULL
}

/// The Merkle root of hashes, and whether two neighbours are ever equal.
fn merkle(mut row: Vec<[u8; 32]>) -> ([u8; 32], bool) {
    let mut twins = false;
    if row.is_empty() {
        return ([0; 32], false);
    }
    while row.len() > 1 {
        twins |= row.chunks_exact(2).any(|pair| pair[0] == pair[1]);
        if row.len() % 2 == 1 {
            row.push(row[row.len() - 1]);
        }
        row = row.chunks(2).map(|pair| sha256d(&[pair[0], pair[1]].concat())).collect();
    }
    (row[0], twins)
}

/// What a block has to satisfy by itself.
pub fn alone(block: &Block) -> Result<(), String> {
    ensure(meets(&block.header), "high-hash")?;
    let txids = block.transactions.iter().map(|tx| tx.txid().0).collect();
    let (root, twins) = merkle(txids);
    ensure(root == block.header.merkle_root.0, "bad-txnmrklroot")?;
    ensure(!twins, "bad-txns-duplicate")?;
    ensure(!block.transactions.is_empty(), "bad-blk-length")?;
    ensure(is_coinbase(&block.transactions[0]), "bad-cb-missing")?;
    ensure(!block.transactions[1..].iter().any(is_coinbase), "bad-cb-multiple")?;
    block.transactions.iter().try_for_each(transaction)?;
    // Here a script that begins with this opcode holds nothing else, and no other script has it.
    let scripts =
        block.transactions.iter().flat_map(|tx| &tx.outputs).map(|out| &out.script_pubkey);
    let scripts = scripts.filter(|script| script.first() == Some(&OP_CHECKMULTISIG));
    let checks: usize = scripts.map(|script| script.len()).sum();
    ensure(checks * 20 * 4 <= 80_000, "bad-blk-sigops")
}

fn transaction(tx: &Transaction) -> Result<(), String> {
    ensure(!tx.inputs.is_empty(), "bad-txns-vin-empty")?;
    ensure(!tx.outputs.is_empty(), "bad-txns-vout-empty")?;
    let mut total = 0;
    for output in &tx.outputs {
        ensure(output.value >= 0, "bad-txns-vout-negative")?;
        ensure(output.value <= MAX_MONEY, "bad-txns-vout-toolarge")?;
        total += output.value;
        ensure(total <= MAX_MONEY, "bad-txns-txouttotal-toolarge")?;
    }
    let different: BTreeSet<_> = tx.inputs.iter().map(|input| input.previous_output).collect();
    ensure(different.len() == tx.inputs.len(), "bad-txns-inputs-duplicate")?;
    if is_coinbase(tx) {
        return ensure((2..=100).contains(&tx.inputs[0].script_sig.len()), "bad-cb-length");
    }
    ensure(!different.contains(&OutPoint::NULL), "bad-txns-prevout-null")
}

/// What its header has to satisfy after the blocks of `chain`, from the genesis block on.
pub fn header(world: &World, chain: &[&Block], block: &Block, now: u32) -> Result<(), String> {
    let (height, header) = (chain.len() as u32, &block.header);
    ensure(header.bits.0 == asked_bits(world, chain, header.time), "bad-diffbits")?;
    ensure(header.time > median_time(chain), "time-too-old")?;
    if world.difficulty == Difficulty::Bip94 && height % world.window_blocks == 0 {
        let before = chain[chain.len() - 1].header.time;
        ensure(header.time + 600 >= before, "time-timewarp-attack")?;
    }
    ensure(header.time <= now + 7_200, "time-too-new")?;
    let retired = [(world.bip34, 2), (world.bip66, 3), (world.bip65, 4)];
    let too_low = |(from, least): (u32, i32)| height >= from && header.version < least;
    let version = header.version;
    ensure(!retired.into_iter().any(too_low), &format!("bad-version(0x{version:08x})"))
}

/// What its transactions have to satisfy after the blocks of `chain`, before any coin is looked at.
pub fn placed(world: &World, chain: &[&Block], block: &Block) -> Result<(), String> {
    let height = chain.len() as u32;
    let time = if height >= world.csv { median_time(chain) } else { block.header.time };
    for tx in &block.transactions {
        let limit = if tx.lock_time < 500_000_000 { height } else { time };
        let waits = tx.inputs.iter().any(|input| input.sequence != u32::MAX);
        ensure(tx.lock_time == 0 || tx.lock_time < limit || !waits, "bad-txns-nonfinal")?;
    }
    if height >= world.bip34 {
        let script = &block.transactions[0].inputs[0].script_sig;
        let pushed = match height {
            1..=16 => script[0] == 0x50 + height as u8,
            _ => script[..2] == [1, height as u8],
        };
        ensure(pushed, "bad-cb-height")?;
    }
    witnesses(height >= world.segwit, block)
}

fn witnesses(segwit: bool, block: &Block) -> Result<(), String> {
    let coinbase = &block.transactions[0];
    let marked = coinbase.outputs.iter().map(|output| output.script_pubkey.to_vec());
    let mut marked =
        marked.filter(|script| script.starts_with(&[0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed]));
    if let Some(script) = marked.next_back().filter(|_| segwit) {
        let reserved = &coinbase.inputs[0].witness;
        let one_item = reserved.len() == 1 && reserved[0].len() == 32;
        ensure(one_item, "bad-witness-nonce-size")?;
        let others = block.transactions[1..].iter().map(|tx| sha256d(&tx.to_bytes()));
        let root = merkle([[0; 32]].into_iter().chain(others).collect()).0;
        let commitment = sha256d(&[&root[..], &reserved[0]].concat());
        return ensure(script[6..38] == commitment, "bad-witness-merkle-match");
    }
    let mut inputs = block.transactions.iter().flat_map(|tx| &tx.inputs);
    ensure(inputs.all(|input| input.witness.is_empty()), "unexpected-witness")
}

/// Whether the block has witnesses that are wrong at any height.
pub fn never_right(block: &Block) -> bool {
    witnesses(false, block).is_err() && witnesses(true, block).is_err()
}

/// Rules that the reference can be made to forget, for counter-tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgotten {
    pub maturity: bool,
    pub overwrites: bool,
    pub scripts: bool,
    pub coinbase_amount: bool,
    pub sequence_locks: bool,
}

/// Takes the block's coins out of `coins` and puts its own in; `chain` are the blocks before it.
pub fn connect(
    world: &World,
    chain: &[&Block],
    block: &Block,
    coins: &mut Coins,
    forgotten: Forgotten,
) -> Result<(), String> {
    let height = chain.len() as u32;
    for tx in &block.transactions {
        let mut made = (0..tx.outputs.len() as u32).map(|vout| OutPoint { txid: tx.txid(), vout });
        let overwrites = made.any(|outpoint| coins.contains_key(&outpoint));
        ensure(!overwrites || forgotten.overwrites, "bad-txns-BIP30")?;
    }
    let (mut fees, mut false_scripts) = (0, false);
    for tx in &block.transactions {
        let paid: i64 = tx.outputs.iter().map(|output| output.value).sum();
        if !is_coinbase(tx) {
            let found = tx.inputs.iter().map(|input| coins.get(&input.previous_output).cloned());
            let found: Option<Vec<Coin>> = found.collect();
            let found = found.ok_or("bad-txns-inputs-missingorspent")?;
            let young = |coin: &Coin| coin.3 && height - coin.2 < world.maturity_blocks;
            let young = found.iter().any(young) && !forgotten.maturity;
            ensure(!young, "bad-txns-premature-spend-of-coinbase")?;
            let worth: i64 = found.iter().map(|coin| coin.0).sum();
            ensure(worth >= paid, "bad-txns-in-belowout")?;
            fees += worth - paid;
            if height >= world.csv && !forgotten.sequence_locks {
                ensure(locks_are_open(chain, tx, &found), "bad-txns-nonfinal")?;
            }
            false_scripts |= found.iter().any(|coin| coin.1 == OP_0);
        }
        tx.inputs.iter().for_each(|input| drop(coins.remove(&input.previous_output)));
        for (vout, output) in (0..).zip(&tx.outputs) {
            let script = output.script_pubkey.to_vec();
            if script.first() != Some(&OP_RETURN) {
                let outpoint = OutPoint { txid: tx.txid(), vout };
                coins.insert(outpoint, (output.value, script, height, is_coinbase(tx)));
            }
        }
    }
    let subsidy = world.subsidy_satoshis >> (height / world.halving_blocks);
    let paid: i64 = block.transactions[0].outputs.iter().map(|output| output.value).sum();
    ensure(paid <= subsidy + fees || forgotten.coinbase_amount, "bad-cb-amount")?;
    ensure(!false_scripts || forgotten.scripts, FALSE_SCRIPT)
}

/// BIP 68.
fn locks_are_open(chain: &[&Block], tx: &Transaction, spent: &[Coin]) -> bool {
    let height = chain.len() as u32;
    tx.inputs.iter().zip(spent).all(|(input, coin)| {
        let (sequence, made) = (input.sequence, coin.2 as usize);
        let count = sequence & 0xffff;
        if tx.version < 2 || sequence >> 31 == 1 {
            return true;
        }
        match sequence >> 22 & 1 {
            0 => height >= coin.2 + count,
            _ => median_time(chain) >= median_time(&chain[..made]) + count * 512,
        }
    })
}
