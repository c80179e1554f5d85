//! What can be wrong with bytes, said with the offset at which it shows.

use crate::rules::{Rule, encode as rules};
use crate::spelling::counted;

/// Why bytes could not be read. `offset` counts bytes from the start of what was being read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A field needs more bytes than are left.
    #[error(
        "the bytes end too early: at offset {offset} a field of {needed} bytes begins, but only {left} {} left", if *left == 1 { "is" } else { "are" }
    )]
    UnexpectedEnd {
        /// Where the field begins.
        offset: usize,
        /// Its length in bytes.
        needed: usize,
        /// The bytes that are there.
        left: usize,
    },
    /// A CompactSize that is wider than its value needs.
    #[error(
        "the CompactSize at offset {offset} takes {width} bytes for the number {value}; it must use the shortest form"
    )]
    NonCanonicalCompactSize {
        /// Where the number begins.
        offset: usize,
        /// Its value.
        value: u64,
        /// The bytes that it takes.
        width: usize,
    },
    /// A count that the bytes left cannot hold, or above [`MAX_SIZE`](super::MAX_SIZE).
    #[error(
        "the count at offset {offset} promises {count} {what}, but the {left} bytes that follow hold at most {limit}"
    )]
    CountTooLarge {
        /// Where the count begins.
        offset: usize,
        /// What is counted, in the plural.
        what: &'static str,
        /// The count.
        count: u64,
        /// The bytes after it.
        left: usize,
        /// The most items that could stand there.
        limit: u64,
    },
    /// Bytes after the end.
    #[error(
        "left over at offset {offset}, where the last field has already ended: {}", counted(*left, "byte")
    )]
    TrailingBytes {
        /// Where the last field ended.
        offset: usize,
        /// How many bytes follow.
        left: usize,
    },
    /// The witness form without any witness.
    #[error(
        "the transaction announces witnesses, but at offset {offset} every one of them is empty"
    )]
    SuperfluousWitness {
        /// Where the witnesses end.
        offset: usize,
    },
    /// A flag byte with unknown bits.
    #[error(
        "the flag byte at offset {offset} is {flag:#04x}; only 0x01 (witnesses follow) is known"
    )]
    UnknownOptionalData {
        /// Where the flag stands.
        offset: usize,
        /// Its value.
        flag: u8,
    },
    /// Bytes that can be no value of the kind that belongs there.
    #[error("at offset {offset} there should be {what}, and these bytes are none: {found}")]
    NotAValue {
        /// Where they begin.
        offset: usize,
        /// What should be there, with its article: `a public key`.
        what: &'static str,
        /// The bytes, in hexadecimal.
        found: String,
    },
    /// Text that is not hexadecimal.
    #[error("not hexadecimal: {found} at character {offset}; use 0-9 and a-f, two for each byte")]
    BadHex {
        /// Which character, from 0.
        offset: usize,
        /// What stands there.
        found: String,
    },
}

impl DecodeError {
    /// The rule that the bytes break.
    pub fn rule(&self) -> &'static Rule {
        match self {
            DecodeError::UnexpectedEnd { .. } => &rules::UNEXPECTED_END,
            DecodeError::NonCanonicalCompactSize { .. } => &rules::NON_CANONICAL_COMPACT_SIZE,
            DecodeError::CountTooLarge { .. } => &rules::COUNT_TOO_LARGE,
            DecodeError::TrailingBytes { .. } => &rules::TRAILING_BYTES,
            DecodeError::SuperfluousWitness { .. } => &rules::SUPERFLUOUS_WITNESS,
            DecodeError::UnknownOptionalData { .. } => &rules::UNKNOWN_OPTIONAL_DATA,
            DecodeError::NotAValue { .. } => &rules::NOT_A_VALUE,
            DecodeError::BadHex { .. } => &rules::BAD_HEX,
        }
    }

    /// Where the fault shows: a byte offset, or a character offset for hexadecimal text.
    pub fn offset(&self) -> usize {
        match self {
            DecodeError::UnexpectedEnd { offset, .. }
            | DecodeError::NonCanonicalCompactSize { offset, .. }
            | DecodeError::CountTooLarge { offset, .. }
            | DecodeError::TrailingBytes { offset, .. }
            | DecodeError::SuperfluousWitness { offset }
            | DecodeError::UnknownOptionalData { offset, .. }
            | DecodeError::NotAValue { offset, .. }
            | DecodeError::BadHex { offset, .. } => *offset,
        }
    }
}
