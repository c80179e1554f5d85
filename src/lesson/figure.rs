//! The figures of the reading, found by running what they are about.
//!
//! An author writes `[17.0](figure:lecture-ledger/2[0])`. The words in brackets are what the student
//! reads; a test runs this module and fails where they differ, and it fails for any figure in the
//! reading that is written without such a link. So a figure cannot go stale unnoticed, and the file
//! stays readable where no blockstep is at hand.
//!
//! - `lecture-ledger/2[1]`: the amount of an output of the lecture's ledger;
//! - `lecture-ledger/overspend[0]`: the same of a candidate's;
//! - `lecture-ledger/consolidation/6[0]`: the same of a candidate of several transactions, which go
//!   on counting where the lecture's four end;
//! - `lecture-ledger/CANDIDATE.in`, `.out`, `.fee`, `.looks`, `.looks.account` (or `.table`, `.utxo`),
//!   `.spender`, `.reject`: what its check found;
//! - `utxo-set/3`: the coins in the set after transaction 3, and `utxo-set/consolidation/5` with a
//!   candidate's transactions after the lecture's;
//! - `ledger-growth/1000.utxo` (or `.account`, `.scan`, `.table`): the looks of one check in a ledger
//!   of that length, the output being half as old as the ledger;
//! - `block/170.header`, `.size`, `.transactions`, `.branch`, `.branch-bytes`, `.coinbase`: of a block in
//!   the box (0, 9, 170 or 702861) the bytes of its header and of all of it, the number of its
//!   transactions, of the hashes of one's branch and of their bytes, and what its coinbase pays;
//! - `SCENARIO/steps`, `SCENARIO/verdict`: the length and the end of a walk in the catalog;
//! - `SCENARIO/10:WORDS`: the number that stands beside these words in the picture after step 10, in its
//!   sentence or a line of text; `_` stands for a space;
//! - what `figure/chain.rs` reads off a step of a walk through a chain.

mod block;
mod chain;
mod walk;

use std::sync::Arc;

use crate::bench::growth_model;
use crate::ledger::lecture::{candidate, history};
use crate::ledger::{Check, LedgerKind, Payment, Scripts, UtxoSet};
use crate::primitives::amount::bitcoin_short;
use crate::spelling::grouped;

/// There is no such figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("figure:{scenario}/{key} names no figure: the forms are listed in src/lesson/figure.rs")]
pub struct NoSuchFigure {
    /// What the link names before the slash.
    pub scenario: String,
    /// What it names after it.
    pub key: String,
}

/// The figure that `figure:scenario/key` stands for.
pub fn value(scenario: &str, key: &str) -> Result<String, NoSuchFigure> {
    let found = match scenario {
        "lecture-ledger" => lecture_ledger(key),
        "utxo-set" => coins_in_the_set(key),
        "ledger-growth" if key.contains('.') => looks_as_it_grows(key),
        "block" => block::value(key),
        _ => walk::value(scenario, key),
    };
    found.ok_or_else(|| NoSuchFigure { scenario: scenario.to_string(), key: key.to_string() })
}

fn lecture_ledger(key: &str) -> Option<String> {
    if let Some((id, what)) = key.split_once('.') {
        return found_in_check(id, what);
    }
    let (transaction, output) = key.strip_suffix(']')?.split_once('[')?;
    let payment = match (transaction.split_once('/'), transaction.parse::<usize>()) {
        (Some((id, number)), _) => with_candidate(id)?.get(place(number)?).cloned(),
        (_, Ok(number)) => history().get(number.checked_sub(1)?).cloned(),
        (_, Err(_)) => only_payment(transaction),
    };
    let outputs = &payment?.tx.outputs;
    outputs.get(output.parse::<usize>().ok()?).map(|output| bitcoin_short(output.value))
}

/// The lecture's four transactions and a candidate's after them.
fn with_candidate(id: &str) -> Option<Vec<Arc<Payment>>> {
    Some([history(), candidate(id)?.block()].concat())
}

/// The place, from 0, of the transaction that is counted from 1.
fn place(number: &str) -> Option<usize> {
    number.parse::<usize>().ok()?.checked_sub(1)
}

fn coins_in_the_set(key: &str) -> Option<String> {
    let (payments, number) = match key.split_once('/') {
        Some((id, number)) => (with_candidate(id)?, number),
        None => (history(), key),
    };
    let mut set = UtxoSet::default();
    payments.get(..=place(number)?)?.iter().for_each(|payment| set.update(payment));
    Some(set.len().to_string())
}

fn looks_as_it_grows(key: &str) -> Option<String> {
    let (length, ledger) = key.split_once('.')?;
    let case = match ledger {
        "account" => "account, history replayed",
        "scan" => "scan, old output",
        "table" => "account, with a table",
        "utxo" => "UTXO set",
        _ => return None,
    };
    growth_model::looks(length.parse().ok()?, case).map(grouped)
}

/// The payment of a candidate that is a single one.
fn only_payment(id: &str) -> Option<Arc<Payment>> {
    match candidate(id)?.block().as_slice() {
        [payment] => Some(Arc::clone(payment)),
        _ => None,
    }
}

fn found_in_check(id: &str, what: &str) -> Option<String> {
    let payment = only_payment(id)?;
    let check =
        |kind: LedgerKind| -> Check { kind.of(&history()).check(&payment, Scripts::Verify) };
    let scan = check(LedgerKind::Scan);
    match what {
        "looks" => Some(scan.looks.to_string()),
        "looks.account" => Some(check(LedgerKind::Account).looks.to_string()),
        "looks.table" => Some(check(LedgerKind::Table).looks.to_string()),
        "looks.utxo" => Some(check(LedgerKind::Utxo).looks.to_string()),
        "fee" => scan.result?.ok().map(bitcoin_short),
        "spender" => scan.spender.map(|place| (place + 1).to_string()),
        "in" => Some(bitcoin_short(scan.coins.values().map(|coin| coin.output.value).sum())),
        "out" => Some(bitcoin_short(payment.tx.outputs.iter().map(|out| out.value).sum())),
        "reject" => scan.result?.err().map(|error| error.reject().to_string()),
        _ => None,
    }
}
