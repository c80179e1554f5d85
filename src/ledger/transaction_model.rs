//! A whole transaction as a walk: its own checks, then its coins, then the scripts of each input.
//!
//! The checks are [`check_transaction()`] and [`check_tx_inputs()`], the scripts run on the machine of
//! [`crate::script::verify`]; this model only stops between them. A student may step into the
//! scripts of an input or let them run. Whether a coinbase's coins are mature needs the heights of
//! blocks, which only a chain knows; that rule is not asked here.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::transaction_checks::Check;
use super::{
    COINBASE_MATURITY, Coin, TxError, check_transaction, check_tx_inputs, transaction_panes,
};
use crate::primitives::{OutPoint, Transaction, TxOut};
use crate::script::asm::Tags;
use crate::script::spend_model::SpendModel;
use crate::script::{self, Flags, ScriptError, TxContext, verify_spend};
use crate::trace::{Model, Scene, Window};

/// A transaction, and the coins that it spends as far as they are known.
#[derive(Debug)]
pub struct TransactionModel {
    pub(super) title: String,
    pub(super) context: TxContext<'static>,
    pub(super) coins: Vec<Option<TxOut>>,
    pub(super) flags: Flags,
    tags: Tags,
    /// What stops the transaction before its scripts run, found by the rules themselves.
    fault: Option<TxError>,
    spends: Vec<OnceLock<SpendModel>>,
}

/// How far the checks have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionState {
    /// The number of checks that are over.
    pub(super) done: usize,
    /// The scripts of one input, while they are stepped.
    pub(super) inner: Option<script::verify::State>,
    /// What stopped the transaction.
    pub(super) fault: Option<Fault>,
}

/// What stopped a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    Tx(TxError),
    Script { input: usize, error: ScriptError },
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionAction {
    /// The next check as a whole; the scripts of an input run to their end.
    Check,
    /// Step into the scripts of the input that is next.
    Into,
    /// One step of those scripts.
    Script(script::verify::Step),
    /// Their verdict is there: back to the transaction.
    Return,
}

impl TransactionModel {
    /// A walk through all checks on `tx`. `coins` are the outputs that its inputs spend, in order;
    /// none for one that does not exist or is not known.
    pub fn new(
        title: impl Into<String>,
        tx: Transaction,
        coins: Vec<Option<TxOut>>,
        flags: Flags,
        tags: Tags,
    ) -> TransactionModel {
        let fault = find_fault(&tx, &coins);
        let spends = tx.inputs.iter().map(|_| OnceLock::new()).collect();
        let all: Option<Vec<TxOut>> = coins.iter().cloned().collect();
        let context = TxContext::owned(tx, all);
        TransactionModel { title: title.into(), context, coins, flags, tags, fault, spends }
    }

    /// Check number `index`; none after the last.
    pub(super) fn check(&self, index: usize) -> Option<Check> {
        let tx = self.context.tx();
        Check::number(index, tx.inputs.len(), tx.is_coinbase())
    }

    /// The number of checks.
    pub(super) fn check_count(&self) -> usize {
        let tx = self.context.tx();
        Check::count(tx.inputs.len(), tx.is_coinbase())
    }

    /// The walk through the scripts of one input, made when it is first wanted.
    pub(super) fn spend(&self, input: usize) -> Option<&SpendModel> {
        let slot = self.spends.get(input)?;
        let coin = self.coins.get(input)?.clone()?;
        Some(slot.get_or_init(|| {
            let all: Option<Vec<TxOut>> = self.coins.iter().cloned().collect();
            let tx = self.context.tx().clone();
            let title = format!("{}, input {input}", self.title);
            SpendModel::new(title, tx, input, coin, all, self.flags, self.tags.clone())
        }))
    }

    /// The input whose scripts are next or under way.
    pub(super) fn scripts_input(&self, state: &TransactionState) -> Option<usize> {
        match self.check(state.done)? {
            Check::Scripts { input } => Some(input),
            _ => None,
        }
    }

    fn run(&self, state: &mut TransactionState) {
        let Some(check) = self.check(state.done) else { return };
        state.fault = match check {
            Check::Scripts { input } => {
                let coin = self.coins.get(input).cloned().flatten().unwrap_or_default();
                let result = verify_spend(&self.context, input, &coin, self.flags);
                result.err().map(|error| Fault::Script { input, error })
            }
            _ => self.fault.clone().filter(|fault| check.decides(fault)).map(Fault::Tx),
        };
        state.done += 1;
    }
}

/// What the rules say of the transaction and its coins.
fn find_fault(tx: &Transaction, coins: &[Option<TxOut>]) -> Option<TxError> {
    if let Err(error) = check_transaction(tx) {
        return Some(error);
    }
    if tx.is_coinbase() {
        return None;
    }
    let outpoints = tx.inputs.iter().map(|input| input.previous_output);
    let known: BTreeMap<OutPoint, Coin> = outpoints
        .zip(coins)
        .filter_map(|(outpoint, output)| {
            let output = output.clone()?;
            Some((outpoint, Coin { output, height: 0, coinbase: false }))
        })
        .collect();
    check_tx_inputs(tx, &known, u32::MAX, COINBASE_MATURITY).err()
}

impl Model for TransactionModel {
    type State = TransactionState;
    type Action = TransactionAction;

    fn initial(&self) -> TransactionState {
        TransactionState { done: 0, inner: None, fault: None }
    }

    fn next(&self, state: &TransactionState) -> Option<TransactionAction> {
        if state.fault.is_some() {
            return None;
        }
        match &state.inner {
            Some(inner) => {
                let spend = self.spend(self.scripts_input(state)?)?;
                let step = spend.next(inner).map(TransactionAction::Script);
                Some(step.unwrap_or(TransactionAction::Return))
            }
            None => (state.done < self.check_count()).then_some(TransactionAction::Check),
        }
    }

    fn choices(&self, state: &TransactionState) -> Vec<TransactionAction> {
        let listed = [TransactionAction::Check, TransactionAction::Into];
        let other = listed.into_iter().filter(|action| self.allowed(state, action));
        let next = self.next(state);
        next.into_iter().chain(other.filter(|action| Some(*action) != next)).collect()
    }

    fn allowed(&self, state: &TransactionState, action: &TransactionAction) -> bool {
        let next = self.next(state);
        match action {
            // Also in the middle of an input's scripts: the rest of them runs.
            TransactionAction::Check => next.is_some(),
            TransactionAction::Into => {
                next == Some(TransactionAction::Check) && self.scripts_input(state).is_some()
            }
            step => next == Some(*step),
        }
    }

    fn apply(&self, state: &mut TransactionState, action: &TransactionAction) {
        let spend = self.scripts_input(state).and_then(|input| self.spend(input));
        match action {
            TransactionAction::Check => {
                state.inner = None;
                self.run(state);
            }
            TransactionAction::Into => state.inner = spend.map(SpendModel::initial),
            TransactionAction::Script(step) => {
                if let (Some(spend), Some(inner)) = (spend, &mut state.inner) {
                    spend.apply(inner, step);
                }
            }
            TransactionAction::Return => {
                let outcome = state.inner.take().and_then(|inner| inner.outcome);
                if let (Some(Err(error)), Some(input)) = (outcome, self.scripts_input(state)) {
                    state.fault = Some(Fault::Script { input, error });
                }
                state.done += 1;
            }
        }
    }

    fn label(&self, state: &TransactionState, action: &TransactionAction) -> String {
        let check = || self.check(state.done).map_or_else(String::new, |check| check.name());
        let spend = self.scripts_input(state).and_then(|input| self.spend(input));
        match (action, spend.zip(state.inner.as_ref())) {
            (TransactionAction::Check, Some(_)) => format!("run the rest of: {}", check()),
            (TransactionAction::Check, None) => check(),
            (TransactionAction::Into, _) => format!("step into: {}", check()),
            (TransactionAction::Script(step), Some((spend, inner))) => spend.label(inner, step),
            (TransactionAction::Script(_), None) => "a script that does not run".into(),
            (TransactionAction::Return, _) => "back to the transaction".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&TransactionState>,
        after: &TransactionState,
        last: Option<&TransactionAction>,
        window: &Window,
    ) -> Scene {
        let spend = self.scripts_input(after).and_then(|input| self.spend(input));
        let Some((spend, inner)) = spend.zip(after.inner.as_ref()) else {
            return transaction_panes::scene(self, before, after, window);
        };
        let step = match last {
            Some(TransactionAction::Script(step)) => Some(step),
            _ => None,
        };
        let before = step.and(before).and_then(|before| before.inner.as_ref());
        // The spend's verdict is not yet the transaction's.
        Scene { verdict: None, ..spend.scene(before, inner, step, window) }
    }
}

#[cfg(test)]
#[path = "transaction_model_tests.rs"]
mod tests;
