//! The pane that says how far the check of a payment has come: a line for each of its parts.

use super::{LedgerModel, LedgerState};
use crate::ledger::{Check, EntryError, LedgerError, LedgerKind, Payment, Step};
use crate::primitives::amount::bitcoin_short;
use crate::trace::{Body, Line, Mark, Pane};

/// The parts of a check, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Form,
    Looks,
    Sums,
    Signatures,
    Record,
}

impl LedgerModel {
    pub(super) fn progress_pane(&self, state: &LedgerState) -> Pane {
        let check = &state.check;
        let lines =
            [Part::Form, Part::Looks, Part::Sums, Part::Signatures, Part::Record].map(|part| {
                let mark = match (self.stands(state), &check.result) {
                    _ if state.recorded == self.block.len() => Mark::Good,
                    (stands, Some(Err(_))) if part == stands => Mark::Bad,
                    (stands, _) if part == stands => Mark::Current,
                    (stands, _) if part < stands => Mark::Good,
                    _ => Mark::Dim,
                };
                Line::new(self.part(part, mark, state)).marked(mark)
            });
        Pane::whole("the check", Body::Text { lines: lines.to_vec() })
    }

    /// The part that is under way or that failed; one past the last where all is done.
    fn stands(&self, state: &LedgerState) -> Part {
        let check = &state.check;
        match (check.next, &check.result) {
            (Some(Step::Form), _) => Part::Form,
            (Some(Step::Find { .. } | Step::Look { .. }), _) => Part::Looks,
            (Some(Step::Sums), _) => Part::Sums,
            (Some(Step::Signature { .. }), _) => Part::Signatures,
            (None, Some(Err(_))) => self.failed(state),
            (None, _) => Part::Record,
        }
    }

    /// The part that failed: the first whose work is not done.
    fn failed(&self, state: &LedgerState) -> Part {
        let Some(candidate) = self.candidate(state) else { return Part::Form };
        let check = &state.check;
        let found = match self.kind.has_accounts() {
            true => check.accounts.len() == candidate.entry.payers.len() && check.looks > 0,
            false => {
                check.spender.is_none()
                    && candidate
                        .tx
                        .inputs
                        .iter()
                        .all(|input| check.coins.contains_key(&input.previous_output))
            }
        };
        match check.looks {
            0 => Part::Form,
            _ if !found => Part::Looks,
            _ if check.sums_are_done() => Part::Signatures,
            _ => Part::Sums,
        }
    }

    fn part(&self, part: Part, mark: Mark, state: &LedgerState) -> String {
        let Some(candidate) = self.candidate(state) else { return String::new() };
        let check = &state.check;
        let pending = mark == Mark::Dim;
        match part {
            Part::Form => "form: the payment by itself".into(),
            Part::Looks if pending => format!("looks at {}", self.kind.looks_at()),
            Part::Looks => format!("looks at {}: {}", self.kind.looks_at(), check.looks),
            Part::Sums if pending => "sums: is it covered?".into(),
            Part::Sums => format!("sums: {}", self.sums(candidate, check)),
            Part::Signatures => {
                let owners = match self.kind.has_accounts() {
                    true => candidate.entry.payers.len(),
                    false => candidate.tx.inputs.len(),
                };
                let done = match (check.next, &check.result) {
                    (Some(Step::Signature { input }), _) => input,
                    (None, Some(Ok(_))) => owners,
                    (None, Some(Err(error))) => self.good_before(candidate, error),
                    _ => 0,
                };
                match pending {
                    true => format!("signatures: {owners} to check"),
                    false => format!("signatures: {done} of {owners} good"),
                }
            }
            Part::Record if state.recorded == self.block.len() => "recorded".into(),
            Part::Record => "record it".into(),
        }
    }

    /// How many signatures were good before the one that was refused.
    fn good_before(&self, candidate: &Payment, error: &LedgerError) -> usize {
        match error {
            LedgerError::Script { input, .. } => *input,
            LedgerError::Entry(EntryError::Signature { account }) => {
                let payers = &candidate.entry.payers;
                payers.iter().position(|payer| payer.account == *account).unwrap_or_default()
            }
            _ => 0,
        }
    }

    /// What goes in and what comes out, as far as it is known.
    pub(super) fn sums(&self, candidate: &Payment, check: &Check) -> String {
        if self.kind.has_accounts() {
            let states = candidate.entry.payers.iter().zip(&check.accounts);
            let each = states.map(|(payer, state)| {
                let name = self.names.account(&payer.account).text;
                let (balance, amount) = (bitcoin_short(state.balance), bitcoin_short(payer.amount));
                format!("{name} holds {balance}, pays {amount}")
            });
            return each.collect::<Vec<_>>().join("; ");
        }
        let values = check.coins.values().map(|coin| coin.output.value);
        let inputs = values.fold(0i64, i64::saturating_add);
        let values = candidate.tx.outputs.iter().map(|output| output.value);
        let outputs = values.fold(0i64, i64::saturating_add);
        format!("{} go in, {} come out", bitcoin_short(inputs), bitcoin_short(outputs))
    }
}

impl Check {
    /// Whether what goes in and comes out was compared and found good.
    pub(super) fn sums_are_done(&self) -> bool {
        matches!(
            self.result,
            Some(
                Ok(_)
                    | Err(LedgerError::Script { .. }
                        | LedgerError::Entry(EntryError::Signature { .. }))
            )
        )
    }
}

impl LedgerKind {
    /// What a payment is called in this ledger.
    pub(super) fn payment_noun(self) -> &'static str {
        if self.has_accounts() { "entry" } else { "transaction" }
    }
}
