//! Rules of attribute-based encryption.

use super::{Cite, Rule};

/// What a property is.
pub static ATTRIBUTE: Rule = Rule {
    name: "abe-attribute",
    says: "a property is a word of small letters, digits, -, . and _, written in one way",
    why: "two ways to write one property would be two properties",
    cites: &[Cite::Slide("Attribute Based Encryption I")],
};
/// What a rule is.
pub static POLICY: Rule = Rule {
    name: "abe-policy",
    says: "a rule is properties joined by AND, OR and k of (...), of a size that can be worked through",
    why: "a rule without a limit could keep everyone busy who tries to open it",
    cites: &[Cite::Paper("Bethencourt, Sahai and Waters 2007"), Cite::Paper("Goyal et al. 2006")],
};
/// Who opens.
pub static POLICY_SATISFIED: Rule = Rule {
    name: "abe-policy-satisfied",
    says: "a record opens where the properties of one key, or of the record, satisfy the rule of the other",
    why: "who can read follows from what is true of reader and record, not from who they are",
    cites: &[
        Cite::Slide("Attribute Based Encryption I"),
        Cite::Slide("Attribute Based Encryption II"),
    ],
};
/// No pooling.
pub static NO_COLLUSION: Rule = Rule {
    name: "abe-no-collusion",
    says: "the parts of one key are tied together by a random number, and parts of two keys do not fit",
    why: "two who may not read could otherwise read together",
    cites: &[Cite::Paper("Bethencourt, Sahai and Waters 2007")],
};
/// Who could read everything.
pub static AUTHORITY: Rule = Rule {
    name: "abe-authority",
    says: "the authority makes keys for any properties from its master secret",
    why: "so it can open every record: whoever runs it must be trusted with all of them",
    cites: &[
        Cite::Slide("Attribute Based Encryption II"),
        Cite::Slide("Cloud Based Solutions: Drawback"),
    ],
};

/// All of them.
pub const RULES: &[&Rule] = &[&ATTRIBUTE, &POLICY, &POLICY_SATISFIED, &NO_COLLUSION, &AUTHORITY];
