//! Malleability as a walk: the same payment under two signatures that both fit, and what becomes of its
//! ids, of a later payment that names it, and of the same trick on other locks.
//!
//! If (R, S) is an ECDSA signature, so is (R, -S): anyone can make one out of the other without a key
//! (BIP 62, BIP 146). SegWit took signatures out of the txid (BIP 141); Schnorr signatures have no such
//! twin (BIP 340).

use serde::{Deserialize, Serialize};

use super::malleability_form::{Form, twin_of};
use super::ways::{Plan, Way};
use super::ways_model::name;
use super::{AddressKind, WalletError};
use crate::trace::{Body, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// The kinds of lock, in the order in which they came.
const KINDS: [AddressKind; 3] = [AddressKind::P2pkh, AddressKind::P2wpkh, AddressKind::P2tr];

/// The payments, worked out.
#[derive(Debug, Clone)]
pub struct MalleabilityModel {
    title: String,
    forms: Vec<Form>,
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MalleabilityAction {
    /// Alice signs with the next kind of lock, or somebody replaces S in what she signed.
    Next,
}

impl MalleabilityModel {
    /// The payment of `plan` from a key hash, a witness key hash and a Taproot key, each as Alice signs
    /// it and with the other S.
    pub fn new(title: impl Into<String>, plan: &Plan) -> Result<MalleabilityModel, WalletError> {
        let mut forms = Vec::new();
        for kind in KINDS {
            let way = Way::new(kind, plan)?;
            let twin = way.with_signature(twin_of(&way)?)?;
            let named = way.tx.txid();
            forms.extend([Form::new(way, false, named), Form::new(twin, true, named)]);
        }
        Ok(MalleabilityModel { title: title.into(), forms })
    }

    fn last(&self, done: usize) -> Option<&Form> {
        done.checked_sub(1).and_then(|at| self.forms.get(at))
    }

    fn table(&self, done: usize, window: &Window) -> Pane {
        let total = self.forms.len();
        let range = window.range(0, total, done.saturating_sub(1));
        let first = range.start;
        let row = |(at, form): (usize, &Form)| match at < done {
            true => {
                let mark = if at + 1 == done { Mark::Changed } else { Mark::Plain };
                Row { cells: form.cells(), mark }
            }
            false => {
                let cells = [name(form.way.kind), form.s(), "", "", "", "", ""];
                Row::new(cells).marked(Mark::Dim)
            }
        };
        let shown = self.forms.iter().enumerate().skip(first).take(range.len());
        let rows = shown.map(row).collect();
        let headers = ["lock", "S", "txid", "wtxid", "in a block", "relayed", "next"];
        let headers = headers.map(String::from).to_vec();
        Pane::part("One payment, two signatures", Body::Table { headers, rows }, first, total)
    }

    fn signature(&self, done: usize) -> Pane {
        let Some(form) = self.last(done) else {
            let lines = vec![Line::new("nothing is signed yet").marked(Mark::Dim)];
            return Pane::whole("The signature", Body::Text { lines });
        };
        let numbers = form.way.numbers().unwrap_or([0; 64]);
        let (r, s) = numbers.split_at(32);
        let mark = if form.twin { Mark::Changed } else { Mark::Plain };
        let lines = vec![
            Line::new(format!("R  {}", hex::encode(r))),
            Line::new(format!("S  {}", hex::encode(s))).marked(mark),
        ];
        Pane::whole("The signature", Body::Text { lines })
    }
}

impl Model for MalleabilityModel {
    /// The number of forms seen.
    type State = usize;
    type Action = MalleabilityAction;

    fn initial(&self) -> usize {
        0
    }

    fn next(&self, done: &usize) -> Option<MalleabilityAction> {
        (*done < self.forms.len()).then_some(MalleabilityAction::Next)
    }

    fn allowed(&self, done: &usize, action: &MalleabilityAction) -> bool {
        self.next(done).as_ref() == Some(action)
    }

    fn apply(&self, done: &mut usize, _: &MalleabilityAction) {
        *done += 1;
    }

    fn label(&self, done: &usize, _: &MalleabilityAction) -> String {
        match self.forms.get(*done) {
            Some(form) if form.twin => format!("{} with n - S", name(form.way.kind)),
            Some(form) => format!("{} as signed", name(form.way.kind)),
            None => "the end".into(),
        }
    }

    fn scene(
        &self,
        _: Option<&usize>,
        after: &usize,
        _: Option<&MalleabilityAction>,
        window: &Window,
    ) -> Scene {
        let form = self.last(*after);
        let start = "Alice pays Bob. If (R, S) is her signature, then R with n - S fits as well, where n \
                     is the order of the curve: anyone can compute it. What does that change?";
        Scene {
            title: self.title.clone(),
            panes: vec![self.table(*after, window), self.signature(*after)],
            changes: Vec::new(),
            sentence: form.map_or(start.to_string(), Form::sentence),
            rule: form.filter(|form| form.twin).map(Form::rule),
            verdict: (*after == self.forms.len()).then_some(Verdict::Done),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ways::plan;
    use super::*;
    use crate::script::ScriptError;

    /// By kind: whether the twin may stand in a block, be relayed, keeps the txid and the wtxid.
    #[test]
    fn the_twin_does_what_the_kind_of_lock_lets_it_do() {
        let model = MalleabilityModel::new("twins", &plan()).unwrap();
        let found = model.forms.chunks(2).map(|pair| {
            let [signed, twin] = pair else { panic!("each kind has two forms") };
            assert_eq!((&signed.in_block, &signed.relayed), (&Ok(()), &Ok(())));
            assert!(signed.is_found() && !signed.twin && twin.twin);
            let same_wtxid = signed.way.tx.wtxid() == twin.way.tx.wtxid();
            (twin.in_block, twin.relayed, twin.is_found(), same_wtxid)
        });
        let found: Vec<_> = found.collect();
        use ScriptError::{SchnorrSig, SigHighS};
        assert_eq!(
            found,
            [
                (Ok(()), Err(SigHighS), false, false),
                (Ok(()), Err(SigHighS), true, false),
                (Err(SchnorrSig), Err(SchnorrSig), true, false),
            ]
        );
    }

    #[test]
    fn only_s_changes() {
        let model = MalleabilityModel::new("twins", &plan()).unwrap();
        for pair in model.forms.chunks(2) {
            let [signed, twin] = [0, 1].map(|at: usize| pair[at].way.numbers().unwrap());
            assert_eq!(signed[..32], twin[..32]);
            assert_ne!(signed[32..], twin[32..]);
        }
    }
}
