//! Why a command could not do what it was asked: a sentence that says what to do.

use std::{fmt::Display, io};

/// A command could not do its work. "The data break a rule" is not among these: that is an answer,
/// and ends with [`Exit::Invalid`](super::Exit::Invalid).
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Whoever read our output has stopped reading.
    #[error("the output was closed")]
    Closed,
    /// It was asked for wrongly; the sentence says how to ask.
    #[error("{0}")]
    Usage(String),
    /// A file or stream could not be read.
    #[error("cannot read {name}: {reason}")]
    Read {
        /// The file's path, or `standard input`.
        name: String,
        /// What the system says.
        reason: String,
    },
    /// A file or stream could not be written.
    #[error("cannot write {name}: {reason}")]
    Write {
        /// The file's path, or `standard output`.
        name: String,
        /// What the system says.
        reason: String,
    },
    /// More was given than is read.
    #[error("{name} is larger than the {limit} bytes that are read; give a smaller one")]
    TooLarge {
        /// The file's path, or `standard input`.
        name: String,
        /// The most bytes that are read.
        limit: usize,
    },
}

impl From<crate::chain::ChainFailure> for CliError {
    fn from(failure: crate::chain::ChainFailure) -> CliError {
        CliError::usage(failure)
    }
}

impl CliError {
    /// Something was asked for wrongly; `sentence` (a text, or any error) says what to do.
    pub fn usage(sentence: impl Display) -> CliError {
        CliError::Usage(sentence.to_string())
    }

    /// Reading `name` failed.
    pub fn read(name: impl Display, error: impl Display) -> CliError {
        CliError::Read { name: name.to_string(), reason: sentence(error) }
    }

    /// Writing `name` failed.
    pub fn write(name: impl Display, error: &io::Error) -> CliError {
        match error.kind() {
            io::ErrorKind::BrokenPipe => CliError::Closed,
            _ => CliError::Write { name: name.to_string(), reason: sentence(error) },
        }
    }
}

/// The system's words, without the number that Rust puts behind them.
fn sentence(error: impl Display) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words).to_string()
}

/// Only writing to standard output is left to `?`; other files say their name.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> CliError {
        CliError::write("standard output", &error)
    }
}
