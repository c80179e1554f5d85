use super::*;
use crate::hash::Txid;
use crate::primitives::amount::COIN;
use crate::primitives::{Network, OutPoint, TxOut};
use crate::trace::{Stepper, Trace, Verdict};
use crate::wallet::{AddressKind, Branch, ChangeTo, Payee, Strategy, Wallet, build};

fn coins(alice: &mut Wallet) -> Vec<SpendableCoin> {
    let coin = |(at, kind): (usize, AddressKind)| {
        let lock = alice.fresh(kind, Branch::Receive).unwrap().lock;
        SpendableCoin {
            outpoint: OutPoint { txid: Txid([5; 32]), vout: at as u32 },
            output: TxOut {
                value: (1 + at as i64) * COIN / 10,
                script_pubkey: lock.script_pubkey(),
            },
            lock,
        }
    };
    AddressKind::ALL.into_iter().enumerate().map(coin).collect()
}

fn request(alice: &mut Wallet, strategy: Strategy, amount: i64) -> PaymentRequest {
    let bob = Wallet::of_party("Bob", Network::Regtest);
    let to_bob = bob.lock_at(AddressKind::P2tr, Branch::Receive, 0).unwrap().lock;
    let change = alice.fresh(AddressKind::P2wpkh, Branch::Change).unwrap().lock;
    PaymentRequest {
        payees: vec![Payee { script_pubkey: to_bob.script_pubkey(), amount }],
        fee_rate: FeeRate::new(5).unwrap(),
        strategy,
        change: ChangeTo::Lock(change),
        lock_time: 0,
    }
}

/// Walks to the end, every scene drawn, and back.
fn walk<M: Model>(model: M) -> (Trace<M>, Vec<String>) {
    let mut trace = Trace::new(model);
    let mut told = vec![trace.scene(&Window::following(5))];
    while trace.forward() {
        told.push(trace.scene(&Window::following(5)));
    }
    for (at, scene) in told.iter().enumerate().rev() {
        assert_eq!(trace.position(), at);
        assert_eq!(&trace.scene(&Window::following(5)), scene);
        trace.back();
    }
    trace.seek(told.len());
    (trace, told.into_iter().map(|scene| scene.sentence).collect())
}

#[test]
fn a_payment_is_stepped_to_the_same_transaction_that_is_built() {
    for strategy in Strategy::ALL {
        let mut alice = Wallet::of_party("Alice", Network::Regtest);
        let coins = coins(&mut alice);
        let request = request(&mut alice, strategy, COIN);
        let built = alice.sign(&build(&request, &coins).unwrap()).unwrap();
        let keys = alice.keys().unwrap();
        let model = PaymentModel::new("Alice pays Bob", Network::Regtest, request, coins, keys);
        let (trace, told) = walk(model.unwrap());
        assert_eq!(trace.model().transaction(trace.state()), Some(&built));
        assert_eq!(trace.scene(&Window::all()).verdict, Some(Verdict::Valid));
        assert!(told.iter().all(|sentence| sentence.ends_with('.')), "{told:#?}");
    }
}

#[test]
fn coins_are_gathered_step_by_step() {
    let mut alice = Wallet::of_party("Alice", Network::Regtest);
    let coins = coins(&mut alice);
    let to = alice.fresh(AddressKind::P2tr, Branch::Receive).unwrap().lock;
    let rate = FeeRate::new(2).unwrap();
    let keys = alice.keys().unwrap();
    let model = PaymentModel::consolidation("Tidying up", Network::Regtest, coins, to, rate, keys);
    let (trace, _) = walk(model);
    let tx = trace.model().transaction(trace.state()).unwrap();
    assert_eq!((tx.inputs.len(), tx.outputs.len()), (8, 1));
}

#[test]
fn what_goes_wrong_is_a_state_to_look_at() {
    let mut alice = Wallet::of_party("Alice", Network::Regtest);
    let coins = coins(&mut alice);
    let too_much = request(&mut alice, Strategy::LargestFirst, 5 * COIN);
    let keys = alice.keys().unwrap();
    let model =
        PaymentModel::new("Too much", Network::Regtest, too_much, coins.clone(), keys).unwrap();
    let (trace, told) = walk(model);
    assert!(matches!(trace.model().fault(trace.state()), Some(WalletError::NotEnough { .. })));
    assert!(told.last().unwrap().contains("are missing"), "{told:#?}");
    // Without the keys there is no signature.
    let request = request(&mut alice, Strategy::LargestFirst, COIN);
    let keys = KeyRing::new();
    let model = PaymentModel::new("No keys", Network::Regtest, request, coins, keys).unwrap();
    let (trace, _) = walk(model);
    let fault = trace.model().fault(trace.state());
    assert!(matches!(fault, Some(WalletError::SignaturesMissing { .. })), "{fault:?}");
    assert_eq!(trace.model().transaction(trace.state()), None);
}
