use super::*;
use crate::encode::{Decode, Encode};
use crate::hash::{Txid, sha256};
use crate::primitives::{OutPoint, TxIn};
use crate::script::ScriptError;
use crate::script::standard;
use crate::wallet::size;

fn secret(seed: u32) -> SecretKey {
    SecretKey::from_secret_bytes(sha256(&seed.to_le_bytes())).unwrap()
}

/// A lock of each kind; those of several keys as k of n for every k and some n.
fn locks() -> (KeyRing, Vec<Lock>) {
    let mut ring = KeyRing::new();
    let keys: Vec<KeyBytes> = (0..20).map(|seed| ring.insert(secret(seed))).collect();
    let mut locks = Vec::new();
    for (at, kind) in AddressKind::SINGLE.into_iter().enumerate() {
        locks.push(Lock::single(kind, keys[at]).unwrap());
    }
    for (kind, counts) in [
        (AddressKind::Multisig, &[1, 2, 3][..]),
        (AddressKind::P2shMultisig, &[1, 3, 7, 8, 15]),
        (AddressKind::P2wshMultisig, &[1, 3, 7, 8, 15, 20]),
    ] {
        for &count in counts {
            for required in [1, count / 2, count] {
                let lock = Lock::new(kind, required.max(1), keys[..count].to_vec()).unwrap();
                locks.push(lock);
            }
        }
    }
    locks.dedup();
    (ring, locks)
}

/// Spends one coin of each lock, all in one transaction.
fn payment(locks: &[Lock]) -> (Transaction, Vec<TxOut>) {
    let coin = |(at, lock): (usize, &Lock)| TxOut {
        value: 10_000 + at as i64,
        script_pubkey: lock.script_pubkey(),
    };
    let coins: Vec<TxOut> = locks.iter().enumerate().map(coin).collect();
    let input = |at: usize| TxIn {
        previous_output: OutPoint { txid: Txid([9; 32]), vout: at as u32 },
        sequence: 0xffff_fffd,
        ..TxIn::default()
    };
    let output =
        |key: u8| TxOut { value: 5_000, script_pubkey: standard::p2pkh(&[key; 20]).into() };
    let tx = Transaction {
        version: 2,
        inputs: (0..locks.len()).map(input).collect(),
        outputs: vec![output(1), output(2)],
        lock_time: 0,
    };
    (tx, coins)
}

fn signed(locks: &[Lock], ring: &KeyRing) -> (Transaction, Vec<TxOut>) {
    let (mut tx, coins) = payment(locks);
    let unsigned = tx.clone();
    let context = TxContext::new(&unsigned, Some(&coins));
    for (at, lock) in locks.iter().enumerate() {
        let unlocking = sign_input(&context, at, &coins[at], lock, ring).unwrap();
        tx.inputs[at].script_sig = unlocking.script_sig;
        tx.inputs[at].witness = unlocking.witness;
    }
    (tx, coins)
}

#[test]
fn every_kind_is_signed_so_that_nodes_relay_it_and_no_byte_of_the_payment_can_change() {
    let (ring, locks) = locks();
    assert!(locks.len() >= 35, "{}", locks.len());
    let (tx, coins) = signed(&locks, &ring);
    verify(&tx, &coins).unwrap();
    // One bit of what a signature signs: each output, the lock time, the version, a sequence.
    let mut changed = Vec::new();
    for at in 0..2 {
        let mut other = tx.clone();
        other.outputs[at].value ^= 1;
        changed.push(other);
        let mut other = tx.clone();
        other.outputs[at].script_pubkey.0[5] ^= 1;
        changed.push(other);
    }
    changed.push(Transaction { lock_time: 1, ..tx.clone() });
    changed.push(Transaction { version: 3, ..tx.clone() });
    for other in &changed {
        let context = TxContext::new(other, Some(&coins));
        for (input, coin) in coins.iter().enumerate() {
            assert!(verify_spend(&context, input, coin, Flags::ALL).is_err());
        }
    }
    assert_eq!(changed.len(), 6);
}

#[test]
fn a_single_kind_alone_is_signed_too_and_weighs_what_was_foretold() {
    let (ring, locks) = locks();
    for lock in &locks {
        let one = std::slice::from_ref(lock);
        let (tx, coins) = signed(one, &ring);
        verify(&tx, &coins).unwrap();
        assert_eq!(Transaction::from_bytes(&tx.to_bytes()).unwrap(), tx);
        let foretold = size::transaction_weight(one.iter(), &tx.outputs);
        // A signature whose numbers happen to be short: 1 byte in 128, of 1 or 4 units each.
        let slack = foretold - tx.weight();
        assert!(slack <= 8 * lock.required(), "{lock:?}: {foretold} for {}", tx.weight());
    }
    let (tx, _) = signed(&locks, &ring);
    let foretold = size::transaction_weight(locks.iter(), &tx.outputs);
    assert!(tx.weight() <= foretold && foretold - tx.weight() < 60, "{foretold} {}", tx.weight());
}

#[test]
fn most_inputs_weigh_exactly_what_was_foretold() {
    let mut exact = 0;
    for seed in 0..50 {
        let mut ring = KeyRing::new();
        let key = ring.insert(secret(1000 + seed));
        for kind in AddressKind::SINGLE {
            let lock = Lock::single(kind, key).unwrap();
            let (tx, _) = signed(std::slice::from_ref(&lock), &ring);
            let foretold = size::transaction_weight([&lock].into_iter(), &tx.outputs);
            assert!(foretold >= tx.weight());
            exact += usize::from(foretold == tx.weight());
        }
    }
    assert!(exact > 240, "{exact} of 250");
}

#[test]
fn too_few_keys_say_how_many_are_missing() {
    let (ring, _) = locks();
    let keys: Vec<KeyBytes> = (0..3).map(ring_key).collect();
    let lock = Lock::new(AddressKind::P2wshMultisig, 2, keys).unwrap();
    let (tx, coins) = payment(std::slice::from_ref(&lock));
    let context = TxContext::new(&tx, Some(&coins));
    let one: KeyRing = [secret(1)].into_iter().collect();
    let error = sign_input(&context, 0, &coins[0], &lock, &one).unwrap_err();
    assert_eq!(error, WalletError::SignaturesMissing { found: 1, required: 2 });
    let error = sign_input(&context, 1, &coins[0], &lock, &ring).unwrap_err();
    assert_eq!(error, WalletError::NoSuchInput { input: 1, count: 1 });
    let own = signature(&context, 0, &coins[0], &lock, &secret(1)).unwrap();
    assert!(fits(&context, 0, &coins[0], &lock, &ring_key(1), &own));
    assert!(!fits(&context, 0, &coins[0], &lock, &ring_key(2), &own));
    assert!(!fits(&context, 0, &coins[0], &lock, &ring_key(9), &own));
    assert!(!fits(&context, 0, &coins[0], &lock, &ring_key(1), &[]));
}

fn ring_key(seed: u32) -> KeyBytes {
    KeyRing::new().insert(secret(seed))
}

#[test]
fn an_unsigned_payment_does_not_open_its_coins() {
    let (_, locks) = locks();
    let (tx, coins) = payment(&locks[..1]);
    let error = verify(&tx, &coins).unwrap_err();
    let error_of_script = ScriptError::InvalidStackOperation;
    assert_eq!(error, WalletError::DoesNotOpen { input: 0, error: error_of_script });
    let error = verify(&tx, &[]).unwrap_err();
    assert_eq!(error, WalletError::CoinCount { inputs: 1, coins: 0 });
}
