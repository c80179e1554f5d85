//! How an address follows from words, a step of the path a step: words, seed, master key, children,
//! and at last the script that locks coins to the key.

use serde::{Deserialize, Serialize};

use super::{AddressKind, DerivationPath, ExtendedKey, Lock, Mnemonic, WalletError};
use crate::primitives::Network;
use crate::rules::wallet::{ADDRESS_PATH, DERIVATION, MNEMONIC};
use crate::trace::{Body, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// Words, a path, and the kind of address at its end.
#[derive(Debug, Clone)]
pub struct DeriveModel {
    mnemonic: Mnemonic,
    network: Network,
    kind: AddressKind,
    path: DerivationPath,
}

/// How far the derivation has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeriveState {
    seed: Option<[u8; 64]>,
    /// The master key, then the key of each step.
    keys: Vec<ExtendedKey>,
    lock: Option<Lock>,
    failed: Option<WalletError>,
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeriveAction {
    /// The words are stretched to a seed.
    Stretch,
    /// The seed is hashed to the master key.
    Master,
    /// The next step of the path.
    Child,
    /// The key is put into a lock.
    Lock,
}

impl DeriveModel {
    /// A derivation that has not begun.
    pub fn new(
        mnemonic: Mnemonic,
        network: Network,
        kind: AddressKind,
        path: DerivationPath,
    ) -> DeriveModel {
        DeriveModel { mnemonic, network, kind, path }
    }

    fn try_apply(&self, state: &mut DeriveState, action: DeriveAction) -> Result<(), WalletError> {
        match (action, state.keys.last()) {
            (DeriveAction::Stretch, _) => state.seed = Some(self.mnemonic.seed("")),
            (DeriveAction::Master, _) => {
                let seed = state.seed.unwrap_or([0; 64]);
                state.keys.push(ExtendedKey::from_seed(&seed)?);
            }
            (DeriveAction::Child, Some(parent)) => {
                if let Some(step) = self.path.steps().get(state.keys.len() - 1) {
                    let child = parent.child(*step)?;
                    state.keys.push(child);
                }
            }
            (DeriveAction::Lock, Some(key)) => {
                state.lock = Some(Lock::single(self.kind, key.public_key())?);
            }
            (DeriveAction::Child | DeriveAction::Lock, None) => {}
        }
        Ok(())
    }

    fn sentence(&self, state: &DeriveState, last: Option<DeriveAction>) -> String {
        if let Some(error) = &state.failed {
            return format!("This way ends here: {error}.");
        }
        match last {
            None => format!(
                "Words are all that a wallet needs to keep. The path {} leads from them to one \
                 address.",
                self.path
            ),
            Some(DeriveAction::Stretch) => {
                "The words are hashed 2,048 times over (PBKDF2), so that guessing words costs time. \
                 The result is the seed: 64 bytes."
                    .into()
            }
            Some(DeriveAction::Master) => {
                "HMAC-SHA512 of the seed, cut in two: the left half is the master private key, the \
                 right half the chain code."
                    .into()
            }
            Some(DeriveAction::Child) => self.child_sentence(state),
            Some(DeriveAction::Lock) => self.lock_sentence(state),
        }
    }

    fn child_sentence(&self, state: &DeriveState) -> String {
        let Some(place) = state.keys.len().checked_sub(2) else { return String::new() };
        let Some(step) = self.path.steps().get(place) else { return String::new() };
        let meaning = self.meaning(place);
        match step.is_hardened() {
            true => format!(
                "Child {step}{meaning}: hashed from the parent's private key and chain code. It is \
                 hardened: no public key leads here."
            ),
            false => format!(
                "Child {step}{meaning}: hashed from the parent's public key and chain code. A shop \
                 that has only the public half can take this step too."
            ),
        }
    }

    fn lock_sentence(&self, state: &DeriveState) -> String {
        let Some(lock) = &state.lock else { return String::new() };
        match lock.address() {
            Some(address) => format!(
                "The public key becomes {}: the address {}.",
                self.kind,
                address.to_text(self.network)
            ),
            None => {
                format!("The public key stands in the script itself: {} has no address.", self.kind)
            }
        }
    }

    /// What a step of the standard paths stands for.
    fn meaning(&self, place: usize) -> &'static str {
        let standard = self.kind.account_path(self.network);
        if !self.path.steps().starts_with(standard.steps()) {
            return "";
        }
        let account = standard.steps().len();
        match place {
            0 => ", the kind of address",
            1 => ", the network's coin",
            2 => ", the account",
            _ if place < account => ", the kind of script",
            _ if place == account => ", receiving or change",
            _ if place == account + 1 => ", the number of the address",
            _ => "",
        }
    }

    fn steps_pane(&self, state: &DeriveState, window: &Window) -> Pane {
        let total = self.path.steps().len() + 1;
        let range = window.range(0, total, state.keys.len().saturating_sub(1));
        let first = range.start;
        let rows = range.map(|place| {
            let step = match place.checked_sub(1) {
                None => "m".to_owned(),
                Some(place) => self.path.steps().get(place).map_or("".into(), ToString::to_string),
            };
            let meaning = match place.checked_sub(1) {
                None => "the master key",
                Some(place) => self.meaning(place).trim_start_matches([',', ' ']),
            };
            let key = state.keys.get(place);
            let public = key.map_or_else(Line::default, |key| {
                let digits = hex::encode(key.public_key());
                Line::new(format!("{}…", digits.get(..16).unwrap_or(&digits))).with_hex(digits)
            });
            let mark = match place {
                _ if place + 1 == state.keys.len() => Mark::Current,
                _ if place < state.keys.len() => Mark::Good,
                _ => Mark::Dim,
            };
            Row { cells: vec![Line::new(step), Line::new(meaning), public], mark }
        });
        let headers = ["step", "stands for", "public key"].map(str::to_owned).to_vec();
        let body = Body::Table { headers, rows: rows.collect() };
        Pane::part(format!("the path {}", self.path), body, first, total)
    }

    fn key_pane(&self, state: &DeriveState) -> Pane {
        let mut lines = vec![Line::new(format!("words: {}", self.mnemonic))];
        if let Some(seed) = state.seed {
            lines.push(Line::new(format!("seed: {}", hex::encode(seed))));
        }
        if let Some(key) = state.keys.last() {
            if let Some(secret) = key.secret_key() {
                let digits = hex::encode(secret.as_secret_bytes());
                lines.push(Line::new(format!("private key: {digits}")));
            }
            lines.push(Line::new(format!("chain code: {}", hex::encode(key.chain_code()))));
            lines.push(Line::new(format!("public key: {}", hex::encode(key.public_key()))));
        }
        if let Some(lock) = &state.lock {
            let script = hex::encode(&lock.script_pubkey().0);
            lines.push(Line::new(format!("scriptPubKey: {script}")));
            if let Some(address) = lock.address() {
                let address = address.to_text(self.network);
                lines.push(Line::new(format!("address: {address}")).marked(Mark::Good));
            }
        }
        Pane::whole("what is known", Body::Text { lines })
    }
}

impl Model for DeriveModel {
    type State = DeriveState;
    type Action = DeriveAction;

    fn initial(&self) -> DeriveState {
        DeriveState { seed: None, keys: Vec::new(), lock: None, failed: None }
    }

    fn next(&self, state: &DeriveState) -> Option<DeriveAction> {
        if state.failed.is_some() || state.lock.is_some() {
            return None;
        }
        Some(match state.keys.len() {
            0 if state.seed.is_none() => DeriveAction::Stretch,
            0 => DeriveAction::Master,
            count if count <= self.path.steps().len() => DeriveAction::Child,
            _ => DeriveAction::Lock,
        })
    }

    fn allowed(&self, state: &DeriveState, action: &DeriveAction) -> bool {
        self.next(state) == Some(*action)
    }

    fn apply(&self, state: &mut DeriveState, action: &DeriveAction) {
        state.failed = self.try_apply(state, *action).err();
    }

    fn label(&self, state: &DeriveState, action: &DeriveAction) -> String {
        match action {
            DeriveAction::Stretch => "words to seed".into(),
            DeriveAction::Master => "seed to master key".into(),
            DeriveAction::Child => {
                let place = state.keys.len().saturating_sub(1);
                let step = self.path.steps().get(place);
                step.map_or("child".into(), |step| format!("child {step}"))
            }
            DeriveAction::Lock => format!("key to {}", self.kind),
        }
    }

    fn scene(
        &self,
        _: Option<&DeriveState>,
        after: &DeriveState,
        last: Option<&DeriveAction>,
        window: &Window,
    ) -> Scene {
        let verdict = match &after.failed {
            Some(error) => {
                Some(Verdict::Invalid { name: error.rule().name.into(), reason: error.to_string() })
            }
            None => after.lock.as_ref().map(|_| Verdict::Done),
        };
        let rule = last.map(|last| match last {
            DeriveAction::Stretch => &MNEMONIC,
            DeriveAction::Master | DeriveAction::Child => &DERIVATION,
            DeriveAction::Lock => &ADDRESS_PATH,
        });
        Scene {
            title: format!("Deriving {}", self.path),
            panes: vec![self.steps_pane(after, window), self.key_pane(after)],
            changes: Vec::new(),
            sentence: self.sentence(after, last.copied()),
            rule: after.failed.as_ref().map(WalletError::rule).or(rule),
            verdict,
        }
    }
}

#[cfg(test)]
#[path = "derive_model_tests.rs"]
mod tests;
