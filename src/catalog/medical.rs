//! Walks through the medical chain: keys for records, where records lie, and who may read them.

use super::{CatalogError, Scenario, Subject};
use crate::medical::abe::abe_walk;
use crate::medical::cloud::cloud_walk;
use crate::medical::kac::kac_model::KacModel;
use crate::medical::record::dictionary_walk;
use crate::medical::story::play::PlayModel;
use crate::medical::story::story_model::{self, Part, StoryModel};
use crate::medical::story::under_check;
use crate::trace::{Model, Stepper, Trace};

/// What the random draws of these walks follow from.
const SEED: &str = "blockstep";

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Subject::Medical.scenario(
        "dictionary",
        "A blood group behind a hash",
        "The hash of a short record is guessed by hashing all that could stand in it. With a salt inside it is not.",
        Some("kac"),
        || Ok(Box::new(Trace::new(dictionary_walk::walk(SEED)))),
    ),
    Subject::Medical.scenario(
        "abe",
        "Keys made of properties",
        "Attribute-based encryption in both forms, two who lay their keys together, and an authority that reads along.",
        Some("kac"),
        || made(abe_walk::walk(SEED)),
    ),
    Subject::Medical.scenario(
        "kac",
        "One key for the records that Sally picks",
        "Five records, one key of 96 bytes for three of them, and every way to open a fourth with it.",
        Some("records"),
        || made(KacModel::new(SEED)),
    ),
    Subject::Medical.scenario(
        "records",
        "Records that belong to Sally",
        "Hospitals show certificates, release records and send them; patients check, encrypt and store them.",
        Some("cloud"),
        || made(StoryModel::new(Part::Records)),
    ),
    Subject::Medical.scenario(
        "cloud",
        "Three nodes, and what can be wrong with one",
        "A node of the cloud loses, changes, swaps or keeps back a ciphertext. Each time the reader notices.",
        Some("sharing"),
        cloud,
    ),
    Subject::Medical.scenario(
        "sharing",
        "Sharing, revoking, and encrypting anew",
        "One key for two records, what an insurer and a research team try, and what revocation cannot undo.",
        Some("medical-block"),
        || made(StoryModel::new(Part::Sharing)),
    ),
    Subject::Medical.scenario(
        "medical-block",
        "A block of the medical chain, check by check",
        "Six records are stored in one block. Forge it first, and see which check notices.",
        Some("emergency"),
        block,
    ),
    Subject::Medical.scenario(
        "emergency",
        "An emergency, and an audit",
        "A hospital reads without consent: the trace first, then two of three members' parts of a key.",
        Some("tokens"),
        || made(StoryModel::new(Part::Emergency)),
    ),
    Subject::Medical.scenario(
        "tokens",
        "Tokens for data, votes and rewards",
        "One mint for each episode of care, votes that are locked, an election, rewards, and an oracle's stale price.",
        Some("double-signing"),
        || made(StoryModel::new(Part::Tokens)),
    ),
    Subject::Medical.scenario(
        "double-signing",
        "Two blocks for one slot",
        "A delegate signs twice. The two headers are the proof, and its bond is burnt.",
        Some("sally"),
        || made(StoryModel::new(Part::DoubleSigning)),
    ),
    Subject::Medical.scenario(
        "sally",
        "Sally Smith at three hospitals",
        "The whole story from the genesis to the audit: every transaction, every attempt, every read.",
        Some("medical-day"),
        || made(StoryModel::new(Part::Whole)),
    ),
    Subject::Medical.scenario(
        "medical-day",
        "A day that you play",
        "Be the patient, a doctor, an insurer, a delegate: release, store, share, fetch, vote, and see what the chain lets pass.",
        None,
        || made(PlayModel::new()),
    ),
];

fn cloud() -> Result<Box<dyn Stepper>, CatalogError> {
    let tale = story_model::sally().map_err(unmade)?;
    cloud_walk::walk(&tale).map(opened).ok_or_else(|| unmade("the story has no such record"))
}

/// The block in which the records are stored.
fn block() -> Result<Box<dyn Stepper>, CatalogError> {
    let tale = story_model::sally().map_err(unmade)?;
    under_check(&tale, 5).map(opened).ok_or_else(|| unmade("the story has no such block"))
}

fn opened<M: Model + 'static>(model: M) -> Box<dyn Stepper> {
    Box::new(Trace::new(model))
}

fn unmade(reason: impl ToString) -> CatalogError {
    CatalogError::Unmade { reason: reason.to_string() }
}

fn made<M: Model + 'static, E: ToString>(
    model: Result<M, E>,
) -> Result<Box<dyn Stepper>, CatalogError> {
    model.map(opened).map_err(unmade)
}
