//! The five rules of ScroogeCoin (BCT 1.5), reported one by one.
//!
//! Scrooge keeps the books alone, so that his rules are all there is to check; Bitcoin's
//! [`check_transaction`](super::check_transaction()) and [`check_tx_inputs`](super::check_tx_inputs())
//! are the same five and what else experience has taught.

use std::collections::BTreeSet;

use super::{Coin, Coins};
use crate::primitives::amount::bitcoin_short;
use crate::primitives::{Transaction, TxOut};
use crate::rules::{Rule, ledger as rules};
use crate::script::{self, Flags, TxContext};

/// What a transaction does to one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Whether it holds.
    pub holds: Holds,
}

/// Whether a rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not, and this is what was found.
    No(String),
    /// It cannot be said, and this is what is missing.
    Unknown(String),
}

/// All five rules, in their order. `coins` are the coins not consumed yet.
pub fn scrooge<C: Coins + ?Sized>(tx: &Transaction, coins: &C) -> [Finding; 5] {
    let spent: Vec<Option<&Coin>> =
        tx.inputs.iter().map(|input| coins.coin(&input.previous_output)).collect();
    [
        Finding { rule: &rules::SCROOGE_VALID_COINS, holds: coins_exist(&spent) },
        Finding { rule: &rules::SCROOGE_SIGNED, holds: signed(tx, &spent) },
        Finding { rule: &rules::SCROOGE_NO_COIN_TWICE, holds: no_coin_twice(tx) },
        Finding { rule: &rules::SCROOGE_NOT_NEGATIVE, holds: not_negative(tx) },
        Finding { rule: &rules::SCROOGE_COVERED, holds: covered(tx, &spent) },
    ]
}

fn coins_exist(spent: &[Option<&Coin>]) -> Holds {
    match spent.iter().position(Option::is_none) {
        Some(input) => Holds::No(format!("input {input} consumes a coin that is not there")),
        None => Holds::Yes,
    }
}

fn signed(tx: &Transaction, spent: &[Option<&Coin>]) -> Holds {
    let known: Option<Vec<TxOut>> =
        spent.iter().map(|coin| coin.map(|coin| coin.output.clone())).collect();
    let context = TxContext::new(tx, known.as_deref());
    let mut unknown = None;
    for (input, coin) in spent.iter().enumerate() {
        let Some(coin) = coin else {
            unknown.get_or_insert(input);
            continue;
        };
        let verified = script::verify_spend(&context, input, &coin.output, Flags::CONSENSUS);
        if let Err(error) = verified {
            return Holds::No(format!("input {input}: {error}"));
        }
    }
    match unknown {
        Some(input) => Holds::Unknown(format!("nobody owns the coin of input {input}")),
        None => Holds::Yes,
    }
}

fn no_coin_twice(tx: &Transaction) -> Holds {
    let mut seen = BTreeSet::new();
    match tx.inputs.iter().position(|input| !seen.insert(input.previous_output)) {
        Some(input) => Holds::No(format!("input {input} consumes the coin of an earlier input")),
        None => Holds::Yes,
    }
}

fn not_negative(tx: &Transaction) -> Holds {
    match tx.outputs.iter().position(|output| output.value < 0) {
        Some(output) => Holds::No(format!(
            "output {output} is worth {}",
            bitcoin_short(tx.outputs[output].value)
        )),
        None => Holds::Yes,
    }
}

/// The sums are exact: with 64 bits they could wrap around and look small (CVE-2010-5139).
fn covered(tx: &Transaction, spent: &[Option<&Coin>]) -> Holds {
    let Some(values) = spent
        .iter()
        .map(|coin| coin.map(|coin| i128::from(coin.output.value)))
        .collect::<Option<Vec<_>>>()
    else {
        return Holds::Unknown("what a coin that is not there was worth cannot be said".into());
    };
    let consumed: i128 = values.iter().sum();
    let made: i128 = tx.outputs.iter().map(|output| i128::from(output.value)).sum();
    if made <= consumed {
        return Holds::Yes;
    }
    Holds::No(format!("{made} satoshis are made and {consumed} consumed"))
}
