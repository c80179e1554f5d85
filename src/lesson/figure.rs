//! The figures of the reading, found by running what they are about.
//!
//! An author writes `[17.0](figure:lecture-ledger/2[0])`. The words in brackets are what the student
//! reads; a test runs this module and fails where they differ, and it fails for any figure in the
//! reading that is written without such a link. So a figure cannot go stale unnoticed, and the file
//! stays readable where no blockstep is at hand.
//!
//! - `lecture-ledger/2[1]`: the amount of an output of the lecture's ledger;
//! - `lecture-ledger/overspend[0]`: the same of a candidate's;
//! - `lecture-ledger/CANDIDATE.in`, `.out`, `.looks`, `.looks.account`, `.spender`, `.reject`: what
//!   its check found;
//! - `SCENARIO/steps`, `SCENARIO/verdict`: the length and the end of a walk in the catalog.

use std::sync::Arc;

use crate::catalog;
use crate::ledger::lecture::{candidate, history};
use crate::ledger::{Check, LedgerKind, Payment, Scripts};
use crate::primitives::amount::bitcoin_short;
use crate::trace::{Length, Verdict, Window};

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
        _ => walk(scenario, key),
    };
    found.ok_or_else(|| NoSuchFigure { scenario: scenario.to_string(), key: key.to_string() })
}

fn lecture_ledger(key: &str) -> Option<String> {
    if let Some((id, what)) = key.split_once('.') {
        return found_in_check(id, what);
    }
    let (transaction, output) = key.strip_suffix(']')?.split_once('[')?;
    let payment = match transaction.parse::<usize>() {
        Ok(number) => history().get(number.checked_sub(1)?).cloned(),
        Err(_) => only_payment(transaction),
    };
    let outputs = &payment?.tx.outputs;
    outputs.get(output.parse::<usize>().ok()?).map(|output| bitcoin_short(output.value))
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
        "spender" => scan.spender.map(|place| (place + 1).to_string()),
        "in" => Some(bitcoin_short(scan.coins.values().map(|coin| coin.output.value).sum())),
        "out" => Some(bitcoin_short(payment.tx.outputs.iter().map(|out| out.value).sum())),
        "reject" => scan.result?.err().map(|error| error.reject().to_string()),
        _ => None,
    }
}

fn walk(scenario: &str, key: &str) -> Option<String> {
    let mut stepper = (catalog::find(scenario).ok()?.open)().ok()?;
    match (key, stepper.length()) {
        ("steps", Length::Exactly(steps)) => Some(steps.to_string()),
        ("verdict", Length::Exactly(steps)) => {
            stepper.seek(steps);
            match stepper.scene(&Window::following(1)).verdict? {
                Verdict::Valid => Some("valid".to_string()),
                Verdict::Invalid { name, .. } => Some(name),
                Verdict::Done => None,
            }
        }
        _ => None,
    }
}
