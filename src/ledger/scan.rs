//! The lecture's transaction-based ledger: from the output that is spent, scan to the present.
//!
//! An input points at a transaction by its hash, and so leads straight to the output (one look).
//! Whether that output is still there, only the transactions after it can tell: the scan looks at
//! each of them once. It is finite, and as long as the output is old.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Check, Ledger, LedgerError, LedgerKind, Payment, Step, TxError, spend};
use crate::hash::Txid;

/// Keeps transactions, and where each stands.
#[derive(Debug, Default)]
pub struct TransactionScan {
    history: Vec<Arc<Payment>>,
    // The hash pointer, followed. Looked up by txid only, so that no order of it can show.
    place: HashMap<Txid, usize>,
}

impl Ledger for TransactionScan {
    fn kind(&self) -> LedgerKind {
        LedgerKind::Scan
    }

    fn record(&mut self, payment: Arc<Payment>) {
        self.place.insert(payment.tx.txid(), self.history.len());
        self.history.push(payment);
    }

    fn apply(&self, candidate: &Payment, check: &mut Check, step: Step) {
        match step {
            Step::Form => spend::form(candidate, check),
            Step::Find { input } => self.find(candidate, check, input),
            Step::Look { input, at } => self.look(candidate, check, input, at),
            Step::Sums => spend::sums(candidate, check),
            Step::Signature { input } => spend::signature(candidate, check, input),
        }
    }
}

impl TransactionScan {
    fn find(&self, candidate: &Payment, check: &mut Check, input: usize) {
        let Some(outpoint) = spend::outpoint(candidate, input) else { return };
        check.looks += 1;
        let place = self.place.get(&outpoint.txid).copied();
        let made_by = place.and_then(|place| self.history.get(place));
        match (place, made_by.and_then(|made_by| spend::coin_of(made_by, outpoint.vout))) {
            (Some(place), Some(coin)) => {
                check.coins.insert(outpoint, coin);
                check.go_on(Ok(self.on(candidate, input, place + 1)));
            }
            _ => check.go_on(Err(TxError::MissingOrSpent { input, outpoint }.into())),
        }
    }

    fn look(&self, candidate: &Payment, check: &mut Check, input: usize, at: usize) {
        let Some(outpoint) = spend::outpoint(candidate, input) else { return };
        let Some(record) = self.history.get(at) else { return };
        check.looks += 1;
        if record.tx.inputs.iter().any(|other| other.previous_output == outpoint) {
            check.spender = Some(at);
            check.go_on(Err(LedgerError::from(TxError::MissingOrSpent { input, outpoint })));
        } else {
            check.go_on(Ok(self.on(candidate, input, at + 1)));
        }
    }

    fn on(&self, candidate: &Payment, input: usize, at: usize) -> Step {
        let more = at < self.history.len();
        if more { Step::Look { input, at } } else { spend::after_input(candidate, input) }
    }
}
