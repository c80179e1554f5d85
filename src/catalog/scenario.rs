//! A walk in the box: its name, what it is about, and how it begins.

use std::sync::LazyLock;

use serde::Serialize;

use super::{
    CatalogError, blocks, chains, elections, ledgers, mining, payments, scripts, spv, transactions,
};
use crate::spelling::distance;
use crate::trace::Stepper;

/// A walk in the box.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Scenario {
    /// Its name on the command line and in saved traces. Stable.
    pub id: &'static str,
    /// What it belongs to.
    pub subject: Subject,
    /// A few words.
    pub title: &'static str,
    /// A sentence or two: what there is to see.
    pub about: &'static str,
    /// The scenario to look at next, by its id.
    pub next: Option<&'static str>,
    /// Begins the walk.
    #[serde(skip)]
    pub open: fn() -> Result<Box<dyn Stepper>, CatalogError>,
}

/// What a scenario belongs to, in the order in which a student meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Who owns what, and how a payment is checked.
    Ledgers,
    /// What a transaction is made of.
    Transactions,
    /// What locks a coin and what unlocks it.
    Scripts,
    /// What a block holds together.
    Blocks,
    /// Which blocks count, and what that does to coins.
    Chains,
    /// What finding a block takes, and what attackers can hope for.
    Mining,
    /// Records that belong to patients, and the keys to them.
    Medical,
    /// Who makes blocks where stake decides.
    Elections,
}

impl Subject {
    /// All of them, in order.
    pub const ALL: [Subject; 8] = [
        Subject::Ledgers,
        Subject::Transactions,
        Subject::Scripts,
        Subject::Blocks,
        Subject::Chains,
        Subject::Mining,
        Subject::Medical,
        Subject::Elections,
    ];

    /// A scenario of this subject.
    pub(super) const fn scenario(
        self,
        id: &'static str,
        title: &'static str,
        about: &'static str,
        next: Option<&'static str>,
        open: fn() -> Result<Box<dyn Stepper>, CatalogError>,
    ) -> Scenario {
        Scenario { id, subject: self, title, about, next, open }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Subject::Ledgers => "Ledgers",
            Subject::Transactions => "Transactions",
            Subject::Scripts => "Scripts",
            Subject::Blocks => "Blocks",
            Subject::Chains => "Chains",
            Subject::Mining => "Mining",
            Subject::Medical => "Medical records",
            Subject::Elections => "Elections",
        }
    }

    /// One line: what there is to learn.
    pub fn about(self) -> &'static str {
        match self {
            Subject::Ledgers => "who owns what, and three ways to check a payment",
            Subject::Transactions => "the bytes of a payment, field by field, and the checks on it",
            Subject::Scripts => "how coins are locked and unlocked, opcode by opcode",
            Subject::Blocks => "what ties many transactions to one hash",
            Subject::Chains => "how blocks are checked, which of them count, and how hard they are",
            Subject::Mining => "what finding a block takes, and what attackers can hope for",
            Subject::Medical => "records that belong to patients, and who holds the keys to them",
            Subject::Elections => "who makes blocks where stake decides, and who is paid",
        }
    }
}

static ALL: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let before = [ledgers::SCENARIOS, transactions::SCENARIOS, payments::SCENARIOS].concat();
    let scripts = [&scripts::KINDS.concat()[..], WAYS].concat();
    let blocks = [blocks::SCENARIOS, spv::SCENARIOS, chains::SCENARIOS, mining::SCENARIOS].concat();
    [before, scripts, blocks, MEDICAL.to_vec(), elections::SCENARIOS.to_vec()].concat()
});

#[cfg(feature = "medical")]
const MEDICAL: &[Scenario] = super::medical::SCENARIOS;
#[cfg(not(feature = "medical"))]
const MEDICAL: &[Scenario] = &[];

#[cfg(feature = "wallet")]
const WAYS: &[Scenario] = super::ways::SCENARIOS;
#[cfg(not(feature = "wallet"))]
const WAYS: &[Scenario] = &[];

/// Every scenario, grouped by subject, the easiest of each first.
pub fn scenarios() -> &'static [Scenario] {
    &ALL
}

/// The scenario with this id. An unknown id is an error that names the nearest one.
pub fn find(id: &str) -> Result<&'static Scenario, CatalogError> {
    let wanted = id.trim().to_lowercase();
    if let Some(found) = scenarios().iter().find(|scenario| scenario.id == wanted) {
        return Ok(found);
    }
    let nearest = scenarios()
        .iter()
        .min_by_key(|scenario| (!scenario.id.contains(&wanted), distance(&wanted, scenario.id)));
    let nearest = nearest.map_or("", |scenario| scenario.id);
    Err(CatalogError::UnknownScenario { id: id.to_string(), nearest })
}
