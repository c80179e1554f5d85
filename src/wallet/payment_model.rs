//! A payment from its first coin to its last check, a step at a time: coins, outputs, change and
//! fee, each signature, and whether each coin opens.
//!
//! The steps are those of [`build`](super::build::build()) and [`Wallet::sign`](super::Wallet::sign),
//! run by the same functions.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::build::{self, PaymentRequest, SpendableCoin, UnsignedPayment, assemble, consolidate};
use super::coin_selection::{Choice, SelectionModel, SelectionState};
use super::sign::sign_input;
use super::{FeeRate, KeyRing, Lock, WalletError, payment_panes};
use crate::primitives::{Network, Transaction};
use crate::script::{Flags, TxContext, verify_spend};
use crate::trace::{Model, Scene, Window};

/// A payment to be made.
#[derive(Debug, Clone)]
pub struct PaymentModel {
    pub(super) title: String,
    pub(super) network: Network,
    pub(super) aim: Aim,
    pub(super) coins: Vec<SpendableCoin>,
    pub(super) selection: SelectionModel,
    keys: KeyRing,
}

/// What the coins are spent for.
#[derive(Debug, Clone)]
pub(super) enum Aim {
    Pay(PaymentRequest),
    /// All coins to one lock.
    Gather {
        to: Lock,
        fee_rate: FeeRate,
    },
}

/// How far the payment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentState {
    pub(super) selection: SelectionState,
    /// Once the coins are chosen: what is to be signed.
    pub(super) payment: Option<Arc<UnsignedPayment>>,
    /// The transaction as it stands.
    pub(super) tx: Transaction,
    pub(super) stage: Stage,
    pub(super) failed: Option<WalletError>,
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Choosing,
    Output(usize),
    Sign(usize),
    Check(usize),
    Done,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentAction {
    /// A step of the choice of coins.
    Choose(Choice),
    /// The next output is written: a payee's, or the change.
    Output,
    /// The next input is signed.
    Sign,
    /// The next input is checked to open its coin.
    Check,
}

impl PaymentModel {
    /// A payment out of `coins`, signed with `keys`. Addresses are shown as `network` writes them.
    pub fn new(
        title: impl Into<String>,
        network: Network,
        request: PaymentRequest,
        coins: Vec<SpendableCoin>,
        keys: KeyRing,
    ) -> Result<PaymentModel, WalletError> {
        let selection = build::selection(&request, &coins)?;
        let (title, aim) = (title.into(), Aim::Pay(request));
        Ok(PaymentModel { title, network, aim, coins, selection, keys })
    }

    /// All coins made into one.
    pub fn consolidation(
        title: impl Into<String>,
        network: Network,
        coins: Vec<SpendableCoin>,
        to: Lock,
        fee_rate: FeeRate,
        keys: KeyRing,
    ) -> PaymentModel {
        let selection = build::gathering(&coins, &to, fee_rate);
        let aim = Aim::Gather { to, fee_rate };
        PaymentModel { title: title.into(), network, aim, coins, selection, keys }
    }

    /// The signed transaction, once the machine has finished without a fault.
    pub fn transaction<'s>(&self, state: &'s PaymentState) -> Option<&'s Transaction> {
        (state.stage == Stage::Done && state.failed.is_none()).then_some(&state.tx)
    }

    /// Why the payment could not be made, if so.
    pub fn fault<'s>(&self, state: &'s PaymentState) -> Option<&'s WalletError> {
        state.failed.as_ref()
    }

    pub(super) fn fee_rate(&self) -> FeeRate {
        match &self.aim {
            Aim::Pay(request) => request.fee_rate,
            Aim::Gather { fee_rate, .. } => *fee_rate,
        }
    }

    fn choose(&self, state: &mut PaymentState, choice: Choice) -> Result<(), WalletError> {
        self.selection.apply(&mut state.selection, &choice);
        if self.selection.next(&state.selection).is_some() {
            return Ok(());
        }
        let chosen = self.selection.outcome(&state.selection)?;
        let payment = match &self.aim {
            Aim::Pay(request) => assemble(request, &self.coins, &chosen)?,
            Aim::Gather { to, fee_rate } => {
                let taken = self.coins.iter().filter(|coin| chosen.contains(&coin.outpoint));
                consolidate(&taken.cloned().collect::<Vec<_>>(), to, *fee_rate)?
            }
        };
        state.tx = Transaction { outputs: Vec::new(), ..payment.tx.clone() };
        state.payment = Some(Arc::new(payment));
        state.stage = Stage::Output(0);
        Ok(())
    }

    fn go_on(&self, state: &mut PaymentState) -> Result<(), WalletError> {
        let Some(payment) = state.payment.clone() else { return Ok(()) };
        match state.stage {
            Stage::Output(at) => {
                state.tx.outputs.extend(payment.tx.outputs.get(at).cloned());
                let more = at + 1 < payment.tx.outputs.len();
                state.stage = if more { Stage::Output(at + 1) } else { Stage::Sign(0) };
            }
            Stage::Sign(at) => {
                let coins = payment.spent_outputs();
                let context = TxContext::new(&payment.tx, Some(&coins));
                if let (Some(coin), Some(input)) =
                    (payment.coins.get(at), state.tx.inputs.get_mut(at))
                {
                    let unlocking = sign_input(&context, at, &coin.output, &coin.lock, &self.keys)?;
                    input.script_sig = unlocking.script_sig;
                    input.witness = unlocking.witness;
                }
                let more = at + 1 < payment.coins.len();
                state.stage = if more { Stage::Sign(at + 1) } else { Stage::Check(0) };
            }
            Stage::Check(at) => {
                let coins = payment.spent_outputs();
                let context = TxContext::new(&state.tx, Some(&coins));
                if let Some(coin) = coins.get(at) {
                    verify_spend(&context, at, coin, Flags::ALL)
                        .map_err(|error| WalletError::DoesNotOpen { input: at, error })?;
                }
                let more = at + 1 < coins.len();
                state.stage = if more { Stage::Check(at + 1) } else { Stage::Done };
            }
            Stage::Choosing | Stage::Done => {}
        }
        Ok(())
    }
}

impl Model for PaymentModel {
    type State = PaymentState;
    type Action = PaymentAction;

    fn initial(&self) -> PaymentState {
        PaymentState {
            selection: self.selection.initial(),
            payment: None,
            tx: Transaction::default(),
            stage: Stage::Choosing,
            failed: None,
        }
    }

    fn next(&self, state: &PaymentState) -> Option<PaymentAction> {
        match state.stage {
            _ if state.failed.is_some() => None,
            Stage::Choosing => self.selection.next(&state.selection).map(PaymentAction::Choose),
            Stage::Output(_) => Some(PaymentAction::Output),
            Stage::Sign(_) => Some(PaymentAction::Sign),
            Stage::Check(_) => Some(PaymentAction::Check),
            Stage::Done => None,
        }
    }

    fn choices(&self, state: &PaymentState) -> Vec<PaymentAction> {
        match (state.stage, &state.failed) {
            (Stage::Choosing, None) => {
                let choices = self.selection.choices(&state.selection);
                choices.into_iter().map(PaymentAction::Choose).collect()
            }
            _ => self.next(state).into_iter().collect(),
        }
    }

    fn allowed(&self, state: &PaymentState, action: &PaymentAction) -> bool {
        match (action, state.stage, &state.failed) {
            (PaymentAction::Choose(choice), Stage::Choosing, None) => {
                self.selection.allowed(&state.selection, choice)
            }
            _ => self.next(state) == Some(*action),
        }
    }

    fn apply(&self, state: &mut PaymentState, action: &PaymentAction) {
        let result = match action {
            PaymentAction::Choose(choice) => self.choose(state, *choice),
            _ => self.go_on(state),
        };
        state.failed = result.err();
    }

    fn label(&self, state: &PaymentState, action: &PaymentAction) -> String {
        match (action, state.stage) {
            (PaymentAction::Choose(choice), _) => self.selection.label(&state.selection, choice),
            (PaymentAction::Output, Stage::Output(at)) => format!("output {at}"),
            (PaymentAction::Sign, Stage::Sign(at)) => format!("sign input {at}"),
            (PaymentAction::Check, Stage::Check(at)) => format!("check input {at}"),
            (PaymentAction::Output, _) => "output".into(),
            (PaymentAction::Sign, _) => "sign".into(),
            (PaymentAction::Check, _) => "check".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&PaymentState>,
        after: &PaymentState,
        last: Option<&PaymentAction>,
        window: &Window,
    ) -> Scene {
        payment_panes::scene(self, before.zip(last.copied()), after, window)
    }
}

#[cfg(test)]
#[path = "payment_model_tests.rs"]
mod tests;
