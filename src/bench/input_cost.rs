//! What it costs to verify one transaction, as it has more and more inputs.
//!
//! A legacy signature hashes the whole transaction, so n of them hash n times its size (CVE-2013-2292).
//! SegWit (BIP 143) and Taproot (BIP 341) hash what all inputs share once, so each further input costs
//! the same as the one before. The rules ask for no more than that, and neither must the program: an
//! input without a signature is measured beside them.
//!
//! Every transaction here is really signed, and every input of it really verified, on one thread.

use std::time::{Duration, Instant};

use secp256k1::SecretKey;
use serde::Serialize;

use crate::encode::Encode;
use crate::hash::{Sha256, Txid};
use crate::ledger::check_transaction::MAX_BLOCK_WEIGHT;
use crate::primitives::{OutPoint, ScriptBuf, Transaction, TxIn, TxOut};
use crate::script::op::OP_1;
use crate::script::sighash;
use crate::script::{Flags, TxContext, verify_spend};
use crate::trace::{Chart, Series};
use crate::wallet::sign::sign_input;
use crate::wallet::{AddressKind, KeyRing, Lock, WalletError};

/// Satoshis of every coin that is spent.
const VALUE: i64 = 10_000;

/// How the coins are locked that a transaction spends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inputs {
    /// By OP_1: nothing is signed.
    Unsigned,
    /// To a key hash, signed as since 2009.
    Legacy,
    /// To a key hash of SegWit's first version, signed by BIP 143.
    Bip143,
    /// To a Taproot key, signed by BIP 341.
    Bip341,
}

impl Inputs {
    /// All of them, in the order of the chart.
    pub const ALL: [Inputs; 4] = [Inputs::Unsigned, Inputs::Bip143, Inputs::Bip341, Inputs::Legacy];

    /// A few words.
    pub fn name(self) -> &'static str {
        match self {
            Inputs::Unsigned => "no signature",
            Inputs::Legacy => "legacy (P2PKH)",
            Inputs::Bip143 => "SegWit (P2WPKH, BIP 143)",
            Inputs::Bip341 => "Taproot (P2TR, BIP 341)",
        }
    }

    fn kind(self) -> Option<AddressKind> {
        match self {
            Inputs::Unsigned => None,
            Inputs::Legacy => Some(AddressKind::P2pkh),
            Inputs::Bip143 => Some(AddressKind::P2wpkh),
            Inputs::Bip341 => Some(AddressKind::P2tr),
        }
    }
}

/// A signed transaction and the coins that it spends.
#[derive(Debug, Clone)]
pub struct Prepared {
    inputs: Inputs,
    tx: Transaction,
    coins: Vec<TxOut>,
}

/// What one transaction cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measured {
    /// How its coins were locked.
    pub kind: Inputs,
    /// How many inputs it has.
    pub inputs: usize,
    /// Its size in bytes, without witnesses.
    pub base_size: usize,
    /// Its weight.
    pub weight: usize,
    /// Whether a block could hold it.
    pub fits_a_block: bool,
    /// Seconds to verify all inputs, on one thread.
    pub seconds: f64,
    /// Bytes that legacy signatures hash, by the rule: each the transaction once, without scripts but
    /// for its own. Zero for the others.
    pub legacy_bytes: u64,
    /// Seconds that those bytes take to hash at the rate of this machine, and nothing else.
    pub legacy_hash_seconds: f64,
}

impl Prepared {
    /// A transaction of `count` inputs of a kind, each spending a coin of its own, and one output.
    ///
    /// # Errors
    /// Where the wallet cannot sign.
    pub fn new(inputs: Inputs, count: usize) -> Result<Prepared, WalletError> {
        let secret =
            SecretKey::from_secret_bytes([7; 32]).map_err(|_| WalletError::NoTweakedKey)?;
        let mut keys = KeyRing::new();
        let key = keys.insert(secret);
        let lock = inputs.kind().map(|kind| Lock::single(kind, key)).transpose()?;
        let script_pubkey =
            lock.as_ref().map_or_else(|| ScriptBuf(vec![OP_1]), Lock::script_pubkey);
        let coin = TxOut { value: VALUE, script_pubkey };
        let coins = vec![coin.clone(); count];
        let input = |index: usize| TxIn {
            previous_output: OutPoint { txid: made_up_txid(index), vout: 0 },
            sequence: u32::MAX,
            ..TxIn::default()
        };
        let inputs_of_tx = (0..count).map(input).collect();
        let output = TxOut { value: VALUE, script_pubkey: ScriptBuf(vec![OP_1]) };
        let mut tx =
            Transaction { version: 2, inputs: inputs_of_tx, outputs: vec![output], lock_time: 0 };
        if let Some(lock) = lock {
            let context = TxContext::new(&tx, Some(&coins));
            let opened: Result<Vec<_>, WalletError> =
                (0..count).map(|input| sign_input(&context, input, &coin, &lock, &keys)).collect();
            for (input, opened) in tx.inputs.iter_mut().zip(opened?) {
                input.script_sig = opened.script_sig;
                input.witness = opened.witness;
            }
        }
        Ok(Prepared { inputs, tx, coins })
    }

    /// Verifies every input once. Returns whether all are valid.
    pub fn verify(&self) -> bool {
        let context = TxContext::new(&self.tx, Some(&self.coins));
        let open = |(input, coin)| verify_spend(&context, input, coin, Flags::ALL).is_ok();
        self.coins.iter().enumerate().all(open)
    }

    /// The bytes that each legacy signature hashes, written out as the rule says.
    fn legacy_preimage(&self, input: usize) -> Vec<u8> {
        let mut copy = self.tx.clone();
        copy.inputs.iter_mut().for_each(|input| input.script_sig = ScriptBuf::default());
        if let (Some(signed), Some(coin)) = (copy.inputs.get_mut(input), self.coins.get(input)) {
            signed.script_sig = coin.script_pubkey.clone();
        }
        let mut bytes = copy.to_bytes();
        bytes.extend(sighash::ALL.to_le_bytes());
        bytes
    }

    /// Verifies the transaction, and tells what it cost. `hash_rate` is in bytes a second.
    /// None if it is not valid.
    pub fn measure(&self, hash_rate: f64) -> Option<Measured> {
        let start = Instant::now();
        let valid = self.verify();
        let seconds = start.elapsed().as_secs_f64();
        let count = self.tx.inputs.len();
        // All inputs are alike, so all signatures of a transaction hash the same number of bytes.
        let legacy_bytes = match self.inputs {
            Inputs::Legacy => (self.legacy_preimage(0).len() * count) as u64,
            _ => 0,
        };
        // Far below 2^53, where a float still counts by ones.
        #[allow(clippy::cast_precision_loss)]
        let legacy_hash_seconds = legacy_bytes as f64 / hash_rate;
        valid.then(|| Measured {
            kind: self.inputs,
            inputs: count,
            base_size: self.tx.base_size(),
            weight: self.tx.weight(),
            fits_a_block: self.tx.weight() < MAX_BLOCK_WEIGHT,
            seconds,
            legacy_bytes,
            legacy_hash_seconds,
        })
    }
}

/// Txids that differ. Only the coin's number matters here.
fn made_up_txid(index: usize) -> Txid {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(index as u64 + 1).to_le_bytes());
    Txid(bytes)
}

/// Bytes a second through SHA-256 on one thread, in one long message.
pub fn hash_rate() -> f64 {
    const BLOCK: usize = 1 << 20;
    const AT_LEAST: Duration = Duration::from_millis(200);
    let bytes = vec![0x5a; BLOCK];
    let (start, mut engine, mut blocks) = (Instant::now(), Sha256::new(), 0u32);
    while start.elapsed() < AT_LEAST {
        engine.update(&bytes);
        blocks += 1;
    }
    std::hint::black_box(engine.finish());
    f64::from(blocks) * (1u32 << 20) as f64 / start.elapsed().as_secs_f64()
}

/// 100, 200, 500, 1,000 and so on up to `most`.
pub fn counts(most: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(100usize), |count| count.checked_mul(10));
    let all = powers.take_while(|power| *power <= most).flat_map(|power| {
        [1, 2, 5].into_iter().filter_map(move |factor| power.checked_mul(factor))
    });
    all.take_while(|count| *count <= most).collect()
}

/// The time as a chart over the number of inputs, and for legacy inputs the time that the hashing
/// alone takes.
pub fn chart(measured: &[Measured]) -> Chart {
    let series = |kind: Inputs, name: &str, value: fn(&Measured) -> f64| {
        let points = measured.iter().filter(|one| one.kind == kind);
        #[allow(clippy::cast_precision_loss)]
        let points = points.map(|one| (one.inputs as f64, value(one))).collect();
        Series { name: name.to_owned(), points }
    };
    let mut all: Vec<Series> =
        Inputs::ALL.map(|kind| series(kind, kind.name(), |one| one.seconds * 1e6)).into();
    all.push(series(Inputs::Legacy, "legacy: its bytes / hash rate", |one| {
        one.legacy_hash_seconds * 1e6
    }));
    Chart {
        x_name: "inputs of one transaction".into(),
        y_name: "microseconds to verify it".into(),
        logarithmic: true,
        series: all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::sha256d;

    #[test]
    fn every_kind_is_really_signed_and_a_changed_signature_is_noticed() {
        for kind in Inputs::ALL {
            let prepared = Prepared::new(kind, 3).unwrap();
            assert!(prepared.verify(), "{kind:?}");
            let mut changed = prepared.clone();
            changed.tx.lock_time += 1;
            assert_eq!(changed.verify(), kind == Inputs::Unsigned, "{kind:?}");
        }
    }

    #[test]
    fn the_bytes_counted_for_a_legacy_signature_are_those_that_it_signs() {
        let prepared = Prepared::new(Inputs::Legacy, 5).unwrap();
        let context = TxContext::new(&prepared.tx, Some(&prepared.coins));
        for input in 0..5 {
            let code = &prepared.coins[input].script_pubkey;
            let signed = sighash::legacy(&context, input, code, sighash::ALL);
            assert_eq!(signed, sha256d(&prepared.legacy_preimage(input)));
        }
    }

    #[test]
    fn the_bytes_of_legacy_inputs_grow_with_the_square_of_their_number() {
        let bytes = |count| {
            let prepared = Prepared::new(Inputs::Legacy, count).unwrap();
            prepared.measure(1e9).unwrap().legacy_bytes
        };
        let (few, many) = (bytes(50), bytes(200));
        assert!(many > 14 * few && many < 16 * few, "{few} and {many}");
    }

    #[test]
    fn counts_rise_to_the_most_that_is_asked_for() {
        assert_eq!(counts(1_000), [100, 200, 500, 1_000]);
        assert_eq!(*counts(20_000).last().unwrap(), 20_000);
        assert!(counts(99).is_empty());
    }
}
