//! How any ledger checks a payment: one step after another, each look at the books counted.
//!
//! A [`Ledger`] is a machine. [`Ledger::check`] runs it to its end; the models of this folder run
//! the very same steps one by one for a student to watch.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{AccountState, Coin, LedgerError, Payment};
use crate::primitives::OutPoint;

/// One of the four ways to keep the books.
pub trait Ledger {
    /// Which way.
    fn kind(&self) -> LedgerKind;

    /// Writes a payment into the books, unchecked.
    fn record(&mut self, payment: Arc<Payment>);

    /// Takes `step`, which was `check.next`, and sets the next one or the result.
    fn apply(&self, candidate: &Payment, check: &mut Check, step: Step);

    /// Checks `candidate` against the books, to the end.
    fn check(&self, candidate: &Payment, scripts: Scripts) -> Check {
        let mut check = Check::new(scripts);
        while let Some(step) = check.next.take() {
            self.apply(candidate, &mut check, step);
        }
        check
    }
}

/// Checks the payments of a block one after another, each against the books with those before it
/// recorded. Ends with the first that is not valid.
pub fn check_block(
    ledger: &mut dyn Ledger,
    block: &[Arc<Payment>],
    scripts: Scripts,
) -> Vec<Check> {
    let mut checks = Vec::new();
    for payment in block {
        let check = ledger.check(payment, scripts);
        let valid = check.is_valid();
        checks.push(check);
        if !valid {
            break;
        }
        ledger.record(Arc::clone(payment));
    }
    checks
}

/// The four ways to keep the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// Accounts, and the whole history read again for every payment.
    Account,
    /// Accounts, and a table of what each holds kept beside the chain.
    Table,
    /// Transactions, and a scan from the output that is spent to the present.
    Scan,
    /// Transactions, and the set of unspent outputs kept beside the chain.
    Utxo,
}

/// A step of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Look at the payment by itself.
    Form,
    /// Find what input (or payer) number `input` lives on: one look.
    Find {
        /// Which input or payer, from 0.
        input: usize,
    },
    /// Look at record `at` of the history, for input number `input`: one look.
    Look {
        /// Which input, from 0. A replay looks for all payers at once, and says 0.
        input: usize,
        /// Which record, from 0.
        at: usize,
    },
    /// Compare what goes in with what comes out.
    Sums,
    /// Check the consent of the owner behind input (or payer) number `input`.
    Signature {
        /// Which input or payer, from 0.
        input: usize,
    },
}

/// Whether owners' consent is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// Run every script, check every signature.
    Verify,
    /// Leave them out, as Core does for old blocks under `-assumevalid`.
    AssumeValid,
}

/// A check under way, or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The step to take now; none once there is a result.
    pub next: Option<Step>,
    /// How many records, accounts or coins were looked at.
    pub looks: u64,
    /// The coins found so far, by the outputs that the inputs name.
    pub coins: BTreeMap<OutPoint, Coin>,
    /// What is known so far of each payer's account.
    pub accounts: Vec<AccountState>,
    /// The record that was found to spend the output already.
    pub spender: Option<usize>,
    /// The fee in satoshis, or why not.
    pub result: Option<Result<i64, LedgerError>>,
    scripts: Scripts,
    fee: i64,
}

impl Check {
    /// A check that has not begun.
    pub fn new(scripts: Scripts) -> Check {
        Check {
            next: Some(Step::Form),
            looks: 0,
            coins: BTreeMap::new(),
            accounts: Vec::new(),
            spender: None,
            result: None,
            scripts,
            fee: 0,
        }
    }

    /// Whether the payment was found to be good.
    pub fn is_valid(&self) -> bool {
        matches!(self.result, Some(Ok(_)))
    }

    /// What the payment leaves to the miner in satoshis, once the sums are compared; 0 before.
    pub fn fee(&self) -> i64 {
        match self.result {
            Some(Ok(fee)) => fee,
            _ => self.fee,
        }
    }

    /// Goes on with `step`, or ends with what is wrong.
    pub(super) fn go_on(&mut self, checked: Result<Step, LedgerError>) {
        match checked {
            Ok(step) => self.next = Some(step),
            Err(error) => self.end(Err(error)),
        }
    }

    /// After the sums: on to the signatures, unless they are left out.
    pub(super) fn owe_signatures(&mut self, fee: Result<i64, LedgerError>) {
        match (fee, self.scripts) {
            (Ok(fee), Scripts::Verify) => {
                self.fee = fee;
                self.next = Some(Step::Signature { input: 0 });
            }
            (result, _) => self.end(result),
        }
    }

    /// After the signature of one of `count` owners: on to the next one.
    pub(super) fn signed(&mut self, input: usize, count: usize, result: Result<(), LedgerError>) {
        match result {
            Ok(()) if input + 1 < count => self.next = Some(Step::Signature { input: input + 1 }),
            Ok(()) => self.end(Ok(self.fee)),
            Err(error) => self.end(Err(error)),
        }
    }

    fn end(&mut self, result: Result<i64, LedgerError>) {
        self.next = None;
        self.result = Some(result);
    }
}

impl LedgerKind {
    /// All four, in the order in which the lecture meets them.
    pub const ALL: [LedgerKind; 4] =
        [LedgerKind::Account, LedgerKind::Table, LedgerKind::Scan, LedgerKind::Utxo];

    /// An empty ledger of this kind.
    pub fn empty(self) -> Box<dyn Ledger> {
        match self {
            LedgerKind::Account => Box::new(super::AccountReplay::default()),
            LedgerKind::Table => Box::new(super::AccountTable::default()),
            LedgerKind::Scan => Box::new(super::TransactionScan::default()),
            LedgerKind::Utxo => Box::new(super::UtxoSet::default()),
        }
    }

    /// A ledger of this kind that has recorded `history`.
    pub fn of(self, history: &[Arc<Payment>]) -> Box<dyn Ledger> {
        let mut ledger = self.empty();
        for payment in history {
            ledger.record(Arc::clone(payment));
        }
        ledger
    }

    /// Its name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            LedgerKind::Account => "account",
            LedgerKind::Table => "table",
            LedgerKind::Scan => "scan",
            LedgerKind::Utxo => "utxo",
        }
    }

    /// Its name for a reader.
    pub fn title(self) -> &'static str {
        match self {
            LedgerKind::Account => "account ledger, history replayed",
            LedgerKind::Table => "account ledger with a table",
            LedgerKind::Scan => "transaction ledger, finite scan",
            LedgerKind::Utxo => "transaction ledger with a UTXO set",
        }
    }

    /// What one look is a look at.
    pub fn looks_at(self) -> &'static str {
        match self {
            LedgerKind::Account => "entries",
            LedgerKind::Table => "accounts",
            LedgerKind::Scan => "transactions",
            LedgerKind::Utxo => "coins",
        }
    }

    /// Whether payments are entries between accounts here, rather than transactions.
    pub fn has_accounts(self) -> bool {
        matches!(self, LedgerKind::Account | LedgerKind::Table)
    }
}
