//! Every rule as data: its name, what it demands, why it exists and where it is written.
//!
//! A machine that finds a rule broken carries a `&'static Rule`, and every front end shows the same
//! facts beside the step that the rule decides. The sentences live here once and nowhere else.
//! Sources: the BIPs, Bitcoin Core's functions (version 31.99), sections of *Bitcoin and
//! Cryptocurrency Technologies* (BCT), slides of the lecture and CVE numbers.

pub mod address;
pub mod attribute_based;
pub mod block;
pub mod chain;
pub mod cloud;
pub mod election;
pub mod encode;
pub mod key_aggregate;
pub mod ledger;
pub mod medical;
pub mod medical_chain;
pub mod medical_data;
pub mod mempool;
pub mod mining;
pub mod script;
pub mod sources;
pub mod token;
pub mod transaction;
pub mod wallet;

use serde::Serialize;

/// One rule of Bitcoin, of the lecture or of this tool, as it is shown to a student.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Short, unique and stable: Core's name for it where Core has one.
    pub name: &'static str,
    /// One sentence: what the rule demands.
    pub says: &'static str,
    /// One sentence: the attack, accident or cost that it prevents.
    pub why: &'static str,
    /// Where the rule is written.
    pub cites: &'static [Cite],
}

/// Where a rule is written down. `tests/tidy.rs` checks each against the lists in [`sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cite {
    /// A Bitcoin Improvement Proposal, by number.
    Bip(u16),
    /// A function, constant or type of Bitcoin Core.
    Core(&'static str),
    /// A section of *Bitcoin and Cryptocurrency Technologies* (Narayanan et al.).
    Bct(&'static str),
    /// A slide of the lecture "Medical Blockchains / Bitcoin Mechanics I" (Schönhuth, 2022).
    Slide(&'static str),
    /// A published vulnerability.
    Cve(&'static str),
    /// A paper, by its authors and year.
    Paper(&'static str),
    /// The Bitcoin white paper (Nakamoto, 2008), by section.
    Nakamoto(&'static str),
}

impl std::fmt::Display for Cite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cite::Bip(number) => write!(f, "BIP {number}"),
            Cite::Core(name) => write!(f, "Bitcoin Core, {name}"),
            Cite::Bct(section) => write!(f, "BCT {section}"),
            Cite::Slide(title) => write!(f, "lecture slide \"{title}\""),
            Cite::Cve(number) => write!(f, "CVE-{number}"),
            Cite::Paper(paper) => f.write_str(paper),
            Cite::Nakamoto(section) => write!(f, "Nakamoto 2008, section {section}"),
        }
    }
}

/// All rules of all layers, in a fixed order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        encode::RULES,
        address::RULES,
        attribute_based::RULES,
        block::RULES,
        chain::RULES,
        script::running::RULES,
        script::signing::RULES,
        script::witness::RULES,
        script::taproot::RULES,
        transaction::RULES,
        ledger::RULES,
        wallet::RULES,
        mempool::RULES,
        mining::RULES,
        medical::RULES,
        key_aggregate::RULES,
        medical_data::RULES,
        cloud::RULES,
        token::RULES,
        medical_chain::RULES,
        election::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}
