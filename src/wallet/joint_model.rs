//! A joint payment, signer by signer: the file is read, signed and passed on, until it is finished.
//!
//! At any point somebody on the way may change who is paid ([`JointAction::Alter`]), to see who
//! notices.

use serde::{Deserialize, Serialize};

use super::joint::JointInput;
use super::{JointPayment, KeyRing, WalletError};
use crate::ledger::Party;
use crate::primitives::Transaction;
use crate::primitives::amount::bitcoin;
use crate::rules::wallet::{JOINT_SAME_PAYMENT, SIGNER};
use crate::spelling::counted;
use crate::trace::{Body, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// Who gets the coins where somebody alters the payment.
const THIEF: &str = "Eve";

/// A payment, and those who may sign it.
#[derive(Debug, Clone)]
pub struct JointModel {
    title: String,
    start: JointPayment,
    signers: Vec<(String, KeyRing)>,
}

/// Where the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointState {
    payment: JointPayment,
    /// Who has had the file, in the order of turns.
    had: Vec<usize>,
    altered: bool,
    tx: Option<Transaction>,
    failed: Option<WalletError>,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JointAction {
    /// Signer number so many gets the file, checks it and signs.
    Sign(usize),
    /// On the way, somebody has the first output paid to himself.
    Alter,
    /// The signatures are put in place and every coin is checked to open.
    Finalize,
}

impl JointModel {
    /// A payment that goes round among `signers`, in this order unless a student chooses another.
    pub fn new(
        title: impl Into<String>,
        payment: JointPayment,
        signers: Vec<(String, KeyRing)>,
    ) -> JointModel {
        JointModel { title: title.into(), start: payment, signers }
    }

    /// The finished transaction, once there is one.
    pub fn transaction<'s>(&self, state: &'s JointState) -> Option<&'s Transaction> {
        state.tx.as_ref()
    }

    /// The first who has not had the file and could add a signature that is missing; or else the
    /// first who has not had it.
    fn next_signer(&self, state: &JointState) -> Option<usize> {
        let waiting = |index: &usize| !state.had.contains(index);
        let useful = |index: &usize| {
            let keys = self.signers.get(*index).map(|(_, keys)| keys);
            let wanted = |input: &JointInput| {
                let own = |key| keys.is_some_and(|keys| keys.secret(key).is_some());
                let signed = |key| input.signatures.contains_key(key);
                input.missing() > 0 && input.lock.keys().iter().any(|key| own(key) && !signed(key))
            };
            state.payment.inputs().iter().any(wanted)
        };
        let mut everyone = 0..self.signers.len();
        everyone.clone().find(|index| waiting(index) && useful(index)).or_else(|| {
            // A file that was altered still goes to the next one, who finds out.
            everyone.find(|index| state.altered && waiting(index))
        })
    }

    fn name(&self, signer: usize) -> &str {
        self.signers.get(signer).map_or("nobody", |(name, _)| name)
    }

    fn try_apply(&self, state: &mut JointState, action: JointAction) -> Result<(), WalletError> {
        match action {
            JointAction::Sign(index) => {
                state.had.push(index);
                if let Some((_, keys)) = self.signers.get(index) {
                    state.payment.sign(keys)?;
                }
            }
            JointAction::Alter => {
                state.altered = true;
                if let Some(output) = state.payment.tx.outputs.first_mut() {
                    output.script_pubkey = Party::named(THIEF).script_pubkey();
                }
            }
            JointAction::Finalize => state.tx = Some(state.payment.finalize()?),
        }
        Ok(())
    }

    fn sentence(&self, step: Option<(&JointState, JointAction)>, after: &JointState) -> String {
        let Some((before, action)) = step else {
            return format!(
                "{} must agree on one payment. A file goes round; each reads what it does, signs, \
                 and passes it on.",
                counted(self.signers.len(), "signer")
            );
        };
        match (action, &after.failed) {
            (JointAction::Sign(index), Some(error)) => {
                format!("{} checks the file first, and refuses: {error}.", self.name(index))
            }
            (JointAction::Finalize, Some(error)) => format!("It cannot be finished: {error}."),
            (JointAction::Sign(index), None) => {
                let count = |state: &JointState| {
                    let inputs = state.payment.inputs().iter();
                    inputs.map(|input| input.signatures.len()).sum::<usize>()
                };
                let added = counted(count(after).saturating_sub(count(before)), "signature");
                let status = after.payment.status().join(" ");
                format!("{} adds {added}. {status}", self.name(index))
            }
            (JointAction::Alter, _) => {
                let signed =
                    after.payment.inputs().iter().any(|input| !input.signatures.is_empty());
                let hope = match signed {
                    true => "The signatures that are there were made for another payment.",
                    false => "Nobody has signed yet, so only the summary can tell the next one.",
                };
                format!("On the way, {THIEF} has the first output paid to herself. {hope}")
            }
            (JointAction::Finalize, None) => {
                "The signatures are in place and every coin opens: the payment can be sent.".into()
            }
        }
    }

    fn inputs_pane(&self, state: &JointState, window: &Window) -> Pane {
        let inputs = state.payment.inputs();
        let open = inputs.iter().position(|input| input.missing() > 0);
        let range = window.range(0, inputs.len(), open.unwrap_or(0));
        let first = range.start;
        let rows = range.filter_map(|at| {
            let input = inputs.get(at)?;
            let signed: Vec<String> =
                input.signatures.keys().map(|key| state.payment.name_of(key)).collect();
            let mark = match (input.missing(), &state.failed) {
                (_, Some(WalletError::Altered { input, .. })) if *input == at => Mark::Bad,
                (0, _) => Mark::Good,
                _ => Mark::Plain,
            };
            let needs = format!("{} of {}", input.lock.required(), input.lock.keys().len());
            let row = Row::new([
                at.to_string(),
                bitcoin(input.coin.value),
                input.lock.kind().name().to_owned(),
                needs,
                signed.join(", "),
            ]);
            Some(row.marked(mark))
        });
        let headers = ["input", "bitcoin", "lock", "needs", "signed by"];
        let headers = headers.map(str::to_owned).to_vec();
        let body = Body::Table { headers, rows: rows.collect() };
        Pane::part("signatures in the file", body, first, inputs.len())
    }

    fn summary_pane(&self, state: &JointState, window: &Window) -> Pane {
        let lines = state.payment.summary();
        let range = window.range(1, lines.len(), 0);
        let (first, total) = (range.start, lines.len());
        let lines = lines.into_iter().skip(first).take(range.len());
        let lines = lines.map(|line| Line::new(format!("it {line}"))).collect();
        Pane::part("what the payment does", Body::Text { lines }, first, total)
    }

    fn signers_pane(&self, state: &JointState) -> Pane {
        let row = |(index, (name, _)): (usize, &(String, KeyRing))| {
            let refused = state.failed.is_some() && state.had.last() == Some(&index);
            let (says, mark) = match state.had.contains(&index) {
                true if refused => ("refuses", Mark::Bad),
                true => ("has signed", Mark::Good),
                false if self.next_signer(state) == Some(index) => ("is next", Mark::Current),
                false => ("", Mark::Dim),
            };
            Row::new([name.clone(), says.to_owned()]).marked(mark)
        };
        let rows = self.signers.iter().enumerate().map(row).collect();
        let headers = vec!["signer".to_owned(), String::new()];
        Pane::whole("who has the file", Body::Table { headers, rows })
    }
}

impl Model for JointModel {
    type State = JointState;
    type Action = JointAction;

    fn initial(&self) -> JointState {
        let payment = self.start.clone();
        JointState { payment, had: Vec::new(), altered: false, tx: None, failed: None }
    }

    fn next(&self, state: &JointState) -> Option<JointAction> {
        if state.tx.is_some() || state.failed.is_some() {
            return None;
        }
        // Where nobody is left to sign, finishing tells what is missing.
        let signer = self.next_signer(state).map(JointAction::Sign);
        Some(signer.unwrap_or(JointAction::Finalize))
    }

    fn choices(&self, state: &JointState) -> Vec<JointAction> {
        let Some(next) = self.next(state) else { return Vec::new() };
        let others = (0..self.signers.len()).map(JointAction::Sign);
        let others = others.chain([JointAction::Alter, JointAction::Finalize]);
        let others = others.filter(|action| *action != next && self.allowed(state, action));
        std::iter::once(next).chain(others).collect()
    }

    fn allowed(&self, state: &JointState, action: &JointAction) -> bool {
        if self.next(state).is_none() {
            return false;
        }
        match action {
            JointAction::Sign(index) => *index < self.signers.len() && !state.had.contains(index),
            JointAction::Alter => !state.altered,
            JointAction::Finalize => true,
        }
    }

    fn apply(&self, state: &mut JointState, action: &JointAction) {
        state.failed = self.try_apply(state, *action).err();
    }

    fn label(&self, _: &JointState, action: &JointAction) -> String {
        match action {
            JointAction::Sign(index) => format!("{} signs", self.name(*index)),
            JointAction::Alter => format!("{THIEF} changes who is paid"),
            JointAction::Finalize => "finish the payment".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&JointState>,
        after: &JointState,
        last: Option<&JointAction>,
        window: &Window,
    ) -> Scene {
        let verdict = match &after.failed {
            Some(error) => {
                Some(Verdict::Invalid { name: error.rule().name.into(), reason: error.to_string() })
            }
            None => after.tx.as_ref().map(|_| Verdict::Valid),
        };
        let rule = last.map(|last| match last {
            JointAction::Finalize => &SIGNER,
            JointAction::Sign(_) | JointAction::Alter => &JOINT_SAME_PAYMENT,
        });
        Scene {
            title: self.title.clone(),
            panes: vec![
                self.inputs_pane(after, window),
                self.summary_pane(after, window),
                self.signers_pane(after),
            ],
            changes: Vec::new(),
            sentence: self.sentence(before.zip(last.copied()), after),
            rule: after.failed.as_ref().map(WalletError::rule).or(rule),
            verdict,
        }
    }
}

#[cfg(test)]
#[path = "joint_model_tests.rs"]
mod tests;
