//! Rules of the medical chain's cryptography: what is sealed, and to whom.

use super::{Cite, Rule};

/// What a sealed message looks like.
pub static SEALED_FORM: Rule = Rule {
    name: "sealed-form",
    says: "a sealed message is a fresh public key of 33 bytes, the ciphertext and a tag of 16 bytes",
    why: "without the fresh public key the receiver cannot find the symmetric key",
    cites: &[Cite::Slide("Asymmetric Encryption II")],
};
/// Who can open it, and where.
pub static SEALED_TO_ONE: Rule = Rule {
    name: "sealed-to-one",
    says: "a sealed message opens for one key and in one place, and not at all once a byte is changed",
    why: "whoever passes it on could otherwise read it, alter it or hang it onto another record",
    cites: &[Cite::Slide("Asymmetric Encryption II")],
};

/// All of them.
pub const RULES: &[&Rule] = &[&SEALED_FORM, &SEALED_TO_ONE];
