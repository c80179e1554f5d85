//! The set of unspent outputs under a list of transactions, a transaction a step.
//!
//! Each transaction is checked as the UTXO ledger checks it; then what it spends leaves the set and
//! what it makes enters it. The scene shows the set as it is, and what has just left it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ledger_model::{coin_headers, coin_row, tx_row};
use super::{Coin, Coins, Ledger, LedgerError, Names, Payment, Scripts, UtxoSet};
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short;
use crate::rules::transaction::INPUTS_MISSING_OR_SPENT;
use crate::trace::{Body, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// A list of transactions, and names for what they are about.
pub struct UtxoModel {
    title: String,
    names: Names,
    payments: Vec<Arc<Payment>>,
    /// Every output that the list makes, the oldest first.
    made: Vec<OutPoint>,
}

/// The set after some of the transactions.
#[derive(Debug, Clone)]
pub struct UtxoState {
    set: UtxoSet,
    done: usize,
    /// Coins that the last transaction took out.
    spent: Vec<(OutPoint, Coin)>,
    failed: Option<LedgerError>,
}

/// The next transaction of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UtxoAction {
    /// Check it and change the set.
    Connect,
}

impl UtxoModel {
    /// An empty set, and the transactions to come.
    pub fn new(title: impl Into<String>, names: Names, payments: Vec<Arc<Payment>>) -> UtxoModel {
        let made = payments.iter().flat_map(|payment| {
            let txid = payment.tx.txid();
            (0..payment.tx.outputs.len() as u32).map(move |vout| OutPoint { txid, vout })
        });
        let made = made.collect();
        UtxoModel { title: title.into(), names, payments, made }
    }

    fn last<'a>(&'a self, state: &UtxoState) -> Option<&'a Payment> {
        let place = match state.failed {
            Some(_) => state.done,
            None => state.done.checked_sub(1)?,
        };
        self.payments.get(place).map(Arc::as_ref)
    }
}

impl Model for UtxoModel {
    type State = UtxoState;
    type Action = UtxoAction;

    fn initial(&self) -> UtxoState {
        UtxoState { set: UtxoSet::default(), done: 0, spent: Vec::new(), failed: None }
    }

    fn next(&self, state: &UtxoState) -> Option<UtxoAction> {
        let more = state.failed.is_none() && state.done < self.payments.len();
        more.then_some(UtxoAction::Connect)
    }

    fn allowed(&self, state: &UtxoState, action: &UtxoAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut UtxoState, _: &UtxoAction) {
        let Some(payment) = self.payments.get(state.done) else { return };
        state.spent.clear();
        // A coinbase makes new coins; what it may claim is its block's business.
        if !payment.tx.is_coinbase() {
            let check = state.set.check(payment, Scripts::Verify);
            if let Some(Err(error)) = check.result {
                state.failed = Some(error);
                return;
            }
            state.spent = check.coins.into_iter().collect();
        }
        state.set.update(payment);
        state.done += 1;
    }

    fn label(&self, state: &UtxoState, _: &UtxoAction) -> String {
        format!("transaction {}", state.done + 1)
    }

    fn scene(
        &self,
        before: Option<&UtxoState>,
        after: &UtxoState,
        last: Option<&UtxoAction>,
        window: &Window,
    ) -> Scene {
        let verdict = match &after.failed {
            Some(error) => Some(Verdict::Invalid {
                name: error.reject().to_owned(),
                reason: self.names.readable(&error.to_string()),
            }),
            None if after.done == self.payments.len() => Some(Verdict::Done),
            None => None,
        };
        let size = before.map_or(0, |before| before.set.len());
        let changes = match last {
            Some(_) if after.failed.is_none() => {
                vec![format!("coins in the set: {size}, now {}", after.set.len())]
            }
            _ => Vec::new(),
        };
        let rule = last.map(|_| &INPUTS_MISSING_OR_SPENT);
        Scene {
            title: self.title.clone(),
            panes: vec![self.set_pane(after, window), self.list_pane(after, window)],
            changes,
            sentence: self.sentence(after),
            rule: after.failed.as_ref().map(LedgerError::rule).or(rule),
            verdict,
        }
    }
}

impl UtxoModel {
    fn sentence(&self, state: &UtxoState) -> String {
        let Some(payment) = self.last(state) else {
            return "Before the first transaction the set is empty: there is no money yet.".into();
        };
        if let Some(error) = &state.failed {
            let found = self.names.readable(&error.to_string());
            return format!("Refused, and the set stays as it is: {found}.");
        }
        let made = payment.tx.outputs.len();
        if payment.tx.is_coinbase() {
            return format!(
                "Transaction {} is a coinbase: it spends nothing and makes {made}.",
                state.done
            );
        }
        let spent: Vec<String> =
            state.spent.iter().map(|(outpoint, _)| self.names.outpoint(outpoint).text).collect();
        let worth: i64 = state.spent.iter().map(|(_, coin)| coin.output.value).sum();
        format!(
            "Transaction {} spends {} whole, {} in all: {} the set, and {made} new {} it. \
             The check took {} {}.",
            state.done,
            spent.join(" and "),
            bitcoin_short(worth),
            if spent.len() == 1 { "it leaves" } else { "they leave" },
            if made == 1 { "output enters" } else { "outputs enter" },
            spent.len(),
            if spent.len() == 1 { "look" } else { "looks" },
        )
    }

    /// The set, and in its place what has just left it.
    fn set_pane(&self, state: &UtxoState, window: &Window) -> Pane {
        let newest = self.last(state).filter(|_| state.failed.is_none()).map(|last| last.tx.txid());
        let rows: Vec<Row> = self
            .made
            .iter()
            .filter_map(|outpoint| {
                let left = state.spent.iter().find(|(spent, _)| spent == outpoint);
                let (coin, mark) = match (state.set.coin(outpoint), left) {
                    (Some(coin), _) if newest == Some(outpoint.txid) => (coin, Mark::Changed),
                    (Some(coin), _) => (coin, Mark::Plain),
                    (None, Some((_, coin))) => (coin, Mark::Dim),
                    (None, None) => return None,
                };
                let mut row = coin_row(&self.names, outpoint, coin).marked(mark);
                let note = match mark {
                    Mark::Changed => "new",
                    Mark::Dim => "spent just now",
                    _ => "",
                };
                row.cells.push(crate::trace::Line::new(note));
                Some(row)
            })
            .collect();
        let total = rows.len();
        let focus = rows.iter().position(|row| row.mark == Mark::Changed).unwrap_or(0);
        let range = window.range(0, total, focus);
        let first = range.start;
        let mut headers = coin_headers();
        headers.push(String::new());
        let rows = rows.into_iter().skip(first).take(range.len()).collect();
        let name = format!("unspent outputs: {}", state.set.len());
        Pane::part(name, Body::Table { headers, rows }, first, total)
    }

    fn list_pane(&self, state: &UtxoState, window: &Window) -> Pane {
        let total = self.payments.len();
        let range = window.range(1, total, state.done);
        let first = range.start;
        let rows = range.map(|place| {
            let mark = match place {
                place if place == state.done && state.failed.is_some() => Mark::Bad,
                place if place + 1 == state.done => Mark::Current,
                place if place < state.done => Mark::Good,
                _ => Mark::Dim,
            };
            tx_row(&self.names, place + 1, &self.payments[place]).marked(mark)
        });
        let headers = ["tx", "spends", "makes", "signed"].map(str::to_owned).to_vec();
        let rows = rows.collect();
        Pane::part("the transactions", Body::Table { headers, rows }, first, total)
    }
}

#[cfg(test)]
#[path = "utxo_model_tests.rs"]
mod tests;
