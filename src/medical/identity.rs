//! Key pairs as identities: whoever can sign for a public key *is* that public key
//! (lecture slide "Medical Data Release: Situation"; BCT 1.4).
//!
//! One key serves twice: it signs (BIP 340, over its x coordinate, without added randomness so that a
//! story can be told twice), and what is sealed to it only its owner can open.

use std::fmt;

use secp256k1::{Keypair, PublicKey, SecretKey, ecdh, schnorr};
use zeroize::Zeroizing;

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::rng::Rng;

/// A public key on secp256k1, compressed: 33 bytes. Text is hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(PublicKey);

/// A BIP 340 signature: 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// The secret behind an [`Identity`]. Its text never shows it.
#[derive(Clone)]
pub struct Keys {
    pair: Keypair,
}

impl Keys {
    /// A fresh pair.
    pub fn new(rng: &mut Rng) -> Keys {
        loop {
            // All but one of 2^128 draws are a secret key.
            if let Ok(secret) = SecretKey::from_secret_bytes(rng.bytes()) {
                return Keys { pair: Keypair::from_secret_key(&secret) };
            }
        }
    }

    /// The pair with this secret; none where the bytes are no secret key.
    pub fn from_secret_bytes(secret: [u8; 32]) -> Option<Keys> {
        let secret = SecretKey::from_secret_bytes(secret).ok()?;
        Some(Keys { pair: Keypair::from_secret_key(&secret) })
    }

    /// The public key.
    pub fn identity(&self) -> Identity {
        Identity(self.pair.public_key())
    }

    /// Signs a digest; say by [`crate::hash::tagged_hash`] what it is a digest of.
    pub fn sign(&self, digest: &[u8; 32]) -> Signature {
        Signature(schnorr::sign_no_aux_rand(digest, &self.pair).to_byte_array())
    }

    /// The secret, for tests that look for it where it must not be.
    pub fn secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.pair.to_secret_bytes())
    }

    /// The secret key itself, for the signatures that scripts ask for.
    pub(super) fn secret_key(&self) -> SecretKey {
        self.pair.secret_key()
    }

    /// The point that this key and `other` share, unhashed: x and y.
    pub(super) fn shared_point(&self, other: &Identity) -> Zeroizing<[u8; 64]> {
        Zeroizing::new(ecdh::shared_secret_point(&other.0, &self.secret_key()))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys of {}", self.identity())
    }
}

impl Identity {
    /// The length in bytes.
    pub const LEN: usize = 33;

    /// Reads a compressed public key; none where the bytes are no point of the curve.
    pub fn from_bytes(bytes: &[u8; 33]) -> Option<Identity> {
        PublicKey::from_slice(bytes).ok().map(Identity)
    }

    /// The compressed public key.
    pub fn to_bytes(&self) -> [u8; 33] {
        self.0.serialize()
    }

    /// Whether the owner of this key signed `digest`.
    pub fn verify(&self, digest: &[u8; 32], signature: &Signature) -> bool {
        let (x_only, _) = self.0.x_only_public_key();
        schnorr::verify(&schnorr::Signature::from_byte_array(signature.0), digest, &x_only).is_ok()
    }

    /// Its first digits, which tell the parties of one screen apart.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(8);
        text + "…"
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.to_bytes()))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({self})")
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({})", hex::encode(self.0))
    }
}

impl Encode for Identity {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.to_bytes());
    }
}

impl Decode for Identity {
    fn decode(r: &mut Reader<'_>) -> Result<Identity, DecodeError> {
        let offset = r.position();
        let bytes = r.array::<33>()?;
        Identity::from_bytes(&bytes).ok_or_else(|| DecodeError::NotAValue {
            offset,
            what: "a public key (33 bytes of a point on secp256k1)",
            found: hex::encode(bytes),
        })
    }
}

impl Encode for Signature {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.0);
    }
}

impl Decode for Signature {
    fn decode(r: &mut Reader<'_>) -> Result<Signature, DecodeError> {
        r.array().map(Signature)
    }
}

impl serde::Serialize for Identity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::str::FromStr for Identity {
    type Err = DecodeError;
    fn from_str(text: &str) -> Result<Identity, DecodeError> {
        <Identity as Decode>::from_hex(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_one_key_and_one_digest() {
        let mut rng = Rng::from_seed(1);
        let (alice, bob) = (Keys::new(&mut rng), Keys::new(&mut rng));
        let signature = alice.sign(&[7; 32]);
        assert!(alice.identity().verify(&[7; 32], &signature));
        assert!(!alice.identity().verify(&[8; 32], &signature));
        assert!(!bob.identity().verify(&[7; 32], &signature));
        assert_eq!(signature, alice.sign(&[7; 32]), "the same story, told twice");
    }

    #[test]
    fn text_and_bytes_come_back() {
        let identity = Keys::new(&mut Rng::from_seed(2)).identity();
        assert_eq!(identity.to_string().parse::<Identity>().unwrap(), identity);
        let err = "05".repeat(33).parse::<Identity>().unwrap_err();
        assert!(err.to_string().contains("secp256k1"), "{err}");
    }

    #[test]
    fn debug_text_keeps_the_secret() {
        let keys = Keys::new(&mut Rng::from_seed(3));
        assert!(!format!("{keys:?}").contains(&hex::encode(*keys.secret_bytes())));
    }
}
