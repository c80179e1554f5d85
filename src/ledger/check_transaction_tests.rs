use super::*;
use crate::hash::Txid;
use crate::primitives::amount::COIN;
use crate::primitives::{OutPoint, ScriptBuf, TxIn, TxOut};

fn outpoint(byte: u8, vout: u32) -> OutPoint {
    OutPoint { txid: Txid([byte; 32]), vout }
}

fn transaction(spent: &[OutPoint], values: &[i64]) -> Transaction {
    let input =
        |previous_output: &OutPoint| TxIn { previous_output: *previous_output, ..TxIn::default() };
    let output = |value: &i64| TxOut { value: *value, ..TxOut::default() };
    Transaction {
        inputs: spent.iter().map(input).collect(),
        outputs: values.iter().map(output).collect(),
        ..Transaction::default()
    }
}

fn coinbase(script_bytes: usize) -> Transaction {
    let mut tx = transaction(&[OutPoint::NULL], &[50 * COIN]);
    tx.inputs[0].script_sig = ScriptBuf(vec![0; script_bytes]);
    tx
}

/// A transaction of `bytes` bytes without witness, by one long script.
fn sized(bytes: usize) -> Transaction {
    let mut tx = transaction(&[outpoint(1, 0)], &[1]);
    // From 65,536 bytes on a script's length takes 5 bytes instead of 1.
    let padding = bytes - tx.base_size() - 4;
    tx.outputs[0].script_pubkey = ScriptBuf(vec![0; padding]);
    assert_eq!(tx.base_size(), bytes);
    tx
}

/// Each case and Core's answer: empty for valid.
fn cases() -> Vec<(&'static str, Transaction, &'static str)> {
    let one = [outpoint(1, 0)];
    vec![
        ("plain", transaction(&one, &[1, 0]), ""),
        ("no inputs", transaction(&[], &[1]), "bad-txns-vin-empty"),
        ("nothing at all: inputs are looked at first", transaction(&[], &[]), "bad-txns-vin-empty"),
        ("no outputs", transaction(&one, &[]), "bad-txns-vout-empty"),
        ("a million bytes", sized(1_000_000), ""),
        ("a million and one", sized(1_000_001), "bad-txns-oversize"),
        ("negative", transaction(&one, &[1, -1]), "bad-txns-vout-negative"),
        ("least", transaction(&one, &[i64::MIN]), "bad-txns-vout-negative"),
        ("all the money", transaction(&one, &[MAX_MONEY]), ""),
        ("more than that", transaction(&one, &[MAX_MONEY + 1]), "bad-txns-vout-toolarge"),
        ("the 2010 overflow", transaction(&one, &[i64::MAX, i64::MAX]), "bad-txns-vout-toolarge"),
        ("all in two parts", transaction(&one, &[MAX_MONEY - 1, 1]), ""),
        ("one too many", transaction(&one, &[MAX_MONEY, 1]), "bad-txns-txouttotal-toolarge"),
        (
            "the sum is looked at before the next output",
            transaction(&one, &[MAX_MONEY, 1, -1]),
            "bad-txns-txouttotal-toolarge",
        ),
        ("twice", transaction(&[outpoint(1, 0); 2], &[1]), "bad-txns-inputs-duplicate"),
        ("same txid, other output", transaction(&[outpoint(1, 0), outpoint(1, 1)], &[1]), ""),
        (
            "null twice is no coinbase",
            transaction(&[OutPoint::NULL; 2], &[1]),
            "bad-txns-inputs-duplicate",
        ),
        (
            "null among others",
            transaction(&[outpoint(1, 0), OutPoint::NULL], &[1]),
            "bad-txns-prevout-null",
        ),
        ("coinbase, 1 byte", coinbase(1), "bad-cb-length"),
        ("coinbase, 2 bytes", coinbase(2), ""),
        ("coinbase, 100 bytes", coinbase(100), ""),
        ("coinbase, 101 bytes", coinbase(101), "bad-cb-length"),
    ]
}

#[test]
fn every_rule_rejects_with_cores_string_in_cores_order() {
    let cases = cases();
    assert_eq!(cases.len(), 22);
    let mut rejected = std::collections::BTreeSet::new();
    for (name, tx, expected) in cases {
        let found = check_transaction(&tx).err();
        let reject = found.as_ref().map_or("", TxError::reject);
        assert_eq!(reject, expected, "{name}: {found:?}");
        rejected.insert(reject);
    }
    rejected.remove("");
    assert_eq!(rejected.len(), 9, "every rule of CheckTransaction has its case: {rejected:?}");
}

#[test]
fn a_message_carries_the_value_and_the_limit() {
    let message = |tx| check_transaction(&tx).unwrap_err().to_string();
    assert_eq!(
        message(transaction(&[outpoint(1, 0)], &[MAX_MONEY, 1])),
        "the outputs up to number 1 add up to 21000000.00000001 bitcoin; there are never more than 21000000.0"
    );
    assert_eq!(
        message(coinbase(101)),
        "the coinbase's script has 101 bytes; it must have 2 to 100"
    );
}
