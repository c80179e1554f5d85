//! Walks through the ledgers: the lecture's four transactions, and payments to check against them.

use super::{CatalogError, Scenario, Subject};
use crate::bench::growth_model::GrowthModel;
use crate::ledger::LedgerKind::{self, Account, Scan, Table, Utxo};
use crate::ledger::lecture;
use crate::ledger::ledger_model::LedgerModel;
use crate::ledger::utxo_model::UtxoModel;
use crate::trace::{Stepper, Trace};

type Open = fn() -> Result<Box<dyn Stepper>, CatalogError>;

const fn ledger(
    id: &'static str,
    title: &'static str,
    about: &'static str,
    next: &'static str,
    open: Open,
) -> Scenario {
    Scenario { id, subject: Subject::Ledgers, title, about, next: Some(next), open }
}

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    ledger(
        "ledger-scan-valid",
        "Scan: a valid payment",
        "Bob spends an output of the lecture's ledger. Has anything spent it before? Scan to the present.",
        "ledger-scan-double-spend",
        || check(Scan, "valid"),
    ),
    ledger(
        "ledger-scan-double-spend",
        "Scan: a double spend",
        "Alice spends 2[1] a second time, and the scan meets the transaction that spent it first.",
        "ledger-account-double-spend",
        || check(Scan, "double-spend"),
    ),
    ledger(
        "ledger-account-double-spend",
        "Accounts: the same double spend",
        "An account-based ledger reads its whole history to learn what Alice still holds.",
        "ledger-table-double-spend",
        || check(Account, "double-spend"),
    ),
    ledger(
        "ledger-table-double-spend",
        "Account table: the same double spend",
        "With a table beside the chain one look is enough, and the table must be kept.",
        "ledger-utxo-double-spend",
        || check(Table, "double-spend"),
    ),
    ledger(
        "ledger-utxo-double-spend",
        "UTXO set: the same double spend",
        "With the set of unspent outputs beside the chain, the scan becomes one look.",
        "utxo-set-lecture",
        || check(Utxo, "double-spend"),
    ),
    ledger(
        "utxo-set-lecture",
        "The UTXO set, before and after",
        "The lecture's four transactions: each takes outputs out of the set and puts new ones in.",
        "ledger-scan-double-spend-in-block",
        || set("The UTXO set under the lecture's transactions", None),
    ),
    ledger(
        "ledger-scan-double-spend-in-block",
        "Scan: a double spend within a block",
        "Two payments of one block spend the same output: the first is good, the second is not.",
        "ledger-scan-double-spend-in-transaction",
        || check(Scan, "double-spend-in-block"),
    ),
    ledger(
        "ledger-scan-double-spend-in-transaction",
        "Scan: a double spend within a transaction",
        "One transaction names the same output twice (CVE-2018-17144).",
        "ledger-scan-overspend",
        || check(Scan, "double-spend-in-transaction"),
    ),
    ledger(
        "ledger-scan-overspend",
        "Scan: an overspend",
        "Bob makes 10.0 out of 9.0: the output is there, and the sums do not fit.",
        "ledger-scan-wrong-signer",
        || check(Scan, "overspend"),
    ),
    ledger(
        "ledger-scan-wrong-signer",
        "Scan: the wrong signer",
        "Alice signs for Carol's output: all is well until the script runs.",
        "ledger-scan-missing-input",
        || check(Scan, "wrong-signer"),
    ),
    ledger(
        "ledger-scan-missing-input",
        "Scan: an output that was never made",
        "David spends an output that no transaction has made.",
        "ledger-scan-overflow",
        || check(Scan, "missing-input"),
    ),
    ledger(
        "ledger-scan-overflow",
        "Scan: an output overflow",
        "Two outputs whose 64-bit sum is negative, as in August 2010 (CVE-2010-5139).",
        "ledger-utxo-fee",
        || check(Scan, "overflow"),
    ),
    ledger(
        "ledger-utxo-fee",
        "UTXO set: a fee",
        "What the inputs exceed the outputs by belongs to the miner.",
        "ledger-utxo-consolidation",
        || check(Utxo, "fee"),
    ),
    ledger(
        "ledger-utxo-consolidation",
        "UTXO set: funds brought together",
        "Bob makes one output of two, one of which was made in the same block.",
        "ledger-utxo-joint",
        || check(Utxo, "consolidation"),
    ),
    ledger(
        "ledger-utxo-joint",
        "UTXO set: a joint payment",
        "Carol and David pay together: every owner of an input signs.",
        "ledger-utxo-joint-unsigned",
        || check(Utxo, "joint"),
    ),
    ledger(
        "ledger-utxo-joint-unsigned",
        "UTXO set: a joint payment, one signature missing",
        "Carol signs for David as well, and that does not unlock his output.",
        "utxo-set-consolidation",
        || check(Utxo, "joint-unsigned"),
    ),
    ledger(
        "utxo-set-consolidation",
        "The UTXO set: change and consolidation",
        "Change makes the set larger, consolidation makes it smaller.",
        "ledger-growth",
        || set("The UTXO set: change and consolidation", Some("consolidation")),
    ),
    Scenario {
        next: None,
        ..ledger(
            "ledger-growth",
            "What one check costs, as the ledger grows",
            "The looks of a replay, a scan, a table and the UTXO set, side by side and as a chart.",
            "",
            || Ok(Box::new(Trace::new(GrowthModel))),
        )
    },
];

/// The check of one of the lecture's candidates.
pub(super) fn check(kind: LedgerKind, candidate: &str) -> Result<Box<dyn Stepper>, CatalogError> {
    Ok(Box::new(Trace::new(LedgerModel::lecture(found(candidate)?, kind))))
}

/// The set under the lecture's transactions, and then under a candidate's.
fn set(title: &str, candidate: Option<&str>) -> Result<Box<dyn Stepper>, CatalogError> {
    let mut payments = lecture::history();
    let mut names = lecture::names();
    for payment in candidate.map(found).transpose()?.iter().flat_map(|found| found.block()) {
        names.add_transaction(&payment);
        payments.push(payment);
    }
    Ok(Box::new(Trace::new(UtxoModel::new(title, names, payments))))
}

fn found(id: &str) -> Result<&'static lecture::Candidate, CatalogError> {
    lecture::candidate(id).ok_or_else(|| CatalogError::UnknownCandidate { id: id.to_owned() })
}
