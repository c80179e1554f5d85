//! Symmetric encryption that also notices every change: ChaCha20-Poly1305 (RFC 8439).
//!
//! A key is used for one message only, so that the nonce can be zero: whoever encrypts draws a fresh
//! key. What a ciphertext belongs to goes in as *context*; moved elsewhere, it does not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use zeroize::Zeroizing;

use super::seal::SealError;
use crate::rng::Rng;

/// How many bytes longer than its plaintext a ciphertext is: the tag.
pub const TAG_LEN: usize = 16;

/// A key for one message. Wiped when it is dropped; its text never shows it.
#[derive(Clone)]
pub struct MessageKey(Zeroizing<[u8; 32]>);

impl MessageKey {
    /// A fresh key.
    pub fn new(rng: &mut Rng) -> MessageKey {
        MessageKey(Zeroizing::new(rng.bytes()))
    }

    /// The key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> MessageKey {
        MessageKey(Zeroizing::new(bytes))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Encrypts the one message of this key: as many bytes as `plain`, and [`TAG_LEN`] more.
    pub fn encrypt(&self, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let payload = Payload { msg: plain, aad: context };
        // Fails for messages of 256 GiB only, which no memory here holds.
        self.aead().encrypt(&Nonce::default(), payload).unwrap_or_default()
    }

    /// Decrypts it; an error for another key, another context, or any changed byte.
    pub fn decrypt(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let payload = Payload { msg: sealed, aad: context };
        let plain = self.aead().decrypt(&Nonce::default(), payload);
        plain.map(Zeroizing::new).map_err(|_| SealError::DoesNotOpen { bytes: sealed.len() })
    }

    fn aead(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&Key::from(*self.0))
    }
}

impl std::fmt::Debug for MessageKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MessageKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_byte_is_noticed() {
        let key = MessageKey::new(&mut Rng::from_seed(1));
        let sealed = key.encrypt(b"here", b"blood group 0");
        assert_eq!(sealed.len(), 13 + TAG_LEN);
        assert_eq!(key.decrypt(b"here", &sealed).unwrap().as_slice(), b"blood group 0");
        assert!(key.decrypt(b"there", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.decrypt(b"here", &changed).is_err(), "byte {at}");
        }
    }
}
