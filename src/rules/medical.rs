//! Rules of the medical chain's records: what is sealed, and to whom, and what a hash stands for.

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

/// What a hash on the chain stands for.
pub static RECORD_DIGEST: Rule = Rule {
    name: "record-digest",
    says: "the hash on the chain is that of the whole record, with 32 random bytes inside",
    why: "without the hash a record could be exchanged later, and without the random bytes a short one could be guessed",
    cites: &[Cite::Slide("Medical Blockchain Transactions: Release"), Cite::Bct("1.1")],
};
/// How a record is read.
pub static RECORD_FORMAT: Rule = Rule {
    name: "record-format",
    says: "a record names its format, and a reader who does not have it says so",
    why: "institutions write records in different ways, and a value read in the wrong way is worse than none",
    cites: &[Cite::Slide("Motivation II")],
};

/// All of them.
pub const RULES: &[&Rule] = &[&SEALED_FORM, &SEALED_TO_ONE, &RECORD_DIGEST, &RECORD_FORMAT];
