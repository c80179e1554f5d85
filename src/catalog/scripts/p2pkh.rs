//! Pay to public key hash, and the ways in which it fails.

use super::recipe::{P2PKH, Recipe};
use super::script;
use crate::catalog::Scenario;
use crate::script::Flags;

pub(super) const SCENARIOS: &[Scenario] = &[
    script(
        "p2pkh",
        "Pay to public key hash, with names",
        "Alice shows the key behind the hash and signs with it. The keys and signatures have names, \
         so that the logic stands out.",
        Some("p2pkh-wrong-key"),
        || P2PKH.walk("Alice spends from her key hash"),
    ),
    script(
        "p2pkh-wrong-key",
        "The wrong key",
        "Eve shows her own key and signs correctly with it, but its hash is not the one in the lock.",
        Some("p2pkh-wrong-signer"),
        || Recipe { unlock: "<sig Eve> <key Eve>", ..P2PKH }.walk("Eve shows her own key"),
    ),
    script(
        "p2pkh-wrong-signer",
        "The wrong signer",
        "Eve knows Alice's public key, so the hash fits. She cannot sign for it.",
        Some("p2pkh-old-signature"),
        || Recipe { unlock: "<sig Eve> <key Alice>", ..P2PKH }.walk("Eve shows Alice's key"),
    ),
    script(
        "p2pkh-old-signature",
        "A signature from another payment",
        "Alice's own signature, but over another transaction: it cannot be used again.",
        Some("p2pkh-missing-signature"),
        || {
            let recipe = Recipe { unlock: "<old sig Alice> <key Alice>", ..P2PKH };
            recipe.walk("A signature of Alice's is used again")
        },
    ),
    script(
        "p2pkh-missing-signature",
        "A signature is missing",
        "Only the key is offered: OP_CHECKSIG finds one item where it needs two.",
        Some("p2pkh-high-s"),
        || Recipe { unlock: "<key Alice>", ..P2PKH }.walk("Alice forgets to sign"),
    ),
    script(
        "p2pkh-high-s",
        "The twin of a signature",
        "Anyone can turn a signature into a second one that also fits. Nodes relay only the one with \
         the smaller S.",
        Some("multisig"),
        || {
            let flags = Flags::CONSENSUS.union(Flags::LOW_S);
            let recipe = Recipe { unlock: "<high sig Alice> <key Alice>", flags, ..P2PKH };
            recipe.walk("A signature with the larger S")
        },
    ),
];
