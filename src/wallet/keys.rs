//! A wallet: words, and how many addresses of each kind it has given out. All else follows.
//!
//! It knows no chain. Whoever has one hands it coins, and it says which are its own
//! ([`Wallet::spendable`]); it hands out addresses ([`Wallet::fresh`]) and signs ([`Wallet::sign`]).

use std::collections::BTreeMap;

use super::book::{Book, Origin, Owned};
use super::build::{SpendableCoin, UnsignedPayment};
use super::path::ChildNumber;
use super::sign::{sign_input, verify};
use super::{AddressKind, Branch, ExtendedKey, KeyRing, Lock, Mnemonic, WalletError};
use crate::hash::sha256;
use crate::ledger::{Coin, Party};
use crate::primitives::{Network, OutPoint, Transaction};
use crate::script::TxContext;

/// How many addresses in a row may be unused before a wallet stops to look on (BIP 44).
pub const GAP_LIMIT: u32 = 20;
/// The most addresses of one kind that a wallet keeps track of.
pub const MAX_ADDRESSES: u32 = 10_000;

/// Words, a network, and how far the addresses have been used. Whoever sees it can spend its coins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wallet {
    pub(super) name: String,
    pub(super) network: Network,
    pub(super) mnemonic: Mnemonic,
    /// The classroom party whose key belongs to it too.
    pub(super) party: Option<String>,
    /// The number of the next address by kind: receiving, then change.
    pub(super) next: BTreeMap<AddressKind, [u32; 2]>,
    /// Locks that others have keys of too, by name.
    pub(super) shared: BTreeMap<String, Lock>,
}

impl Wallet {
    /// The wallet of these words.
    pub fn new(name: impl Into<String>, network: Network, mnemonic: Mnemonic) -> Wallet {
        let (next, shared) = (BTreeMap::new(), BTreeMap::new());
        Wallet { name: name.into(), network, mnemonic, party: None, next, shared }
    }

    /// The wallet of a classroom party, the same for ever and for everyone: its words follow from
    /// the name, and the party's own key belongs to it too. Never use it for money.
    pub fn of_party(name: &str, network: Network) -> Wallet {
        let hash = sha256(format!("blockstep wallet {name}").as_bytes());
        let (entropy, _) = hash.split_at(16);
        let mnemonic = Mnemonic::from_entropy(entropy).expect("16 bytes make 12 words");
        Wallet { party: Some(name.to_owned()), ..Wallet::new(name, network, mnemonic) }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The network that it is for.
    pub fn network(&self) -> Network {
        self.network
    }

    /// Its words.
    pub fn mnemonic(&self) -> &Mnemonic {
        &self.mnemonic
    }

    /// The master key, from which all others follow.
    pub fn master(&self) -> Result<ExtendedKey, WalletError> {
        ExtendedKey::from_seed(&self.mnemonic.seed(""))
    }

    /// The number of the next address.
    pub fn next_index(&self, kind: AddressKind, branch: Branch) -> u32 {
        self.next.get(&kind).map_or(0, |next| next[branch as usize])
    }

    /// The lock of address number `index`. The kinds of several keys take the wallet's as 1 of 1;
    /// what is handed to others for a lock of several is `lock.keys()[0]`.
    pub fn lock_at(
        &self,
        kind: AddressKind,
        branch: Branch,
        index: u32,
    ) -> Result<Owned, WalletError> {
        let path = kind.path(self.network, branch, index);
        let key = self.master()?.derive(&path)?.public_key();
        let lock = Lock::single(kind, key)?;
        Ok(Owned { lock, origin: Origin::Derived { branch, index, path } })
    }

    /// The next unused address; it counts as used from now on.
    pub fn fresh(&mut self, kind: AddressKind, branch: Branch) -> Result<Owned, WalletError> {
        let index = self.next_index(kind, branch);
        if index >= MAX_ADDRESSES {
            return Err(WalletError::TooManyAddresses { index, limit: MAX_ADDRESSES });
        }
        let owned = self.lock_at(kind, branch, index)?;
        self.next.entry(kind).or_default()[branch as usize] = index + 1;
        Ok(owned)
    }

    /// Keeps a lock under a name, so that coins behind it are found: one of several keys, the
    /// wallet's among them or not.
    pub fn share(&mut self, name: &str, lock: Lock) -> Result<(), WalletError> {
        match self.shared.get(name) {
            Some(known) if *known != lock => {
                Err(WalletError::NameTaken { name: name.chars().take(60).collect() })
            }
            _ => {
                self.shared.insert(name.to_owned(), lock);
                Ok(())
            }
        }
    }

    /// The locks kept by name.
    pub fn shared(&self) -> &BTreeMap<String, Lock> {
        &self.shared
    }

    /// All locks of the wallet: the addresses given out, and [`GAP_LIMIT`] more of each kind, so that
    /// coins are found that came while the wallet was elsewhere.
    pub fn book(&self) -> Result<Book, WalletError> {
        let mut book = Book::default();
        let master = self.master()?;
        for kind in AddressKind::ALL {
            let account = master.derive(&kind.account_path(self.network))?;
            for branch in Branch::ALL {
                let row = account.child(ChildNumber::normal(branch as u32))?;
                for index in 0..self.next_index(kind, branch).saturating_add(GAP_LIMIT) {
                    let key = row.child(ChildNumber::normal(index))?;
                    let path = kind.path(self.network, branch, index);
                    let lock = Lock::single(kind, key.public_key())?;
                    let origin = Origin::Derived { branch, index, path };
                    book.add(Owned { lock, origin }, key.secret_key());
                }
            }
        }
        if let Some(party) = self.party.as_deref().map(Party::named) {
            for kind in AddressKind::SINGLE {
                let lock = Lock::single(kind, *party.public_key())?;
                book.add(Owned { lock, origin: Origin::Party }, Some(party.secret_key()));
            }
        }
        for (name, lock) in &self.shared {
            let origin = Origin::Shared { name: name.clone() };
            book.add(Owned { lock: lock.clone(), origin }, None);
        }
        Ok(book)
    }

    /// The private keys of the wallet.
    pub fn keys(&self) -> Result<KeyRing, WalletError> {
        Ok(self.book()?.into_keys())
    }

    /// Those of `coins` that lie behind locks of the wallet, in the order given. Addresses that are
    /// found to be used count as used from now on. Whether a coinbase is ripe is for the caller.
    pub fn spendable<'a>(
        &mut self,
        coins: impl IntoIterator<Item = (&'a OutPoint, &'a Coin)>,
    ) -> Result<Vec<SpendableCoin>, WalletError> {
        let coins: Vec<_> = coins.into_iter().collect();
        loop {
            let book = self.book()?;
            let (mut found, mut further) = (Vec::new(), false);
            for (outpoint, coin) in &coins {
                let Some(owned) = book.find(&coin.output.script_pubkey) else { continue };
                further |= self.mark_used(owned);
                let (outpoint, output) = (**outpoint, coin.output.clone());
                found.push(SpendableCoin { outpoint, output, lock: owned.lock.clone() });
            }
            // A used address brings later ones into sight, whose coins may have stood earlier.
            if !further {
                return Ok(found);
            }
        }
    }

    /// Counts an address as used; true if later ones come into sight by that.
    fn mark_used(&mut self, owned: &Owned) -> bool {
        let Origin::Derived { branch, index, .. } = &owned.origin else { return false };
        let later = *index >= self.next_index(owned.lock.kind(), *branch) && *index < MAX_ADDRESSES;
        if later {
            let next = self.next.entry(owned.lock.kind()).or_default();
            next[*branch as usize] = index + 1;
        }
        later
    }

    /// Signs every input with the wallet's keys, and checks that every coin opens.
    pub fn sign(&self, payment: &UnsignedPayment) -> Result<Transaction, WalletError> {
        let keys = self.keys()?;
        let coins = payment.spent_outputs();
        let context = TxContext::new(&payment.tx, Some(&coins));
        let mut tx = payment.tx.clone();
        for (at, (input, coin)) in tx.inputs.iter_mut().zip(&payment.coins).enumerate() {
            let unlocking = sign_input(&context, at, &coin.output, &coin.lock, &keys)?;
            input.script_sig = unlocking.script_sig;
            input.witness = unlocking.witness;
        }
        verify(&tx, &coins)?;
        Ok(tx)
    }
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
