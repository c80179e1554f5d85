use super::*;
use crate::hash::{Txid, sha256};
use crate::rng::Rng;
use crate::script::TxContext;
use crate::wallet::sign::{sign_input, verify};
use crate::wallet::{AddressKind, KeyRing};
use secp256k1::SecretKey;

fn key(ring: &mut KeyRing, seed: u64) -> crate::wallet::KeyBytes {
    ring.insert(SecretKey::from_secret_bytes(sha256(&seed.to_le_bytes())).unwrap())
}

fn coin(number: u32, value: i64, lock: Lock) -> SpendableCoin {
    let outpoint = OutPoint { txid: Txid([4; 32]), vout: number };
    let output = TxOut { value, script_pubkey: lock.script_pubkey() };
    SpendableCoin { outpoint, output, lock }
}

fn signed(payment: &UnsignedPayment, ring: &KeyRing) -> Transaction {
    let coins = payment.spent_outputs();
    let context = TxContext::new(&payment.tx, Some(&coins));
    let mut tx = payment.tx.clone();
    for (at, coin) in payment.coins.iter().enumerate() {
        let unlocking = sign_input(&context, at, &coin.output, &coin.lock, ring).unwrap();
        tx.inputs[at].script_sig = unlocking.script_sig;
        tx.inputs[at].witness = unlocking.witness;
    }
    verify(&tx, &coins).unwrap();
    tx
}

fn fee(payment: &UnsignedPayment) -> i64 {
    total(&payment.coins) - payment.tx.outputs.iter().map(|output| output.value).sum::<i64>()
}

#[test]
fn whatever_is_built_pays_its_rate_and_no_more_than_it_must() {
    let mut rng = Rng::from_text("payments");
    let mut ring = KeyRing::new();
    let keys: Vec<_> = (0..8).map(|seed| key(&mut ring, seed)).collect();
    let (mut with_change, mut without, mut short) = (0, 0, 0);
    for case in 0..200 {
        let lock = |rng: &mut Rng| {
            let kind = AddressKind::ALL[rng.below(8) as usize];
            let first = rng.below(5) as usize;
            let count = if kind.is_multisig() { 3 } else { 1 };
            Lock::new(kind, 1 + count / 2, keys[first..first + count].to_vec()).unwrap()
        };
        let count = 1 + rng.below(12) as u32;
        let coins: Vec<SpendableCoin> = (0..count)
            .map(|number| coin(number, 500 + rng.below(60_000) as i64, lock(&mut rng)))
            .collect();
        let payee = |rng: &mut Rng| Payee {
            script_pubkey: lock(rng).script_pubkey(),
            amount: 1_000 + rng.below(40_000) as i64,
        };
        let change = match rng.below(2) {
            0 => ChangeTo::SameAddress,
            _ => ChangeTo::Lock(lock(&mut rng)),
        };
        let request = PaymentRequest {
            payees: (0..1 + rng.below(3)).map(|_| payee(&mut rng)).collect(),
            fee_rate: FeeRate::new(1 + rng.below(20) as i64).unwrap(),
            strategy: Strategy::ALL[case % 3],
            change,
            lock_time: 0,
        };
        let payment = match build(&request, &coins) {
            Ok(payment) => payment,
            Err(error) => {
                assert!(matches!(error, WalletError::NotEnough { .. }), "{error}");
                short += 1;
                continue;
            }
        };
        let tx = signed(&payment, &ring);
        assert!(tx.virtual_size() <= payment.virtual_size);
        assert!(payment.virtual_size - tx.virtual_size() <= 2 * tx.inputs.len());
        let least = request.fee_rate.satoshis_per_vbyte() * payment.virtual_size as i64;
        assert_eq!(fee(&payment), payment.fee);
        match payment.change {
            Some(place) => {
                assert_eq!(payment.fee, least);
                let change = &tx.outputs[place];
                assert!(change.value >= dust_threshold(&change.script_pubkey));
                with_change += 1;
            }
            None => {
                assert!(payment.fee >= least);
                without += 1;
            }
        }
    }
    assert!(with_change > 60 && without > 10 && short > 10, "{with_change} {without} {short}");
}

#[test]
fn what_is_missing_is_said_to_the_satoshi() {
    let mut ring = KeyRing::new();
    let lock = Lock::single(AddressKind::P2wpkh, key(&mut ring, 1)).unwrap();
    let coins = [coin(0, 10_000, lock.clone()), coin(1, 5_000, lock.clone())];
    let request = |amount| PaymentRequest {
        payees: vec![Payee { script_pubkey: lock.script_pubkey(), amount }],
        fee_rate: FeeRate::new(1).unwrap(),
        strategy: Strategy::LargestFirst,
        change: ChangeTo::SameAddress,
        lock_time: 0,
    };
    let Err(WalletError::NotEnough { missing, .. }) = build(&request(20_000), &coins) else {
        panic!("15,000 satoshis pay 20,000");
    };
    assert!(build(&request(20_000 - missing), &coins).is_ok());
    assert!(build(&request(20_000 - missing + 1), &coins).is_err());
    assert_eq!(build(&request(293), &coins), Err(WalletError::Dust { amount: 293, least: 294 }));
    for amount in [0, -1, i64::MIN, MAX_MONEY + 1, i64::MAX] {
        assert!(matches!(build(&request(amount), &coins), Err(WalletError::Amount { .. })));
    }
    let nobody = PaymentRequest { payees: Vec::new(), ..request(1) };
    assert_eq!(build(&nobody, &coins), Err(WalletError::NobodyPaid));
}

#[test]
fn all_coins_become_one() {
    let mut ring = KeyRing::new();
    let lock = Lock::single(AddressKind::P2tr, key(&mut ring, 1)).unwrap();
    let mut coins: Vec<_> = (0..5).map(|number| coin(number, 10_000, lock.clone())).collect();
    coins.push(coin(9, 57, lock.clone()));
    let rate = FeeRate::new(2).unwrap();
    let payment = consolidate(&coins, &lock, rate).unwrap();
    let tx = signed(&payment, &ring);
    assert_eq!((tx.inputs.len(), tx.outputs.len()), (5, 1));
    assert_eq!(tx.outputs[0].value, 50_000 - 2 * tx.virtual_size() as i64);
    assert!(consolidate(&coins[5..], &lock, rate).is_err());
}
