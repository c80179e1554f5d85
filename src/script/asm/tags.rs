//! Names for byte strings: whose key, which signature, which hash.

use std::collections::BTreeMap;

use crate::encode::{DecodeError, decode_hex};

/// Names and the bytes that they stand for, looked up either way. As a file it is a JSON object,
/// `{"name": "hex", ...}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags {
    by_name: BTreeMap<String, Vec<u8>>,
    by_bytes: BTreeMap<Vec<u8>, String>,
}

/// Why a tag cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// The file is not the JSON object that it should be.
    #[error("the tags cannot be read: {reason}; write them as {{\"name\": \"hex\", ...}}")]
    NotTags {
        /// What is wrong with it.
        reason: String,
    },
    /// A name that could be taken for something else.
    #[error(
        "{name:?} cannot be a name: use 1 to 60 letters, digits, signs and single spaces, no angle brackets, and not what reads as hexadecimal bytes"
    )]
    BadName {
        /// The name.
        name: String,
    },
    /// A value that is not hexadecimal.
    #[error("the bytes of {name:?} cannot be read: {source}")]
    BadBytes {
        /// The name.
        name: String,
        /// What is wrong with them.
        source: DecodeError,
    },
    /// A name that stands for other bytes already.
    #[error("the name {name:?} is given to two different byte strings: rename one of them")]
    Taken {
        /// The name.
        name: String,
    },
}

impl Tags {
    /// No names.
    pub fn new() -> Tags {
        Tags::default()
    }

    /// Reads a tag file.
    pub fn from_json(text: &str) -> Result<Tags, TagError> {
        let pairs: BTreeMap<String, String> = serde_json::from_str(text)
            .map_err(|error| TagError::NotTags { reason: error.to_string() })?;
        let mut tags = Tags::new();
        for (name, digits) in pairs {
            let bytes = decode_hex(&digits)
                .map_err(|source| TagError::BadBytes { name: name.clone(), source })?;
            tags.insert(&name, bytes)?;
        }
        Ok(tags)
    }

    /// What [`Tags::from_json`] reads.
    pub fn to_json(&self) -> serde_json::Value {
        self.by_name.iter().map(|(name, bytes)| (name.clone(), hex::encode(bytes))).collect()
    }

    /// Gives `bytes` a name. The name that bytes got first is the one that is shown for them.
    pub fn insert(&mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Result<(), TagError> {
        if !is_name(name) {
            return Err(TagError::BadName { name: name.to_string() });
        }
        let bytes = bytes.into();
        if self.by_name.get(name).is_some_and(|known| *known != bytes) {
            return Err(TagError::Taken { name: name.to_string() });
        }
        self.by_name.insert(name.to_string(), bytes.clone());
        self.by_bytes.entry(bytes).or_insert_with(|| name.to_string());
        Ok(())
    }

    /// The name of `bytes`.
    pub fn name_of(&self, bytes: &[u8]) -> Option<&str> {
        self.by_bytes.get(bytes).map(String::as_str)
    }

    /// The bytes under `name`.
    pub fn bytes_of(&self, name: &str) -> Option<&[u8]> {
        self.by_name.get(name).map(Vec::as_slice)
    }

    /// All names, in alphabetical order, with their bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.by_name.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// `bytes` as a reader wants them: `<name>`, or `<hex>` where they have none.
    pub fn show(&self, bytes: &[u8]) -> String {
        match self.name_of(bytes) {
            Some(name) => format!("<{name}>"),
            None => format!("<{}>", hex::encode(bytes)),
        }
    }
}

fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    let plain = |c: char| c == ' ' || !(c.is_control() || c.is_whitespace() || "<>".contains(c));
    (1..=60).contains(&length)
        && name.trim() == name
        && name.chars().all(plain)
        && !name.contains("  ")
        && hex::decode(name).is_err()
}
