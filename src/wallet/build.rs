//! A payment, put together but not yet signed.
//!
//! Coins are chosen by a [`Strategy`]; what they bring beyond payees and fee comes back as change, if
//! it is worth an output: not dust, and more than it would cost to spend it. The fee is the size that
//! the signed transaction will have, times the rate.

use super::coin_selection::{Candidate, Problem, SelectionModel};
use super::size::{dust_threshold, transaction_weight};
use super::{FeeRate, Lock, Strategy, WalletError};
use crate::primitives::amount::{MAX_MONEY, money_range};
use crate::primitives::{OutPoint, ScriptBuf, Transaction, TxIn, TxOut};
use crate::trace::Model;

/// The sequence of every input: the payment may be replaced by one of a higher fee (BIP 125), and
/// its lock time counts.
pub const SEQUENCE: u32 = 0xffff_fffd;

/// A coin that the one who pays can spend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpendableCoin {
    /// Which output.
    pub outpoint: OutPoint,
    /// The output.
    pub output: TxOut,
    /// How it is locked.
    pub lock: Lock,
}

/// One who is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// The script that the payee can unlock.
    pub script_pubkey: ScriptBuf,
    /// Satoshis.
    pub amount: i64,
}

/// Where the change goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeTo {
    /// To the address of the first coin spent: everyone sees what is change.
    SameAddress,
    /// To this lock; a fresh one of the same kind tells least.
    Lock(Lock),
}

/// What is to be paid, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRequest {
    /// Who is paid.
    pub payees: Vec<Payee>,
    /// The price of a virtual byte.
    pub fee_rate: FeeRate,
    /// How coins are chosen.
    pub strategy: Strategy,
    /// Where the change goes.
    pub change: ChangeTo,
    /// The block height or time from which the payment may count; 0 for at once.
    pub lock_time: u32,
}

/// A transaction that only signatures are missing from, and what it spends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedPayment {
    /// The transaction.
    pub tx: Transaction,
    /// What its inputs spend, in their order.
    pub coins: Vec<SpendableCoin>,
    /// Which output is the change; none if nothing comes back.
    pub change: Option<usize>,
    /// Satoshis that the miner gets.
    pub fee: i64,
    /// Virtual bytes that it will have, signed, at most.
    pub virtual_size: usize,
}

impl UnsignedPayment {
    /// The outputs that it spends, in the order of its inputs.
    pub fn spent_outputs(&self) -> Vec<TxOut> {
        self.coins.iter().map(|coin| coin.output.clone()).collect()
    }
}

/// Puts a payment together from some of `coins`.
pub fn build(
    request: &PaymentRequest,
    coins: &[SpendableCoin],
) -> Result<UnsignedPayment, WalletError> {
    let model = selection(request, coins)?;
    let mut state = model.initial();
    while let Some(choice) = model.next(&state) {
        model.apply(&mut state, &choice);
    }
    assemble(request, coins, &model.outcome(&state)?)
}

/// Moves all coins to one lock, so that later payments are smaller. Everyone sees that they belong
/// together. Coins that cost more than they bring stay where they are.
pub fn consolidate(
    coins: &[SpendableCoin],
    to: &Lock,
    fee_rate: FeeRate,
) -> Result<UnsignedPayment, WalletError> {
    let worth = |coin: &&SpendableCoin| candidate(coin).effective_value(fee_rate) > 0;
    let chosen: Vec<SpendableCoin> = coins.iter().filter(worth).cloned().collect();
    let script_pubkey = to.script_pubkey();
    let outputs = vec![TxOut { value: 0, script_pubkey }];
    let total = total(&chosen);
    let mut payment = unsigned(chosen, outputs, fee_rate, 0);
    let value = total.saturating_sub(payment.fee);
    let Some(output) = payment.tx.outputs.first_mut() else { return Ok(payment) };
    let least = dust_threshold(&output.script_pubkey);
    if value < least {
        let needed = payment.fee.saturating_add(least);
        let missing = needed.saturating_sub(total);
        return Err(WalletError::NotEnough { needed, available: total, missing });
    }
    output.value = value;
    Ok(payment)
}

/// The choice of coins for a payment, not yet begun. The request is checked.
pub fn selection(
    request: &PaymentRequest,
    coins: &[SpendableCoin],
) -> Result<SelectionModel, WalletError> {
    let paid = check(request)?;
    let rate = request.fee_rate;
    // The frame as if all coins were spent, so that what is chosen is never short: the count of
    // inputs grows, and an input without a witness weighs a unit more beside one that has some.
    let frame: usize = transaction_weight(coins.iter().map(|coin| &coin.lock), &outputs(request));
    let inputs: usize = coins.iter().map(|coin| coin.lock.input_weight()).sum();
    let needed = paid.saturating_add(rate.fee_of_weight(frame.saturating_sub(inputs) + 3));
    let candidates = coins.iter().map(candidate).collect();
    let cost_of_change = change_locks(request, coins)
        .map(|lock| rate.fee_of_weight(lock.output_weight() + lock.input_weight()))
        .min()
        .unwrap_or(0);
    let problem = Problem::new(candidates, needed, cost_of_change, rate);
    Ok(SelectionModel::new(request.strategy, problem))
}

/// The choice of all coins, for [`consolidate`].
pub(super) fn gathering(coins: &[SpendableCoin], to: &Lock, rate: FeeRate) -> SelectionModel {
    let script_pubkey = to.script_pubkey();
    let least = dust_threshold(&script_pubkey);
    let outputs = [TxOut { value: 0, script_pubkey }];
    let frame = transaction_weight(coins.iter().map(|coin| &coin.lock), &outputs);
    let inputs: usize = coins.iter().map(|coin| coin.lock.input_weight()).sum();
    let needed = least.saturating_add(rate.fee_of_weight(frame.saturating_sub(inputs) + 3));
    let candidates = coins.iter().map(candidate).collect();
    SelectionModel::new(Strategy::SpendAll, Problem::new(candidates, needed, 0, rate))
}

/// The transaction that spends the coins chosen, in that order.
pub fn assemble(
    request: &PaymentRequest,
    coins: &[SpendableCoin],
    chosen: &[OutPoint],
) -> Result<UnsignedPayment, WalletError> {
    let find = |outpoint: &OutPoint| coins.iter().find(|coin| coin.outpoint == *outpoint);
    let chosen: Vec<SpendableCoin> = chosen.iter().filter_map(find).cloned().collect();
    let paid = check(request)?;
    let rest = total(&chosen).saturating_sub(paid);
    let plain = unsigned(chosen.clone(), outputs(request), request.fee_rate, request.lock_time);
    if rest < plain.fee {
        let (needed, available) = (paid.saturating_add(plain.fee), total(&chosen));
        let missing = plain.fee.saturating_sub(rest);
        return Err(WalletError::NotEnough { needed, available, missing });
    }
    let change = match &request.change {
        ChangeTo::Lock(lock) => Some(lock.clone()),
        ChangeTo::SameAddress => chosen.first().map(|coin| coin.lock.clone()),
    };
    if let Some(lock) = change
        && let Some(payment) = with_change(request, &chosen, rest, &lock)
    {
        return Ok(payment);
    }
    // What is left over would not be worth an output: it is given to the miner.
    Ok(UnsignedPayment { fee: rest, ..plain })
}

/// The payment with an output of change, if the change is worth one.
fn with_change(
    request: &PaymentRequest,
    chosen: &[SpendableCoin],
    rest: i64,
    lock: &Lock,
) -> Option<UnsignedPayment> {
    let script_pubkey = lock.script_pubkey();
    let least = dust_threshold(&script_pubkey)
        .max(request.fee_rate.fee_of_weight(lock.input_weight()).saturating_add(1));
    let mut outputs = outputs(request);
    let place = outputs.len();
    outputs.push(TxOut { value: 0, script_pubkey });
    let mut payment = unsigned(chosen.to_vec(), outputs, request.fee_rate, request.lock_time);
    let value = rest.saturating_sub(payment.fee);
    payment.tx.outputs.get_mut(place)?.value = value;
    payment.change = Some(place);
    (value >= least).then_some(payment)
}

/// Checks what is asked for, and adds up what is paid.
fn check(request: &PaymentRequest) -> Result<i64, WalletError> {
    if request.payees.is_empty() {
        return Err(WalletError::NobodyPaid);
    }
    let mut paid = 0_i64;
    for payee in &request.payees {
        let amount = payee.amount;
        paid = paid.saturating_add(amount);
        if amount <= 0 || !money_range(amount) || !money_range(paid) {
            return Err(WalletError::Amount { amount, total: paid, limit: MAX_MONEY });
        }
        let least = dust_threshold(&payee.script_pubkey);
        if amount < least {
            return Err(WalletError::Dust { amount, least });
        }
    }
    Ok(paid)
}

fn unsigned(
    coins: Vec<SpendableCoin>,
    outputs: Vec<TxOut>,
    fee_rate: FeeRate,
    lock_time: u32,
) -> UnsignedPayment {
    let weight = transaction_weight(coins.iter().map(|coin| &coin.lock), &outputs);
    let input = |coin: &SpendableCoin| TxIn {
        previous_output: coin.outpoint,
        sequence: SEQUENCE,
        ..TxIn::default()
    };
    let inputs = coins.iter().map(input).collect();
    UnsignedPayment {
        tx: Transaction { version: 2, inputs, outputs, lock_time },
        coins,
        change: None,
        fee: fee_rate.fee_of_transaction(weight),
        virtual_size: weight.div_ceil(4),
    }
}

fn outputs(request: &PaymentRequest) -> Vec<TxOut> {
    let output =
        |payee: &Payee| TxOut { value: payee.amount, script_pubkey: payee.script_pubkey.clone() };
    request.payees.iter().map(output).collect()
}

/// The locks that change may go to.
fn change_locks<'a>(
    request: &'a PaymentRequest,
    coins: &'a [SpendableCoin],
) -> impl Iterator<Item = &'a Lock> {
    let (given, own) = match &request.change {
        ChangeTo::Lock(lock) => (Some(lock), None),
        ChangeTo::SameAddress => (None, Some(coins.iter().map(|coin| &coin.lock))),
    };
    given.into_iter().chain(own.into_iter().flatten())
}

fn candidate(coin: &SpendableCoin) -> Candidate {
    let input_weight = coin.lock.input_weight();
    Candidate { outpoint: coin.outpoint, value: coin.output.value, input_weight }
}

fn total(coins: &[SpendableCoin]) -> i64 {
    coins.iter().fold(0, |sum: i64, coin| sum.saturating_add(coin.output.value))
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
