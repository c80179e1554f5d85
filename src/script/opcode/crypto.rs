//! Hashes and signatures: what ties a coin to a key.

use super::{OpcodeInfo, Status, Tapscript, row};
use crate::rules::Cite;
use crate::script::op::*;

const CHECKSIG_CITES: &[Cite] =
    &[Cite::Core("EvalChecksig"), Cite::Bip(66), Cite::Bip(143), Cite::Bip(146), Cite::Bip(342)];
const MULTISIG_CITES: &[Cite] =
    &[Cite::Core("EvalScript"), Cite::Bip(11), Cite::Bip(147), Cite::Bip(342)];

pub(super) const ROWS: &[OpcodeInfo] = &[
    row(OP_RIPEMD160, "OP_RIPEMD160", "(x -- hash)", "Hashes the top item with RIPEMD-160.", ""),
    row(
        OP_SHA1,
        "OP_SHA1",
        "(x -- hash)",
        "Hashes the top item with SHA-1.",
        "Two strings with one SHA-1 hash are known; a coin that paid for them was spent in 2017.",
    ),
    row(OP_SHA256, "OP_SHA256", "(x -- hash)", "Hashes the top item with SHA-256.", ""),
    row(
        OP_HASH160,
        "OP_HASH160",
        "(x -- hash)",
        "Hashes the top item with SHA-256 and the result with RIPEMD-160: 20 bytes.",
        "Addresses of keys and of scripts hold this hash.",
    ),
    row(
        OP_HASH256,
        "OP_HASH256",
        "(x -- hash)",
        "Hashes the top item with SHA-256 twice: 32 bytes.",
        "",
    ),
    row(
        OP_CODESEPARATOR,
        "OP_CODESEPARATOR",
        "( -- )",
        "Signature checks after it cover only the part of the script that follows it; in tapscripts they cover the whole script and the place of this opcode.",
        "In legacy scripts CONST_SCRIPTCODE rejects it (OP_CODESEPARATOR).",
    )
    .cites(&[Cite::Core("EvalScript"), Cite::Bip(143), Cite::Bip(342)]),
    row(
        OP_CHECKSIG,
        "OP_CHECKSIG",
        "(sig key -- bool)",
        "Takes a key and a signature, and pushes whether the signature is the key's and over this transaction.",
        "What is signed is the sighash: a hash of those parts of the spending transaction that the signature's last byte selects. Outside of tapscripts a wrong signature pushes false (NULLFAIL forbids it unless it is empty); in tapscripts only an empty one does.",
    )
    .cites(CHECKSIG_CITES),
    row(
        OP_CHECKSIGVERIFY,
        "OP_CHECKSIGVERIFY",
        "(sig key -- )",
        "The same as OP_CHECKSIG, and fails the script unless the result is true.",
        "The failure is CHECKSIGVERIFY.",
    )
    .cites(CHECKSIG_CITES),
    row(
        OP_CHECKMULTISIG,
        "OP_CHECKMULTISIG",
        "(dummy sig1 ... sigm m key1 ... keyn n -- bool)",
        "Takes n keys, m signatures and one item too many, and pushes whether every signature fits one of the keys, in the same order.",
        "The item too many is a bug of 2009 that cannot be mended; NULLDUMMY demands that it is empty. n is at most 20 and counts towards the limit of 201 opcodes.",
    )
    .tapscript(Tapscript::Removed)
    .cites(MULTISIG_CITES),
    row(
        OP_CHECKMULTISIGVERIFY,
        "OP_CHECKMULTISIGVERIFY",
        "(dummy sig1 ... sigm m key1 ... keyn n -- )",
        "The same as OP_CHECKMULTISIG, and fails the script unless the result is true.",
        "The failure is CHECKMULTISIGVERIFY.",
    )
    .tapscript(Tapscript::Removed)
    .cites(MULTISIG_CITES),
    row(
        OP_CHECKSIGADD,
        "OP_CHECKSIGADD",
        "(sig n key -- n+1 | n)",
        "Takes a key, a number and a signature, and pushes the number, plus 1 if the key signed.",
        "It stands in for OP_CHECKMULTISIG in tapscripts, where signatures can then be checked all at once. Elsewhere it is BAD_OPCODE.",
    )
    .status(Status::Reserved)
    .tapscript(Tapscript::Only)
    .cites(&[Cite::Bip(342), Cite::Core("EvalScript")]),
];
