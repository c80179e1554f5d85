//! What a transaction must satisfy by itself, before anyone looks for the coins that it spends
//! (Core: `CheckTransaction` in `consensus/tx_check.cpp`, the same rules in the same order).

use std::collections::BTreeMap;

use super::TxError;
use crate::primitives::Transaction;
use crate::primitives::amount::{MAX_MONEY, money_range};

/// Weight units that one legacy byte counts for (BIP 141; Core: `WITNESS_SCALE_FACTOR`).
pub const WITNESS_SCALE_FACTOR: usize = 4;

/// Weight units that a block may have (BIP 141; Core: `MAX_BLOCK_WEIGHT`).
pub const MAX_BLOCK_WEIGHT: usize = 4_000_000;

/// A coinbase's script may have so many bytes (Core: `CheckTransaction`).
pub const COINBASE_SCRIPT_BYTES: std::ops::RangeInclusive<usize> = 2..=100;

/// Checks all that needs no coins, no block and no time.
pub fn check_transaction(tx: &Transaction) -> Result<(), TxError> {
    if tx.inputs.is_empty() {
        return Err(TxError::NoInputs);
    }
    if tx.outputs.is_empty() {
        return Err(TxError::NoOutputs);
    }
    // Without the witness, whose size is the block's business: it can be changed without changing
    // the txid.
    let weight = tx.base_size().saturating_mul(WITNESS_SCALE_FACTOR);
    if weight > MAX_BLOCK_WEIGHT {
        return Err(TxError::Oversize { weight, limit: MAX_BLOCK_WEIGHT });
    }
    output_total(tx)?;
    check_inputs_differ(tx)?;
    if tx.is_coinbase() {
        return check_coinbase_script(tx.inputs[0].script_sig.len());
    }
    match tx.inputs.iter().position(|input| input.previous_output.is_null()) {
        Some(input) => Err(TxError::NullPrevout { input }),
        None => Ok(()),
    }
}

/// The sum of all outputs in satoshis, every amount and every partial sum in range.
pub fn output_total(tx: &Transaction) -> Result<i64, TxError> {
    let mut total: i64 = 0;
    for (output, made) in tx.outputs.iter().enumerate() {
        let value = made.value;
        if value < 0 {
            return Err(TxError::NegativeOutput { output, value });
        }
        if value > MAX_MONEY {
            return Err(TxError::OutputTooLarge { output, value, limit: MAX_MONEY });
        }
        // Both are at most MAX_MONEY, far below where an i64 would wrap around.
        total += value;
        if !money_range(total) {
            return Err(TxError::OutputTotalTooLarge { output, total, limit: MAX_MONEY });
        }
    }
    Ok(total)
}

fn check_inputs_differ(tx: &Transaction) -> Result<(), TxError> {
    let mut seen = BTreeMap::new();
    for (input, spending) in tx.inputs.iter().enumerate() {
        let outpoint = spending.previous_output;
        if let Some(first) = seen.insert(outpoint, input) {
            return Err(TxError::DuplicateInput { first, input, outpoint });
        }
    }
    Ok(())
}

fn check_coinbase_script(length: usize) -> Result<(), TxError> {
    if COINBASE_SCRIPT_BYTES.contains(&length) {
        return Ok(());
    }
    let (min, max) = COINBASE_SCRIPT_BYTES.into_inner();
    Err(TxError::CoinbaseScriptLength { length, min, max })
}

#[cfg(test)]
#[path = "check_transaction_tests.rs"]
mod tests;
