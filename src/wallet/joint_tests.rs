use super::*;
use crate::hash::Txid;
use crate::ledger::Party;
use crate::primitives::OutPoint;
use crate::wallet::{
    AddressKind, ChangeTo, FeeRate, Payee, PaymentRequest, SpendableCoin, Strategy, build,
};

pub(in crate::wallet) fn keys(name: &str) -> KeyRing {
    [*Party::named(name).secret_key()].into_iter().collect()
}

/// Two of three, in each form that several keys can take, and a coin of Alice's alone.
pub(in crate::wallet) fn payment() -> JointPayment {
    let names = ["Alice", "Bob", "Judy"];
    let all: Vec<KeyBytes> = names.iter().map(|name| *Party::named(name).public_key()).collect();
    let kinds = [AddressKind::Multisig, AddressKind::P2shMultisig, AddressKind::P2wshMultisig];
    let mut locks: Vec<Lock> =
        kinds.iter().map(|kind| Lock::new(*kind, 2, all.clone()).unwrap()).collect();
    locks.push(Lock::single(AddressKind::P2tr, all[0]).unwrap());
    let coin = |(at, lock): (usize, &Lock)| SpendableCoin {
        outpoint: OutPoint { txid: Txid([2; 32]), vout: at as u32 },
        output: TxOut { value: 100_000, script_pubkey: lock.script_pubkey() },
        lock: lock.clone(),
    };
    let coins: Vec<SpendableCoin> = locks.iter().enumerate().map(coin).collect();
    let request = PaymentRequest {
        payees: vec![Payee { script_pubkey: Party::named("Bob").script_pubkey(), amount: 333_000 }],
        fee_rate: FeeRate::new(3).unwrap(),
        strategy: Strategy::LargestFirst,
        change: ChangeTo::Lock(locks[2].clone()),
        lock_time: 0,
    };
    let mut joint = JointPayment::new(Network::Regtest, &build(&request, &coins).unwrap());
    for (key, name) in all.iter().zip(names) {
        joint.name_key(*key, name);
    }
    joint
}

#[test]
fn a_file_goes_round_until_enough_have_signed() {
    let mut joint = payment();
    assert_eq!(joint.inputs().len(), 4);
    assert!(joint.status()[1].contains("any of Alice, Bob, Judy"), "{:?}", joint.status());
    assert_eq!(joint.sign(&keys("Alice")).unwrap(), 4);
    assert_eq!(joint.sign(&keys("Alice")).unwrap(), 0);
    assert_eq!(joint.status().len(), 3);
    assert!(matches!(joint.finalize(), Err(WalletError::SignaturesMissing { .. })));
    let mut passed_on = JointPayment::from_json(&joint.to_json()).unwrap();
    assert_eq!(passed_on, joint);
    assert_eq!(passed_on.sign(&keys("Eve")).unwrap(), 0);
    assert_eq!(passed_on.sign(&keys("Judy")).unwrap(), 3);
    assert!(passed_on.is_complete());
    assert_eq!(passed_on.sign(&keys("Bob")).unwrap(), 0);
    let tx = passed_on.finalize().unwrap();
    assert_ne!(tx.txid(), joint.transaction().txid());
    assert_eq!(tx.outputs, joint.transaction().outputs);
}

#[test]
fn two_files_signed_apart_are_put_together() {
    let (mut of_bob, mut of_judy, mut of_alice) = (payment(), payment(), payment());
    of_bob.sign(&keys("Bob")).unwrap();
    of_judy.sign(&keys("Judy")).unwrap();
    of_alice.sign(&keys("Alice")).unwrap();
    assert_eq!(of_bob.combine(&of_judy).unwrap(), 3);
    assert_eq!(of_bob.status(), ["Input 0 lacks 1 signature: of Alice."]);
    assert_eq!(of_bob.combine(&of_alice).unwrap(), 1);
    assert_eq!(of_bob.combine(&of_alice).unwrap(), 0);
    of_bob.finalize().unwrap();
    let mut other = payment();
    other.tx.outputs[0].value -= 1;
    assert!(matches!(other.combine(&of_bob), Err(WalletError::OtherPayment { .. })));
}

#[test]
fn whoever_changes_the_payment_on_the_way_is_found_out() {
    let mut joint = payment();
    joint.sign(&keys("Alice")).unwrap();
    let mut altered = joint.clone();
    altered.tx.outputs[0].script_pubkey = Party::named("Eve").script_pubkey();
    let expected = WalletError::Altered { input: 0, signer: "Alice".into() };
    assert_eq!(altered.sign(&keys("Bob")), Err(expected.clone()));
    assert_eq!(JointPayment::from_json(&altered.to_json()), Err(expected.clone()));
    assert_eq!(altered.finalize().unwrap_err(), expected);
    // The summary is for people, and so must be true.
    let text = joint.to_json();
    let lie = text.replacen("pays 0.00333", "pays 0.00003", 1);
    assert_ne!(lie, text);
    assert_eq!(JointPayment::from_json(&lie), Err(WalletError::SummaryDiffers));
    // A coin said to be worth more: the witness signature covers the amount.
    let mut richer = joint.clone();
    richer.inputs[2].coin.value += 1;
    assert!(matches!(richer.sign(&keys("Bob")), Err(WalletError::Altered { .. })));
    let mut other_lock = payment();
    other_lock.inputs[1].lock = other_lock.inputs[3].lock.clone();
    assert_eq!(other_lock.check(), Err(WalletError::LockOfAnotherCoin { input: 1 }));
}

#[test]
fn hostile_files_are_answered() {
    let mut joint = payment();
    joint.sign(&keys("Alice")).unwrap();
    let text = joint.to_json();
    let mut read = 0;
    let mut rng = crate::rng::Rng::from_text("hostile");
    for _ in 0..1_500 {
        let mut bytes = text.clone().into_bytes();
        let place = rng.below(bytes.len() as u64) as usize;
        match rng.below(3) {
            0 => bytes[place] = b"0123456789abcdef{}[]\",:-"[rng.below(24) as usize],
            1 => drop(bytes.drain(place..bytes.len().min(place + 1 + rng.below(60) as usize))),
            _ => bytes.insert(place, b"9f{\"-"[rng.below(5) as usize]),
        }
        let changed = String::from_utf8(bytes).unwrap();
        if let Ok(payment) = JointPayment::from_json(&changed) {
            // What is read says the same: only words for people may differ.
            assert_eq!(payment.tx, joint.tx);
            read += 1;
        }
    }
    assert!(read < 150, "{read} changed files were read");
    for text in [
        "",
        "null",
        "[]",
        "{}",
        &"[".repeat(100_000),
        &" ".repeat(super::super::joint_file::MAX_JSON_LEN + 1),
    ] {
        assert!(JointPayment::from_json(text).is_err());
    }
}
