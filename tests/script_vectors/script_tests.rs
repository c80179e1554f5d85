//! `script_tests.json`: unlocking script, locking script, witness, flags, and the exact error.

use blockstep::primitives::{OutPoint, Transaction, TxIn, TxOut, Witness};
use blockstep::script::asm::assemble;
use blockstep::script::taproot::{TAPROOT_LEAF_TAPSCRIPT, tapleaf_hash, taptweak_hash};
use blockstep::script::{Flags, ScriptError, TxContext};
use secp256k1::{Keypair, Scalar, XOnlyPublicKey};
use serde_json::Value;

use super::{Spend, check_all, flags, json};

/// A spend and the error that Core names.
pub struct Case {
    pub spend: Spend,
    expected: Result<(), ScriptError>,
}

/// All cases, or none where the file is not to be had.
pub fn cases() -> Vec<Case> {
    let Some(rows) = json("core/script_tests.json") else { return Vec::new() };
    let rows = rows.as_array().unwrap().iter().filter(|row| row.as_array().unwrap().len() > 1);
    let cases: Vec<Case> = rows.map(case).collect();
    assert_eq!(cases.len(), 1222);
    cases
}

fn case(row: &Value) -> Case {
    let mut columns = row.as_array().unwrap().as_slice();
    let (mut witness, mut value, mut output_key) = (Witness::new(), 0, None);
    if let Some(items) = columns[0].as_array() {
        let (amount, items) = items.split_last().unwrap();
        value = (amount.as_f64().unwrap() * 1e8).round() as i64;
        (witness, output_key) = read_witness(items);
        columns = &columns[1..];
    }
    let text = |index: usize| columns[index].as_str().unwrap();
    let script_sig = assemble(text(0)).unwrap();
    let script_pubkey = match output_key {
        Some(key) if text(1) == "0x51 0x20 #TAPROOTOUTPUT#" => [&[0x51, 0x20], &key[..]].concat(),
        _ => assemble(text(1)).unwrap(),
    };
    let mut flags = flags(text(2));
    if flags.contains(Flags::CLEANSTACK) {
        flags = flags.union(Flags::P2SH).union(Flags::WITNESS);
    }
    let expected = match text(3) {
        "OK" => Ok(()),
        name => Err(ScriptError::from_name(name).unwrap_or_else(|| panic!("no error {name}"))),
    };
    let prevout = TxOut { value, script_pubkey: script_pubkey.into() };
    let credit = credit(&prevout);
    let previous_output = OutPoint { txid: credit.txid(), vout: 0 };
    let input =
        TxIn { previous_output, script_sig: script_sig.into(), sequence: u32::MAX, witness };
    let output = TxOut { value, script_pubkey: Default::default() };
    let tx = Transaction { version: 1, inputs: vec![input], outputs: vec![output], lock_time: 0 };
    let context = TxContext::owned(tx, Some(vec![prevout.clone()]));
    Case { spend: Spend { name: row.to_string(), context, input: 0, prevout, flags }, expected }
}

/// The transaction that makes the output to be spent.
fn credit(prevout: &TxOut) -> Transaction {
    let script_sig = vec![0, 0].into();
    let input = TxIn { script_sig, sequence: u32::MAX, ..TxIn::default() };
    Transaction { version: 1, inputs: vec![input], outputs: vec![prevout.clone()], lock_time: 0 }
}

/// A witness whose items may be placeholders: a script to assemble, and the control block of the
/// tree that has only this script, with the output key that goes with it.
fn read_witness(items: &[Value]) -> (Witness, Option<[u8; 32]>) {
    let (mut witness, mut output_key) = (Witness::new(), None);
    for item in items {
        let item = item.as_str().unwrap();
        if let Some(script) = item.strip_prefix("#SCRIPT#") {
            witness.push(assemble(script).unwrap());
        } else if item == "#CONTROLBLOCK#" {
            let (control_block, key) = commit_to(witness.last().unwrap());
            witness.push(control_block);
            output_key = Some(key);
        } else {
            witness.push(hex::decode(item).unwrap());
        }
    }
    (witness, output_key)
}

/// The control block and the output key of a Taproot output with one script, under the secret 1.
fn commit_to(script: &[u8]) -> (Vec<u8>, [u8; 32]) {
    let mut secret = [0; 32];
    secret[31] = 1;
    let (internal, _) = XOnlyPublicKey::from_keypair(&Keypair::from_secret_bytes(secret).unwrap());
    let leaf = tapleaf_hash(TAPROOT_LEAF_TAPSCRIPT, script);
    let tweak = taptweak_hash(&internal.to_byte_array(), Some(&leaf));
    let tweak = Scalar::from_be_bytes(tweak).unwrap();
    let (output, parity) = internal.add_tweak(&tweak).unwrap();
    let head = TAPROOT_LEAF_TAPSCRIPT | parity.to_u8();
    ([&[head], &internal.to_byte_array()[..]].concat(), output.to_byte_array())
}

#[test]
fn every_script_test_gives_the_error_that_core_names() {
    check_all(&cases(), |case| {
        let verdict = case.spend.verdict();
        if verdict == case.expected {
            return Ok(());
        }
        let name = |result: &Result<(), ScriptError>| result.map_or_else(|e| e.name(), |()| "OK");
        Err(format!("{} for {}", name(&verdict), case.spend.name))
    });
}
