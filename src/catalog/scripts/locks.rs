//! Conditions: secrets, times, branches, and coins that nobody can spend.

use super::recipe::{P2PKH, Recipe, Wrap};
use super::script;
use crate::catalog::Scenario;

const HASH_LOCK: Recipe = Recipe {
    wrap: Wrap::P2sh,
    script: "OP_SHA256 <hash of secret> OP_EQUALVERIFY <key Bob> OP_CHECKSIG",
    unlock: "<sig Bob> <secret>",
    ..P2PKH
};

const SWAP: Recipe = Recipe {
    wrap: Wrap::P2sh,
    script: "OP_IF OP_SHA256 <hash of secret> OP_EQUALVERIFY <key Bob> \
             OP_ELSE 700000 OP_CHECKLOCKTIMEVERIFY OP_DROP <key Alice> OP_ENDIF OP_CHECKSIG",
    unlock: "<sig Bob> <secret> OP_1",
    ..P2PKH
};
const REFUND: Recipe =
    Recipe { unlock: "<sig Alice> OP_0", lock_time: 700_000, sequence: 0xffff_fffe, ..SWAP };

const RELATIVE: Recipe = Recipe {
    wrap: Wrap::P2sh,
    script: "144 OP_CHECKSEQUENCEVERIFY OP_DROP <key Alice> OP_CHECKSIG",
    unlock: "<sig Alice>",
    sequence: 144,
    ..P2PKH
};

pub(super) const SCENARIOS: &[Scenario] = &[
    script(
        "hash-lock",
        "A hash lock",
        "Bob gets the coin by showing the secret behind a hash, and signing. In doing so he tells it \
         to everyone.",
        Some("hash-lock-wrong-secret"),
        || HASH_LOCK.walk("Bob shows the secret"),
    ),
    script(
        "hash-lock-wrong-secret",
        "A wrong secret",
        "A guess does not hash to the hash in the lock.",
        Some("swap-claim"),
        || Recipe { unlock: "<sig Bob> <guess>", ..HASH_LOCK }.walk("Bob shows a guess"),
    ),
    script(
        "swap-claim",
        "An atomic swap: the claim",
        "Bob with the secret, or Alice after block 700,000: OP_IF chooses. Here Bob takes the first \
         branch.",
        Some("swap-refund"),
        || SWAP.walk("Bob claims his side of a swap"),
    ),
    script(
        "swap-refund",
        "An atomic swap: the refund",
        "Bob never came. Alice takes the second branch, with a transaction that waits until block \
         700,000 (CLTV, BIP 65).",
        Some("swap-refund-too-early"),
        || REFUND.walk("Alice takes her coin back"),
    ),
    script(
        "swap-refund-too-early",
        "A refund one block too early",
        "lock_time 699,999 would let the transaction in before the time that the script demands.",
        Some("swap-refund-final"),
        || Recipe { lock_time: 699_999, ..REFUND }.walk("Alice is one block too early"),
    ),
    script(
        "swap-refund-final",
        "A lock time that is switched off",
        "The lock_time is right, but the input's sequence is final, and then no one looks at it.",
        Some("relative-lock"),
        || Recipe { sequence: u32::MAX, ..REFUND }.walk("Alice's input is final"),
    ),
    script(
        "relative-lock",
        "A relative lock",
        "The coin may be spent 144 blocks after it was made, about a day (CSV, BIPs 68 and 112).",
        Some("relative-lock-too-early"),
        || RELATIVE.walk("Alice waited for 144 blocks"),
    ),
    script(
        "relative-lock-too-early",
        "A relative lock, too early",
        "The input says 143 blocks, the script demands 144.",
        Some("proof-of-burn"),
        || Recipe { sequence: 143, ..RELATIVE }.walk("Alice waited for 143 blocks"),
    ),
    script(
        "proof-of-burn",
        "A coin that nobody can spend",
        "OP_RETURN ends every attempt: whoever pays to it has burnt the coin, and left a message.",
        Some("p2wpkh"),
        || {
            let script = "OP_RETURN <message>";
            Recipe { script, unlock: "<sig Alice>", ..P2PKH }.walk("Alice tries to unburn a coin")
        },
    ),
];
