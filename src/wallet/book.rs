//! All locks of a wallet, found by their scripts, and the keys behind them.

use std::collections::BTreeMap;

use secp256k1::SecretKey;

use super::{AddressKind, Branch, DerivationPath, KeyRing, Lock};
use crate::primitives::{Network, ScriptBuf};

/// A lock that is a wallet's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// The lock.
    pub lock: Lock,
    /// How it came to be the wallet's.
    pub origin: Origin,
}

/// How a lock came to be a wallet's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Its key follows from the words.
    Derived {
        /// Receiving or change.
        branch: Branch,
        /// The number of the address, from 0.
        index: u32,
        /// The way down from the master key.
        path: DerivationPath,
    },
    /// Its key is the classroom party's.
    Party,
    /// It was put together with others, and is kept under a name.
    Shared {
        /// The name.
        name: String,
    },
}

/// Locks by their scripts, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Book {
    owned: Vec<Owned>,
    by_script: BTreeMap<ScriptBuf, usize>,
    keys: KeyRing,
}

impl Owned {
    /// The address as text, or for a bare lock its script in hexadecimal.
    pub fn text(&self, network: Network) -> String {
        match self.lock.address() {
            Some(address) => address.to_text(network),
            None => hex::encode(&self.lock.script_pubkey().0),
        }
    }

    /// Where it comes from, in few words: a path, a party, a name.
    pub fn source(&self) -> String {
        match &self.origin {
            Origin::Derived { path, .. } => path.to_string(),
            Origin::Party => "the party's own key".into(),
            Origin::Shared { name } => format!("shared: {name}"),
        }
    }
}

impl Book {
    pub(super) fn add(&mut self, owned: Owned, secret: Option<&SecretKey>) {
        if let Some(secret) = secret {
            self.keys.insert(*secret);
        }
        self.by_script.entry(owned.lock.script_pubkey()).or_insert(self.owned.len());
        self.owned.push(owned);
    }

    /// The lock with this script, if it is the wallet's.
    pub fn find(&self, script_pubkey: &[u8]) -> Option<&Owned> {
        let place = self.by_script.get(&ScriptBuf::from(script_pubkey))?;
        self.owned.get(*place)
    }

    /// The locks of one kind and branch that follow from the words, by number.
    pub fn row(&self, kind: AddressKind, branch: Branch) -> impl Iterator<Item = &Owned> {
        self.owned.iter().filter(move |owned| {
            let derived =
                matches!(&owned.origin, Origin::Derived { branch: own, .. } if *own == branch);
            derived && owned.lock.kind() == kind
        })
    }

    /// All locks.
    pub fn iter(&self) -> impl Iterator<Item = &Owned> {
        self.owned.iter()
    }

    /// The private keys.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// The private keys alone.
    pub fn into_keys(self) -> KeyRing {
        self.keys
    }
}
