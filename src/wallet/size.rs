//! What a payment weighs before it is signed, and so what it must pay.
//!
//! A byte of a witness weighs 1 unit, every other byte 4 (BIP 141); a virtual byte is 4 units. The
//! fee is a price for each virtual byte.

use serde::{Deserialize, Serialize};

use super::{Lock, WalletError};
use crate::encode::compact_size_len;
use crate::primitives::TxOut;
use crate::script::witness_program::WitnessProgram;

/// Satoshis for each virtual byte: 1 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct FeeRate(i64);

impl FeeRate {
    /// The least that is taken here. Nodes now relay from a tenth of it on.
    pub const MIN: FeeRate = FeeRate(1);
    /// The most that is taken for meant.
    pub const MAX: FeeRate = FeeRate(10_000);

    /// A rate, if it is one that can be meant.
    pub fn new(satoshis_per_vbyte: i64) -> Result<FeeRate, WalletError> {
        let rate = FeeRate(satoshis_per_vbyte);
        let found = satoshis_per_vbyte;
        let (least, most) = (FeeRate::MIN.0, FeeRate::MAX.0);
        let fits = (FeeRate::MIN..=FeeRate::MAX).contains(&rate);
        fits.then_some(rate).ok_or(WalletError::FeeRate { found, least, most })
    }

    /// Satoshis for each virtual byte.
    pub fn satoshis_per_vbyte(self) -> i64 {
        self.0
    }

    /// The fee for `weight` units, rounded up to a whole satoshi.
    pub fn fee_of_weight(self, weight: usize) -> i64 {
        let weight = i64::try_from(weight).unwrap_or(i64::MAX);
        self.0.saturating_mul(weight).saturating_add(3) / 4
    }

    /// The fee for a transaction of `weight` units: virtual bytes are whole.
    pub fn fee_of_transaction(self, weight: usize) -> i64 {
        let vbytes = i64::try_from(weight.div_ceil(4)).unwrap_or(i64::MAX);
        self.0.saturating_mul(vbytes)
    }
}

impl TryFrom<i64> for FeeRate {
    type Error = WalletError;

    fn try_from(satoshis_per_vbyte: i64) -> Result<FeeRate, WalletError> {
        FeeRate::new(satoshis_per_vbyte)
    }
}

impl From<FeeRate> for i64 {
    fn from(rate: FeeRate) -> i64 {
        rate.0
    }
}

/// Weight units of an output.
pub fn output_weight(script_pubkey: &[u8]) -> usize {
    let length = script_pubkey.len();
    (8 + compact_size_len(length as u64) + length) * 4
}

/// Weight units of a transaction that spends coins with these locks and makes these outputs, once
/// it is signed; at most a byte or two for each signature too many.
pub fn transaction_weight<'a>(inputs: impl Iterator<Item = &'a Lock>, outputs: &[TxOut]) -> usize {
    let outputs_weight: usize =
        outputs.iter().map(|output| output_weight(&output.script_pubkey)).sum();
    let (mut count, mut plain, mut weight) = (0_u64, 0, 0);
    for lock in inputs {
        count += 1;
        plain += usize::from(!lock.kind().has_witness());
        weight += lock.input_weight();
    }
    let has_witness = plain as u64 != count;
    // Version and lock time; then marker and flag, and for each plain input that it has no items.
    let frame = 8 + compact_size_len(count) + compact_size_len(outputs.len() as u64);
    frame * 4 + if has_witness { 2 + plain } else { 0 } + weight + outputs_weight
}

/// The least that an output with this script may be worth, in satoshis: a third of its worth would
/// otherwise be needed to spend it at 1 satoshi a virtual byte (Core: `GetDustThreshold` at its
/// `DUST_RELAY_TX_FEE` of 3 satoshis a virtual byte).
pub fn dust_threshold(script_pubkey: &[u8]) -> i64 {
    const DUST_RELAY_SATOSHIS_PER_VBYTE: i64 = 3;
    let output = TxOut { value: 0, script_pubkey: script_pubkey.into() };
    if crate::ledger::is_unspendable(&output) {
        return 0;
    }
    let spending = match WitnessProgram::parse(script_pubkey) {
        Some(_) => 32 + 4 + 1 + 107 / 4 + 4,
        None => 32 + 4 + 1 + 107 + 4,
    };
    let size = output_weight(script_pubkey) / 4 + spending;
    i64::try_from(size).unwrap_or(i64::MAX).saturating_mul(DUST_RELAY_SATOSHIS_PER_VBYTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::standard;

    #[test]
    fn dust_is_where_core_draws_the_line() {
        for (script, threshold) in [
            (standard::p2pkh(&[0; 20]), 546),
            (standard::p2sh(&[0; 20]), 540),
            (standard::p2wpkh(&[0; 20]), 294),
            (standard::p2wsh(&[0; 32]), 330),
            (standard::p2tr(&[0; 32]), 330),
            (standard::null_data(b"gone"), 0),
        ] {
            assert_eq!(dust_threshold(&script), threshold, "{}", hex::encode(&script));
        }
    }

    #[test]
    fn fees_are_rounded_up_and_rates_have_bounds() {
        let rate = FeeRate::new(3).unwrap();
        assert_eq!((rate.fee_of_weight(4), rate.fee_of_weight(5)), (3, 4));
        assert_eq!((rate.fee_of_transaction(4), rate.fee_of_transaction(5)), (3, 6));
        for found in [i64::MIN, -1, 0, 10_001, i64::MAX] {
            assert!(FeeRate::new(found).is_err());
        }
        assert!(serde_json::from_str::<FeeRate>("0").is_err());
    }
}
