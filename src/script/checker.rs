//! The arithmetic of signatures, behind a trait so that a cache or a recorder can stand in front.

use secp256k1::{Message, PublicKey, Scalar, XOnlyPublicKey, ecdsa, schnorr};

/// Answers whether signatures fit. The interpreter asks nothing else of elliptic curves.
pub trait SignatureVerifier: Sync {
    /// Whether `der`, read laxly and without its hash type, signs `sighash` under `pubkey`
    /// (Core: `CPubKey::Verify`). Any S is taken; the flags have had their say on it.
    fn ecdsa(&self, der: &[u8], pubkey: &[u8], sighash: &[u8; 32]) -> bool;

    /// Whether `signature` signs `sighash` under the x-only key (BIP 340).
    fn schnorr(&self, signature: &[u8; 64], pubkey: &[u8; 32], sighash: &[u8; 32]) -> bool;

    /// Whether `output` is `internal` tweaked by `tweak`, with this parity (BIP 341).
    fn tweak(&self, output: &[u8; 32], odd: bool, internal: &[u8; 32], tweak: &[u8; 32]) -> bool;
}

/// libsecp256k1, which Bitcoin Core uses too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Secp256k1;

impl SignatureVerifier for Secp256k1 {
    fn ecdsa(&self, der: &[u8], pubkey: &[u8], sighash: &[u8; 32]) -> bool {
        // The header byte says how long a key is, and Core's CPubKey takes no other length.
        let expected = match pubkey.first() {
            Some(2 | 3) => 33,
            Some(4 | 6 | 7) => 65,
            _ => return false,
        };
        if pubkey.len() != expected {
            return false;
        }
        let Ok(key) = PublicKey::from_slice(pubkey) else { return false };
        let Ok(mut signature) = ecdsa::Signature::from_der_lax(der) else { return false };
        signature.normalize_s();
        ecdsa::verify(&signature, Message::from_digest(*sighash), &key).is_ok()
    }

    fn schnorr(&self, signature: &[u8; 64], pubkey: &[u8; 32], sighash: &[u8; 32]) -> bool {
        let Ok(key) = XOnlyPublicKey::from_byte_array(*pubkey) else { return false };
        schnorr::verify(&schnorr::Signature::from_byte_array(*signature), sighash, &key).is_ok()
    }

    fn tweak(&self, output: &[u8; 32], odd: bool, internal: &[u8; 32], tweak: &[u8; 32]) -> bool {
        let Ok(internal) = XOnlyPublicKey::from_byte_array(*internal) else { return false };
        let Ok(output) = XOnlyPublicKey::from_byte_array(*output) else { return false };
        let Ok(tweak) = Scalar::from_be_bytes(*tweak) else { return false };
        let parity = if odd { secp256k1::Parity::Odd } else { secp256k1::Parity::Even };
        internal.tweak_add_check(&output, parity, tweak)
    }
}
