//! Points and scalars of BLS12-381 as bytes, read without trust: on the curve, in the right group, not
//! zero; and the keys that are hashed from what two parties share.

use ark_bls12_381::{Bls12_381, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ec::pairing::PairingOutput;
use ark_ff::PrimeField;
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use bitcoin_hashes::{Hkdf, sha256};
use zeroize::Zeroizing;

use super::cipher::MessageKey;
use crate::encode::{DecodeError, Reader, Sink};
use crate::rng::Rng;

/// A random scalar: 512 bits reduced, so that no value is noticeably likelier.
pub(in crate::medical) fn scalar(rng: &mut Rng) -> Fr {
    let mut wide = Zeroizing::new([0; 64]);
    wide[..32].copy_from_slice(&rng.bytes());
    wide[32..].copy_from_slice(&rng.bytes());
    Fr::from_le_bytes_mod_order(&*wide)
}

/// Writes a point compressed: 48 bytes in G1, 96 in G2.
pub(in crate::medical) fn put<S: Sink>(sink: &mut S, point: &impl CanonicalSerialize) {
    sink.put(&bytes(point));
}

/// A point, a scalar or a pairing's value as bytes.
pub(in crate::medical) fn bytes(value: &impl CanonicalSerialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.compressed_size());
    // Writing to a vector does not fail.
    let _ = value.serialize_compressed(&mut bytes);
    bytes
}

/// Reads a point of G1 other than zero.
pub(in crate::medical) fn g1(r: &mut Reader<'_>) -> Result<G1Affine, DecodeError> {
    point(r, 48, "a point of G1 other than zero (48 bytes, in the subgroup)")
}

/// Reads a point of G2 other than zero.
pub(in crate::medical) fn g2(r: &mut Reader<'_>) -> Result<G2Affine, DecodeError> {
    point(r, 96, "a point of G2 other than zero (96 bytes, in the subgroup)")
}

/// Reads a scalar, least byte first.
pub(in crate::medical) fn read_scalar(r: &mut Reader<'_>) -> Result<Fr, DecodeError> {
    let offset = r.position();
    let bytes = r.take(32)?;
    Fr::deserialize_compressed(bytes).map_err(|_| DecodeError::NotAValue {
        offset,
        what: "a number below the order of the group",
        // A scalar may be a secret.
        found: "32 bytes that are not shown".into(),
    })
}

fn point<A: AffineRepr>(
    r: &mut Reader<'_>,
    len: usize,
    what: &'static str,
) -> Result<A, DecodeError> {
    let offset = r.position();
    let bytes = r.take(len)?;
    let found = A::deserialize_compressed(bytes).ok().filter(|point| !point.is_zero());
    found.ok_or_else(|| DecodeError::NotAValue { offset, what, found: hex::encode(bytes) })
}

/// The key that a pairing's value gives (HKDF-SHA256). `info` is all that the key is to depend on
/// besides: with one byte of it changed, it is another key.
pub(in crate::medical) fn message_key(
    salt: &[u8],
    shared: &PairingOutput<Bls12_381>,
    info: &[u8],
) -> MessageKey {
    let secret = Zeroizing::new(bytes(shared));
    let mut key = Zeroizing::new([0; 32]);
    // 32 bytes are far below the 8,160 that HKDF can give.
    let _ = Hkdf::<sha256::HashEngine>::new(salt, &secret).expand(info, &mut *key);
    MessageKey::from_bytes(*key)
}
