//! The powers of a forgotten number, under which all keys of one patient stand.

use ark_bls12_381::{Bls12_381, Fr, G1Affine, G1Projective, G2Affine, G2Projective};
use ark_ec::pairing::{Pairing, PairingOutput};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::PrimeField;
use zeroize::Zeroize;

use super::{ClassSet, KacError};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::tagged_hash;
use crate::medical::points::{g1, g2, put, scalar};
use crate::rng::Rng;

/// The most classes.
pub const CLASSES_MAX: u32 = 4096;

/// The public parameters for n classes: n points of G1 and 2n - 1 of G2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// `[α^i]P` for i = 1..n.
    b: Vec<G1Affine>,
    /// `[α^k]Q` for k = 1..n, then for k = n+2..2n. The one between would open everything.
    a: Vec<G2Affine>,
    /// `e(B_n, A_1)`.
    z: PairingOutput<Bls12_381>,
}

impl Parameters {
    /// Parameters for so many classes. The number that they are powers of is forgotten.
    pub fn new(classes: u32, rng: &mut Rng) -> Result<Parameters, KacError> {
        if classes == 0 || classes > CLASSES_MAX {
            return Err(KacError::ClassCount { classes });
        }
        let mut alpha = scalar(rng);
        let mut power = alpha;
        let (mut b, mut a) = (Vec::new(), Vec::new());
        for exponent in 1..=2 * classes {
            if exponent <= classes {
                b.push(G1Affine::generator() * power);
            }
            if exponent != classes + 1 {
                a.push(G2Affine::generator() * power);
            }
            power *= alpha;
        }
        alpha.zeroize();
        power.zeroize();
        let b = G1Projective::normalize_batch(&b);
        let a = G2Projective::normalize_batch(&a);
        Ok(Parameters::from_points(b, a))
    }

    fn from_points(b: Vec<G1Affine>, a: Vec<G2Affine>) -> Parameters {
        let z = match (b.last(), a.first()) {
            (Some(last), Some(first)) => Bls12_381::pairing(*last, *first),
            // There is one class at least.
            _ => PairingOutput::default(),
        };
        Parameters { b, a, z }
    }

    /// How many classes there are.
    pub fn classes(&self) -> u32 {
        self.b.len() as u32
    }

    /// Whether `class` is one of them.
    pub(super) fn check_class(&self, class: u32) -> Result<(), KacError> {
        let classes = self.classes();
        match (1..=classes).contains(&class) {
            true => Ok(()),
            false => Err(KacError::NoSuchClass { class, classes }),
        }
    }

    /// `B_class`; its class must be one of them.
    pub(super) fn b(&self, class: u32) -> G1Affine {
        let found = self.b.get(class.wrapping_sub(1) as usize);
        found.copied().unwrap_or_default()
    }

    /// `A_k`; zero where there is none.
    fn a(&self, k: u32) -> G2Affine {
        let n = self.classes();
        let at = match k {
            _ if k == n + 1 => return G2Affine::zero(),
            _ if k <= n => k.wrapping_sub(1),
            _ => k - 2,
        };
        self.a.get(at as usize).copied().unwrap_or_default()
    }

    /// `A_class`, for checks.
    pub(super) fn power(&self, class: u32) -> G2Affine {
        self.a(class)
    }

    /// `e(P, Q)` to the α^(n+1).
    pub(super) fn z(&self) -> PairingOutput<Bls12_381> {
        self.z
    }

    /// `Σ A_(n+1-j)` over j in `set`.
    pub(super) fn sum(&self, set: &ClassSet) -> G2Projective {
        set.iter().map(|class| self.a(self.classes() + 1 - class)).sum()
    }

    /// `Σ A_(n+1-j+i)` over j in `set` but i.
    pub(super) fn cross_sum(&self, set: &ClassSet, class: u32) -> G2Projective {
        let others = set.iter().filter(|other| *other != class);
        others.map(|other| self.a(self.classes() + 1 - other + class)).sum()
    }

    /// Whether all points are powers of one number. Each step of both chains is checked, with weights
    /// hashed from the parameters themselves, all in six pairings.
    pub fn check(&self) -> Result<(), KacError> {
        let (p, q, n) = (G1Affine::generator(), G2Affine::generator(), self.b.len());
        let bad = |what| Err(KacError::NoPowerChain { what });
        let (Some(b1), Some(a1)) = (self.b.first(), self.a.first()) else {
            return bad("there are none");
        };
        let weights = self.weights();
        // e(B_(i+1), Q) = e(B_i, A_1), from B_0 = P on.
        let below: Vec<G1Affine> = [&[p], &self.b[..n - 1]].concat();
        if pair(msm1(&self.b, &weights), q) != pair(msm1(&below, &weights), *a1) {
            return bad("the points of G1 are not one number's powers");
        }
        // e(P, A_(k+1)) = e(B_1, A_k), from A_0 = Q on, below the gap and above it.
        let (low, high) = self.a.split_at(n);
        let below = [&[q], &low[..n - 1], &high[..high.len().saturating_sub(1)]].concat();
        let above = [low, high.get(1..).unwrap_or(&[])].concat();
        if pair(p, msm2(&above, &weights)) != pair(*b1, msm2(&below, &weights)) {
            return bad("the points of G2 are not the powers of the same number");
        }
        // Across the gap: e(P, A_(n+2)) = e(B_2, A_n).
        let gap = self.b.get(1).zip(low.last()).zip(high.first());
        match gap {
            Some(((b2, last), first)) if pair(p, *first) != pair(*b2, *last) => {
                bad("the powers above the gap do not follow from those below")
            }
            _ => Ok(()),
        }
    }

    /// A number for each point, which nobody can know before the points are chosen.
    fn weights(&self) -> Vec<Fr> {
        let mut rng = Rng::from_bytes(tagged_hash("blockstep/kac/weights", &[&self.to_bytes()]));
        self.a.iter().map(|_| Fr::from_le_bytes_mod_order(&rng.bytes()[..16])).collect()
    }
}

/// A pairing of points given in any form.
pub(super) fn pair(
    left: impl Into<<Bls12_381 as Pairing>::G1Prepared>,
    right: impl Into<<Bls12_381 as Pairing>::G2Prepared>,
) -> PairingOutput<Bls12_381> {
    Bls12_381::pairing(left, right)
}

fn msm1(points: &[G1Affine], weights: &[Fr]) -> G1Affine {
    let count = points.len().min(weights.len());
    G1Projective::msm_unchecked(&points[..count], &weights[..count]).into_affine()
}

fn msm2(points: &[G2Affine], weights: &[Fr]) -> G2Affine {
    let count = points.len().min(weights.len());
    G2Projective::msm_unchecked(&points[..count], &weights[..count]).into_affine()
}

impl Encode for Parameters {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.classes().to_le_bytes());
        self.b.iter().for_each(|point| put(sink, point));
        self.a.iter().for_each(|point| put(sink, point));
    }
}

impl Decode for Parameters {
    fn decode(r: &mut Reader<'_>) -> Result<Parameters, DecodeError> {
        let offset = r.position();
        let classes = r.u32()?;
        if classes == 0 || classes > CLASSES_MAX {
            let (what, found) = ("a number of classes from 1 to 4096", classes.to_string());
            return Err(DecodeError::NotAValue { offset, what, found });
        }
        let needed = 48 * classes as usize + 96 * (2 * classes as usize - 1);
        if r.left() < needed {
            return Err(DecodeError::UnexpectedEnd {
                offset: r.position(),
                needed,
                left: r.left(),
            });
        }
        let b = (0..classes).map(|_| g1(r)).collect::<Result<_, _>>()?;
        let a = (0..2 * classes - 1).map(|_| g2(r)).collect::<Result<_, _>>()?;
        Ok(Parameters::from_points(b, a))
    }
}
