//! A patient's master secret and public key.

use ark_bls12_381::{Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use zeroize::Zeroize;

use super::KacError;
use super::parameters::pair;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::medical::points::{g1, g2, put, scalar};
use crate::rng::Rng;

/// The number that extracts keys, for any set. Wiped when it is dropped; its text never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterSecret(pub(super) Fr);

/// `[γ]P` and, so that others can check, `[γ]Q`: 144 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    pub(super) v: G1Affine,
    v_check: G2Affine,
}

/// A fresh pair.
pub fn key_pair(rng: &mut Rng) -> (MasterSecret, PublicKey) {
    let secret = MasterSecret(scalar(rng));
    let public = secret.public_key();
    (secret, public)
}

impl MasterSecret {
    /// The public key that belongs to it.
    pub fn public_key(&self) -> PublicKey {
        PublicKey {
            v: (G1Affine::generator() * self.0).into_affine(),
            v_check: (G2Affine::generator() * self.0).into_affine(),
        }
    }

    /// Its bytes, for tests that look for them where they must not be.
    pub fn secret_bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
        zeroize::Zeroizing::new(crate::medical::points::bytes(&self.0))
    }
}

impl Drop for MasterSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for MasterSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterSecret(hidden)")
    }
}

impl PublicKey {
    /// The length in bytes.
    pub const LEN: usize = 144;

    /// Whether both halves are of one secret.
    pub fn check(&self) -> Result<(), KacError> {
        let (p, q) = (G1Affine::generator(), G2Affine::generator());
        match pair(self.v, q) == pair(p, self.v_check) {
            true => Ok(()),
            false => Err(KacError::HalvesDiffer),
        }
    }

    /// `[γ]Q`.
    pub(super) fn v_check(&self) -> G2Affine {
        self.v_check
    }
}

impl Encode for PublicKey {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put(sink, &self.v);
        put(sink, &self.v_check);
    }
}

impl Decode for PublicKey {
    fn decode(r: &mut Reader<'_>) -> Result<PublicKey, DecodeError> {
        Ok(PublicKey { v: g1(r)?, v_check: g2(r)? })
    }
}
