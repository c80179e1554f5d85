//! What a transaction must satisfy once the coins that it spends are known
//! (Core: `Consensus::CheckTxInputs` in `consensus/tx_verify.cpp`, the same rules in the same
//! order). Signatures are a matter of their own: [`crate::script::verify_spend`].

use std::collections::BTreeMap;

use super::TxError;
use super::check_transaction::output_total;
use crate::primitives::amount::{MAX_MONEY, money_range};
use crate::primitives::{OutPoint, Transaction, TxOut};

/// Blocks that must lie between a coinbase and the block that spends it, the latter included
/// (Core: `COINBASE_MATURITY`).
pub const COINBASE_MATURITY: u32 = 100;

/// An output that can be spent, and what the rules need to know of its origin (Core: `Coin`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coin {
    /// The output.
    pub output: TxOut,
    /// Height of the block that made it.
    pub height: u32,
    /// Whether a coinbase made it.
    pub coinbase: bool,
}

/// Where unspent coins are looked up (Core: `CCoinsView`).
pub trait Coins {
    /// The coin at `outpoint`, or none where it never was or is spent.
    fn coin(&self, outpoint: &OutPoint) -> Option<&Coin>;
}

impl Coins for BTreeMap<OutPoint, Coin> {
    fn coin(&self, outpoint: &OutPoint) -> Option<&Coin> {
        self.get(outpoint)
    }
}

/// Checks that every input spends a coin that exists, and that they add up. `height` is that of the
/// block that would hold `tx`. Returns the fee in satoshis.
pub fn check_tx_inputs<C: Coins + ?Sized>(
    tx: &Transaction,
    coins: &C,
    height: u32,
) -> Result<i64, TxError> {
    let find = |(input, outpoint)| {
        coins.coin(outpoint).ok_or(TxError::MissingOrSpent { input, outpoint: *outpoint })
    };
    let outpoints = tx.inputs.iter().map(|input| &input.previous_output);
    let spent = outpoints.enumerate().map(find).collect::<Result<Vec<_>, _>>()?;

    let mut total: i64 = 0;
    for (input, coin) in spent.into_iter().enumerate() {
        if coin.coinbase && height.saturating_sub(coin.height) < COINBASE_MATURITY {
            let spendable_from = coin.height.saturating_add(COINBASE_MATURITY);
            return Err(TxError::PrematureCoinbase { input, height, spendable_from });
        }
        let value = coin.output.value;
        total = total.saturating_add(value);
        if !money_range(value) || !money_range(total) {
            return Err(TxError::InputValuesOutOfRange { input, value, total, limit: MAX_MONEY });
        }
    }
    fee(total, output_total(tx)?)
}

/// What inputs exceed outputs by, all in satoshis.
fn fee(inputs: i64, outputs: i64) -> Result<i64, TxError> {
    if inputs < outputs {
        return Err(TxError::InputsBelowOutputs { inputs, outputs });
    }
    let fee = inputs.saturating_sub(outputs);
    if !money_range(fee) {
        return Err(TxError::FeeOutOfRange { fee, limit: MAX_MONEY });
    }
    Ok(fee)
}

#[cfg(test)]
#[path = "check_tx_inputs_tests.rs"]
mod tests;
