//! The private keys at hand, found by their public ones.

use std::collections::BTreeMap;

use secp256k1::{PublicKey, SecretKey};

use super::lock::KeyBytes;

/// Private keys under their compressed public keys.
#[derive(Clone, Default)]
pub struct KeyRing(BTreeMap<KeyBytes, SecretKey>);

impl KeyRing {
    /// No keys.
    pub fn new() -> KeyRing {
        KeyRing::default()
    }

    /// Adds a key and returns its public one.
    pub fn insert(&mut self, secret: SecretKey) -> KeyBytes {
        let key = PublicKey::from_secret_key(&secret).serialize();
        self.0.insert(key, secret);
        key
    }

    /// The private key behind a public one, if it is here.
    pub fn secret(&self, key: &KeyBytes) -> Option<&SecretKey> {
        self.0.get(key)
    }

    /// The public keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &KeyBytes> {
        self.0.keys()
    }
}

impl FromIterator<SecretKey> for KeyRing {
    fn from_iter<I: IntoIterator<Item = SecretKey>>(secrets: I) -> KeyRing {
        let mut ring = KeyRing::new();
        for secret in secrets {
            ring.insert(secret);
        }
        ring
    }
}

/// Keeps the secrets out of logs and test failures.
impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({} keys)", self.0.len())
    }
}
