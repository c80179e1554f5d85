//! Guessing a record from its hash: all that could stand in it is hashed, and compared.
//!
//! It works for records without a salt, since people are alike: there are eight blood groups. With 32
//! random bytes inside there are 2^256 records for each of them.

use super::{Format, Record, RecordDigest};
use crate::medical::identity::Identity;

/// Who is guessing knows the patient and the institution: both stand on the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guesser {
    /// Whom the record is about.
    pub patient: Identity,
    /// Who wrote it.
    pub author: Identity,
    /// In which format.
    pub format: Format,
}

impl Guesser {
    /// The record that says `content`, without a salt.
    pub fn unsalted(&self, content: &str) -> Record {
        Record {
            salt: [0; 32],
            patient: self.patient,
            author: self.author,
            format: self.format.name().to_owned(),
            content: content.to_owned(),
        }
    }

    /// The first of `contents` whose unsalted record has the hash `wanted`, by number.
    pub fn guess<'a>(
        &self,
        wanted: &RecordDigest,
        contents: impl IntoIterator<Item = &'a str>,
    ) -> Option<usize> {
        contents.into_iter().position(|content| self.unsalted(content).digest() == *wanted)
    }
}

/// All that a laboratory could write about a blood group.
pub fn blood_groups() -> Vec<String> {
    let groups = ["0", "A", "B", "AB"].into_iter();
    groups.flat_map(|group| ["-", "+"].map(|sign| format!("blood group = {group}{sign}"))).collect()
}
