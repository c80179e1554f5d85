//! What a transaction must satisfy once the coins that it spends are known
//! (Core: `Consensus::CheckTxInputs` in `consensus/tx_verify.cpp`, the same rules in the same
//! order). Signatures are a matter of their own: [`crate::script::verify_spend`].

use super::check_transaction::output_total;
use super::{Coin, Coins, TxError};
use crate::primitives::Transaction;
use crate::primitives::amount::{MAX_MONEY, money_range};

/// Blocks that must lie between a coinbase and the block that spends it, the latter included
/// (Core: `COINBASE_MATURITY`).
pub const COINBASE_MATURITY: u32 = 100;

/// Checks that every input spends a coin that exists, and that they add up. `height` is that of the
/// block that would hold `tx`; a coinbase can be spent `maturity_blocks` after it was made, which on
/// every network but a class's own is [`COINBASE_MATURITY`]. Returns the fee in satoshis.
pub fn check_tx_inputs<C: Coins + ?Sized>(
    tx: &Transaction,
    coins: &C,
    height: u32,
    maturity_blocks: u32,
) -> Result<i64, TxError> {
    check_spent_coins(tx, &find_spent_coins(tx, coins)?, height, maturity_blocks)
}

/// The first half: the coins that the inputs spend, in order, all of which must exist.
pub fn find_spent_coins<'a, C: Coins + ?Sized>(
    tx: &Transaction,
    coins: &'a C,
) -> Result<Vec<&'a Coin>, TxError> {
    let find = |(input, outpoint)| {
        coins.coin(outpoint).ok_or(TxError::MissingOrSpent { input, outpoint: *outpoint })
    };
    tx.inputs.iter().map(|input| &input.previous_output).enumerate().map(find).collect()
}

/// The second half: whether those coins are old enough, and cover the outputs. Returns the fee in
/// satoshis.
pub fn check_spent_coins(
    tx: &Transaction,
    spent: &[&Coin],
    height: u32,
    maturity_blocks: u32,
) -> Result<i64, TxError> {
    let mut total: i64 = 0;
    for (input, coin) in spent.iter().enumerate() {
        if coin.coinbase && height.saturating_sub(coin.height) < maturity_blocks {
            let spendable_from = coin.height.saturating_add(maturity_blocks);
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
