//! Hybrid encryption to an identity: a fresh key pair makes a secret shared with the receiver, the
//! secret makes a symmetric key, and that encrypts (lecture slide "Asymmetric Encryption II").
//!
//! `sealed = E (33 bytes) || ChaCha20-Poly1305(key, context, plain)`, where E is the fresh public key
//! and key = HKDF-SHA256(salt "blockstep/seal/v1", the shared point, E || receiver || context). The
//! context says where the sealed bytes belong, so that moved to another place they do not open.

use bitcoin_hashes::{Hkdf, sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::cipher::{MessageKey, TAG_LEN};
use super::identity::{Identity, Keys};
use crate::rng::Rng;
use crate::rules::{Rule, medical as rules};

/// How many bytes longer than its plaintext a sealed message is: a public key and a tag.
pub const OVERHEAD: usize = Identity::LEN + TAG_LEN;

/// Why sealed bytes do not open.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// Fewer bytes than an empty message has.
    #[error(
        "{bytes} bytes are too few for a sealed message, which has {OVERHEAD} at least: pass the whole message"
    )]
    TooShort {
        /// How many there are.
        bytes: usize,
    },
    /// The first bytes are no public key.
    #[error("a sealed message begins with a public key, and these are the bytes of none: {found}")]
    NoPoint {
        /// Hexadecimal.
        found: String,
    },
    /// The tag does not fit.
    #[error(
        "{bytes} sealed bytes do not open: they were sealed to another key or for another place, or changed on the way"
    )]
    DoesNotOpen {
        /// How many there are.
        bytes: usize,
    },
}

impl SealError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            SealError::TooShort { .. } | SealError::NoPoint { .. } => &rules::SEALED_FORM,
            SealError::DoesNotOpen { .. } => &rules::SEALED_TO_ONE,
        }
    }
}

/// Seals `plain` so that only the owner of `to` can open it, and only with the same `context`.
pub fn seal(to: &Identity, context: &[u8], plain: &[u8], rng: &mut Rng) -> Vec<u8> {
    let fresh = Keys::new(rng);
    let key = message_key(&fresh.shared_point(to), &fresh.identity(), to, context);
    let mut sealed = fresh.identity().to_bytes().to_vec();
    sealed.extend(key.encrypt(context, plain));
    sealed
}

/// Opens what was sealed to `keys` for `context`.
pub fn open(keys: &Keys, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let too_short = SealError::TooShort { bytes: sealed.len() };
    let (point, rest) = sealed.split_first_chunk::<33>().ok_or(too_short.clone())?;
    if rest.len() < TAG_LEN {
        return Err(too_short);
    }
    let fresh = Identity::from_bytes(point)
        .ok_or_else(|| SealError::NoPoint { found: hex::encode(point) })?;
    let key = message_key(&keys.shared_point(&fresh), &fresh, &keys.identity(), context);
    key.decrypt(context, rest).map_err(|_| SealError::DoesNotOpen { bytes: sealed.len() })
}

fn message_key(shared: &[u8; 64], fresh: &Identity, to: &Identity, context: &[u8]) -> MessageKey {
    let info = [&fresh.to_bytes()[..], &to.to_bytes()[..], context].concat();
    let mut key = Zeroizing::new([0; 32]);
    let hkdf = Hkdf::<sha256::HashEngine>::new(b"blockstep/seal/v1", shared);
    // 32 bytes are far below the 8,160 that HKDF can give.
    let _ = hkdf.expand(&info, &mut *key);
    MessageKey::from_bytes(*key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_receiver_opens_it_and_only_in_its_place() {
        let mut rng = Rng::from_seed(1);
        let (alice, bob) = (Keys::new(&mut rng), Keys::new(&mut rng));
        let sealed = seal(&alice.identity(), b"record 1", b"secret", &mut rng);
        assert_eq!(sealed.len(), 6 + OVERHEAD);
        assert_eq!(open(&alice, b"record 1", &sealed).unwrap().as_slice(), b"secret");
        assert!(open(&bob, b"record 1", &sealed).is_err());
        assert!(open(&alice, b"record 2", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&alice, b"record 1", &changed).is_err(), "byte {at}");
        }
        for len in 0..sealed.len() {
            assert!(open(&alice, b"record 1", &sealed[..len]).is_err(), "{len} bytes");
        }
    }

    #[test]
    fn two_sealings_of_one_message_have_nothing_in_common() {
        let mut rng = Rng::from_seed(2);
        let alice = Keys::new(&mut rng);
        let one = seal(&alice.identity(), b"", b"same", &mut rng);
        let two = seal(&alice.identity(), b"", b"same", &mut rng);
        assert_ne!(one[..33], two[..33]);
        assert_ne!(one[33..], two[33..]);
    }
}
