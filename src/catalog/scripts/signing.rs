//! The names of the recipes, and the signatures behind them.

use secp256k1::{Keypair, Scalar, schnorr};

use super::recipe::Wrap;
use crate::hash::{hash160, sha256};
use crate::ledger::Party;
use crate::primitives::{Transaction, TxOut};
use crate::script::TxContext;
use crate::script::asm::Tags;
use crate::script::sighash::{self, TaprootSpend};
use crate::script::taproot::{TAPROOT_LEAF_TAPSCRIPT, tapbranch_hash, tapleaf_hash, taptweak_hash};
use crate::script::twin::ecdsa_twin;

/// Alice owns, Bob is paid, Judy settles disputes, Eve owns nothing.
const CAST: [&str; 4] = ["Alice", "Bob", "Judy", "Eve"];
const SECRET: &[u8] = b"what only the buyer may learn";
const GUESS: &[u8] = b"what Eve thinks that it may be";
const MESSAGE: &[u8] = b"gone for good";

/// `key NAME` and `hash of key NAME` for each of the cast, x-only keys for Taproot; `secret`, `hash
/// of secret`, `guess` and `message`.
pub(super) fn names(taproot: bool) -> Tags {
    let mut tags = Tags::new();
    for name in CAST {
        let party = Party::named(name);
        let key = match taproot {
            true => keypair(&party).x_only_public_key().0.to_byte_array().to_vec(),
            false => party.public_key().to_vec(),
        };
        give(&mut tags, &format!("hash of key {name}"), &hash160(&key));
        give(&mut tags, &format!("key {name}"), &key);
    }
    give(&mut tags, "secret", SECRET);
    give(&mut tags, "hash of secret", &sha256(SECRET));
    give(&mut tags, "guess", GUESS);
    give(&mut tags, "message", MESSAGE);
    tags
}

/// Signs the transaction's only input for each of the cast: `sig NAME`. For ECDSA also `high sig
/// Alice`, the same with the other S, and `old sig Alice`, over another payment.
pub(super) fn sign(tx: &Transaction, coin: &TxOut, wrap: Wrap, script: &[u8], tags: &mut Tags) {
    let coins = [coin.clone()];
    let context = TxContext::new(tx, Some(&coins));
    let digest = digest(&context, coin, wrap, script);
    for name in CAST {
        let party = Party::named(name);
        let signature = match wrap {
            Wrap::TaprootKey => schnorr_signature(&tweaked(&party, script), &digest),
            Wrap::TaprootScript => schnorr_signature(&keypair(&party), &digest),
            _ => with_hash_type(party.sign(digest)),
        };
        give(tags, &format!("sig {name}"), &signature);
    }
    if !matches!(wrap, Wrap::TaprootKey | Wrap::TaprootScript) {
        let alice = Party::named("Alice");
        let low = alice.sign(digest);
        let high = ecdsa_twin(&low).unwrap_or(low);
        give(tags, "high sig Alice", &with_hash_type(high));
        give(tags, "old sig Alice", &with_hash_type(alice.sign(sha256(b"another payment"))));
    }
}

/// The Taproot output key for a script, and whether its y is odd. Alice's key is the internal one;
/// beside the script lies another leaf, which never shows.
pub(super) fn output_key(script: &[u8]) -> ([u8; 32], bool) {
    let (key, parity) = tweaked(&Party::named("Alice"), script).x_only_public_key();
    (key.to_byte_array(), parity == secp256k1::Parity::Odd)
}

/// What proves that `script` is in the tree.
pub(super) fn control_block(script: &[u8]) -> Vec<u8> {
    let internal = keypair(&Party::named("Alice")).x_only_public_key().0.to_byte_array();
    let odd = output_key(script).1;
    let mut block = vec![TAPROOT_LEAF_TAPSCRIPT | u8::from(odd)];
    block.extend(internal);
    block.extend(hidden_leaf());
    block
}

/// The 32 bytes to sign: every signature is of the type that signs all.
fn digest(context: &TxContext<'_>, coin: &TxOut, wrap: Wrap, script: &[u8]) -> [u8; 32] {
    let leaf_hash =
        (wrap == Wrap::TaprootScript).then(|| tapleaf_hash(TAPROOT_LEAF_TAPSCRIPT, script));
    match wrap {
        Wrap::Bare | Wrap::P2sh => sighash::legacy(context, 0, script, sighash::ALL),
        Wrap::P2wpkh | Wrap::NestedP2wpkh | Wrap::P2wsh => {
            sighash::segwit_v0(context, 0, script, coin.value, sighash::ALL)
        }
        Wrap::TaprootKey | Wrap::TaprootScript => {
            let spend = TaprootSpend { leaf_hash, code_separator: u32::MAX, annex_hash: None };
            sighash::taproot(context, 0, &spend, 0)
                .expect("the only coin is known and hash type 0 exists")
        }
    }
}

fn keypair(party: &Party) -> Keypair {
    Keypair::from_secret_key(party.secret_key())
}

/// The key that a party could sign with if its key were the internal one of the tree.
fn tweaked(party: &Party, script: &[u8]) -> Keypair {
    let internal = keypair(party);
    let root = tapbranch_hash(&tapleaf_hash(TAPROOT_LEAF_TAPSCRIPT, script), &hidden_leaf());
    let tweak = taptweak_hash(&internal.x_only_public_key().0.to_byte_array(), Some(&root));
    let tweak = Scalar::from_be_bytes(tweak);
    tweak
        .ok()
        .and_then(|tweak| internal.add_xonly_tweak(&tweak).ok())
        .expect("a hash is a number below the group order unless chance is 1 in 2^127")
}

/// The other leaf of the tree: Judy alone.
fn hidden_leaf() -> [u8; 32] {
    let judy = keypair(&Party::named("Judy")).x_only_public_key().0.to_byte_array();
    let mut script = Vec::new();
    crate::script::instruction::put_push(&mut script, &judy);
    script.push(crate::script::op::OP_CHECKSIG);
    tapleaf_hash(TAPROOT_LEAF_TAPSCRIPT, &script)
}

fn schnorr_signature(keypair: &Keypair, digest: &[u8; 32]) -> Vec<u8> {
    schnorr::sign_no_aux_rand(digest, keypair).to_byte_array().to_vec()
}

fn with_hash_type(mut der: Vec<u8>) -> Vec<u8> {
    der.push(sighash::ALL as u8);
    der
}

fn give(tags: &mut Tags, name: &str, bytes: &[u8]) {
    // Every name above is well formed and given once; a name that were refused would leave the
    // recipe that uses it unreadable, which its test shows.
    let _ = tags.insert(name, bytes);
}
