use super::*;
use crate::trace::{Stepper, Trace};
use crate::wallet::{Branch, Wallet};

#[test]
fn the_steps_lead_to_the_address_of_the_wallet() {
    let wallet = Wallet::of_party("Alice", Network::Regtest);
    for kind in AddressKind::ALL {
        let path = kind.path(Network::Regtest, Branch::Change, 3);
        let words = wallet.mnemonic().clone();
        let steps = path.steps().len();
        let mut trace = Trace::new(DeriveModel::new(words, Network::Regtest, kind, path));
        let mut sentences = vec![trace.scene(&Window::following(3)).sentence];
        while trace.forward() {
            sentences.push(trace.scene(&Window::following(3)).sentence);
        }
        assert_eq!(trace.position(), steps + 3);
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{sentences:#?}");
        let expected = wallet.lock_at(kind, Branch::Change, 3).unwrap().lock;
        assert_eq!(trace.state().lock.as_ref(), Some(&expected));
        assert_eq!(trace.scene(&Window::all()).verdict, Some(Verdict::Done));
        assert_eq!(trace.seek(0), 0);
        assert_eq!(trace.scene(&Window::following(3)).sentence, sentences[0]);
    }
}

#[test]
fn a_path_of_ones_own_is_followed_too() {
    let words = Wallet::of_party("Bob", Network::Main).mnemonic().clone();
    let path: DerivationPath = "m/7/8h".parse().unwrap();
    let mut trace = Trace::new(DeriveModel::new(words, Network::Main, AddressKind::P2tr, path));
    while trace.forward() {}
    assert_eq!(trace.position(), 5);
    assert!(trace.scene(&Window::all()).sentence.contains("bc1p"));
}
