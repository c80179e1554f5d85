//! Everything that reads what it is given.

use blockstep::catalog::SavedTrace;
use blockstep::cli::script::batch as verify_batch;
use blockstep::cli::tx::check as tx_check;
use blockstep::encode::{Decode as _, Encode as _, Reader};
use blockstep::primitives::address::{PrivateKey, base58, bech32};
use blockstep::primitives::{Address, Block, BlockHeader, CompactTarget, Network, Transaction};
use blockstep::rng::Rng;
use blockstep::script::asm::{self, Tags};
use blockstep::script::instruction::Instructions;
use blockstep::script::{der, number};
use blockstep::trace::Window;
use blockstep::{json, lesson};

use super::shapes;

/// A reader, and inputs for it.
pub struct Target {
    pub name: &'static str,
    /// Makes a well-formed input.
    pub shape: fn(&mut Rng) -> Vec<u8>,
    /// Reads an input; true if it could be read.
    pub read: fn(&[u8]) -> bool,
    /// Bytes of memory that it may hold at once, whatever the input.
    pub base: u64,
    /// And so many more for each byte of the input.
    pub factor: u64,
    /// How many in a hundred sound inputs must be read.
    pub sound_percent: u64,
}

const fn target(
    name: &'static str,
    shape: fn(&mut Rng) -> Vec<u8>,
    read: fn(&[u8]) -> bool,
    (base, factor): (u64, u64),
) -> Target {
    Target { name, shape, read, base, factor, sound_percent: 99 }
}

/// All of them.
pub static TARGETS: &[Target] = &[
    target("transaction", shapes::transaction, transaction, (4_000, 40)),
    target("transaction, traced", shapes::transaction, traced_transaction, (4_000, 200)),
    target("block", shapes::block, block, (4_000, 40)),
    target("block header", shapes::block_header, block_header, (4_000, 40)),
    target("transaction as JSON", shapes::transaction_json, transaction_json, (20_000, 60)),
    target("address", shapes::address, address, (20_000, 60)),
    target("Base58", shapes::base58_text, base58_text, (4_000, 40)),
    target("Bech32", shapes::bech32_text, bech32_text, (4_000, 40)),
    target("private key", shapes::wif, private_key, (4_000, 40)),
    target("script", shapes::script, script, (4_000, 200)),
    target("Core's notation", shapes::core_notation, core_notation, (20_000, 60)),
    target("readable notation", shapes::readable_notation, readable_notation, (20_000, 60)),
    target("names", shapes::tags, tags, (20_000, 60)),
    target("DER", shapes::der_signature, der_signature, (4_000, 40)),
    target("script number", shapes::script_number, script_number, (4_000, 40)),
    target("compact target", shapes::compact_target, compact_target, (4_000, 40)),
    // The base is that of the largest walk in the box, which holds a ledger of many transactions.
    target("saved walk", shapes::saved_trace, saved_trace, (10_000_000, 1_000)),
    // Paragraphs in another order are not always a lesson.
    Target { sound_percent: 70, ..target("lesson", shapes::lesson, lesson_text, (200_000, 60)) },
    // Some questions lack an output that the answer needs.
    Target {
        sound_percent: 75,
        ..target("a line of script verify", shapes::verify_line, verify_line, (200_000, 60))
    },
    target("a line of tx check", shapes::check_line, check_line, (200_000, 60)),
];

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// What is read must be written as it was.
fn transaction(bytes: &[u8]) -> bool {
    let Ok(tx) = Transaction::from_bytes(bytes) else { return false };
    assert_eq!(tx.to_bytes(), bytes);
    true
}

fn traced_transaction(bytes: &[u8]) -> bool {
    let mut reader = Reader::traced(bytes);
    let read = Transaction::decode(&mut reader).is_ok();
    assert!(
        reader.into_spans().iter().all(|span| span.start <= span.end && span.end <= bytes.len())
    );
    read
}

fn block(bytes: &[u8]) -> bool {
    let Ok(block) = Block::from_bytes(bytes) else { return false };
    assert_eq!(block.to_bytes(), bytes);
    block.compute_merkle_root();
    true
}

fn block_header(bytes: &[u8]) -> bool {
    BlockHeader::from_bytes(bytes).is_ok_and(|header| header.to_bytes() == bytes)
}

fn transaction_json(bytes: &[u8]) -> bool {
    json::read(text(bytes)).is_ok()
}

fn address(bytes: &[u8]) -> bool {
    let Ok((address, _)) = Address::parse(text(bytes)) else { return false };
    assert_eq!(Address::from_script(&address.script_pubkey()), Some(address));
    true
}

fn base58_text(bytes: &[u8]) -> bool {
    let _ = base58::decode(text(bytes));
    base58::decode_check(text(bytes)).is_ok()
}

fn bech32_text(bytes: &[u8]) -> bool {
    bech32::decode(text(bytes)).is_ok()
}

fn private_key(bytes: &[u8]) -> bool {
    PrivateKey::from_wif(text(bytes)).is_ok_and(|(key, _)| !key.to_wif(Network::Main).is_empty())
}

fn script(bytes: &[u8]) -> bool {
    let _ = asm::disassemble(bytes);
    let tags = Tags::default();
    assert_eq!(asm::read(&asm::write(bytes, &tags), &tags).as_deref(), Ok(bytes));
    Instructions::new(bytes).all(|instruction| instruction.is_ok())
}

fn core_notation(bytes: &[u8]) -> bool {
    asm::assemble(text(bytes)).is_ok()
}

fn readable_notation(bytes: &[u8]) -> bool {
    asm::read(text(bytes), &Tags::default()).is_ok()
}

fn tags(bytes: &[u8]) -> bool {
    Tags::from_json(text(bytes)).is_ok()
}

fn der_signature(bytes: &[u8]) -> bool {
    let _ = (der::is_low_s(bytes), der::is_defined_hash_type(bytes));
    der::is_valid_signature_encoding(bytes)
}

fn script_number(bytes: &[u8]) -> bool {
    let Ok(value) = number::decode(bytes, number::MAX_LEN, true) else { return false };
    assert_eq!(number::encode(value), bytes);
    true
}

fn compact_target(bytes: &[u8]) -> bool {
    let Some(bits) = bytes.first_chunk() else { return false };
    let compact = CompactTarget(u32::from_le_bytes(*bits));
    compact.expand();
    compact
        .target()
        .is_ok_and(|target| target.to_compact() == compact && target.difficulty() >= 0.0)
}

/// Reads a walk, repeats it and takes a few steps more, looking at each.
fn saved_trace(bytes: &[u8]) -> bool {
    let Ok(saved) = SavedTrace::from_text(text(bytes)) else { return false };
    let Ok(mut stepper) = saved.replay() else { return false };
    let window = Window::following(5);
    for _ in 0..5 {
        stepper.scene(&window);
        stepper.forward();
    }
    stepper.seek(0);
    stepper.scene(&window);
    true
}

fn lesson_text(bytes: &[u8]) -> bool {
    lesson::parse("03-any.md", text(bytes)).is_ok()
}

fn verify_line(bytes: &[u8]) -> bool {
    answered(&verify_batch::answer(Ok(text(bytes))))
}

fn check_line(bytes: &[u8]) -> bool {
    let answer = tx_check::answer(Ok(text(bytes)));
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    answer["txid"].is_string()
}

/// Whether the answer is one, and not that the line could not be read.
fn answered(answer: &str) -> bool {
    let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
    assert!(answer["ok"].is_boolean(), "{answer}");
    answer["error"] != "BAD_REQUEST"
}
