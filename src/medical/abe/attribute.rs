//! Properties, as words and as points.

use std::collections::BTreeSet;
use std::fmt;

use ark_bls12_381::{G1Affine, G1Projective, g1::Config};
use ark_ec::hashing::HashToCurve;
use ark_ec::hashing::curve_maps::wb::WBMap;
use ark_ec::hashing::map_to_curve_hasher::MapToCurveBasedHasher;
use ark_ff::field_hashers::DefaultFieldHasher;
use sha2_10::Sha256;

use super::AbeError;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes};

/// The longest property, in bytes.
pub const LONGEST: usize = 60;

/// A property, such as `doctor` or `er-2026-11-21`: small letters, digits, `-`, `.` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribute(String);

impl Attribute {
    /// Reads a word. Capitals become small letters.
    pub fn new(word: &str) -> Result<Attribute, AbeError> {
        let word = word.trim().to_lowercase();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
        match (1..=LONGEST).contains(&word.len()) && word.chars().all(fits) {
            true => Ok(Attribute(word)),
            false => Err(AbeError::NoAttribute { word }),
        }
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// H(property): a point of G1 whose logarithm nobody knows (RFC 9380, by a simplified map onto an isogenous curve).
    pub(super) fn point(&self) -> G1Affine {
        type Hasher =
            MapToCurveBasedHasher<G1Projective, DefaultFieldHasher<Sha256, 128>, WBMap<Config>>;
        let hashed =
            Hasher::new(b"blockstep/abe/attribute").and_then(|h| h.hash(self.0.as_bytes()));
        // Fails only for a curve without such a map, and this one has it.
        hashed.unwrap_or_default()
    }
}

/// Properties, given as words between spaces or commas.
pub fn attributes(words: &str) -> Result<BTreeSet<Attribute>, AbeError> {
    let words = words.split([' ', ',']).filter(|word| !word.is_empty());
    words.map(Attribute::new).collect()
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Encode for Attribute {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put_bytes(sink, self.0.as_bytes());
    }
}

impl Decode for Attribute {
    fn decode(r: &mut Reader<'_>) -> Result<Attribute, DecodeError> {
        let offset = r.position();
        let bytes = r.byte_string()?;
        let word = std::str::from_utf8(bytes).ok();
        let found = word.and_then(|word| Attribute::new(word).ok().filter(|read| read.0 == word));
        found.ok_or_else(|| DecodeError::NotAValue {
            offset,
            what: "a property of small letters, digits, -, . and _",
            found: hex::encode(bytes),
        })
    }
}
