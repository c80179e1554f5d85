//! Rules of key-aggregate encryption.

use super::{Cite, Rule};

const KAC: &[Cite] = &[Cite::Paper("Chu et al. 2014"), Cite::Slide("Key Aggregate Cryptography I")];

/// What everything stands on.
pub static PARAMETERS: Rule = Rule {
    name: "kac-parameters",
    says: "the parameters are the powers of one number that nobody knows, but for one power that is left out",
    why: "whoever knows the number, or has the power left out, opens every record",
    cites: KAC,
};
/// Whose it is.
pub static PUBLIC_KEY: Rule = Rule {
    name: "kac-public-key",
    says: "both halves of a public key are made from one master secret",
    why: "checks made with the one half would otherwise say nothing about the other",
    cites: KAC,
};
/// Which record is which.
pub static RECORD_CLASS: Rule = Rule {
    name: "kac-class",
    says: "a record is encrypted to one class of one public key, and its capsule shows that it is",
    why: "a record with a wrong class would be opened by keys that were meant for others",
    cites: KAC,
};
/// What a key opens.
pub static AGGREGATE_KEY: Rule = Rule {
    name: "kac-aggregate-key",
    says: "an aggregate key opens the classes of its set and no others, and is as long for one as for all",
    why: "a patient shares what she has chosen, and nothing beside it",
    cites: &[Cite::Paper("Chu et al. 2014"), Cite::Slide("Key Aggregate Cryptography II")],
};
/// How many have to agree.
pub static K_OF_N: Rule = Rule {
    name: "k-of-n",
    says: "a key that is split takes as many different members as were settled, and fewer have nothing",
    why: "no single member can read alone, and a few that are away cannot stop the others",
    cites: &[Cite::Paper("Shamir 1979")],
};
/// Who erred.
pub static CHECKED_SHARES: Rule = Rule {
    name: "checked-shares",
    says: "each share and each part fits the commitments that were published when the secret was split",
    why: "one wrong part spoils the key, and without a check nobody would know whose it was",
    cites: &[Cite::Paper("Feldman 1987")],
};

/// All of them.
pub const RULES: &[&Rule] =
    &[&PARAMETERS, &PUBLIC_KEY, &RECORD_CLASS, &AGGREGATE_KEY, &K_OF_N, &CHECKED_SHARES];
