//! The master secret among n members, of whom any k can extract a key, and fewer nothing.
//!
//! Shamir's shares over the scalar field (Shamir 1979), with commitments against which each share and
//! each part can be checked (Feldman 1987). An aggregate key is linear in the master secret: so members
//! extract *parts* for just the records asked for, and the parts are combined. The master secret itself
//! is never put together.

use ark_bls12_381::{Fr, G1Affine, G1Projective, G2Affine, G2Projective};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{Field, One};
use zeroize::Zeroize;

use super::parameters::pair;
use super::{AggregateKey, ClassSet, KacError, MasterSecret, Parameters, PublicKey};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};
use crate::medical::points::{g1, g2, put, read_scalar, scalar};
use crate::rng::Rng;

/// The most members.
const MEMBERS_MAX: u32 = 100;

/// One member's share: a point of the polynomial. A secret.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterShare {
    /// The member, from 1.
    pub index: u32,
    value: Fr,
}

/// `[a_i]P` for each coefficient of the polynomial: as many as members are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitments(Vec<G1Affine>);

/// One member's part of a key for a set. A secret until it is handed to the reader.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyPart {
    /// The member, from 1.
    pub index: u32,
    point: G2Affine,
}

/// Shares for `n` members, of whom `k` are needed.
pub fn split(
    secret: &MasterSecret,
    k: u32,
    n: u32,
    rng: &mut Rng,
) -> Result<(Vec<MasterShare>, Commitments), KacError> {
    if k == 0 || k > n || n > MEMBERS_MAX {
        return Err(KacError::MemberCount { k, n });
    }
    let mut coefficients: Vec<Fr> = vec![secret.0];
    coefficients.extend((1..k).map(|_| scalar(rng)));
    let value = |index: u32| {
        // Horner, from the highest coefficient on.
        coefficients.iter().rev().fold(Fr::from(0), |sum, a| sum * Fr::from(index) + a)
    };
    let shares = (1..=n).map(|index| MasterShare { index, value: value(index) }).collect();
    let points: Vec<G1Projective> =
        coefficients.iter().map(|a| G1Affine::generator() * a).collect();
    coefficients.zeroize();
    Ok((shares, Commitments(G1Projective::normalize_batch(&points))))
}

/// A member's part of the key for `set`.
pub fn extract_part(
    parameters: &Parameters,
    share: &MasterShare,
    set: &ClassSet,
) -> Result<KeyPart, KacError> {
    set.check(parameters)?;
    let point = (parameters.sum(set) * share.value).into_affine();
    Ok(KeyPart { index: share.index, point })
}

/// The key from `k` parts of different members, all for one set. Check each part first: of parts for
/// different sets comes a key that opens nothing, which [`AggregateKey::check`] notices.
pub fn combine(parts: &[KeyPart], k: u32) -> Result<AggregateKey, KacError> {
    for (at, part) in parts.iter().enumerate() {
        if parts[..at].iter().any(|other| other.index == part.index) {
            return Err(KacError::PartTwice { index: part.index });
        }
    }
    if k == 0 {
        return Err(KacError::MemberCount { k, n: parts.len() as u32 });
    }
    if parts.len() < k as usize {
        return Err(KacError::TooFewParts { found: parts.len(), needed: k });
    }
    let parts = &parts[..k as usize];
    let sum: G2Projective = parts.iter().map(|part| part.point * weight(part, parts)).sum();
    Ok(AggregateKey(sum.into_affine()))
}

/// Lagrange's weight of a part at 0: the product of j / (j - i) over all others j.
fn weight(part: &KeyPart, parts: &[KeyPart]) -> Fr {
    let others = parts.iter().filter(|other| other.index != part.index);
    let mut weight = Fr::one();
    for other in others {
        let (i, j) = (Fr::from(part.index), Fr::from(other.index));
        // Indices differ and are far below the order of the group.
        weight *= j * (j - i).inverse().unwrap_or_default();
    }
    weight
}

impl Commitments {
    /// How many members are needed.
    pub fn needed(&self) -> u32 {
        self.0.len() as u32
    }

    /// Whether they are of `key`'s secret.
    pub fn check(&self, key: &PublicKey) -> Result<(), KacError> {
        match self.0.first() == Some(&key.v) {
            true => Ok(()),
            false => Err(KacError::OtherSecret),
        }
    }

    /// `[f(index)]P`, from the commitments alone.
    fn at(&self, index: u32) -> G1Projective {
        let start = G1Projective::default();
        self.0.iter().rev().fold(start, |sum, point| sum * Fr::from(index) + point)
    }
}

impl MasterShare {
    /// Whether it is the member's share of what is committed to.
    pub fn check(&self, commitments: &Commitments) -> Result<(), KacError> {
        match G1Affine::generator() * self.value == commitments.at(self.index) {
            true => Ok(()),
            false => Err(KacError::ShareDoesNotFit { index: self.index }),
        }
    }
}

impl KeyPart {
    /// Whether it is the member's part of the key for `set`: e(P, part) = e(\[f(index)\]P, Σ A_(n+1-j)).
    pub fn check(
        &self,
        parameters: &Parameters,
        commitments: &Commitments,
        set: &ClassSet,
    ) -> Result<(), KacError> {
        set.check(parameters)?;
        let left = commitments.at(self.index).into_affine();
        let right = parameters.sum(set).into_affine();
        match pair(G1Affine::generator(), self.point) == pair(left, right) {
            true => Ok(()),
            false => Err(KacError::PartDoesNotFit { index: self.index }),
        }
    }
}

impl Drop for MasterShare {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

impl std::fmt::Debug for MasterShare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterShare({}, hidden)", self.index)
    }
}

impl std::fmt::Debug for KeyPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyPart({}, hidden)", self.index)
    }
}

impl Encode for MasterShare {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.index.to_le_bytes());
        put(sink, &self.value);
    }
}

impl Decode for MasterShare {
    fn decode(r: &mut Reader<'_>) -> Result<MasterShare, DecodeError> {
        Ok(MasterShare { index: member(r)?, value: read_scalar(r)? })
    }
}

impl Encode for KeyPart {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.index.to_le_bytes());
        put(sink, &self.point);
    }
}

impl Decode for KeyPart {
    fn decode(r: &mut Reader<'_>) -> Result<KeyPart, DecodeError> {
        Ok(KeyPart { index: member(r)?, point: g2(r)? })
    }
}

/// A member's number. The polynomial's value at 0 is the secret itself, so that nobody has that number.
fn member(r: &mut Reader<'_>) -> Result<u32, DecodeError> {
    let offset = r.position();
    match r.u32()? {
        index @ 1..=MEMBERS_MAX => Ok(index),
        other => {
            let (what, found) = ("a member's number from 1 to 100", other.to_string());
            Err(DecodeError::NotAValue { offset, what, found })
        }
    }
}

impl Encode for Commitments {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put_compact_size(sink, self.0.len() as u64);
        self.0.iter().for_each(|point| put(sink, point));
    }
}

impl Decode for Commitments {
    fn decode(r: &mut Reader<'_>) -> Result<Commitments, DecodeError> {
        let offset = r.position();
        let count = r.count("commitments", 48)?;
        if count == 0 || count > MEMBERS_MAX as usize {
            let (what, found) = ("a number of commitments from 1 to 100", count.to_string());
            return Err(DecodeError::NotAValue { offset, what, found });
        }
        (0..count).map(|_| g1(r)).collect::<Result<_, _>>().map(Commitments)
    }
}
