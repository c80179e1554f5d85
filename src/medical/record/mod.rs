//! A medical record, as it is written down before anything is encrypted (lecture slide "Medical Blockchain
//! Transactions: Release").
//!
//! The chain carries H(D) and never D. Records are short, and there are few of some kinds: without the
//! random *salt* inside, whoever hashes all eight blood groups knows which one a hash is of
//! ([`dictionary`]). Institutions write records in different [`Format`]s; a record names its own.

pub mod delivery;
pub mod dictionary;
pub mod dictionary_walk;
mod format;

use std::fmt;

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes};
use crate::hash::tagged_hash;
use crate::rng::Rng;

use super::identity::Identity;

pub use format::{Format, FormatError, read};

/// The longest record, in bytes of its content.
pub const CONTENT_MAX_BYTES: usize = 100_000;

/// A record about a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Random, so that the hash cannot be guessed.
    pub salt: [u8; 32],
    /// Whom it is about.
    pub patient: Identity,
    /// Who wrote it: an institution, or the patient.
    pub author: Identity,
    /// How the content is to be read, by name: `letter/1`.
    pub format: String,
    /// What it says.
    pub content: String,
}

/// H(D): the hash of a whole record, salt included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordDigest(pub [u8; 32]);

impl Record {
    /// A record with a fresh salt.
    pub fn new(
        patient: Identity,
        author: Identity,
        format: Format,
        content: &str,
        rng: &mut Rng,
    ) -> Record {
        let format = format.name().to_owned();
        Record { salt: rng.bytes(), patient, author, format, content: content.to_owned() }
    }

    /// H(D).
    pub fn digest(&self) -> RecordDigest {
        RecordDigest(tagged_hash("blockstep/record", &[&self.to_bytes()]))
    }
}

impl Encode for Record {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.salt);
        self.patient.encode(sink);
        self.author.encode(sink);
        put_bytes(sink, self.format.as_bytes());
        put_bytes(sink, self.content.as_bytes());
    }
}

impl Decode for Record {
    fn decode(r: &mut Reader<'_>) -> Result<Record, DecodeError> {
        Ok(Record {
            salt: r.array()?,
            patient: Identity::decode(r)?,
            author: Identity::decode(r)?,
            format: text(r, 40, "the name of a format (at most 40 bytes of text)")?,
            content: text(
                r,
                CONTENT_MAX_BYTES,
                "a record's content (at most 100,000 bytes of text)",
            )?,
        })
    }
}

/// Text in UTF-8 of at most `longest` bytes.
pub(in crate::medical) fn text(
    r: &mut Reader<'_>,
    longest: usize,
    what: &'static str,
) -> Result<String, DecodeError> {
    let offset = r.position();
    let bytes = r.byte_string()?;
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= longest);
    text.map(str::to_owned).ok_or_else(|| {
        let head = &bytes[..bytes.len().min(16)];
        DecodeError::NotAValue { offset, what, found: format!("{}…", hex::encode(head)) }
    })
}

impl fmt::Display for RecordDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for RecordDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordDigest({self})")
    }
}

impl serde::Serialize for RecordDigest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests;
