//! Rules about waiting, publishing and counting, which the attacks on proof of work turn on.

use super::{Cite, Rule};

/// When a payment may be relied on.
pub static ENOUGH_CONFIRMATIONS: Rule = Rule {
    name: "enough-confirmations",
    says: "a payee waits until so many blocks lie on the payment that catching up with them is unlikely enough",
    why: "whoever mines another branch in secret can take back a payment that was relied on too soon",
    cites: &[Cite::Nakamoto("11"), Cite::Bct("2.3")],
};
/// What an honest miner does with a block.
pub static PUBLISH_AT_ONCE: Rule = Rule {
    name: "publish-at-once",
    says: "a miner is meant to publish a block as soon as it is found, though no node can make him",
    why: "while a block is secret, all others work on a tip that is already behind",
    cites: &[Cite::Nakamoto("5"), Cite::Bct("5.5")],
};
/// What is counted in a vote.
pub static WORK_NOT_NAMES: Rule = Rule {
    name: "work-not-names",
    says: "work decides who finds the next block, and not the number of names under which it is done",
    why: "names cost nothing, so that whoever took the most of them would decide everything",
    cites: &[Cite::Nakamoto("4"), Cite::Bct("2.2"), Cite::Bct("2.3")],
};

/// All of them.
pub const RULES: &[&Rule] = &[&ENOUGH_CONFIRMATIONS, &PUBLISH_AT_ONCE, &WORK_NOT_NAMES];
