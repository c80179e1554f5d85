//! A lost key: the secret behind an identity, split among friends so that k of n bring it back (Shamir 1979).
//!
//! The splitting is a library's, over GF(256), byte by byte. It does not notice too few pieces or wrong ones:
//! it gives other bytes. So what comes back is compared with the public key that is looked for.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use thiserror::Error;
use vsss_rs::Gf256;
use zeroize::Zeroizing;

use super::identity::{Identity, Keys};
use crate::rng::Rng;
use crate::rules::{Rule, key_aggregate as rules};

/// A friend's piece of somebody's secret. Its text never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece(Zeroizing<Vec<u8>>);

/// Why a key is not split, or does not come back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecoveryError {
    /// Impossible numbers.
    #[error(
        "a key is split among 2 to 255 friends, of whom 2 or more are needed; {k} of {n} cannot be"
    )]
    Count {
        /// How many are to be needed.
        k: usize,
        /// How many there are to be.
        n: usize,
    },
    /// Too few pieces, or wrong ones.
    #[error(
        "{pieces} of these pieces do not make the key of {wanted}: too few, or some of another key"
    )]
    OtherKey {
        /// How many there were.
        pieces: usize,
        /// Whose key was looked for.
        wanted: Identity,
    },
}

/// Splits the secret of `keys` among `n` friends, of whom `k` bring it back.
pub fn split(keys: &Keys, k: usize, n: usize, rng: &mut Rng) -> Result<Vec<Piece>, RecoveryError> {
    if k < 2 || k > n || n > 255 {
        return Err(RecoveryError::Count { k, n });
    }
    let secret = keys.secret_bytes();
    let pieces = Gf256::split_bytes(k, n, &secret[..], Chance(rng));
    let pieces = pieces.map_err(|_| RecoveryError::Count { k, n })?;
    Ok(pieces.into_iter().map(|piece| Piece(Zeroizing::new(piece))).collect())
}

/// The key of `wanted` from some pieces.
pub fn recover(pieces: &[Piece], wanted: &Identity) -> Result<Keys, RecoveryError> {
    let other = RecoveryError::OtherKey { pieces: pieces.len(), wanted: *wanted };
    let shares: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.0.to_vec()).collect();
    let secret = Gf256::combine_bytes(&shares).map(Zeroizing::new).map_err(|_| other.clone())?;
    let secret: Option<Zeroizing<[u8; 32]>> = secret.as_slice().try_into().ok().map(Zeroizing::new);
    let keys = secret.and_then(|secret| Keys::from_secret_bytes(*secret));
    keys.filter(|keys| keys.identity() == *wanted).ok_or(other)
}

impl RecoveryError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            RecoveryError::Count { .. } | RecoveryError::OtherKey { .. } => &rules::K_OF_N,
        }
    }
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Piece(hidden)")
    }
}

/// Seeded chance, as the library wants to have it.
struct Chance<'a>(&'a mut Rng);

impl TryRng for Chance<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0.next_u64() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.next_u64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(32) {
            chunk.copy_from_slice(&self.0.bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Chance<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_two_of_three_bring_a_key_back_and_one_does_not() {
        let mut rng = Rng::from_seed(1);
        let (keys, other) = (Keys::new(&mut rng), Keys::new(&mut rng));
        let wanted = keys.identity();
        let pieces = split(&keys, 2, 3, &mut rng).unwrap();
        for [a, b] in [[0, 1], [0, 2], [1, 2]] {
            let two = [pieces[a].clone(), pieces[b].clone()];
            let found = recover(&two, &wanted).unwrap();
            assert_eq!(found.secret_bytes(), keys.secret_bytes());
            assert!(recover(&two, &other.identity()).is_err());
            assert!(recover(&two[..1], &wanted).is_err());
        }
        let strange = split(&other, 2, 3, &mut rng).unwrap();
        let mixed = [pieces[0].clone(), strange[1].clone()];
        let told = recover(&mixed, &wanted).unwrap_err().to_string();
        assert!(told.contains("too few, or some of another key"), "{told}");
        for (k, n) in [(0, 3), (1, 3), (4, 3), (2, 256)] {
            assert_eq!(split(&keys, k, n, &mut rng), Err(RecoveryError::Count { k, n }));
        }
        assert!(recover(&[], &wanted).is_err());
    }
}
