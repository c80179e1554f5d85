//! Bytes in and out: Bitcoin's serialization format, read without trust and written without buffers.
//!
//! Numbers are little endian; counts are CompactSize (1, 3, 5 or 9 bytes, always the shortest);
//! a list is its count and then its items (Core: `serialize.h`). A reader never allocates more than
//! the bytes at hand justify, and every error carries the offset at which it was found.

mod error;
mod reader;
mod sink;

pub use error::DecodeError;
pub use reader::{Reader, Span};
pub use sink::{Count, Sink, compact_size_len, put_bytes, put_compact_size};

/// Core's `MAX_SIZE`: no count may be larger.
pub const MAX_SIZE: u64 = 0x0200_0000;

/// A value with a Bitcoin serialization that can be written.
pub trait Encode {
    /// Writes the bytes to `sink`, which may be a vector, a hash or a counter.
    fn encode<S: Sink>(&self, sink: &mut S);

    /// The bytes.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.encode(&mut bytes);
        bytes
    }

    /// The number of bytes, without writing them.
    fn encoded_len(&self) -> usize {
        let mut count = Count(0);
        self.encode(&mut count);
        count.0
    }
}

/// A value with a Bitcoin serialization that can be read.
pub trait Decode: Sized {
    /// Reads one value from where `reader` stands.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Reads one value that must fill `bytes` exactly.
    fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let value = Self::decode(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }

    /// Reads one value from hexadecimal text; white space around it is ignored.
    fn from_hex(text: &str) -> Result<Self, DecodeError> {
        Self::from_bytes(&decode_hex(text)?)
    }
}

/// Hexadecimal text to bytes. The offset in an error counts characters of the trimmed text.
pub fn decode_hex(text: &str) -> Result<Vec<u8>, DecodeError> {
    let text = text.trim();
    hex::decode(text).map_err(|_| {
        // Up to the first strange character every character is one byte.
        match text.char_indices().find(|(_, character)| !character.is_ascii_hexdigit()) {
            Some((offset, character)) => {
                DecodeError::BadHex { offset, found: format!("the character {character:?}") }
            }
            None => DecodeError::BadHex { offset: text.len(), found: "half a byte".into() },
        }
    })
}

/// Hexadecimal text to exactly `N` bytes.
pub fn decode_hex_array<const N: usize>(text: &str) -> Result<[u8; N], DecodeError> {
    let bytes = decode_hex(text)?;
    bytes.as_slice().try_into().map_err(|_| {
        if bytes.len() < N {
            DecodeError::UnexpectedEnd { offset: bytes.len(), needed: N, left: bytes.len() }
        } else {
            DecodeError::TrailingBytes { offset: N, left: bytes.len() - N }
        }
    })
}

#[cfg(test)]
mod tests;
