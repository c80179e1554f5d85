//! What the bytes of one field say: its value, and what the value means.
//!
//! Field names are Bitcoin Core's, as the decoders record them. Numbers are little endian.

use crate::hash::Txid;
use crate::primitives::amount::bitcoin;

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
            (number.to_string(), "the version, which says what the other fields may mean; of a number the lowest byte comes \
                first (little endian)".into())
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
        "tx_count" => (compact(bytes), "how many transactions follow".into()),
        "previousblockhash" => {
            (reversed(bytes), "the block that this one follows, printed in reverse".into())
        }
        "merkleroot" => (reversed(bytes), "the one hash that stands for all transactions".into()),
        "time" => time(number),
        "bits" => (
            format!("{number:08x}"),
            "the target in short form: the block's hash must not be above it".into(),
        ),
        "nonce" => {
            (number.to_string(), "the number that miners vary until the hash is small".into())
        }
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

fn reversed(bytes: &[u8]) -> String {
    let bytes: Vec<u8> = bytes.iter().rev().copied().collect();
    hex::encode(bytes)
}

/// Seconds since 1970, and what they mean.
fn time(seconds: u64) -> (String, String) {
    let meaning = format!("when the miner says the block was made: {}", date(seconds));
    (seconds.to_string(), meaning)
}

/// Seconds since 1970 as a date (UTC), by counting eras of 400 years from 1 March of year 0.
pub fn date(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
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
    (satoshi.to_string(), format!("the amount in satoshis: {} bitcoin", bitcoin(satoshi)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_meanings() {
        for (name, bytes, value, meaning) in [
            ("time", "29ab5f49", "1231006505", "2009-01-03 18:15:05 UTC"),
            ("time", "ffffffff", "4294967295", "2106-02-07 06:28:15 UTC"),
            ("time", "80436d38", "946684800", "2000-01-01 00:00:00 UTC"),
            ("value", "00f2052a01000000", "5000000000", "50.00000000 bitcoin"),
            ("value", "ffffffffffffffff", "-1", "-0.00000001 bitcoin"),
            ("sequence", "feffffff", "0xfffffffe", "lock_time counts"),
            ("lock_time", "01000000", "1", "not in a block before number 2"),
            ("vin_count", "fd0302", "515", "inputs"),
            ("scriptSig length", "4d", "77", "bytes follow"),
            ("n", "ffffffff", "0xffffffff", "nothing is spent"),
            ("scriptSig", "0b68656c6c6f20776f726c64", "0b68656c6c6f20776f726c64", "hello world"),
            ("", "", "", "bytes"),
        ] {
            let reading = read_field(name, &hex::decode(bytes).unwrap());
            assert_eq!(reading.value, value, "{name}");
            assert!(reading.meaning.contains(meaning), "{name}: {}", reading.meaning);
        }
    }
}
