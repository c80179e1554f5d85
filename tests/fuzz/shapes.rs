//! Well-formed inputs of every kind, made from random numbers.

use blockstep::catalog::{SavedTrace, Source, scenarios};
use blockstep::encode::Encode as _;
use blockstep::hash::{BlockHash, MerkleNode, Txid};
use blockstep::json::{self, Shape};
use blockstep::primitives::address::{PrivateKey, base58, bech32};
use blockstep::primitives::{
    Address, Block, BlockHeader, CompactTarget, Network, OutPoint, ScriptBuf, Transaction, TxIn,
    TxOut,
};
use blockstep::rng::Rng;
use blockstep::script::asm::{self, Tags};
use blockstep::script::{Flags, number, opcode};
use serde_json::{Value, json};

fn below(rng: &mut Rng, bound: u64) -> usize {
    rng.below(bound) as usize
}

fn random_bytes(rng: &mut Rng, bound: u64) -> Vec<u8> {
    let length = below(rng, bound);
    std::iter::repeat_with(|| rng.bytes()).flatten().take(length).collect()
}

fn network(rng: &mut Rng) -> Network {
    Network::ALL[below(rng, Network::ALL.len() as u64)]
}

/// A script: an output that has an address, or opcodes with data.
fn script_bytes(rng: &mut Rng) -> Vec<u8> {
    let hash = rng.bytes();
    match below(rng, 5) {
        0 => [&[0x76, 0xa9, 0x14], &hash[..20], &[0x88, 0xac]].concat(),
        1 => [&[0xa9, 0x14], &hash[..20], &[0x87]].concat(),
        2 => [&[0x00, 0x14], &hash[..20]].concat(),
        3 => [&[0x51, 0x20], &hash[..]].concat(),
        _ => {
            let mut script = Vec::new();
            for _ in 0..below(rng, 8) {
                let data = random_bytes(rng, 20);
                script.push(data.len() as u8);
                script.extend(data);
                script.push(0x61 + below(rng, 0x9f) as u8);
            }
            script
        }
    }
}

fn tx(rng: &mut Rng) -> Transaction {
    let input = |rng: &mut Rng| TxIn {
        previous_output: OutPoint { txid: Txid(rng.bytes()), vout: rng.below(4) as u32 },
        script_sig: ScriptBuf(script_bytes(rng)),
        sequence: rng.next_u64() as u32,
        witness: (0..below(rng, 3)).map(|_| random_bytes(rng, 80)).collect(),
    };
    let output = |rng: &mut Rng| TxOut {
        value: rng.below(2_100_000_000_000_000) as i64,
        script_pubkey: ScriptBuf(script_bytes(rng)),
    };
    Transaction {
        version: rng.below(3) as u32,
        inputs: (0..=below(rng, 3)).map(|_| input(rng)).collect(),
        outputs: (0..=below(rng, 3)).map(|_| output(rng)).collect(),
        lock_time: rng.next_u64() as u32,
    }
}

fn header(rng: &mut Rng) -> BlockHeader {
    BlockHeader {
        version: rng.next_u64() as i32,
        prev_block_hash: BlockHash(rng.bytes()),
        merkle_root: MerkleNode(rng.bytes()),
        time: rng.next_u64() as u32,
        bits: CompactTarget(rng.next_u64() as u32),
        nonce: rng.next_u64() as u32,
    }
}

/// A transaction's bytes.
pub fn transaction(rng: &mut Rng) -> Vec<u8> {
    tx(rng).to_bytes()
}

/// A block header's bytes.
pub fn block_header(rng: &mut Rng) -> Vec<u8> {
    header(rng).to_bytes()
}

/// A block's bytes.
pub fn block(rng: &mut Rng) -> Vec<u8> {
    let transactions = (0..=below(rng, 4)).map(|_| tx(rng)).collect();
    Block { header: header(rng), transactions }.to_bytes()
}

/// A transaction as JSON, in either shape as far as that loses nothing.
pub fn transaction_json(rng: &mut Rng) -> Vec<u8> {
    let (tx, network) = (tx(rng), network(rng));
    let lecture = json::write(&tx, Shape::Lecture, network).ok();
    let whole = lecture.filter(|written| written.lost.is_empty() && rng.below(2) == 0);
    let written = whole.or_else(|| json::write(&tx, Shape::Core, network).ok());
    written.unwrap().text.into_bytes()
}

/// An address.
pub fn address(rng: &mut Rng) -> Vec<u8> {
    let network = network(rng);
    let address = std::iter::repeat_with(|| Address::from_script(&script_bytes(rng)));
    address.flatten().next().unwrap().to_text(network).into_bytes()
}

/// Base58Check text.
pub fn base58_text(rng: &mut Rng) -> Vec<u8> {
    base58::encode_check(&random_bytes(rng, 90)).into_bytes()
}

/// Bech32 or Bech32m text.
pub fn bech32_text(rng: &mut Rng) -> Vec<u8> {
    let groups = bech32::to_groups(&random_bytes(rng, 45));
    let variant = bech32::Variant::for_version(rng.below(2) as u8);
    bech32::encode("bc", &groups, variant).unwrap_or_default().into_bytes()
}

/// A private key as a wallet writes it.
pub fn wif(rng: &mut Rng) -> Vec<u8> {
    let network = network(rng);
    PrivateKey::new(rng.bytes(), rng.below(2) == 0).unwrap().to_wif(network).into_bytes()
}

/// A script's bytes.
pub fn script(rng: &mut Rng) -> Vec<u8> {
    script_bytes(rng)
}

/// A script in the notation of Core's tests.
pub fn core_notation(rng: &mut Rng) -> Vec<u8> {
    let word = |rng: &mut Rng| match below(rng, 4) {
        0 => (rng.below(1 << 32) as i64 - (1 << 31)).to_string(),
        1 => format!("0x{}", hex::encode([&[1], &random_bytes(rng, 30)[..]].concat())),
        2 => format!("'{}'", hex::encode(random_bytes(rng, 30))),
        _ => opcode::info(0x61 + below(rng, 0x59) as u8).name.to_string(),
    };
    let words: Vec<String> = (0..below(rng, 12)).map(|_| word(rng)).collect();
    words.join(" ").into_bytes()
}

/// A script in the readable notation.
pub fn readable_notation(rng: &mut Rng) -> Vec<u8> {
    asm::write(&script_bytes(rng), &Tags::default()).into_bytes()
}

/// A strictly encoded signature with its hash type.
pub fn der_signature(rng: &mut Rng) -> Vec<u8> {
    let (mut r, mut s) = (rng.bytes(), rng.bytes());
    r[0] = r[0] & 0x7f | 1;
    s[0] = s[0] & 0x7f | 1;
    [&[0x30, 0x44, 2, 32], &r[..], &[2, 32], &s[..], &[1]].concat()
}

/// A number as Script writes it.
pub fn script_number(rng: &mut Rng) -> Vec<u8> {
    number::encode(rng.below(1 << 32) as i64 - (1 << 31))
}

/// A compact target's four bytes.
pub fn compact_target(rng: &mut Rng) -> Vec<u8> {
    let exponent = 3 + rng.below(29) as u32;
    ((exponent << 24) | (0x0001_0000 + rng.below(0x7e_0000) as u32)).to_le_bytes().to_vec()
}

/// A saved walk: a scenario with steps taken, or bytes of one's own.
pub fn saved_trace(rng: &mut Rng) -> Vec<u8> {
    // A block of the box takes long to open; the others stand for it.
    let small = |id: &&str| !id.contains("702861");
    let ids: Vec<&str> = scenarios().iter().map(|scenario| scenario.id).filter(small).collect();
    let source = match below(rng, 4) {
        0 => Source::TransactionBytes { hex: hex::encode(transaction(rng)) },
        1 => Source::BlockBytes { hex: hex::encode(block(rng)) },
        2 => {
            let tx = tx(rng);
            let hex = hex::encode(tx.to_bytes());
            Source::Spend { hex, input: 0, prevouts: prevouts(rng, &tx), flags: None }
        }
        _ => Source::scenario(ids[below(rng, ids.len() as u64)]),
    };
    let Ok(mut stepper) = source.open() else { return Vec::new() };
    stepper.seek(below(rng, 30));
    SavedTrace::of(source, stepper.as_ref()).to_text().into_bytes()
}

fn prevouts(rng: &mut Rng, tx: &Transaction) -> Vec<Option<blockstep::catalog::Prevout>> {
    let mut coin = || TxOut { value: 5, script_pubkey: ScriptBuf(script_bytes(rng)) };
    tx.inputs.iter().map(|_| Some(blockstep::catalog::Prevout::of(&coin()))).collect()
}

/// A lesson, with some of its paragraphs in another order.
pub fn lesson(rng: &mut Rng) -> Vec<u8> {
    let text = include_str!("../../lessons/03-transaction-based-ledger.md");
    let mut parts: Vec<&str> = text.split("\n\n").collect();
    if rng.below(2) == 0 {
        let (a, b) = (below(rng, parts.len() as u64), below(rng, parts.len() as u64));
        parts.swap(a.max(1), b.max(1));
    }
    parts.join("\n\n").into_bytes()
}

/// A line for `script verify --batch`.
pub fn verify_line(rng: &mut Rng) -> Vec<u8> {
    let tx = tx(rng);
    let prevouts: Vec<Value> = prevouts(rng, &tx)
        .iter()
        .map(|prevout| if rng.below(8) == 0 { Value::Null } else { json!(prevout) })
        .collect();
    let flags: Vec<&str> = Flags::from_bits(rng.next_u64() as u32).names().collect();
    let input = rng.below(tx.inputs.len() as u64);
    let hex = hex::encode(tx.to_bytes());
    json!({"id": rng.below(9), "tx": hex, "input": input, "prevouts": prevouts, "flags": flags})
        .to_string()
        .into_bytes()
}

/// A line for `tx check --batch`.
pub fn check_line(rng: &mut Rng) -> Vec<u8> {
    json!({"id": "a", "tx": hex::encode(transaction(rng))}).to_string().into_bytes()
}

/// Names of byte strings.
pub fn tags(rng: &mut Rng) -> Vec<u8> {
    let name = format!("key {}", rng.below(100));
    json!({ name: hex::encode(random_bytes(rng, 40)) }).to_string().into_bytes()
}
