//! What can be wrong with a transaction in JSON.

use crate::encode::DecodeError;

/// Why JSON is no transaction. Fields are named by their path, such as `vin[0].scriptSig.hex`.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, a field missing, or one of the wrong kind.
    #[error("the JSON cannot be read: {0}")]
    Syntax(#[from] serde_json::Error),
    /// Neither shape.
    #[error(
        "the JSON is no transaction in a known shape: it needs either the list `in` (the lecture's shape) or the list `vin` (Bitcoin Core's)"
    )]
    UnknownShape,
    /// A field that contradicts what the others say.
    #[error("`{field}` says {stated}, but the rest gives {computed}; correct it or leave it out")]
    Contradiction {
        /// Which field.
        field: String,
        /// What it says.
        stated: String,
        /// What it should say.
        computed: String,
    },
    /// Not bytes.
    #[error("`{field}`: {source}")]
    BadHex {
        /// Which field.
        field: String,
        /// What is wrong with it.
        source: DecodeError,
    },
    /// Not an amount.
    #[error(
        "`{field}` is {text}, which is no amount in bitcoin: write a number with at most 8 decimals, such as 0.99990000"
    )]
    BadAmount {
        /// Which field.
        field: String,
        /// What it says.
        text: String,
    },
    /// Not a script.
    #[error("`{field}`: {reason}")]
    BadScript {
        /// Which field.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A field without which the input has no bytes.
    #[error("`{field}` is missing; {why}")]
    Missing {
        /// Which field.
        field: String,
        /// What it is needed for.
        why: &'static str,
    },
    /// A transaction that no bytes stand for.
    #[error(
        "a transaction without inputs has no serialization that reads back: its count of 0 inputs is the mark of the witness form"
    )]
    NoBytes,
}
