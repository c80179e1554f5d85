//! Spends whose signatures stand in the witness (BIP 141).

use super::recipe::{P2PKH, Recipe, Wrap};
use super::script;
use crate::catalog::Scenario;

const P2WPKH: Recipe = Recipe { wrap: Wrap::P2wpkh, ..P2PKH };
const P2WSH: Recipe = Recipe {
    wrap: Wrap::P2wsh,
    script: "OP_2 <key Alice> <key Bob> <key Judy> OP_3 OP_CHECKMULTISIG",
    unlock: "OP_0 <sig Alice> <sig Judy>",
    ..P2PKH
};

pub(super) const SCENARIOS: &[Scenario] = &[
    script(
        "p2wpkh",
        "Pay to witness public key hash",
        "22 bytes of lock, an empty scriptSig, and the familiar five opcodes, which nobody wrote \
         down.",
        Some("p2wpkh-wrong-key"),
        || P2WPKH.walk("Alice spends from a witness key hash"),
    ),
    script(
        "p2wpkh-wrong-key",
        "A witness with the wrong key",
        "Eve's key does not hash to the program.",
        Some("nested-p2wpkh"),
        || Recipe { unlock: "<sig Eve> <key Eve>", ..P2WPKH }.walk("Eve shows her own key"),
    ),
    script(
        "nested-p2wpkh",
        "A witness behind P2SH",
        "Three stages: the hash of a script, the script that is a witness program, and the script \
         that the program means.",
        Some("p2wsh"),
        || {
            let recipe = Recipe { wrap: Wrap::NestedP2wpkh, ..P2PKH };
            recipe.walk("Alice spends from a nested witness key hash")
        },
    ),
    script(
        "p2wsh",
        "A witness script",
        "Two of three again; the script is the last item of the witness, its SHA-256 is the lock.",
        Some("p2wsh-wrong-script"),
        || P2WSH.walk("Alice and Judy sign, in a witness"),
    ),
    script(
        "p2wsh-wrong-script",
        "Another witness script",
        "A script that needs only Alice does not hash to the program.",
        Some("taproot-key"),
        || {
            let shown = Some("<key Alice> OP_CHECKSIG");
            Recipe { unlock: "<sig Alice>", shown, ..P2WSH }.walk("Alice shows another script")
        },
    ),
];
