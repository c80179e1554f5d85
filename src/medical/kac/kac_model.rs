//! Key-aggregate encryption, step by step: five records, one key for some of them, and what it opens.
//!
//! Everything is computed for real when the walk begins; a step shows one thing more. Which records the
//! key is for, and which one is tried, is the reader's to choose.

use serde::{Deserialize, Serialize};

use super::kac_panes;
use super::{
    AggregateKey, Capsule, ClassSet, KacError, MasterSecret, Parameters, PublicKey, decapsulate,
    encapsulate, extract, force, key_pair,
};
use crate::encode::Encode;
use crate::medical::cipher::MessageKey;
use crate::rng::Rng;
use crate::trace::{Model, Scene, Window};

/// Five records, and what belongs to them.
#[derive(Debug, Clone)]
pub struct KacModel {
    pub(super) parameters: Parameters,
    secret: MasterSecret,
    pub(super) public: PublicKey,
    pub(super) records: Vec<Sealed>,
}

/// A record under its class.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    pub plain: &'static str,
    pub capsule: Capsule,
    pub ciphertext: Vec<u8>,
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KacState {
    pub(super) set_up: bool,
    pub(super) keyed: bool,
    pub(super) encrypted: usize,
    pub(super) shared: Option<Shared>,
    pub(super) tries: Vec<Try>,
}

/// What the receiver has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shared {
    pub set: ClassSet,
    pub key: AggregateKey,
}

/// What the receiver tried, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Try {
    pub class: u32,
    pub way: Way,
    pub outcome: Outcome,
}

/// How a record is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// As the rules have it.
    Asked,
    /// The formula with the set as it is, whether the class is in it or not.
    Forced,
    /// The formula with the class put into the set.
    ForcedIn,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Opened(String),
    Refused(KacError),
    StaysShut,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KacAction {
    /// The parameters are made.
    SetUp,
    /// Master secret and public key are made.
    KeyPair,
    /// The next record is encrypted.
    Encrypt,
    /// One key for these classes is extracted and handed over.
    Extract(Vec<u32>),
    /// The receiver tries a record.
    Try {
        /// Its class.
        class: u32,
        /// How.
        way: Way,
    },
}

const RECORDS: [&str; 5] = [
    "blood group 0 negative",
    "ultrasound, 2026-03-02: no findings",
    "allergy: penicillin",
    "vaccinated: tetanus, 2024",
    "broken wrist, left, 2019",
];

impl KacModel {
    /// Five records of a patient, by the randomness of `seed`.
    pub fn new(seed: &str) -> Result<KacModel, KacError> {
        let mut rng = Rng::from_text(seed);
        let parameters = Parameters::new(RECORDS.len() as u32, &mut rng)?;
        let (secret, public) = key_pair(&mut rng);
        let mut seal = |(class, plain): (u32, &'static str)| {
            let (capsule, key) = encapsulate(&parameters, &public, class, &mut rng)?;
            let ciphertext = key.encrypt(&class.to_le_bytes(), plain.as_bytes());
            Ok(Sealed { plain, capsule, ciphertext })
        };
        let records = (1..).zip(RECORDS).map(&mut seal).collect::<Result<_, KacError>>()?;
        Ok(KacModel { parameters, secret, public, records })
    }

    fn tried(&self, shared: &Shared, class: u32, way: Way) -> Outcome {
        let Some(record) = self.records.get(class.wrapping_sub(1) as usize) else {
            let classes = self.parameters.classes();
            return Outcome::Refused(KacError::NoSuchClass { class, classes });
        };
        let (parameters, capsule) = (&self.parameters, &record.capsule);
        let Shared { set, key } = shared;
        let found = match way {
            Way::Asked => decapsulate(parameters, key, set, class, capsule),
            Way::Forced => force(parameters, key, set, class, capsule),
            Way::ForcedIn => force(parameters, key, &set.with(class), class, capsule),
        };
        match found {
            Err(error) => Outcome::Refused(error),
            Ok(key) => opened(&key, class, &record.ciphertext),
        }
    }

    /// What the receiver tries by default: all that the key is for, then one that it is not for.
    fn default_tries(&self, set: &ClassSet) -> Vec<(u32, Way)> {
        let inside = set.iter().map(|class| (class, Way::Asked));
        let outside = (1..=self.parameters.classes()).find(|class| !set.contains(*class));
        let forced = [Way::Asked, Way::Forced, Way::ForcedIn];
        let outside = outside.into_iter().flat_map(|class| forced.map(|way| (class, way)));
        inside.chain(outside).collect()
    }
}

fn opened(key: &MessageKey, class: u32, ciphertext: &[u8]) -> Outcome {
    match key.decrypt(&class.to_le_bytes(), ciphertext) {
        Ok(plain) => Outcome::Opened(String::from_utf8_lossy(&plain).into_owned()),
        Err(_) => Outcome::StaysShut,
    }
}

impl Model for KacModel {
    type State = KacState;
    type Action = KacAction;

    fn initial(&self) -> KacState {
        KacState::default()
    }

    fn next(&self, state: &KacState) -> Option<KacAction> {
        let Some(shared) = &state.shared else {
            return Some(match state {
                KacState { set_up: false, .. } => KacAction::SetUp,
                KacState { keyed: false, .. } => KacAction::KeyPair,
                _ if state.encrypted < self.records.len() => KacAction::Encrypt,
                _ => KacAction::Extract(vec![1, 3, 4]),
            });
        };
        let open = self.default_tries(&shared.set).into_iter().find(|(class, way)| {
            !state.tries.iter().any(|tried| tried.class == *class && tried.way == *way)
        });
        open.map(|(class, way)| KacAction::Try { class, way })
    }

    fn choices(&self, state: &KacState) -> Vec<KacAction> {
        let mut choices: Vec<KacAction> = self.next(state).into_iter().collect();
        match (&state.shared, choices.first()) {
            (Some(shared), _) => {
                for class in 1..=self.parameters.classes() {
                    let ways: &[Way] = match shared.set.contains(class) {
                        true => &[Way::Asked],
                        false => &[Way::Asked, Way::Forced, Way::ForcedIn],
                    };
                    for &way in ways {
                        let action = KacAction::Try { class, way };
                        if !choices.contains(&action) {
                            choices.push(action);
                        }
                    }
                }
            }
            (None, Some(KacAction::Extract(_))) => {
                choices
                    .extend([KacAction::Extract(vec![2]), KacAction::Extract((1..=5).collect())]);
            }
            _ => {}
        }
        choices
    }

    fn asks(&self, state: &KacState) -> Vec<&'static str> {
        match self.next(state) {
            Some(KacAction::Extract(_)) => vec!["a set of your own, such as 2 5"],
            _ => Vec::new(),
        }
    }

    fn typed(&self, state: &KacState, _: usize, text: &str) -> Option<KacAction> {
        let words = text.split([',', ' ', ';']).filter(|word| !word.is_empty());
        let classes: Vec<u32> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        Some(KacAction::Extract(classes)).filter(|action| self.allowed(state, action))
    }

    fn allowed(&self, state: &KacState, action: &KacAction) -> bool {
        match (self.next(state), action) {
            (Some(KacAction::Extract(_)), KacAction::Extract(classes)) => {
                let known = 1..=self.parameters.classes();
                !classes.is_empty() && classes.iter().all(|class| known.contains(class))
            }
            _ => self.choices(state).contains(action),
        }
    }

    fn apply(&self, state: &mut KacState, action: &KacAction) {
        match action {
            KacAction::SetUp => state.set_up = true,
            KacAction::KeyPair => state.keyed = true,
            KacAction::Encrypt => state.encrypted += 1,
            KacAction::Extract(classes) => {
                let set: ClassSet = classes.iter().copied().collect();
                // A set that is allowed has classes, and each is one of the parameters'.
                let key = extract(&self.parameters, &self.secret, &set).ok();
                state.shared = key.map(|key| Shared { set, key });
            }
            KacAction::Try { class, way } => {
                if let Some(shared) = &state.shared {
                    let (class, way) = (*class, *way);
                    let outcome = self.tried(shared, class, way);
                    state.tries.push(Try { class, way, outcome });
                }
            }
        }
    }

    fn label(&self, _: &KacState, action: &KacAction) -> String {
        match action {
            KacAction::SetUp => "make the parameters".into(),
            KacAction::KeyPair => "make the patient's key pair".into(),
            KacAction::Encrypt => "encrypt the next record".into(),
            KacAction::Extract(classes) => {
                format!("extract a key for {}", classes.iter().copied().collect::<ClassSet>())
            }
            KacAction::Try { class, way } => match way {
                Way::Asked => format!("open record {class}"),
                Way::Forced => format!("force the formula on record {class}"),
                Way::ForcedIn => format!("put {class} into the set, and force the formula"),
            },
        }
    }

    fn scene(
        &self,
        before: Option<&KacState>,
        after: &KacState,
        last: Option<&KacAction>,
        window: &Window,
    ) -> Scene {
        kac_panes::scene(self, before, after, last, window)
    }
}

impl Shared {
    /// The key as its receiver sees it.
    pub(super) fn key_hex(&self) -> String {
        hex::encode(self.key.to_bytes())
    }
}

#[cfg(test)]
#[path = "kac_model_tests.rs"]
mod tests;
