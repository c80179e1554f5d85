//! Key-policy encryption (Goyal et al. 2006, with hashing): the key carries the rule.
//!
//! - Public: `Y = e(P, Q)^y`. Master: y.
//! - Key for a rule: for each leaf x with share q_x of y and a random r_x, `D_x = [q_x]P + [r_x]H(x)` and
//!   `R_x = [r_x]Q`.
//! - Capsule for characteristics: for a random s, `E = [s]Q`, and `E_i = [s]H(i)` for each. The record's key
//!   is hashed from Y^s.
//! - Opening: `Y^s = Π (e(D_x, E) / e(E_x, R_x))^w_x`.

use std::collections::{BTreeMap, BTreeSet};

use ark_bls12_381::{Bls12_381, Fr, G1Affine, G2Affine};
use ark_ec::pairing::{Pairing, PairingOutput};
use ark_ec::{AffineRepr, CurveGroup};
use zeroize::Zeroize;

use super::shares::{shares, weights};
use super::{AbeError, Attribute, Policy};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};
use crate::medical::cipher::MessageKey;
use crate::medical::points::{g1, g2, message_key, put, scalar};
use crate::rng::Rng;

/// What everybody may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpPublic {
    y: PairingOutput<Bls12_381>,
}

/// What the authority alone knows. Wiped when it is dropped.
#[derive(Clone)]
pub struct KpMaster {
    y: Fr,
}

/// A key for a rule. A secret.
#[derive(Clone, PartialEq, Eq)]
pub struct KpKey {
    /// The rule.
    pub policy: Policy,
    pub(super) leaves: Vec<(G1Affine, G2Affine)>,
}

/// What a record's key is locked in: its characteristics, and a point for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpCapsule {
    pub(super) e: G2Affine,
    pub(super) parts: BTreeMap<Attribute, G1Affine>,
}

/// An authority begins.
pub fn set_up(rng: &mut Rng) -> (KpMaster, KpPublic) {
    let master = KpMaster { y: scalar(rng) };
    let y = Bls12_381::pairing(G1Affine::generator(), G2Affine::generator()) * master.y;
    (master, KpPublic { y })
}

/// The authority makes a key for a rule.
pub fn key(master: &KpMaster, policy: &Policy, rng: &mut Rng) -> KpKey {
    let shares = shares(policy, master.y, rng);
    let leaf = |(attribute, share): (&Attribute, Fr)| {
        let own = scalar(rng);
        let first = G1Affine::generator() * share + attribute.point() * own;
        (first.into_affine(), (G2Affine::generator() * own).into_affine())
    };
    let leaves = policy.leaves().into_iter().zip(shares).map(leaf).collect();
    KpKey { policy: policy.clone(), leaves }
}

/// A fresh key for a record with these characteristics, and the capsule that opens for a key whose rule
/// they satisfy.
pub fn encapsulate(
    public: &KpPublic,
    about: &BTreeSet<Attribute>,
    rng: &mut Rng,
) -> Result<(KpCapsule, MessageKey), AbeError> {
    if about.is_empty() {
        return Err(AbeError::NoAttributes);
    }
    let mut s = scalar(rng);
    let part = |attribute: &Attribute| (attribute.clone(), (attribute.point() * s).into_affine());
    let parts = about.iter().map(part).collect();
    let e = (G2Affine::generator() * s).into_affine();
    let shared = public.y * s;
    s.zeroize();
    let capsule = KpCapsule { e, parts };
    let key = capsule.message_key(&shared);
    Ok((capsule, key))
}

/// The record's key, for a key whose rule the record's characteristics satisfy.
pub fn decapsulate(key: &KpKey, capsule: &KpCapsule) -> Result<MessageKey, AbeError> {
    let about: BTreeSet<Attribute> = capsule.parts.keys().cloned().collect();
    let Some(weights) = weights(&key.policy, &about) else {
        return Err(AbeError::NotSatisfied {
            policy: key.policy.to_string(),
            held: super::attack::listed(&about),
        });
    };
    Ok(capsule.message_key(&paired(key, capsule, weights)))
}

/// The formula with the characteristics and points of `read_as`, and the key hashed with `capsule`: what a
/// forger computes who has relabelled a record and knows the original.
pub fn open_as(key: &KpKey, read_as: &KpCapsule, capsule: &KpCapsule) -> Option<MessageKey> {
    let about: BTreeSet<Attribute> = read_as.parts.keys().cloned().collect();
    let weights = weights(&key.policy, &about)?;
    Some(capsule.message_key(&paired(key, read_as, weights)))
}

/// The product over the weighted leaves.
pub(super) fn paired(
    key: &KpKey,
    capsule: &KpCapsule,
    weights: Vec<(usize, Fr)>,
) -> PairingOutput<Bls12_381> {
    let names = key.policy.leaves();
    // All that is paired with E comes into one pairing.
    let mut sum = ark_bls12_381::G1Projective::default();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (leaf, weight) in weights {
        // Weights name leaves of the rule whose property the record has.
        let (Some(name), Some((d, r))) = (names.get(leaf), key.leaves.get(leaf)) else { continue };
        let Some(part) = capsule.parts.get(*name) else { continue };
        sum += *d * weight;
        left.push((*part * -weight).into_affine());
        right.push(*r);
    }
    left.push(sum.into_affine());
    right.push(capsule.e);
    Bls12_381::multi_pairing(left, right)
}

impl KpCapsule {
    /// The record's key. The whole capsule goes into it, the characteristics included.
    pub(super) fn message_key(&self, shared: &PairingOutput<Bls12_381>) -> MessageKey {
        message_key(b"blockstep/abe/kp/v1", shared, &self.to_bytes())
    }

    /// The record's characteristics.
    pub fn about(&self) -> impl Iterator<Item = &Attribute> {
        self.parts.keys()
    }
}

impl Drop for KpMaster {
    fn drop(&mut self) {
        self.y.zeroize();
    }
}

impl std::fmt::Debug for KpMaster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KpMaster(hidden)")
    }
}

impl std::fmt::Debug for KpKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KpKey({})", self.policy)
    }
}

impl Encode for KpKey {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.policy.encode(sink);
        for (d, r) in &self.leaves {
            put(sink, d);
            put(sink, r);
        }
    }
}

impl Decode for KpKey {
    fn decode(r: &mut Reader<'_>) -> Result<KpKey, DecodeError> {
        let policy = Policy::decode(r)?;
        let leaves =
            policy.leaves().iter().map(|_| Ok((g1(r)?, g2(r)?))).collect::<Result<_, _>>()?;
        Ok(KpKey { policy, leaves })
    }
}

impl Encode for KpCapsule {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put(sink, &self.e);
        put_compact_size(sink, self.parts.len() as u64);
        for (attribute, part) in &self.parts {
            attribute.encode(sink);
            put(sink, part);
        }
    }
}

impl Decode for KpCapsule {
    fn decode(r: &mut Reader<'_>) -> Result<KpCapsule, DecodeError> {
        let e = g2(r)?;
        let count = r.count("characteristics", 50)?;
        let mut parts = BTreeMap::new();
        for _ in 0..count {
            let offset = r.position();
            let attribute = Attribute::decode(r)?;
            if parts.last_key_value().is_some_and(|(last, _)| *last >= attribute) {
                let (what, found) = ("a property after the one before", attribute.to_string());
                return Err(DecodeError::NotAValue { offset, what, found });
            }
            parts.insert(attribute, g1(r)?);
        }
        Ok(KpCapsule { e, parts })
    }
}
