use super::*;
use crate::encode::Decode;
use crate::ledger::Party;
use crate::primitives::amount::COIN;
use crate::primitives::{ScriptBuf, TxIn};
use crate::script::instruction::put_push;
use crate::script::sighash;
use crate::trace::{Stepper, Trace, Verdict};

/// Alice and Bob pay together: two coins, two signatures.
fn joint(signers: [&str; 2]) -> (Transaction, Vec<Option<TxOut>>) {
    let owners = ["Alice", "Bob"].map(Party::named);
    let coins: Vec<TxOut> = owners
        .iter()
        .map(|owner| TxOut { value: COIN, script_pubkey: owner.script_pubkey() })
        .collect();
    let inputs = (0..2).map(|vout| TxIn {
        previous_output: OutPoint { txid: crate::hash::Txid([7; 32]), vout },
        sequence: u32::MAX,
        ..TxIn::default()
    });
    let output = TxOut { value: 2 * COIN, script_pubkey: ScriptBuf(vec![0x51]) };
    let mut tx =
        Transaction { version: 2, inputs: inputs.collect(), outputs: vec![output], lock_time: 0 };
    for (input, signer) in signers.into_iter().enumerate() {
        let context = TxContext::new(&tx, None);
        let lock = &coins[input].script_pubkey;
        let digest = sighash::legacy(&context, input, lock, sighash::ALL);
        let mut signature = Party::named(signer).sign(digest);
        signature.push(sighash::ALL as u8);
        let mut script_sig = Vec::new();
        put_push(&mut script_sig, &signature);
        put_push(&mut script_sig, owners[input].public_key());
        tx.inputs[input].script_sig = ScriptBuf(script_sig);
    }
    (tx, coins.into_iter().map(Some).collect())
}

fn trace(tx: Transaction, coins: Vec<Option<TxOut>>) -> Trace<TransactionModel> {
    Trace::new(TransactionModel::new("tx", tx, coins, Flags::CONSENSUS, Tags::new()))
}

fn verdict(tx: Transaction, coins: Vec<Option<TxOut>>) -> String {
    let mut trace = trace(tx, coins);
    trace.seek(1_000);
    match trace.scene(&Window::all()).verdict.unwrap() {
        Verdict::Invalid { name, .. } => name,
        other => format!("{other:?}"),
    }
}

type Edit = fn(&mut Transaction, &mut Vec<Option<TxOut>>);

#[test]
fn every_walk_ends_with_what_the_rules_say() {
    let cases: &[(&str, Edit)] = &[
        ("Valid", |_, _| {}),
        ("bad-txns-vin-empty", |tx, coins| {
            tx.inputs.clear();
            coins.clear();
        }),
        ("bad-txns-vout-empty", |tx, _| tx.outputs.clear()),
        ("bad-txns-vout-negative", |tx, _| tx.outputs[0].value = -1),
        ("bad-txns-inputs-duplicate", |tx, _| tx.inputs[1] = tx.inputs[0].clone()),
        ("bad-txns-prevout-null", |tx, _| tx.inputs[1].previous_output = OutPoint::NULL),
        ("bad-txns-inputs-missingorspent", |_, coins| coins[1] = None),
        ("bad-txns-in-belowout", |tx, _| tx.outputs[0].value += 1),
        ("EVAL_FALSE", |tx, _| tx.outputs[0].value -= 1),
    ];
    for (expected, edit) in cases {
        let (mut tx, mut coins) = joint(["Alice", "Bob"]);
        edit(&mut tx, &mut coins);
        assert_eq!(&verdict(tx, coins), expected);
    }
    let (tx, coins) = joint(["Alice", "Eve"]);
    assert_eq!(verdict(tx, coins), "EVAL_FALSE");
}

#[test]
fn stepping_into_scripts_ends_as_running_them_does() {
    for (signer, expected) in [("Bob", Verdict::Valid), ("Eve", Verdict::Done)] {
        let (tx, coins) = joint(["Alice", signer]);
        let mut whole = trace(tx.clone(), coins.clone());
        whole.seek(1_000);
        let mut inside = trace(tx, coins);
        let mut entered = 0;
        loop {
            let choices = inside.choices();
            match choices.iter().position(|label| label.starts_with("step into")) {
                Some(into) => {
                    inside.choose(into).unwrap();
                    entered += 1;
                    assert!(inside.scene(&Window::all()).verdict.is_none());
                }
                None if inside.forward() => {}
                None => break,
            }
        }
        assert_eq!(entered, 2);
        let (whole, inside) = (whole.scene(&Window::all()), inside.scene(&Window::all()));
        assert_eq!(inside.verdict, whole.verdict);
        assert_eq!(inside.verdict == Some(Verdict::Valid), expected == Verdict::Valid);
    }
}

#[test]
fn the_rest_of_a_script_can_be_run() {
    let (tx, coins) = joint(["Alice", "Bob"]);
    let mut trace = trace(tx, coins);
    trace.seek(9);
    assert_eq!(trace.choices(), ["scripts of input 0", "step into: scripts of input 0"]);
    trace.choose(1).unwrap();
    trace.forward();
    assert_eq!(trace.choices()[1], "run the rest of: scripts of input 0");
    trace.choose(1).unwrap();
    assert_eq!(trace.upcoming().unwrap(), "scripts of input 1");
    trace.seek(1_000);
    assert_eq!(trace.scene(&Window::all()).verdict, Some(Verdict::Valid));
}

#[test]
fn a_coinbase_spends_no_coins() {
    // The transaction of the genesis block: a public fact.
    let tx = Transaction::from_hex(concat!(
        "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ff",
        "ff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272",
        "696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000",
        "434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f3",
        "5504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000",
    ));
    assert_eq!(verdict(tx.unwrap(), vec![None]), "Valid");
}
