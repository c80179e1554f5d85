//! Taproot: a key that may hide a tree of scripts (BIPs 340, 341 and 342).

use super::recipe::{P2PKH, Recipe, Wrap};
use super::script;
use crate::catalog::Scenario;

const LEAF: Recipe = Recipe {
    wrap: Wrap::TaprootScript,
    script: "<key Bob> OP_CHECKSIGVERIFY 144 OP_CHECKSEQUENCEVERIFY",
    unlock: "<sig Bob>",
    sequence: 144,
    ..P2PKH
};
const KEY: Recipe = Recipe { wrap: Wrap::TaprootKey, unlock: "<sig Alice>", ..LEAF };
const THRESHOLD: Recipe = Recipe {
    script: "<key Alice> OP_CHECKSIG <key Bob> OP_CHECKSIGADD <key Judy> OP_CHECKSIGADD OP_2 \
             OP_NUMEQUAL",
    unlock: "<sig Judy> OP_0 <sig Alice>",
    ..LEAF
};

pub(super) const SCENARIOS: &[Scenario] = &[
    script(
        "taproot-key",
        "Taproot, by the key",
        "One signature for the output key. That it also commits to scripts never shows.",
        Some("taproot-key-wrong-signer"),
        || KEY.walk("Alice spends by the key"),
    ),
    script(
        "taproot-key-wrong-signer",
        "Taproot, by the wrong key",
        "Eve's signature does not fit the output key.",
        Some("taproot-script"),
        || Recipe { unlock: "<sig Eve>", ..KEY }.walk("Eve tries the key path"),
    ),
    script(
        "taproot-script",
        "Taproot, by a script",
        "Bob may spend after 144 blocks: the witness shows one script, and a control block that \
         proves that the output key commits to it.",
        Some("taproot-wrong-script"),
        || LEAF.walk("Bob spends by a script in the tree"),
    ),
    script(
        "taproot-wrong-script",
        "A script that is not in the tree",
        "Eve shows a script that only she satisfies, under the same control block.",
        Some("tapscript-multisig"),
        || {
            let shown = Some("<key Eve> OP_CHECKSIG");
            Recipe { unlock: "<sig Eve>", shown, ..LEAF }.walk("Eve shows a script of her own")
        },
    ),
    script(
        "tapscript-multisig",
        "Two of three in tapscript",
        "OP_CHECKSIGADD counts the keys that signed; whoever does not sign leaves an empty item.",
        Some("tapscript-multisig-one"),
        || THRESHOLD.walk("Alice and Judy sign, in a tapscript"),
    ),
    script(
        "tapscript-multisig-one",
        "One of three where two are needed",
        "Only Alice signs, so the count ends at 1.",
        Some("tapscript-checkmultisig"),
        || Recipe { unlock: "OP_0 OP_0 <sig Alice>", ..THRESHOLD }.walk("Alice alone signs"),
    ),
    script(
        "tapscript-checkmultisig",
        "The old multisig in a tapscript",
        "OP_CHECKMULTISIG does not exist there: its signatures cannot be checked in one go.",
        Some("malleability"),
        || {
            let script = "OP_2 <key Alice> <key Bob> <key Judy> OP_3 OP_CHECKMULTISIG";
            let recipe = Recipe { script, unlock: "OP_0 <sig Alice> <sig Judy>", ..LEAF };
            recipe.walk("OP_CHECKMULTISIG in a tapscript")
        },
    ),
];
