//! Formats: three hospitals write three kinds of record, and not every reader reads them all.

use thiserror::Error;

use super::Record;
use crate::rules::{Rule, medical as rules};

/// A format that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A letter: text as it is.
    Letter,
    /// Values: a name, `=`, a value and perhaps a unit on each line.
    Values,
    /// A report with a section on each line: a title, `:`, text.
    Report,
}

/// Why a record is not read, though it was decrypted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormatError {
    /// A format that this reader does not have.
    #[error(
        "this record is written in {format:?}, and this reader has {known}: the bytes are all there, ask its author what they mean"
    )]
    Unknown {
        /// The record's.
        format: String,
        /// The reader's.
        known: String,
    },
    /// A line that is not of the format.
    #[error(
        "line {line} of this record, {found:?}, is not of the format {format}: it has no {wanted:?}"
    )]
    Line {
        /// Which, from 1.
        line: usize,
        /// What it says.
        found: String,
        /// The format.
        format: &'static str,
        /// What should be in it.
        wanted: char,
    },
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Letter, Format::Values, Format::Report];

    /// The name that a record carries.
    pub fn name(self) -> &'static str {
        match self {
            Format::Letter => "letter/1",
            Format::Values => "values/1",
            Format::Report => "report/1",
        }
    }

    /// What stands between the two parts of a line.
    fn between(self) -> Option<char> {
        match self {
            Format::Letter => None,
            Format::Values => Some('='),
            Format::Report => Some(':'),
        }
    }
}

/// A record's lines, each as a title and a text, for a reader who has the formats `known`.
pub fn read(record: &Record, known: &[Format]) -> Result<Vec<(String, String)>, FormatError> {
    let Some(format) = known.iter().find(|format| format.name() == record.format) else {
        let known: Vec<&str> = known.iter().map(|format| format.name()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return Err(FormatError::Unknown { format: record.format.clone(), known });
    };
    let Some(between) = format.between() else {
        return Ok(vec![("letter".to_owned(), record.content.clone())]);
    };
    let lines = record.content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parted = lines.map(|(at, line)| match line.split_once(between) {
        Some((title, text)) => Ok((title.trim().to_owned(), text.trim().to_owned())),
        None => Err(FormatError::Line {
            line: at + 1,
            found: line.to_owned(),
            format: format.name(),
            wanted: between,
        }),
    });
    parted.collect()
}

impl FormatError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            FormatError::Unknown { .. } | FormatError::Line { .. } => &rules::RECORD_FORMAT,
        }
    }
}
