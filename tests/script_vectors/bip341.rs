//! BIP 341's wallet vectors: script trees and the output keys that commit to them, and key path
//! spends of every hash type.

use blockstep::encode::Decode as _;
use blockstep::primitives::{Transaction, TxIn, TxOut};
use blockstep::script::sighash::{TaprootSpend, taproot};
use blockstep::script::taproot::{tapbranch_hash, tapleaf_hash, taptweak_hash};
use blockstep::script::{self, Flags, ScriptError, TxContext};
use serde_json::Value;

use super::{check_all, json};

fn hex_of(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

#[test]
fn every_script_tree_is_committed_to() {
    let Some(file) = json("core/bip341_wallet_vectors.json") else { return };
    let cases = file["scriptPubKey"].as_array().unwrap();
    assert_eq!(cases.len(), 7);
    let mut control_blocks = 0;
    for case in cases {
        let mut leaves = Vec::new();
        let root = merkle_root(&case["given"]["scriptTree"], &mut leaves);
        let expected = &case["intermediary"]["merkleRoot"];
        assert_eq!(root.map(hex::encode).as_deref(), expected.as_str());
        let internal = hex_of(&case["given"]["internalPubkey"]).try_into().unwrap();
        let tweak = taptweak_hash(&internal, root.as_ref());
        assert_eq!(hex::encode(tweak), case["intermediary"]["tweak"].as_str().unwrap());
        let script_pubkey = hex_of(&case["expected"]["scriptPubKey"]);
        let blocks = case["expected"].get("scriptPathControlBlocks");
        let blocks = blocks.and_then(Value::as_array).cloned().unwrap_or_default();
        assert_eq!(blocks.len(), leaves.len());
        for (script, block) in leaves.iter().zip(&blocks) {
            control_blocks += 1;
            let mut block = hex_of(block);
            let mismatch = Err(ScriptError::WitnessProgramMismatch);
            assert_ne!(spend(&script_pubkey, script, &block), mismatch);
            *block.last_mut().unwrap() ^= 1;
            assert_eq!(spend(&script_pubkey, script, &block), mismatch);
        }
    }
    assert_eq!(control_blocks, 12);
}

/// The root of a tree given as nested pairs, if there is a tree, with its leaves from left to right.
fn merkle_root(tree: &Value, leaves: &mut Vec<Vec<u8>>) -> Option<[u8; 32]> {
    match tree {
        Value::Null => None,
        Value::Array(pair) => {
            let (left, right) = (merkle_root(&pair[0], leaves)?, merkle_root(&pair[1], leaves)?);
            Some(tapbranch_hash(&left, &right))
        }
        leaf => {
            leaves.push(hex_of(&leaf["script"]));
            let version = leaf["leafVersion"].as_u64().unwrap() as u8;
            leaves.last().map(|script| tapleaf_hash(version, script))
        }
    }
}

/// Spends by this script, with nothing on the stack: what matters is whether it is let run.
fn spend(script_pubkey: &[u8], script: &[u8], control_block: &[u8]) -> Result<(), ScriptError> {
    let witness = vec![script.to_vec(), control_block.to_vec()];
    let prevout = TxOut { value: 1, script_pubkey: script_pubkey.into() };
    let tx = Transaction { inputs: vec![TxIn { witness, ..TxIn::default() }], ..<_>::default() };
    let context = TxContext::owned(tx, Some(vec![prevout.clone()]));
    script::verify_spend(&context, 0, &prevout, Flags::CONSENSUS)
}

#[test]
fn every_key_path_spend_signs_the_right_hash() {
    let Some(file) = json("core/bip341_wallet_vectors.json") else { return };
    let case = &file["keyPathSpending"][0];
    let mut tx = Transaction::from_bytes(&hex_of(&case["given"]["rawUnsignedTx"])).unwrap();
    let spent = case["given"]["utxosSpent"].as_array().unwrap().iter();
    let prevouts: Vec<TxOut> = spent
        .map(|coin| TxOut {
            value: coin["amountSats"].as_i64().unwrap(),
            script_pubkey: hex_of(&coin["scriptPubKey"]).into(),
        })
        .collect();
    let signed = case["inputSpending"].as_array().unwrap();
    assert_eq!(signed.len(), 7);
    let place = |signed: &Value| signed["given"]["txinIndex"].as_u64().unwrap() as usize;
    for signed in signed {
        let witness = signed["expected"]["witness"].as_array().unwrap();
        tx.inputs[place(signed)].witness = witness.iter().map(hex_of).collect();
    }
    let context = TxContext::new(&tx, Some(&prevouts));
    check_all(signed, |signed| {
        let input = place(signed);
        let hash_type = signed["given"]["hashType"].as_u64().unwrap() as u8;
        let hash = taproot(&context, input, &TaprootSpend::default(), hash_type).unwrap();
        assert_eq!(hex::encode(hash), signed["intermediary"]["sigHash"].as_str().unwrap());
        script::verify_spend(&context, input, &prevouts[input], Flags::ALL)
            .map_err(|error| format!("{} at input {input}", error.name()))
    });
}
