//! A transaction as JSON, in two shapes, read as well as written.
//!
//! [`Shape::Lecture`] is the short one of the lecture's slides and of *Bitcoin and Cryptocurrency
//! Technologies*; [`Shape::Core`] is what Bitcoin Core's `decoderawtransaction` answers. Both state
//! things that follow from the rest (ids, sizes, counts); on reading, each of these that is there
//! must be right. Amounts are exact: they are never turned into floating point.

mod amount;
mod asm;
mod core;
mod error;
mod lecture;
mod object;

use crate::encode::{Decode, Encode};
use crate::primitives::{Network, Transaction};

pub use error::JsonError;
pub use object::Object;

/// Which JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `{hash, ver, vin_sz, vout_sz, lock_time, size, in, out}`. It has no place for witnesses.
    Lecture,
    /// `{txid, hash, version, size, vsize, weight, locktime, vin, vout}`.
    Core,
}

/// A transaction in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The text, over several lines.
    pub text: String,
    /// What the shape has no place for, a phrase each. Empty if the text gives every byte back.
    pub lost: Vec<String>,
}

/// Writes `tx`, with the addresses of `network` where the shape has them.
pub fn write(tx: &Transaction, shape: Shape, network: Network) -> Result<Written, JsonError> {
    match shape {
        Shape::Lecture => lecture::write(tx),
        Shape::Core => core::write(tx, network),
    }
}

/// Reads a transaction from either shape, which is told by its fields `in` or `vin`.
pub fn read(text: &str) -> Result<Transaction, JsonError> {
    #[derive(serde::Deserialize)]
    struct Probe {
        r#in: Option<serde::de::IgnoredAny>,
        vin: Option<serde::de::IgnoredAny>,
    }
    let Object(probe): Object<Probe> = serde_json::from_str(text)?;
    let tx = match (probe.r#in, probe.vin) {
        (Some(_), None) => lecture::read(text)?,
        (None, Some(_)) => core::read(text)?,
        _ => return Err(JsonError::UnknownShape),
    };
    // Without inputs, the count of 0 reads as the mark of the witness form.
    if Transaction::from_bytes(&tx.to_bytes()).as_ref() != Ok(&tx) {
        return Err(JsonError::NoBytes);
    }
    Ok(tx)
}

/// Checks a field that follows from the others, where it is given.
fn check<T: PartialEq + std::fmt::Display>(
    field: impl Into<String>,
    stated: Option<T>,
    computed: T,
) -> Result<(), JsonError> {
    match stated {
        Some(stated) if stated != computed => Err(JsonError::Contradiction {
            field: field.into(),
            stated: stated.to_string(),
            computed: computed.to_string(),
        }),
        _ => Ok(()),
    }
}

/// The bytes that the field writes in hexadecimal.
fn bytes(field: impl Into<String>, text: &str) -> Result<Vec<u8>, JsonError> {
    crate::encode::decode_hex(text)
        .map_err(|source| JsonError::BadHex { field: field.into(), source })
}

#[cfg(test)]
mod tests;
