//! Ciphertext-policy encryption (Bethencourt, Sahai and Waters 2007): the record carries the rule.
//!
//! - Public: `h = [β]P`, `Y = e(P, Q)^α`. Master: α, β.
//! - Key for properties: for a random r, `D = [(α + r)/β]Q`; for each property j and a random r_j,
//!   `D_j = [r]P + [r_j]H(j)` and `D'_j = [r_j]Q`. The r ties all parts of one key together.
//! - Capsule for a rule: for a random s, `C = [s]h`; for each leaf y with share q_y of s, `C_y = [q_y]Q` and
//!   `C'_y = [q_y]H(y)`. The record's key is hashed from Y^s.
//! - Opening: `Y^s = e(C, D) · Π (e(C'_y, D'_y) / e(D_y, C_y))^w_y`.

use std::collections::{BTreeMap, BTreeSet};

use ark_bls12_381::{Bls12_381, Fr, G1Affine, G2Affine};
use ark_ec::pairing::{Pairing, PairingOutput};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::Field;
use zeroize::Zeroize;

use super::shares::{shares, weights};
use super::{AbeError, Attribute, Policy};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};
use crate::medical::cipher::MessageKey;
use crate::medical::points::{g1, g2, message_key, put, scalar};
use crate::rng::Rng;

/// What everybody may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CpPublic {
    h: G1Affine,
    y: PairingOutput<Bls12_381>,
}

/// What the authority alone knows: with it every key can be made. Wiped when it is dropped.
#[derive(Clone)]
pub struct CpMaster {
    alpha: Fr,
    beta: Fr,
}

/// A key for properties. A secret.
#[derive(Clone, PartialEq, Eq)]
pub struct CpKey {
    pub(super) d: G2Affine,
    pub(super) parts: BTreeMap<Attribute, (G1Affine, G2Affine)>,
}

/// What a record's key is locked in: a rule, and two points for each of its leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CpCapsule {
    /// The rule.
    pub policy: Policy,
    pub(super) c: G1Affine,
    pub(super) leaves: Vec<(G2Affine, G1Affine)>,
}

/// An authority begins.
pub fn set_up(rng: &mut Rng) -> (CpMaster, CpPublic) {
    let master = CpMaster { alpha: scalar(rng), beta: scalar(rng) };
    let h = (G1Affine::generator() * master.beta).into_affine();
    let y = Bls12_381::pairing(G1Affine::generator(), G2Affine::generator()) * master.alpha;
    (master, CpPublic { h, y })
}

/// The authority makes a key for someone with these properties.
pub fn key(
    master: &CpMaster,
    held: &BTreeSet<Attribute>,
    rng: &mut Rng,
) -> Result<CpKey, AbeError> {
    if held.is_empty() {
        return Err(AbeError::NoAttributes);
    }
    let r = scalar(rng);
    // A random number is 0, and without an inverse, once in 2^255 draws.
    let exponent = (master.alpha + r) * master.beta.inverse().unwrap_or_default();
    let d = (G2Affine::generator() * exponent).into_affine();
    let tied = G1Affine::generator() * r;
    let part = |attribute: &Attribute| {
        let own = scalar(rng);
        let first = (tied + attribute.point() * own).into_affine();
        (attribute.clone(), (first, (G2Affine::generator() * own).into_affine()))
    };
    Ok(CpKey { d, parts: held.iter().map(part).collect() })
}

/// A fresh key for one record, and the capsule that opens for whoever satisfies `policy`.
pub fn encapsulate(public: &CpPublic, policy: &Policy, rng: &mut Rng) -> (CpCapsule, MessageKey) {
    let mut s = scalar(rng);
    let leaves = (policy.leaves().into_iter().zip(shares(policy, s, rng)))
        .map(|(attribute, share)| {
            let point = G2Affine::generator() * share;
            (point.into_affine(), (attribute.point() * share).into_affine())
        })
        .collect();
    let c = (public.h * s).into_affine();
    let shared = public.y * s;
    s.zeroize();
    let capsule = CpCapsule { policy: policy.clone(), c, leaves };
    let key = capsule.message_key(&shared);
    (capsule, key)
}

/// The record's key, for a key that satisfies the rule.
pub fn decapsulate(key: &CpKey, capsule: &CpCapsule) -> Result<MessageKey, AbeError> {
    let held: BTreeSet<Attribute> = key.parts.keys().cloned().collect();
    let Some(weights) = weights(&capsule.policy, &held) else {
        return Err(AbeError::NotSatisfied {
            policy: capsule.policy.to_string(),
            held: super::attack::listed(&held),
        });
    };
    Ok(capsule.message_key(&paired(key, capsule, weights)))
}

/// The formula with the rule and points of `read_as`, and the key hashed with `capsule`: what a forger
/// computes who has relabelled a record and knows the original.
pub fn open_as(key: &CpKey, read_as: &CpCapsule, capsule: &CpCapsule) -> Option<MessageKey> {
    let held: BTreeSet<Attribute> = key.parts.keys().cloned().collect();
    let weights = weights(&read_as.policy, &held)?;
    Some(capsule.message_key(&paired(key, read_as, weights)))
}

/// e(C, D) and, for each weighted leaf, what takes e(P, Q)^(rs) out of it.
pub(super) fn paired(
    key: &CpKey,
    capsule: &CpCapsule,
    weights: Vec<(usize, Fr)>,
) -> PairingOutput<Bls12_381> {
    let names = capsule.policy.leaves();
    let (mut left, mut right) = (vec![capsule.c], vec![key.d]);
    for (leaf, weight) in weights {
        // Weights name leaves of the rule whose property is held; a capsule has two points for each.
        let (Some(name), Some((c, c_hashed))) = (names.get(leaf), capsule.leaves.get(leaf)) else {
            continue;
        };
        let Some((d, d_random)) = key.parts.get(*name) else { continue };
        left.extend([(*c_hashed * weight).into_affine(), (*d * -weight).into_affine()]);
        right.extend([*d_random, *c]);
    }
    Bls12_381::multi_pairing(left, right)
}

impl CpCapsule {
    /// The record's key. The whole capsule goes into it, the rule included.
    pub(super) fn message_key(&self, shared: &PairingOutput<Bls12_381>) -> MessageKey {
        message_key(b"blockstep/abe/cp/v1", shared, &self.to_bytes())
    }
}

impl Drop for CpMaster {
    fn drop(&mut self) {
        self.alpha.zeroize();
        self.beta.zeroize();
    }
}

impl std::fmt::Debug for CpMaster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CpMaster(hidden)")
    }
}

impl std::fmt::Debug for CpKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CpKey").field(&self.parts.keys()).finish()
    }
}

impl Encode for CpKey {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put(sink, &self.d);
        put_compact_size(sink, self.parts.len() as u64);
        for (attribute, (first, second)) in &self.parts {
            attribute.encode(sink);
            put(sink, first);
            put(sink, second);
        }
    }
}

impl Decode for CpKey {
    fn decode(r: &mut Reader<'_>) -> Result<CpKey, DecodeError> {
        let d = g2(r)?;
        let count = r.count("properties", 146)?;
        let mut parts = BTreeMap::new();
        for _ in 0..count {
            let offset = r.position();
            let attribute = Attribute::decode(r)?;
            if parts.last_key_value().is_some_and(|(last, _)| *last >= attribute) {
                let (what, found) = ("a property after the one before", attribute.to_string());
                return Err(DecodeError::NotAValue { offset, what, found });
            }
            parts.insert(attribute, (g1(r)?, g2(r)?));
        }
        Ok(CpKey { d, parts })
    }
}

impl Encode for CpCapsule {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.policy.encode(sink);
        put(sink, &self.c);
        for (c, c_hashed) in &self.leaves {
            put(sink, c);
            put(sink, c_hashed);
        }
    }
}

impl Decode for CpCapsule {
    fn decode(r: &mut Reader<'_>) -> Result<CpCapsule, DecodeError> {
        let policy = Policy::decode(r)?;
        let c = g1(r)?;
        let leaves =
            policy.leaves().iter().map(|_| Ok((g2(r)?, g1(r)?))).collect::<Result<_, _>>()?;
        Ok(CpCapsule { policy, c, leaves })
    }
}
