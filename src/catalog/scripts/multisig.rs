//! Several keys for one coin: bare multisig, and escrow behind a P2SH hash.

use super::recipe::{P2PKH, Recipe, Wrap};
use super::script;
use crate::catalog::Scenario;

const MULTISIG: Recipe = Recipe {
    script: "OP_2 <key Alice> <key Bob> <key Judy> OP_3 OP_CHECKMULTISIG",
    unlock: "OP_0 <sig Alice> <sig Judy>",
    ..P2PKH
};
const ESCROW: Recipe = Recipe { wrap: Wrap::P2sh, ..MULTISIG };

pub(super) const SCENARIOS: &[Scenario] = &[
    script(
        "multisig",
        "Two of three",
        "Alice, Bob and Judy hold a key each; any two can spend. Watch the item too many that \
         OP_CHECKMULTISIG takes.",
        Some("multisig-wrong-order"),
        || MULTISIG.walk("Alice and Judy sign, of three"),
    ),
    script(
        "multisig-wrong-order",
        "Two of three in the wrong order",
        "Both signatures are good, but they stand in another order than their keys.",
        Some("multisig-no-dummy"),
        || {
            let recipe = Recipe { unlock: "OP_0 <sig Judy> <sig Alice>", ..MULTISIG };
            recipe.walk("The signatures stand in the wrong order")
        },
    ),
    script(
        "multisig-no-dummy",
        "Without the item too many",
        "OP_CHECKMULTISIG takes one item more than it needs, a bug of 2009 that all must now follow.",
        Some("multisig-dummy"),
        || {
            let recipe = Recipe { unlock: "<sig Alice> <sig Judy>", ..MULTISIG };
            recipe.walk("The item too many is missing")
        },
    ),
    script(
        "multisig-dummy",
        "The item too many is not empty",
        "Whatever stood there would not be signed, so anyone could change it: it must be empty \
         (BIP 147).",
        Some("escrow"),
        || {
            let recipe = Recipe { unlock: "OP_1 <sig Alice> <sig Judy>", ..MULTISIG };
            recipe.walk("The item too many is not empty")
        },
    ),
    script(
        "escrow",
        "Escrow with a mediator",
        "The same two of three behind a hash (P2SH): the payer needs to know 20 bytes, whoever \
         spends shows the script.",
        Some("escrow-same-signer"),
        || ESCROW.walk("Alice and Judy settle an escrow"),
    ),
    script(
        "escrow-same-signer",
        "Alice signs twice",
        "Two signatures of one key are not two of three: each key is used at most once.",
        Some("escrow-wrong-script"),
        || {
            let recipe = Recipe { unlock: "OP_0 <sig Alice> <sig Alice>", ..ESCROW };
            recipe.walk("Alice alone signs twice")
        },
    ),
    script(
        "escrow-wrong-script",
        "Another script behind the hash",
        "Alice shows a script that needs only her. Its hash is not the one in the lock.",
        Some("hash-lock"),
        || {
            let shown = Some("<key Alice> OP_CHECKSIG");
            Recipe { unlock: "<sig Alice>", shown, ..ESCROW }.walk("Alice shows another script")
        },
    ),
];
