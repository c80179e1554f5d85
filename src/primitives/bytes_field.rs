//! What the bytes of one field say: its value, and what the value means.
//!
//! Field names are Bitcoin Core's, as the decoders record them. Numbers are little endian.

use crate::hash::Txid;

/// A field's value as text, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The value.
    pub value: String,
    /// What it means, as the rest of a sentence after the value.
    pub meaning: String,
}

/// Reads `bytes`, a whole field called `name`.
pub fn read_field(name: &str, bytes: &[u8]) -> Reading {
    let number = little_endian(bytes);
    let (value, meaning) = match name {
        "version" => {
            (number.to_string(), "the version, which says what the other fields may mean".into())
        }
        "marker" => {
            ("0".into(), "no count of inputs but the mark of the witness form (BIP 144)".into())
        }
        "flag" => {
            (number.to_string(), "the flag after the mark: 1 says that witnesses follow".into())
        }
        "vin_count" => (compact(bytes), "how many inputs follow".into()),
        "vout_count" => (compact(bytes), "how many outputs follow".into()),
        "item_count" => (compact(bytes), "how many items this input's witness has".into()),
        "hash" => previous_transaction(bytes),
        "n" => output_index(number),
        "sequence" => sequence(number),
        "value" => amount(bytes),
        "lock_time" => lock_time(number),
        _ if name.ends_with("length") => (compact(bytes), "how many bytes follow".into()),
        _ => byte_string(name, bytes),
    };
    Reading { value, meaning }
}

/// Up to eight bytes, little endian.
fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A CompactSize: the bytes after the first where the first is a width, or else the first.
fn compact(bytes: &[u8]) -> String {
    let digits = if bytes.len() > 1 { &bytes[1..] } else { bytes };
    little_endian(digits).to_string()
}

fn previous_transaction(bytes: &[u8]) -> (String, String) {
    let id = <[u8; 32]>::try_from(bytes).map(Txid).unwrap_or_default();
    let meaning = match id == Txid::default() {
        true => "no transaction at all: this input spends nothing and makes new coins",
        false => "the transaction whose output is spent; its bytes are printed in reverse",
    };
    (id.to_string(), meaning.into())
}

fn output_index(number: u64) -> (String, String) {
    match number {
        0xffff_ffff => ("0xffffffff".into(), "no output: nothing is spent".into()),
        _ => (
            number.to_string(),
            "which of that transaction's outputs is spent, counted from 0".into(),
        ),
    }
}

fn sequence(number: u64) -> (String, String) {
    let meaning = match number {
        0xffff_ffff => "final: no relative lock, and lock_time is not asked for by this input",
        0xffff_fffe => "lock_time counts; the transaction does not ask to be replaceable",
        number if number >> 31 == 1 => {
            "lock_time counts, and the transaction may be replaced (BIP 125)"
        }
        _ => "lock_time counts, replaceable, and from version 2 on a relative lock (BIP 68)",
    };
    (format!("{number:#010x}"), meaning.into())
}

fn amount(bytes: &[u8]) -> (String, String) {
    let satoshi = little_endian(bytes) as i64;
    let sign = if satoshi < 0 { "-" } else { "" };
    let whole = satoshi.unsigned_abs();
    let bitcoin = format!("{sign}{}.{:08}", whole / 100_000_000, whole % 100_000_000);
    (satoshi.to_string(), format!("the amount in satoshis: {bitcoin} bitcoin"))
}

fn lock_time(number: u64) -> (String, String) {
    let meaning = match number {
        0 => "no lock: the transaction may be in any block".into(),
        1..500_000_000 => format!("not in a block before number {}", number + 1),
        _ => format!("not before Unix time {number} (judged by the median of 11 block times)"),
    };
    (number.to_string(), meaning)
}

fn byte_string(name: &str, bytes: &[u8]) -> (String, String) {
    let meaning = match name {
        "scriptSig" => "the unlocking script of this input",
        "scriptPubKey" => "the locking script of this output",
        "item" => "a byte string for the script to work on",
        _ => "bytes without a meaning of their own",
    };
    let readable: String =
        bytes.iter().map(|&b| if matches!(b, 0x20..=0x7e) { b as char } else { '.' }).collect();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic() || **byte == b' ').count();
    let meaning = match letters * 10 > bytes.len() * 6 && bytes.len() >= 8 {
        true => format!("{meaning}, which reads as text: {readable}"),
        false => meaning.into(),
    };
    (hex::encode(bytes), meaning)
}
