//! Rules over properties: trees of k-of-n gates. AND is n of n, OR is 1 of n.

use std::collections::BTreeSet;
use std::fmt;

use super::{AbeError, Attribute};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes};

/// The most properties of a rule.
pub const LEAVES_MAX: usize = 64;
/// How deep gates may be nested.
pub const DEPTH_MAX: usize = 8;

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Policy {
    /// One property.
    Has(Attribute),
    /// So many of these.
    Gate {
        /// How many.
        k: usize,
        /// Of these.
        of: Vec<Policy>,
    },
}

impl Policy {
    /// Whether `held` satisfies it.
    pub fn is_satisfied_by(&self, held: &BTreeSet<Attribute>) -> bool {
        match self {
            Policy::Has(attribute) => held.contains(attribute),
            Policy::Gate { k, of } => {
                of.iter().filter(|policy| policy.is_satisfied_by(held)).count() >= *k
            }
        }
    }

    /// The properties that it names, from left to right.
    pub fn leaves(&self) -> Vec<&Attribute> {
        match self {
            Policy::Has(attribute) => vec![attribute],
            Policy::Gate { of, .. } => of.iter().flat_map(Policy::leaves).collect(),
        }
    }

    /// A gate, if it can be.
    pub(super) fn gate(k: usize, of: Vec<Policy>) -> Result<Policy, AbeError> {
        match (k, of.len()) {
            (k, n) if k == 0 || k > n => Err(AbeError::Gate { k, n }),
            (1, 1) => Ok(of.into_iter().next().unwrap_or(Policy::Gate { k: 1, of: vec![] })),
            _ => Ok(Policy::Gate { k, of }),
        }
    }
}

/// As [`str::parse`] reads it: `a AND (b OR c)`, `2 of (a, b, c)`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Policy::Gate { k, of } = self else {
            let Policy::Has(attribute) = self else { return Ok(()) };
            return write!(f, "{attribute}");
        };
        let list = |between: &str| {
            let inner = |policy: &Policy| match policy {
                // Inside `k of (...)` commas keep the parts apart.
                Policy::Gate { k, of } if between != ", " && (*k == of.len() || *k == 1) => {
                    format!("({policy})")
                }
                _ => policy.to_string(),
            };
            of.iter().map(inner).collect::<Vec<_>>().join(between)
        };
        match *k {
            k if k == of.len() => f.write_str(&list(" AND ")),
            1 => f.write_str(&list(" OR ")),
            k => write!(f, "{k} of ({})", list(", ")),
        }
    }
}

impl Encode for Policy {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put_bytes(sink, self.to_string().as_bytes());
    }
}

impl Decode for Policy {
    fn decode(r: &mut Reader<'_>) -> Result<Policy, DecodeError> {
        let offset = r.position();
        let bytes = r.byte_string()?;
        let text = std::str::from_utf8(bytes).ok();
        let found = text.and_then(|text| {
            let read: Policy = text.parse().ok()?;
            // One rule has one text.
            (read.to_string() == text).then_some(read)
        });
        let what = "a rule such as doctor AND (surgery OR cardiology)";
        found.ok_or_else(|| DecodeError::NotAValue { offset, what, found: hex::encode(bytes) })
    }
}
