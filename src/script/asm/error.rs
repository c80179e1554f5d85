//! What can be wrong with a script's text, said with the number of the word.

use crate::encode::DecodeError;
use crate::spelling::{did_you_mean, nearest};

/// Why a script's text could not be read. Words are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AsmError {
    /// A word that is no opcode, number, text or byte string.
    #[error("word {word}, {text:?}, is no opcode{}", did_you_mean(.suggestion))]
    UnknownWord {
        /// Which word.
        word: usize,
        /// The word.
        text: String,
        /// What may have been meant.
        suggestion: Option<String>,
    },
    /// A number that is too large.
    #[error("word {word}, {text}, is too large a number: it must lie between -{limit} and {limit}")]
    NumberOutOfRange {
        /// Which word.
        word: usize,
        /// The word.
        text: String,
        /// The largest number.
        limit: i64,
    },
    /// Bytes that are not hexadecimal.
    #[error("word {word}, {text:?}: {source}")]
    BadHex {
        /// Which word.
        word: usize,
        /// The word.
        text: String,
        /// What is wrong with it.
        source: DecodeError,
    },
    /// A name that no tag explains.
    #[error(
        "word {word}: no bytes are known under the name {name:?}{}",
        did_you_mean(.suggestion)
    )]
    UnknownName {
        /// Which word.
        word: usize,
        /// The name.
        name: String,
        /// What may have been meant.
        suggestion: Option<String>,
    },
    /// A bracket or quote without its partner.
    #[error("word {word} begins with {open} and is never closed: add {close}")]
    Unclosed {
        /// Which word.
        word: usize,
        /// What opens it.
        open: char,
        /// What would close it.
        close: char,
    },
    /// A push opcode with nothing to push.
    #[error(
        "word {word}, {opcode}, must be followed by what it pushes, in angle brackets: {opcode} <00ff>"
    )]
    NothingToPush {
        /// Which word.
        word: usize,
        /// The opcode.
        opcode: &'static str,
    },
    /// A push opcode whose length the data do not have.
    #[error("word {word} is {found} bytes long, but {opcode} before it pushes {limit}")]
    WrongLength {
        /// Which word.
        word: usize,
        /// The push opcode.
        opcode: &'static str,
        /// How many bytes it pushes, or at most can.
        limit: usize,
        /// How many bytes there are.
        found: usize,
    },
}

impl AsmError {
    pub(super) fn unknown_word<'a>(
        word: usize,
        text: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> AsmError {
        let suggestion = nearest(text, candidates).map(str::to_string);
        AsmError::UnknownWord { word, text: shortened(text), suggestion }
    }
}

/// The word, cut where it would fill the screen.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_string(),
    }
}
