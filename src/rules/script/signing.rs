//! Rules of signatures and keys before Taproot.

use crate::rules::{Cite, Rule};

/// OP_CHECKSIGVERIFY finds a signature that does not fit.
pub static CHECKSIGVERIFY: Rule = Rule {
    name: "CHECKSIGVERIFY",
    says: "OP_CHECKSIGVERIFY demands a signature by the key over this transaction",
    why: "only who has the secret key may move the coin",
    cites: &[Cite::Core("EvalChecksig"), Cite::Bct("3.2")],
};
/// OP_CHECKMULTISIGVERIFY finds too few signatures.
pub static CHECKMULTISIGVERIFY: Rule = Rule {
    name: "CHECKMULTISIGVERIFY",
    says: "OP_CHECKMULTISIGVERIFY demands that each of the m signatures fits one of the n keys, in the same order",
    why: "a coin of several owners moves only when enough of them agree",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(11)],
};
/// An impossible number of signatures.
pub static SIG_COUNT: Rule = Rule {
    name: "SIG_COUNT",
    says: "OP_CHECKMULTISIG takes from 0 to as many signatures as there are keys",
    why: "more signatures than keys could never all fit",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(11)],
};
/// An impossible number of keys.
pub static PUBKEY_COUNT: Rule = Rule {
    name: "PUBKEY_COUNT",
    says: "OP_CHECKMULTISIG takes 0 to 20 keys",
    why: "each key may cost a signature check, which is the dearest thing a script can do",
    cites: &[Cite::Core("MAX_PUBKEYS_PER_MULTISIG"), Cite::Bip(11)],
};
/// An unknown hash type.
pub static SIG_HASHTYPE: Rule = Rule {
    name: "SIG_HASHTYPE",
    says: "the last byte of a signature is ALL, NONE or SINGLE, with or without ANYONECANPAY",
    why: "only these six have a meaning of their own; one that is not known yet is kept for rules to come",
    cites: &[Cite::Core("IsDefinedHashtypeSignature")],
};
/// A signature in a loose form.
pub static SIG_DER: Rule = Rule {
    name: "SIG_DER",
    says: "a signature is written in strict DER: one way to write each pair of numbers",
    why: "libraries disagreed about loose forms, so that one could split the network; and who relays a transaction could change its id",
    cites: &[Cite::Core("IsValidSignatureEncoding"), Cite::Bip(66)],
};
/// An unlocking script that does more than push.
pub static SIG_PUSHONLY: Rule = Rule {
    name: "SIG_PUSHONLY",
    says: "the unlocking script only pushes data; for a payment to a script hash that is consensus",
    why: "opcodes in it can be added or changed by anyone who relays the transaction",
    cites: &[Cite::Core("VerifyScript"), Cite::Bip(16), Cite::Bip(62)],
};
/// An S in the upper half.
pub static SIG_HIGH_S: Rule = Rule {
    name: "SIG_HIGH_S",
    says: "the S of a signature is at most half the order of the curve",
    why: "if (R, S) is a signature so is (R, -S), and anyone could turn one into the other and change the id",
    cites: &[Cite::Core("IsLowDERSignature"), Cite::Bip(62), Cite::Bip(146)],
};
/// The item too many is not empty.
pub static SIG_NULLDUMMY: Rule = Rule {
    name: "SIG_NULLDUMMY",
    says: "the item that OP_CHECKMULTISIG takes in error must be the empty string",
    why: "its value means nothing, so anyone who relays the transaction could change it",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(147)],
};
/// A key in no known form.
pub static PUBKEYTYPE: Rule = Rule {
    name: "PUBKEYTYPE",
    says: "a public key is 33 bytes beginning with 02 or 03, or 65 beginning with 04",
    why: "other forms of one key, the hybrid ones, would be one more way to write the same thing",
    cites: &[Cite::Core("CheckPubKeyEncoding")],
};
/// A failed signature that is not empty.
pub static NULLFAIL: Rule = Rule {
    name: "NULLFAIL",
    says: "a signature that does not fit must be the empty string",
    why: "a wrong signature can be replaced by any other wrong one; and an empty one is found wrong without any arithmetic",
    cites: &[Cite::Core("EvalChecksig"), Cite::Bip(146)],
};
/// OP_CODESEPARATOR outside of witness scripts.
pub static OP_CODESEPARATOR: Rule = Rule {
    name: "OP_CODESEPARATOR",
    says: "CONST_SCRIPTCODE lets no legacy script contain OP_CODESEPARATOR, executed or not",
    why: "it makes each check sign another part of the script, all of which then have to be hashed anew",
    cites: &[Cite::Core("EvalScript")],
};
/// A signature in the script that it signs.
pub static SIG_FINDANDDELETE: Rule = Rule {
    name: "SIG_FINDANDDELETE",
    says: "CONST_SCRIPTCODE lets no legacy script hold the very signature that it checks",
    why: "Core then has to cut it out before hashing, a rule of 2009 that costs much and helps nobody",
    cites: &[Cite::Core("FindAndDelete")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &CHECKSIGVERIFY,
    &CHECKMULTISIGVERIFY,
    &SIG_COUNT,
    &PUBKEY_COUNT,
    &SIG_HASHTYPE,
    &SIG_DER,
    &SIG_PUSHONLY,
    &SIG_HIGH_S,
    &SIG_NULLDUMMY,
    &PUBKEYTYPE,
    &NULLFAIL,
    &OP_CODESEPARATOR,
    &SIG_FINDANDDELETE,
];
