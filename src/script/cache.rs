//! Remembering what was found valid, so that a transaction that was checked when it came is not
//! checked again when a block brings it, or when a reorganisation brings it back.
//!
//! Only what passed is remembered, under a hash of everything that was looked at; so a cache can save
//! work, but never change a verdict (Core: `SignatureCache`, `m_script_execution_cache`).

use std::collections::HashSet;
use std::sync::Mutex;

use super::checker::{Secp256k1, SignatureVerifier};
use crate::hash::Sha256;

/// The hash of all that a check looked at.
pub type CacheKey = [u8; 32];

/// A bounded set of checks that passed. When it is half full, the older half begins to be forgotten.
#[derive(Debug)]
pub struct ValidCache {
    generations: Mutex<Generations>,
    half: usize,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashSet<CacheKey>,
    old: HashSet<CacheKey>,
}

impl ValidCache {
    /// A cache of at most `entries` entries, 32 bytes each and what the set adds.
    pub fn new(entries: usize) -> ValidCache {
        ValidCache { generations: Mutex::default(), half: (entries / 2).max(1) }
    }

    /// Whether a check with this key is known to have passed.
    pub fn contains(&self, key: &CacheKey) -> bool {
        // A thread that panicked cannot have left a set of keys half changed.
        let generations = self.generations.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        generations.young.contains(key) || generations.old.contains(key)
    }

    /// Remembers that a check with this key has passed.
    pub fn insert(&self, key: CacheKey) {
        let mut generations =
            self.generations.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if generations.young.len() >= self.half {
            generations.old = std::mem::take(&mut generations.young);
        }
        generations.young.insert(key);
    }

    /// The number of checks that are remembered.
    pub fn len(&self) -> usize {
        let generations = self.generations.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        generations.young.len() + generations.old.len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A verifier that asks libsecp256k1 only what it has not seen to be valid.
#[derive(Debug)]
pub struct CachingVerifier {
    cache: ValidCache,
}

impl CachingVerifier {
    /// A verifier that remembers at most `entries` signatures.
    pub fn new(entries: usize) -> CachingVerifier {
        CachingVerifier { cache: ValidCache::new(entries) }
    }

    fn check(&self, kind: u8, parts: [&[u8]; 3], verify: impl FnOnce() -> bool) -> bool {
        let mut engine = Sha256::new();
        engine.update(&[kind]);
        for part in parts {
            engine.update(&(part.len() as u64).to_le_bytes());
            engine.update(part);
        }
        let key = engine.finish();
        if self.cache.contains(&key) {
            return true;
        }
        let valid = verify();
        if valid {
            self.cache.insert(key);
        }
        valid
    }
}

impl SignatureVerifier for CachingVerifier {
    fn ecdsa(&self, der: &[u8], pubkey: &[u8], sighash: &[u8; 32]) -> bool {
        self.check(b'E', [der, pubkey, sighash], || Secp256k1.ecdsa(der, pubkey, sighash))
    }

    fn schnorr(&self, signature: &[u8; 64], pubkey: &[u8; 32], sighash: &[u8; 32]) -> bool {
        let verify = || Secp256k1.schnorr(signature, pubkey, sighash);
        self.check(b'S', [signature, pubkey, sighash], verify)
    }

    fn tweak(&self, output: &[u8; 32], odd: bool, internal: &[u8; 32], tweak: &[u8; 32]) -> bool {
        // Cheaper than to remember it.
        Secp256k1.tweak(output, odd, internal, tweak)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_bounded_and_forgets_the_oldest() {
        let cache = ValidCache::new(10);
        assert!(cache.is_empty());
        (0..100).for_each(|n| cache.insert([n; 32]));
        assert!(cache.len() <= 10);
        assert!(cache.contains(&[99; 32]) && cache.contains(&[96; 32]));
        assert!(!cache.contains(&[0; 32]));
    }

    #[test]
    fn only_what_was_valid_is_remembered_and_every_part_counts() {
        let secret = secp256k1::SecretKey::from_secret_bytes([7; 32]).unwrap();
        let key = secp256k1::PublicKey::from_secret_key(&secret).serialize();
        let signature = secp256k1::ecdsa::sign(secp256k1::Message::from_digest([9; 32]), &secret);
        let der = signature.serialize_der().to_vec();
        let verifier = CachingVerifier::new(100);
        assert!(!verifier.ecdsa(&der, &key, &[8; 32]));
        assert_eq!(verifier.cache.len(), 0);
        for _ in 0..2 {
            assert!(verifier.ecdsa(&der, &key, &[9; 32]));
            assert_eq!(verifier.cache.len(), 1);
        }
        assert!(!verifier.ecdsa(&der, &key, &[8; 32]));
        assert!(!verifier.ecdsa(&der[1..], &key, &[9; 32]));
        assert!(!verifier.ecdsa(&der, &key[..32], &[9; 32]));
    }
}
