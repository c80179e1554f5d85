//! Anything that a walk can start from.

use serde::{Deserialize, Serialize};

use super::{CatalogError, find};
use crate::encode::decode_hex;
use crate::primitives::bytes_model::{BytesModel, Form};
use crate::trace::{Stepper, Trace};

/// Anything that a walk can start from: a scenario in the box, or a reader's own bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// A scenario in the box.
    Scenario {
        /// Its id.
        id: String,
    },
    /// The bytes of a transaction, field by field. They may be malformed: the walk ends where they
    /// break a rule.
    TransactionBytes {
        /// The bytes.
        hex: String,
    },
}

impl Source {
    /// The scenario in the box with this id.
    pub fn scenario(id: impl Into<String>) -> Source {
        Source::Scenario { id: id.into() }
    }

    /// Begins the walk.
    pub fn open(&self) -> Result<Box<dyn Stepper>, CatalogError> {
        match self {
            Source::Scenario { id } => (find(id)?.open)(),
            Source::TransactionBytes { hex } => {
                let bytes = decode_hex(hex)
                    .map_err(|error| CatalogError::Unreadable { what: "transaction", error })?;
                let model = BytesModel::new("The bytes of a transaction", Form::Transaction, bytes);
                Ok(Box::new(Trace::new(model)))
            }
        }
    }
}
