//! Rules of the cloud: what it hands out, and how its answers are checked.

use super::{Cite, Rule};

/// First the trace.
pub static TRACE_FIRST: Rule = Rule {
    name: "trace-first",
    says: "the cloud hands a ciphertext out once the fetch stands in a final block",
    why: "a read that leaves no trace could not be audited by the patient",
    cites: &[
        Cite::Slide("Medical Blockchain: Nodes and Data"),
        Cite::Slide("Medical Blockchain: Access Rights"),
    ],
};
/// Then the hash.
pub static CONTENT_ADDRESS: Rule = Rule {
    name: "content-address",
    says: "a ciphertext lies under its own hash, and an answer with another hash is not what was asked for",
    why: "the cloud can lose data, but it cannot change them unnoticed",
    cites: &[Cite::Slide("Medical Blockchain Transaction: Storage II"), Cite::Bct("1.2")],
};

/// All of them.
pub const RULES: &[&Rule] = &[&TRACE_FIRST, &CONTENT_ADDRESS];
