//! The panes with the books and with the payments that are to be written into them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{LedgerAction, LedgerModel, LedgerState};
use crate::ledger::{
    Account, AccountState, Coin, Coins, LedgerKind, Names, Payment, Step, UtxoSet,
};
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short;
use crate::trace::{Body, Line, Mark, Pane, Row, Window};

/// What a ledger keeps beside the chain, in an order for readers.
pub(super) enum Books {
    /// Nothing: the history is all there is.
    History,
    /// What each account holds.
    Accounts(Vec<(Account, AccountState)>),
    /// What is unspent.
    Coins(Vec<(OutPoint, Coin)>),
}

impl Books {
    pub(super) fn new(kind: LedgerKind, payments: &[Arc<Payment>], names: &Names) -> Books {
        match kind {
            LedgerKind::Account | LedgerKind::Scan => Books::History,
            LedgerKind::Table => Books::Accounts(accounts(payments, names)),
            LedgerKind::Utxo => Books::Coins(coins(payments)),
        }
    }
}

/// What the payments leave in every account, by name.
fn accounts(payments: &[Arc<Payment>], names: &Names) -> Vec<(Account, AccountState)> {
    let mut states: BTreeMap<Account, AccountState> = BTreeMap::new();
    for payment in payments {
        let paying = payment.entry.payers.iter().map(|payer| payer.account);
        let paid = payment.entry.receivers.iter().map(|receiver| receiver.account);
        let touched: BTreeSet<Account> = paying.chain(paid).collect();
        for account in touched {
            let state = states.entry(account).or_default();
            *state = state.after(account, &payment.entry);
        }
    }
    let mut list: Vec<_> = states.into_iter().collect();
    list.sort_by_key(|(account, _)| names.account(account).text);
    list
}

/// The outputs that the payments leave unspent, the oldest first.
fn coins(payments: &[Arc<Payment>]) -> Vec<(OutPoint, Coin)> {
    let mut set = UtxoSet::default();
    payments.iter().for_each(|payment| set.update(payment));
    let outputs = payments.iter().flat_map(|payment| {
        let txid = payment.tx.txid();
        (0..payment.tx.outputs.len() as u32).map(move |vout| OutPoint { txid, vout })
    });
    outputs.filter_map(|outpoint| Some((outpoint, set.coin(&outpoint)?.clone()))).collect()
}

const TX_HEADERS: [&str; 4] = ["tx", "spends", "makes", "signed"];
const ENTRY_HEADERS: [&str; 4] = ["entry", "pays", "receives", "signed"];

impl LedgerModel {
    pub(super) fn books_pane(
        &self,
        state: &LedgerState,
        last: Option<&LedgerAction>,
        window: &Window,
    ) -> Pane {
        match &self.stage(state).books {
            Books::History => self.history_pane(state, last, window),
            Books::Accounts(accounts) => self.accounts_pane(accounts, state, last, window),
            Books::Coins(coins) => self.coins_pane(coins, state, last, window),
        }
    }

    /// The block's payments, the one being checked marked.
    pub(super) fn candidate_pane(&self, state: &LedgerState) -> Pane {
        let invalid = matches!(state.check.result, Some(Err(_)));
        let row = |(place, payment): (usize, &Arc<Payment>)| {
            let mark = match place {
                place if place < state.recorded => Mark::Good,
                place if place > state.recorded => Mark::Plain,
                _ if invalid => Mark::Bad,
                _ => Mark::Current,
            };
            self.row(self.history.len() + place + 1, payment).marked(mark)
        };
        let rows: Vec<Row> = self.block.iter().enumerate().map(row).collect();
        let name = match rows.len() {
            1 => "the payment to check",
            _ => "the block to check",
        };
        Pane::whole(name, Body::Table { headers: self.headers(), rows })
    }

    fn headers(&self) -> Vec<String> {
        let headers = if self.kind.has_accounts() { ENTRY_HEADERS } else { TX_HEADERS };
        headers.map(str::to_owned).to_vec()
    }

    fn history_pane(
        &self,
        state: &LedgerState,
        last: Option<&LedgerAction>,
        window: &Window,
    ) -> Pane {
        let total = self.history.len() + state.recorded;
        let focus = self.focus(state, last).unwrap_or(total.saturating_sub(1));
        let range = window.range(0, total, focus);
        let first = range.start;
        let all = self.history.iter().chain(&self.block);
        let row = |(place, payment): (usize, &Arc<Payment>)| {
            self.row(place + 1, payment).marked(self.history_mark(place, state, last))
        };
        let rows = all.enumerate().skip(first).take(range.len()).map(row).collect();
        let name = if self.kind.has_accounts() { "the ledger of accounts" } else { "the ledger" };
        Pane::part(name, Body::Table { headers: self.headers(), rows }, first, total)
    }

    /// The record that the last step looked at.
    fn focus(&self, state: &LedgerState, last: Option<&LedgerAction>) -> Option<usize> {
        match last {
            Some(LedgerAction::Check(Step::Look { at, .. })) => Some(*at),
            Some(LedgerAction::Check(Step::Find { input })) => self.made_at(state, *input),
            Some(LedgerAction::Record) => Some(self.history.len() + state.recorded - 1),
            _ => None,
        }
    }

    /// The record that made the output that input number `input` of the candidate spends.
    pub(super) fn made_at(&self, state: &LedgerState, input: usize) -> Option<usize> {
        let spending = self.candidate(state)?.tx.inputs.get(input)?;
        self.names.number(&spending.previous_output.txid)?.checked_sub(1)
    }

    fn history_mark(&self, place: usize, state: &LedgerState, last: Option<&LedgerAction>) -> Mark {
        let (input, at) = match last {
            Some(LedgerAction::Check(Step::Look { input, at })) => (*input, *at),
            Some(LedgerAction::Check(Step::Find { input })) => match self.made_at(state, *input) {
                Some(at) => (*input, at),
                None => return Mark::Plain,
            },
            Some(LedgerAction::Record) if self.focus(state, last) == Some(place) => {
                return Mark::Changed;
            }
            _ => return Mark::Plain,
        };
        let from =
            if self.kind.has_accounts() { 0 } else { self.made_at(state, input).unwrap_or(0) };
        match place {
            place if place == at && state.check.spender == Some(at) => Mark::Bad,
            place if place == at => Mark::Current,
            place if place < from => Mark::Dim,
            place if place < at => Mark::Good,
            _ => Mark::Plain,
        }
    }

    fn accounts_pane(
        &self,
        accounts: &[(Account, AccountState)],
        state: &LedgerState,
        last: Option<&LedgerAction>,
        window: &Window,
    ) -> Pane {
        let candidate = self.candidate(state);
        let looked_up = |step: &Step| match step {
            Step::Find { input } | Step::Look { input, .. } => {
                Some(candidate?.entry.payers.get(*input)?.account)
            }
            _ => None,
        };
        let current = match last {
            Some(LedgerAction::Check(step)) => looked_up(step),
            _ => None,
        };
        let focus = accounts.iter().position(|(account, _)| Some(*account) == current);
        let range = window.range(0, accounts.len(), focus.unwrap_or(0));
        let first = range.start;
        let row = |(account, held): &(Account, AccountState)| {
            let cells = [
                self.names.account(account),
                Line::new(bitcoin_short(held.balance)),
                Line::new(held.payments.to_string()),
            ];
            let mark = if Some(*account) == current { Mark::Current } else { Mark::Plain };
            Row { cells: cells.to_vec(), mark }
        };
        let rows = accounts[range].iter().map(row).collect();
        let headers = ["account", "holds", "payments made"].map(str::to_owned).to_vec();
        let body = Body::Table { headers, rows };
        Pane::part("the account table", body, first, accounts.len())
    }

    fn coins_pane(
        &self,
        coins: &[(OutPoint, Coin)],
        state: &LedgerState,
        last: Option<&LedgerAction>,
        window: &Window,
    ) -> Pane {
        let current = match last {
            Some(LedgerAction::Check(Step::Find { input })) => {
                let inputs = self.candidate(state).map(|payment| payment.tx.inputs.as_slice());
                inputs.and_then(|inputs| inputs.get(*input)).map(|input| input.previous_output)
            }
            _ => None,
        };
        let made = |outpoint: &OutPoint| {
            let newest =
                self.names.number(&outpoint.txid) == Some(self.history.len() + state.recorded);
            matches!(last, Some(LedgerAction::Record)) && newest
        };
        let focus = coins.iter().position(|(outpoint, _)| Some(*outpoint) == current);
        let range = window.range(0, coins.len(), focus.unwrap_or(0));
        let first = range.start;
        let row = |(outpoint, coin): &(OutPoint, Coin)| {
            let mark = match outpoint {
                outpoint if Some(*outpoint) == current => Mark::Current,
                outpoint if made(outpoint) => Mark::Changed,
                _ => Mark::Plain,
            };
            coin_row(&self.names, outpoint, coin).marked(mark)
        };
        let rows = coins[range].iter().map(row).collect();
        let body = Body::Table { headers: coin_headers(), rows };
        Pane::part("unspent outputs", body, first, coins.len())
    }

    fn row(&self, number: usize, payment: &Payment) -> Row {
        match self.kind.has_accounts() {
            true => entry_row(&self.names, number, payment),
            false => tx_row(&self.names, number, payment),
        }
    }
}

pub(in crate::ledger) fn coin_headers() -> Vec<String> {
    ["output", "value", "owner"].map(str::to_owned).to_vec()
}

pub(in crate::ledger) fn coin_row(names: &Names, outpoint: &OutPoint, coin: &Coin) -> Row {
    let cells = vec![
        names.outpoint(outpoint),
        Line::new(bitcoin_short(coin.output.value)),
        names.script(&coin.output.script_pubkey),
    ];
    Row { cells, mark: Mark::Plain }
}

/// A transaction as the lecture writes it.
pub(in crate::ledger) fn tx_row(names: &Names, number: usize, payment: &Payment) -> Row {
    let tx = &payment.tx;
    let spends = tx.inputs.iter().map(|input| names.outpoint(&input.previous_output));
    let makes = tx.outputs.iter().map(|output| {
        let owner = names.script(&output.script_pubkey);
        arrow(output.value, owner)
    });
    let signers = payment.entry.payers.iter().map(|payer| names.key(&payer.public_key));
    let cells = vec![
        Line::new(number.to_string()).with_hex(tx.txid().to_string()),
        list(spends),
        list(makes),
        list(signers),
    ];
    Row { cells, mark: Mark::Plain }
}

fn entry_row(names: &Names, number: usize, payment: &Payment) -> Row {
    let entry = &payment.entry;
    let pays = entry.payers.iter().map(|payer| {
        let owner = names.account(&payer.account);
        let amount = bitcoin_short(payer.amount);
        let hex = format!("{}: {amount}", owner.hex.unwrap_or_default());
        Line::new(format!("{}: {amount}", owner.text)).with_hex(hex)
    });
    let receives = entry
        .receivers
        .iter()
        .map(|receiver| arrow(receiver.amount, names.account(&receiver.account)));
    let signers = entry.payers.iter().map(|payer| names.key(&payer.public_key));
    let pays = if entry.payers.is_empty() { Line::new("nobody") } else { list(pays) };
    let cells = vec![Line::new(number.to_string()), pays, list(receives), list(signers)];
    Row { cells, mark: Mark::Plain }
}

fn arrow(value: i64, owner: Line) -> Line {
    let amount = bitcoin_short(value);
    let hex = owner.hex.map(|hex| format!("{amount}→{hex}"));
    Line { text: format!("{amount}→{}", owner.text), hex, mark: Mark::Plain }
}

fn list(lines: impl Iterator<Item = Line>) -> Line {
    let lines: Vec<Line> = lines.collect();
    let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let hex: Vec<&str> =
        lines.iter().map(|line| line.hex.as_deref().unwrap_or(&line.text)).collect();
    let (text, hex) = (text.join(", "), hex.join(", "));
    if text == hex { Line::new(text) } else { Line::new(text).with_hex(hex) }
}
