//! What is said at each step: one sentence, and the rule at work.

use super::{LedgerAction, LedgerModel, LedgerState};
use crate::ledger::{Check, LedgerError, LedgerKind, Payment, Step};
use crate::primitives::amount::bitcoin_short;
use crate::rules::{Rule, ledger, transaction};

impl LedgerModel {
    pub(super) fn sentence(&self, state: &LedgerState, last: Option<&LedgerAction>) -> String {
        let Some(candidate) = self.candidate(state) else {
            return "There is nothing to check.".into();
        };
        match last {
            None => format!("{} Is that valid? {}", self.about, self.how()),
            Some(LedgerAction::Record) => self.recorded(state),
            Some(LedgerAction::Check(step)) => match (&state.check.result, state.check.spender) {
                (Some(Err(_)), Some(spender)) => self.double_spend(candidate, *step, spender),
                (Some(Err(error)), _) => self.refused(candidate, *step, error, state),
                _ => self.went_well(candidate, *step, state),
            },
        }
    }

    /// How this kind of ledger finds out.
    fn how(&self) -> &'static str {
        match self.kind {
            LedgerKind::Account => "An account ledger looks back through its whole history.",
            LedgerKind::Table => "Beside the chain, a table says what every account holds.",
            LedgerKind::Scan => {
                "The ledger is scanned from the output that is spent to the present."
            }
            LedgerKind::Utxo => "Beside the chain, a set holds every output that is not spent.",
        }
    }

    fn recorded(&self, state: &LedgerState) -> String {
        let number = self.history.len() + state.recorded;
        let noun = self.kind.payment_noun();
        let kept = match self.kind {
            LedgerKind::Account | LedgerKind::Scan => "",
            LedgerKind::Table => ", and the table changes with it",
            LedgerKind::Utxo => ": what it spends leaves the set, what it makes enters it",
        };
        match state.recorded < self.block.len() {
            true => format!("Recorded as {noun} {number}{kept}. The block holds one more."),
            false => format!("Valid: recorded as {noun} {number}{kept}."),
        }
    }

    fn double_spend(&self, candidate: &Payment, step: Step, spender: usize) -> String {
        let output = self.output(candidate, step);
        format!(
            "Transaction {} spends {output} already, so it cannot be spent again: a double spend.",
            spender + 1
        )
    }

    fn refused(
        &self,
        candidate: &Payment,
        step: Step,
        error: &LedgerError,
        state: &LedgerState,
    ) -> String {
        let found = self.names.readable(&error.to_string());
        match (self.kind, step) {
            (LedgerKind::Utxo, Step::Find { .. }) => format!(
                "{} is not in the set: it was spent, or never made; one look cannot tell which.",
                self.output(candidate, step)
            ),
            (LedgerKind::Scan, Step::Find { .. }) => format!(
                "The pointer {} leads nowhere: no transaction has made that output.",
                self.output(candidate, step)
            ),
            (_, Step::Signature { input }) if !self.kind.has_accounts() => {
                let (owner, signer) = self.owner_and_signer(candidate, input, &state.check);
                let output = self.output(candidate, step);
                let script = match error {
                    LedgerError::Script { error, .. } => error.to_string(),
                    _ => found,
                };
                format!(
                    "Refused: {output} is locked to {owner}, and {signer} signed. In its script, {script}."
                )
            }
            _ => format!("Refused: {found}."),
        }
    }

    fn went_well(&self, candidate: &Payment, step: Step, state: &LedgerState) -> String {
        match step {
            Step::Form => match self.kind.has_accounts() {
                true => "By itself the entry breaks no rule. Do its payers have the money?".into(),
                false => "By itself the transaction breaks no rule. Are its inputs there?".into(),
            },
            Step::Find { input } => self.found(candidate, input, state),
            Step::Look { input, at } => self.looked(candidate, input, at, state),
            Step::Sums => {
                let fee = state.check.fee();
                let sums = self.sums(candidate, &state.check);
                format!("{sums}: covered, with a fee of {}.", bitcoin_short(fee))
            }
            Step::Signature { input } => self.signed(candidate, input, state),
        }
    }

    fn found(&self, candidate: &Payment, input: usize, state: &LedgerState) -> String {
        if self.kind == LedgerKind::Table {
            let held = state.check.accounts.get(input).map_or(0, |held| held.balance);
            let payer = candidate.entry.payers.get(input);
            let name = payer.map_or(String::new(), |payer| self.names.account(&payer.account).text);
            return format!("One look at the table: {name} holds {}.", bitcoin_short(held));
        }
        let Some(spending) = candidate.tx.inputs.get(input) else { return String::new() };
        let outpoint = &spending.previous_output;
        let output = self.names.outpoint(outpoint).text;
        let coin = state.check.coins.get(outpoint).map(|coin| &coin.output);
        let value = coin.map_or(0, |coin| coin.value);
        let owner = coin.map_or(String::new(), |coin| self.names.script(&coin.script_pubkey).text);
        let what = format!("{} for {owner}", bitcoin_short(value));
        match self.kind {
            LedgerKind::Utxo => format!("One look: {output} is in the set, {what}."),
            _ => match state.check.next {
                Some(Step::Look { .. }) => format!(
                    "Input {input} points at {output}: {what}. Only later transactions can tell \
                     whether it is still there."
                ),
                _ => format!("Input {input} points at {output}: {what}. Nothing came after it."),
            },
        }
    }

    fn looked(&self, candidate: &Payment, input: usize, at: usize, state: &LedgerState) -> String {
        let on = matches!(state.check.next, Some(Step::Look { input: next, .. }) if next == input);
        if self.kind == LedgerKind::Account {
            let states = candidate.entry.payers.iter().zip(&state.check.accounts);
            let each = states.map(|(payer, held)| {
                let name = self.names.account(&payer.account).text;
                format!("{name} holds {}", bitcoin_short(held.balance))
            });
            let each = each.collect::<Vec<_>>().join(", ");
            let end = if on { "" } else { " That is the whole history." };
            return format!("After entry {}, {each}.{end}", at + 1);
        }
        let output = self.output(candidate, Step::Look { input, at });
        let record = self.history.iter().chain(&self.block).nth(at);
        let spends = record.map_or(Vec::new(), |record| {
            let inputs = record.tx.inputs.iter();
            inputs.map(|input| self.names.outpoint(&input.previous_output).text).collect()
        });
        let seen = format!("Transaction {} spends {}, not {output}", at + 1, spends.join(" and "));
        match on {
            true => format!("{seen}: the scan goes on."),
            false => format!("{seen}. The present is reached: {output} is unspent."),
        }
    }

    fn signed(&self, candidate: &Payment, input: usize, state: &LedgerState) -> String {
        if self.kind.has_accounts() {
            let payer = candidate.entry.payers.get(input);
            let name = payer.map_or(String::new(), |payer| self.names.account(&payer.account).text);
            return format!("{name} signed this very entry, so {name} wants to pay.");
        }
        let output = self.output(candidate, Step::Signature { input });
        let (owner, _) = self.owner_and_signer(candidate, input, &state.check);
        format!("Input {input} unlocks {output}: the key and the signature are {owner}'s.")
    }

    /// Whose key the output of an input asks for, and whose key stands in the input.
    fn owner_and_signer(
        &self,
        candidate: &Payment,
        input: usize,
        check: &Check,
    ) -> (String, String) {
        let Some(spending) = candidate.tx.inputs.get(input) else { return Default::default() };
        let coin = check.coins.get(&spending.previous_output);
        let owner = coin.map(|coin| self.names.script(&coin.output.script_pubkey).text);
        let key = spending.script_sig.last_chunk::<33>();
        let signer = key.map(|key| self.names.key(key).text);
        (owner.unwrap_or_default(), signer.unwrap_or_else(|| "nobody".into()))
    }

    /// The output that the step is about.
    fn output(&self, candidate: &Payment, step: Step) -> String {
        let (Step::Find { input } | Step::Look { input, .. } | Step::Signature { input }) = step
        else {
            return String::new();
        };
        let spending = candidate.tx.inputs.get(input);
        spending.map_or(String::new(), |input| self.names.outpoint(&input.previous_output).text)
    }

    pub(super) fn rule(
        &self,
        state: &LedgerState,
        last: Option<&LedgerAction>,
    ) -> Option<&'static Rule> {
        if let Some(Err(error)) = &state.check.result {
            return Some(error.rule());
        }
        let accounts = self.kind.has_accounts();
        let (of_accounts, of_transactions) = match last? {
            LedgerAction::Record | LedgerAction::Check(Step::Form) => return None,
            LedgerAction::Check(Step::Find { .. } | Step::Look { .. }) => {
                (&ledger::ACCOUNT_BALANCE, &transaction::INPUTS_MISSING_OR_SPENT)
            }
            LedgerAction::Check(Step::Sums) => {
                (&ledger::ACCOUNT_BALANCE, &transaction::IN_BELOW_OUT)
            }
            LedgerAction::Check(Step::Signature { .. }) => {
                (&ledger::ACCOUNT_SIGNATURE, &transaction::SCRIPT_VERIFY)
            }
        };
        Some(if accounts { of_accounts } else { of_transactions })
    }
}
