//! Rules of witness programs (BIPs 141 and 143).

use crate::rules::{Cite, Rule};

/// A witness version that waits for a meaning.
pub static DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM: Rule = Rule {
    name: "DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM",
    says: "spends of witness versions that mean nothing yet are not relayed",
    why: "anyone can spend such a coin until a soft fork says how, and that should not surprise its owner",
    cites: &[Cite::Core("VerifyWitnessProgram"), Cite::Bip(141)],
};
/// A version 0 program of another length.
pub static WITNESS_PROGRAM_WRONG_LENGTH: Rule = Rule {
    name: "WITNESS_PROGRAM_WRONG_LENGTH",
    says: "a version 0 program has 20 bytes (a key's hash) or 32 (a script's)",
    why: "the length alone says which of the two it is, so no other can be understood",
    cites: &[Cite::Core("VerifyWitnessProgram"), Cite::Bip(141)],
};
/// No witness.
pub static WITNESS_PROGRAM_WITNESS_EMPTY: Rule = Rule {
    name: "WITNESS_PROGRAM_WITNESS_EMPTY",
    says: "a spend of a witness program has a witness",
    why: "the program is only a hash or a key: what opens it must come from somewhere",
    cites: &[Cite::Core("VerifyWitnessProgram"), Cite::Bip(141)],
};
/// A witness that does not fit its program.
pub static WITNESS_PROGRAM_MISMATCH: Rule = Rule {
    name: "WITNESS_PROGRAM_MISMATCH",
    says: "the hash of the witness script must be the program; a key hash takes exactly a signature and a key; a Taproot script must lead to the output key",
    why: "the coin's owner chose one script, and no other may open the coin",
    cites: &[Cite::Core("VerifyWitnessProgram"), Cite::Bip(141), Cite::Bip(341)],
};
/// An unlocking script beside a witness.
pub static WITNESS_MALLEATED: Rule = Rule {
    name: "WITNESS_MALLEATED",
    says: "a spend of a bare witness program has an empty unlocking script",
    why: "the id covers the unlocking script but no signature does, so anything there could be changed by anyone",
    cites: &[Cite::Core("VerifyScript"), Cite::Bip(141)],
};
/// More than one push beside a nested witness.
pub static WITNESS_MALLEATED_P2SH: Rule = Rule {
    name: "WITNESS_MALLEATED_P2SH",
    says: "the unlocking script of a nested witness program is exactly one push of that program",
    why: "the id covers the unlocking script but no signature does, so it must leave no choice",
    cites: &[Cite::Core("VerifyScript"), Cite::Bip(141)],
};
/// A witness that nothing asked for.
pub static WITNESS_UNEXPECTED: Rule = Rule {
    name: "WITNESS_UNEXPECTED",
    says: "an input that spends no witness program has no witness",
    why: "it would be carried and stored by all, and anyone could add it",
    cites: &[Cite::Core("VerifyScript"), Cite::Bip(141)],
};
/// A long key in a witness.
pub static WITNESS_PUBKEYTYPE: Rule = Rule {
    name: "WITNESS_PUBKEYTYPE",
    says: "a key in a version 0 witness script is compressed: 33 bytes",
    why: "the long form is the same key in twice the space",
    cites: &[Cite::Core("CheckPubKeyEncoding"), Cite::Bip(143)],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
    &WITNESS_PROGRAM_WRONG_LENGTH,
    &WITNESS_PROGRAM_WITNESS_EMPTY,
    &WITNESS_PROGRAM_MISMATCH,
    &WITNESS_MALLEATED,
    &WITNESS_MALLEATED_P2SH,
    &WITNESS_UNEXPECTED,
    &WITNESS_PUBKEYTYPE,
];
