//! The check of a payment, or of a block of payments, for a student to watch: every look is a step.
//!
//! The steps are the ledger's own ([`Ledger::apply`]); this model adds what is on the screen.

mod books;
mod progress;
mod story;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub(super) use self::books::{coin_headers, coin_row, tx_row};

use self::books::Books;
use super::{Check, Ledger, LedgerKind, Names, Payment, Scripts, Step};
use crate::trace::{Model, Scene, Verdict, Window};

/// A block of payments, and the books to check it against.
pub struct LedgerModel {
    title: String,
    about: String,
    kind: LedgerKind,
    names: Names,
    history: Vec<Arc<Payment>>,
    block: Vec<Arc<Payment>>,
    /// `stages[n]` are the books with `n` payments of the block written into them.
    stages: Vec<Stage>,
}

struct Stage {
    ledger: Box<dyn Ledger>,
    books: Books,
}

/// How far the check has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerState {
    /// How many payments of the block are written into the books.
    recorded: usize,
    /// The check of the payment after those, or of the last one.
    check: Check,
    /// Looks for all payments so far.
    looks: u64,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerAction {
    /// The next step of the check.
    Check(Step),
    /// The payment is good and is written into the books.
    Record,
}

impl LedgerModel {
    /// Checks `block` against a ledger of this kind that holds `history`. `about` says what is
    /// tried.
    pub fn new(
        title: impl Into<String>,
        about: impl Into<String>,
        kind: LedgerKind,
        names: Names,
        history: Vec<Arc<Payment>>,
        block: Vec<Arc<Payment>>,
    ) -> LedgerModel {
        let stage = |recorded: usize| {
            let payments = [&history, &block[..recorded]].concat();
            Stage { ledger: kind.of(&payments), books: Books::new(kind, &payments, &names) }
        };
        let stages = (0..=block.len()).map(stage).collect();
        LedgerModel {
            title: title.into(),
            about: about.into(),
            kind,
            names,
            history,
            block,
            stages,
        }
    }

    /// The lecture's ledger and one of its candidates.
    pub fn lecture(candidate: &super::lecture::Candidate, kind: LedgerKind) -> LedgerModel {
        let history = super::lecture::history();
        let title = format!("{}: {}", kind.title(), candidate.title);
        let (names, block) = (candidate.names(), candidate.block());
        LedgerModel::new(title, candidate.about, kind, names, history, block)
    }

    /// The payment that is being checked, or was last.
    fn candidate(&self, state: &LedgerState) -> Option<&Payment> {
        let last = self.block.len().saturating_sub(1);
        self.block.get(state.recorded.min(last)).map(Arc::as_ref)
    }

    fn stage(&self, state: &LedgerState) -> &Stage {
        // There is a stage for every number of payments that can be recorded.
        &self.stages[state.recorded.min(self.stages.len() - 1)]
    }

    fn verdict(&self, state: &LedgerState) -> Option<Verdict> {
        match &state.check.result {
            Some(Err(error)) => Some(Verdict::Invalid {
                name: error.reject().to_owned(),
                reason: self.names.readable(&error.to_string()),
            }),
            _ if state.recorded == self.block.len() => Some(Verdict::Valid),
            _ => None,
        }
    }
}

impl Model for LedgerModel {
    type State = LedgerState;
    type Action = LedgerAction;

    fn initial(&self) -> LedgerState {
        LedgerState { recorded: 0, check: Check::new(Scripts::Verify), looks: 0 }
    }

    fn next(&self, state: &LedgerState) -> Option<LedgerAction> {
        if state.recorded >= self.block.len() {
            return None;
        }
        match state.check.next {
            Some(step) => Some(LedgerAction::Check(step)),
            None => state.check.is_valid().then_some(LedgerAction::Record),
        }
    }

    fn allowed(&self, state: &LedgerState, action: &LedgerAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut LedgerState, action: &LedgerAction) {
        match action {
            LedgerAction::Check(step) => {
                let Some(candidate) = self.candidate(state) else { return };
                let before = state.check.looks;
                state.check.next = None;
                self.stage(state).ledger.apply(candidate, &mut state.check, *step);
                state.looks += state.check.looks - before;
            }
            LedgerAction::Record => {
                state.recorded += 1;
                if state.recorded < self.block.len() {
                    state.check = Check::new(Scripts::Verify);
                }
            }
        }
    }

    fn label(&self, state: &LedgerState, action: &LedgerAction) -> String {
        let noun = if self.kind.has_accounts() { "payer" } else { "input" };
        match action {
            LedgerAction::Check(Step::Form) => "check the form".into(),
            LedgerAction::Check(Step::Find { input }) => match self.kind {
                LedgerKind::Account | LedgerKind::Table => format!("look up payer {input}"),
                LedgerKind::Scan => format!("follow input {input}"),
                LedgerKind::Utxo => format!("look up input {input}"),
            },
            LedgerAction::Check(Step::Look { at, .. }) if self.kind.has_accounts() => {
                format!("look at entry {}", at + 1)
            }
            LedgerAction::Check(Step::Look { at, .. }) => format!("look at tx {}", at + 1),
            LedgerAction::Check(Step::Sums) => "compare the sums".into(),
            LedgerAction::Check(Step::Signature { input }) => {
                format!("check the signature of {noun} {input}")
            }
            LedgerAction::Record => {
                format!("record as {}", self.history.len() + state.recorded + 1)
            }
        }
    }

    fn scene(
        &self,
        before: Option<&LedgerState>,
        after: &LedgerState,
        last: Option<&LedgerAction>,
        window: &Window,
    ) -> Scene {
        let looks_before = before.map_or(0, |before| before.looks);
        let changes = match after.looks == looks_before {
            true => Vec::new(),
            false => vec![format!("looks: {looks_before}, now {}", after.looks)],
        };
        Scene {
            title: self.title.clone(),
            panes: vec![
                self.books_pane(after, last, window),
                self.candidate_pane(after),
                self.progress_pane(after),
            ],
            changes,
            sentence: self.sentence(after, last),
            rule: self.rule(after, last),
            verdict: self.verdict(after),
        }
    }
}
