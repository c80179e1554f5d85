//! Rules of Taproot (BIPs 340, 341 and 342).

use crate::rules::{Cite, Rule};

/// A leaf version that waits for a meaning.
pub static DISCOURAGE_UPGRADABLE_TAPROOT_VERSION: Rule = Rule {
    name: "DISCOURAGE_UPGRADABLE_TAPROOT_VERSION",
    says: "spends by leaf versions other than c0 are not relayed",
    why: "anyone who can show the leaf can spend by it until a soft fork says what it means",
    cites: &[Cite::Core("VerifyWitnessProgram"), Cite::Bip(341)],
};
/// An OP_SUCCESS.
pub static DISCOURAGE_OP_SUCCESS: Rule = Rule {
    name: "DISCOURAGE_OP_SUCCESS",
    says: "tapscripts that hold an OP_SUCCESS are not relayed",
    why: "one of them makes the whole script succeed until a soft fork gives it a meaning",
    cites: &[Cite::Core("IsOpSuccess"), Cite::Bip(342)],
};
/// A key of unknown type.
pub static DISCOURAGE_UPGRADABLE_PUBKEYTYPE: Rule = Rule {
    name: "DISCOURAGE_UPGRADABLE_PUBKEYTYPE",
    says: "checks by keys that are neither empty nor 32 bytes long are not relayed",
    why: "any signature passes for such a key until a soft fork says what it means",
    cites: &[Cite::Core("EvalChecksigTapscript"), Cite::Bip(342)],
};
/// A Schnorr signature of another length.
pub static SCHNORR_SIG_SIZE: Rule = Rule {
    name: "SCHNORR_SIG_SIZE",
    says: "a Schnorr signature has 64 bytes, or 65 with a hash type",
    why: "one form for each signature leaves nothing to change",
    cites: &[Cite::Core("CheckSchnorrSignature"), Cite::Bip(341)],
};
/// A hash type that cannot be.
pub static SCHNORR_SIG_HASHTYPE: Rule = Rule {
    name: "SCHNORR_SIG_HASHTYPE",
    says: "the 65th byte is 01, 02, 03, 81, 82 or 83; and SINGLE needs an output with the input's number",
    why: "00 is written by leaving the byte out, and SINGLE without an output once signed the number 1, a signature for everything",
    cites: &[Cite::Core("CheckSchnorrSignature"), Cite::Bip(341)],
};
/// A Schnorr signature that does not fit.
pub static SCHNORR_SIG: Rule = Rule {
    name: "SCHNORR_SIG",
    says: "a Schnorr signature that is not empty must be by this key over this transaction",
    why: "checks that must all succeed can be checked all at once",
    cites: &[Cite::Core("CheckSchnorrSignature"), Cite::Bip(340), Cite::Bip(341)],
};
/// A control block of another length.
pub static TAPROOT_WRONG_CONTROL_SIZE: Rule = Rule {
    name: "TAPROOT_WRONG_CONTROL_SIZE",
    says: "a control block has 33 bytes and 32 more for each of up to 128 steps up the tree",
    why: "the path from the leaf to the root is a row of whole hashes",
    cites: &[Cite::Core("TAPROOT_CONTROL_MAX_SIZE"), Cite::Bip(341)],
};
/// More signature checks than the witness pays for.
pub static TAPSCRIPT_VALIDATION_WEIGHT: Rule = Rule {
    name: "TAPSCRIPT_VALIDATION_WEIGHT",
    says: "each check of a signature that is not empty costs 50 units, out of the witness's own size plus 50",
    why: "checks are the dearest thing a script can do, and are paid for by the bytes that the transaction takes",
    cites: &[Cite::Core("VALIDATION_WEIGHT_OFFSET"), Cite::Bip(342)],
};
/// OP_CHECKMULTISIG in a tapscript.
pub static TAPSCRIPT_CHECKMULTISIG: Rule = Rule {
    name: "TAPSCRIPT_CHECKMULTISIG",
    says: "tapscripts use OP_CHECKSIGADD instead of OP_CHECKMULTISIG",
    why: "trying signatures against keys in turn cannot be checked all at once",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(342)],
};
/// A condition that is neither empty nor 01, in a tapscript.
pub static TAPSCRIPT_MINIMALIF: Rule = Rule {
    name: "TAPSCRIPT_MINIMALIF",
    says: "in a tapscript OP_IF and OP_NOTIF take the empty string or the byte 01, always",
    why: "any other true item could be put in its place by anyone who relays the transaction",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(342)],
};
/// An empty key in a tapscript.
pub static TAPSCRIPT_EMPTY_PUBKEY: Rule = Rule {
    name: "TAPSCRIPT_EMPTY_PUBKEY",
    says: "a key in a tapscript is not empty",
    why: "an empty one is never meant; 32 bytes are a key, and other lengths wait for a meaning",
    cites: &[Cite::Core("EvalChecksigTapscript"), Cite::Bip(342)],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &DISCOURAGE_UPGRADABLE_TAPROOT_VERSION,
    &DISCOURAGE_OP_SUCCESS,
    &DISCOURAGE_UPGRADABLE_PUBKEYTYPE,
    &SCHNORR_SIG_SIZE,
    &SCHNORR_SIG_HASHTYPE,
    &SCHNORR_SIG,
    &TAPROOT_WRONG_CONTROL_SIZE,
    &TAPSCRIPT_VALIDATION_WEIGHT,
    &TAPSCRIPT_CHECKMULTISIG,
    &TAPSCRIPT_MINIMALIF,
    &TAPSCRIPT_EMPTY_PUBKEY,
];
