//! What must never be on the chain, in the cloud or in what is printed, for a test that looks for it there.

use crate::encode::Encode;
use crate::medical::record::Record;

/// A secret, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// In words.
    pub what: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Secret {
    /// A secret of these bytes.
    pub fn new(what: &str, bytes: &[u8]) -> Secret {
        Secret { what: what.to_owned(), bytes: bytes.to_vec() }
    }

    /// A record: its content and its salt.
    pub fn of_record(what: &str, record: &Record) -> [Secret; 3] {
        [
            Secret::new(&format!("the content of {what}"), record.content.as_bytes()),
            Secret::new(&format!("the salt of {what}"), &record.salt),
            Secret::new(what, &record.to_bytes()),
        ]
    }
}
