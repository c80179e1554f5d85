//! One key for a set of classes, and what it opens.

use ark_bls12_381::{Bls12_381, G1Affine, G2Affine, G2Projective};
use ark_ec::pairing::Pairing;
use ark_ec::{AffineRepr, CurveGroup};
use zeroize::Zeroize;

use super::parameters::pair;
use super::{Capsule, ClassSet, KacError, MasterSecret, Parameters, PublicKey};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::medical::cipher::MessageKey;
use crate::medical::points::{g2, put};

/// One point of G2, 96 bytes, whatever the set. A secret: whoever has it opens the set, and can hand it
/// on. Wiped when it is dropped; its text never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct AggregateKey(pub(super) G2Affine);

/// The key for `set`.
pub fn extract(
    parameters: &Parameters,
    secret: &MasterSecret,
    set: &ClassSet,
) -> Result<AggregateKey, KacError> {
    set.check(parameters)?;
    Ok(AggregateKey((parameters.sum(set) * secret.0).into_affine()))
}

/// The key of a record in `set`. A class outside is refused; [`force`] shows why nothing is lost by it.
pub fn decapsulate(
    parameters: &Parameters,
    key: &AggregateKey,
    set: &ClassSet,
    class: u32,
    capsule: &Capsule,
) -> Result<MessageKey, KacError> {
    set.check(parameters)?;
    match set.contains(class) {
        true => force(parameters, key, set, class, capsule),
        false => Err(KacError::NotInSet { class, set: set.clone() }),
    }
}

/// The formula without the question whether `class` is in `set`. For a class outside, no factor of the
/// first pairing is Z^t, and what comes out is another key than the record's. Refused for classes that
/// the parameters do not have: there are no points to compute with.
pub fn force(
    parameters: &Parameters,
    key: &AggregateKey,
    set: &ClassSet,
    class: u32,
    capsule: &Capsule,
) -> Result<MessageKey, KacError> {
    set.check(parameters)?;
    parameters.check_class(class)?;
    let right: G2Projective = parameters.cross_sum(set, class) + key.0;
    let shared = Bls12_381::multi_pairing(
        [capsule.c2, -capsule.c1],
        [parameters.sum(set).into_affine(), right.into_affine()],
    );
    Ok(capsule.message_key(class, &shared))
}

impl AggregateKey {
    /// The length in bytes.
    pub const LEN: usize = 96;

    /// Whether it is `key`'s owner's for `set`: e(P, K) = e(V, Σ A_(n+1-j)).
    pub fn check(
        &self,
        parameters: &Parameters,
        key: &PublicKey,
        set: &ClassSet,
    ) -> Result<(), KacError> {
        set.check(parameters)?;
        let right = parameters.sum(set).into_affine();
        match pair(G1Affine::generator(), self.0) == pair(key.v, right) {
            true => Ok(()),
            false => Err(KacError::OtherSet { set: set.clone() }),
        }
    }
}

impl Drop for AggregateKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for AggregateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AggregateKey(hidden)")
    }
}

impl Encode for AggregateKey {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put(sink, &self.0);
    }
}

impl Decode for AggregateKey {
    fn decode(r: &mut Reader<'_>) -> Result<AggregateKey, DecodeError> {
        g2(r).map(AggregateKey)
    }
}
