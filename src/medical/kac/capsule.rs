//! What a record's key is locked in: two points, for one class of one public key.

use ark_bls12_381::{Bls12_381, G1Affine, G2Affine};
use ark_ec::pairing::PairingOutput;
use ark_ec::{AffineRepr, CurveGroup};
use zeroize::Zeroize;

use super::parameters::pair;
use super::{KacError, Parameters, PublicKey};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::medical::cipher::MessageKey;
use crate::medical::points::{g1, message_key, put, scalar};
use crate::rng::Rng;

/// `c1 = [t]P` and `c2 = [t](V + B_i)`: 96 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capsule {
    pub(super) c1: G1Affine,
    pub(super) c2: G1Affine,
}

/// A fresh key for one record, and the capsule from which it can be had again.
pub fn encapsulate(
    parameters: &Parameters,
    key: &PublicKey,
    class: u32,
    rng: &mut Rng,
) -> Result<(Capsule, MessageKey), KacError> {
    parameters.check_class(class)?;
    let mut t = scalar(rng);
    let c1 = (G1Affine::generator() * t).into_affine();
    let c2 = ((key.v + parameters.b(class)) * t).into_affine();
    let shared = parameters.z() * t;
    t.zeroize();
    let capsule = Capsule { c1, c2 };
    Ok((capsule, capsule.message_key(class, &shared)))
}

impl Capsule {
    /// The length in bytes.
    pub const LEN: usize = 96;

    /// Whether it is made for `class` of `key`: e(c2, Q) = e(c1, \[γ\]Q + A_class).
    pub fn check(
        &self,
        parameters: &Parameters,
        key: &PublicKey,
        class: u32,
    ) -> Result<(), KacError> {
        parameters.check_class(class)?;
        let right = (key.v_check() + parameters.power(class)).into_affine();
        match pair(self.c2, G2Affine::generator()) == pair(self.c1, right) {
            true => Ok(()),
            false => Err(KacError::OtherClass { class }),
        }
    }

    /// The record's key, from the value that sender and reader share. Class and capsule go into it.
    pub(super) fn message_key(&self, class: u32, shared: &PairingOutput<Bls12_381>) -> MessageKey {
        let info = [&class.to_le_bytes()[..], &self.to_bytes()].concat();
        message_key(b"blockstep/kac/v1", shared, &info)
    }
}

impl Encode for Capsule {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put(sink, &self.c1);
        put(sink, &self.c2);
    }
}

impl Decode for Capsule {
    fn decode(r: &mut Reader<'_>) -> Result<Capsule, DecodeError> {
        Ok(Capsule { c1: g1(r)?, c2: g1(r)? })
    }
}
