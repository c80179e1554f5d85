//! The account-based ledgers: what a payer holds is what history says, read again or kept in a table.

use std::collections::HashMap;
use std::sync::Arc;

use secp256k1::{Message, PublicKey, ecdsa};

use super::{Account, Check, Entry, EntryError, Ledger, LedgerError, LedgerKind, Payment, Step};
use crate::primitives::amount::{MAX_MONEY, money_range};

/// What history says of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AccountState {
    /// Satoshis.
    pub balance: i64,
    /// How many payments it has made.
    pub payments: u32,
}

/// Keeps entries, and nothing beside them: every check reads the whole history.
#[derive(Debug, Default)]
pub struct AccountReplay {
    history: Vec<Arc<Payment>>,
}

/// Keeps what each account holds, beside the chain: a check looks at those who pay.
#[derive(Debug, Default)]
pub struct AccountTable {
    // Looked up by account only, so that no order of it can show.
    accounts: HashMap<Account, AccountState>,
}

impl AccountState {
    /// What `account` has after `entry`, given what it had before.
    pub fn after(mut self, account: Account, entry: &Entry) -> AccountState {
        for payer in entry.payers.iter().filter(|payer| payer.account == account) {
            self.balance = self.balance.saturating_sub(payer.amount);
            self.payments = self.payments.saturating_add(1);
        }
        for receiver in entry.receivers.iter().filter(|receiver| receiver.account == account) {
            self.balance = self.balance.saturating_add(receiver.amount);
        }
        self
    }
}

impl Ledger for AccountReplay {
    fn kind(&self) -> LedgerKind {
        LedgerKind::Account
    }

    fn record(&mut self, payment: Arc<Payment>) {
        self.history.push(payment);
    }

    fn apply(&self, candidate: &Payment, check: &mut Check, step: Step) {
        let entry = &candidate.entry;
        let on = |at: usize| match at < self.history.len() {
            true => Step::Look { input: 0, at },
            false => Step::Sums,
        };
        match step {
            Step::Form => {
                check.accounts = vec![AccountState::default(); entry.payers.len()];
                check.go_on(form(entry).map(|()| on(0)));
            }
            Step::Find { .. } | Step::Look { .. } => {
                let Step::Look { at, .. } = step else { return };
                let Some(record) = self.history.get(at) else { return };
                check.looks += 1;
                for (state, payer) in check.accounts.iter_mut().zip(&entry.payers) {
                    *state = state.after(payer.account, &record.entry);
                }
                check.go_on(Ok(on(at + 1)));
            }
            Step::Sums => check.owe_signatures(covered(entry, &check.accounts)),
            Step::Signature { input } => {
                check.signed(input, entry.payers.len(), signed(entry, input));
            }
        }
    }
}

impl AccountTable {
    /// What the table says of `account`.
    pub fn state(&self, account: &Account) -> AccountState {
        self.accounts.get(account).copied().unwrap_or_default()
    }
}

impl Ledger for AccountTable {
    fn kind(&self) -> LedgerKind {
        LedgerKind::Table
    }

    fn record(&mut self, payment: Arc<Payment>) {
        let entry = &payment.entry;
        let paying = entry.payers.iter().map(|payer| payer.account);
        let paid = entry.receivers.iter().map(|receiver| receiver.account);
        let touched: std::collections::BTreeSet<Account> = paying.chain(paid).collect();
        for account in touched {
            let state = self.accounts.entry(account).or_default();
            *state = state.after(account, entry);
        }
    }

    fn apply(&self, candidate: &Payment, check: &mut Check, step: Step) {
        let entry = &candidate.entry;
        match step {
            Step::Form => check.go_on(form(entry).map(|()| Step::Find { input: 0 })),
            Step::Find { input } | Step::Look { input, .. } => {
                let Some(payer) = entry.payers.get(input) else { return };
                check.looks += 1;
                check.accounts.push(self.state(&payer.account));
                let more = input + 1 < entry.payers.len();
                check.go_on(Ok(if more { Step::Find { input: input + 1 } } else { Step::Sums }));
            }
            Step::Sums => check.owe_signatures(covered(entry, &check.accounts)),
            Step::Signature { input } => {
                check.signed(input, entry.payers.len(), signed(entry, input));
            }
        }
    }
}

/// What an entry must satisfy by itself.
fn form(entry: &Entry) -> Result<(), LedgerError> {
    if entry.payers.is_empty() {
        return Err(EntryError::NoPayer.into());
    }
    for (payer, paying) in entry.payers.iter().enumerate() {
        let before = &entry.payers[..payer];
        if let Some(first) = before.iter().position(|other| other.account == paying.account) {
            return Err(EntryError::PayerTwice { first, payer }.into());
        }
    }
    let paid = sum(entry.payers.iter().map(|payer| payer.amount))?;
    let received = sum(entry.receivers.iter().map(|receiver| receiver.amount))?;
    if received > paid {
        return Err(EntryError::GivesMoreThanItTakes { paid, received }.into());
    }
    Ok(())
}

/// The sum of amounts that must all be money, and their partial sums too.
fn sum(amounts: impl Iterator<Item = i64>) -> Result<i64, EntryError> {
    let mut total: i64 = 0;
    for amount in amounts {
        total = total.saturating_add(amount);
        for value in [amount, total] {
            if !money_range(value) {
                return Err(EntryError::AmountOutOfRange { value, limit: MAX_MONEY });
            }
        }
    }
    Ok(total)
}

/// Whether the accounts hold what is paid, and the payments are their next ones. Returns the fee.
fn covered(entry: &Entry, accounts: &[AccountState]) -> Result<i64, LedgerError> {
    for (payer, state) in entry.payers.iter().zip(accounts) {
        let account = payer.account;
        if payer.amount > state.balance {
            let (balance, amount) = (state.balance, payer.amount);
            return Err(EntryError::InsufficientFunds { account, balance, amount }.into());
        }
        if payer.sequence != state.payments {
            let (expected, found) = (state.payments, payer.sequence);
            return Err(EntryError::Sequence { account, expected, found }.into());
        }
    }
    let paid = sum(entry.payers.iter().map(|payer| payer.amount))?;
    let received = sum(entry.receivers.iter().map(|receiver| receiver.amount))?;
    Ok(paid - received)
}

/// Whether the owner of payer number `input` has signed.
fn signed(entry: &Entry, input: usize) -> Result<(), LedgerError> {
    let Some(payer) = entry.payers.get(input) else {
        return Err(EntryError::NoPayer.into());
    };
    let fits = || {
        let key = PublicKey::from_slice(&payer.public_key).ok()?;
        let mut signature = ecdsa::Signature::from_der(&payer.signature).ok()?;
        signature.normalize_s();
        ecdsa::verify(&signature, Message::from_digest(entry.digest()), &key).ok()
    };
    if Account::of(&payer.public_key) == payer.account && fits().is_some() {
        return Ok(());
    }
    Err(EntryError::Signature { account: payer.account }.into())
}
