use super::*;
use crate::primitives::TxOut;
use crate::wallet::{ChangeTo, FeeRate, Payee, PaymentRequest, Strategy, build};

fn coin_for(lock: &Lock, vout: u32) -> (OutPoint, Coin) {
    let outpoint = OutPoint { txid: crate::hash::Txid([6; 32]), vout };
    let output = TxOut { value: 100_000, script_pubkey: lock.script_pubkey() };
    (outpoint, Coin { output, height: 1, coinbase: false })
}

fn spendable(wallet: &mut Wallet, coins: &[(OutPoint, Coin)]) -> Vec<SpendableCoin> {
    wallet.spendable(coins.iter().map(|(outpoint, coin)| (outpoint, coin))).unwrap()
}

#[test]
fn a_wallet_finds_pays_and_signs_coins_of_every_kind() {
    let mut alice = Wallet::of_party("Alice", Network::Regtest);
    let mut bob = Wallet::of_party("Bob", Network::Regtest);
    let mut coins = Vec::new();
    for kind in AddressKind::ALL {
        for branch in Branch::ALL {
            let owned = alice.fresh(kind, branch).unwrap();
            coins.push(coin_for(&owned.lock, coins.len() as u32));
        }
    }
    // The party's own key, as the ledgers' scenarios use it.
    let party = Party::named("Alice");
    let own = Lock::single(AddressKind::P2pkh, *party.public_key()).unwrap();
    assert_eq!(own.script_pubkey(), party.script_pubkey());
    coins.push(coin_for(&own, 99));
    let to_bob = bob.fresh(AddressKind::P2tr, Branch::Receive).unwrap();
    coins.push(coin_for(&to_bob.lock, 100));
    let own = spendable(&mut alice, &coins);
    assert_eq!(own.len(), 17);
    assert_eq!(spendable(&mut bob, &coins).len(), 1);
    let change = alice.fresh(AddressKind::P2wpkh, Branch::Change).unwrap();
    let request = PaymentRequest {
        payees: vec![Payee { script_pubkey: to_bob.lock.script_pubkey(), amount: 1_000_000 }],
        fee_rate: FeeRate::new(2).unwrap(),
        strategy: Strategy::SpendAll,
        change: ChangeTo::Lock(change.lock),
        lock_time: 0,
    };
    let payment = build(&request, &own).unwrap();
    assert_eq!(payment.coins.len(), 17);
    let tx = alice.sign(&payment).unwrap();
    assert_eq!(tx.txid(), tx.txid());
    assert!(matches!(bob.sign(&payment), Err(WalletError::SignaturesMissing { .. })));
}

#[test]
fn addresses_go_on_and_are_found_within_the_gap() {
    let mut wallet = Wallet::of_party("Carol", Network::Regtest);
    let kind = AddressKind::P2wpkh;
    let first = wallet.fresh(kind, Branch::Receive).unwrap();
    let second = wallet.fresh(kind, Branch::Receive).unwrap();
    assert_ne!(first, second);
    let mut elsewhere = Wallet::of_party("Carol", Network::Regtest);
    let far = |index| wallet.lock_at(kind, Branch::Receive, index).unwrap().lock;
    // 19 is in sight; when it is found, 39 comes into sight; 60 does not.
    let coins = [coin_for(&far(39), 1), coin_for(&far(60), 2), coin_for(&far(19), 0)];
    assert_eq!(spendable(&mut elsewhere, &coins).len(), 2);
    assert_eq!(elsewhere.next_index(kind, Branch::Receive), 40);
    let book = elsewhere.book().unwrap();
    assert_eq!(book.row(kind, Branch::Receive).count(), 60);
    assert_eq!(book.row(kind, Branch::Change).count(), 20);
    assert_eq!(book.find(&far(0).script_pubkey()).unwrap(), &first);
}

#[test]
fn a_file_brings_the_same_wallet_back_and_bad_ones_are_refused() {
    let mut wallet = Wallet::of_party("Dave", Network::Testnet);
    let own = wallet.fresh(AddressKind::P2wshMultisig, Branch::Receive).unwrap();
    let keys = vec![own.lock.keys()[0], *Party::named("Erin").public_key()];
    let lock = Lock::new(AddressKind::P2wshMultisig, 2, keys).unwrap();
    wallet.share("with Erin", lock.clone()).unwrap();
    assert!(matches!(wallet.share("with Erin", own.lock), Err(WalletError::NameTaken { .. })));
    let text = wallet.to_json();
    let mut read = Wallet::from_json(&text).unwrap();
    assert_eq!(read, wallet);
    assert_eq!(spendable(&mut read, &[coin_for(&lock, 0)]).len(), 1);
    for (from, to) in [
        ("wallet 1", "wallet 2"),
        ("\"test\"", "\"mars\""),
        ("p2wsh-multisig\": [\n      1", "p2wsh-multisig\": [\n      99999"),
        ("\"required\": 2", "\"required\": 3"),
        ("\"name\"", "\"nome\""),
    ] {
        assert!(text.contains(from), "{from} in {text}");
        assert!(Wallet::from_json(&text.replace(from, to)).is_err(), "{from}");
    }
    for cut in 0..text.len() {
        assert!(Wallet::from_json(&text[..cut]).is_err());
    }
}
