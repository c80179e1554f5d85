//! Anything that a walk can start from.

use serde::{Deserialize, Serialize};

use super::{BlockView, CatalogError, find};
use crate::encode::decode_hex;
use crate::primitives::BlockHeader;
use crate::primitives::bytes_model::{BytesModel, Form};
use crate::primitives::merkle_model::MerkleModel;
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
    /// The bytes of a block, likewise.
    BlockBytes {
        /// The bytes; 80 of them are taken for a header alone.
        hex: String,
    },
    /// The climb from a transaction of a block to the block's Merkle root.
    MerkleClimb {
        /// The block's bytes.
        hex: String,
        /// Which of its transactions, from 0.
        index: usize,
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
                bytes_walk("The bytes of a transaction", Form::Transaction, hex)
            }
            Source::BlockBytes { hex } if hex.trim().len() == BlockHeader::SIZE * 2 => {
                bytes_walk("The bytes of a block header", Form::BlockHeader, hex)
            }
            Source::BlockBytes { hex } => bytes_walk("The bytes of a block", Form::Block, hex),
            Source::MerkleClimb { hex, index } => {
                let bytes = decode_hex(hex)
                    .map_err(|error| CatalogError::Unreadable { what: "block", error })?;
                merkle_climb("The climb to a block's Merkle root", &BlockView::new(bytes)?, *index)
            }
        }
    }
}

/// The walk through hexadecimal text as bytes of the given form.
pub(super) fn bytes_walk(
    title: &str,
    form: Form,
    hex: &str,
) -> Result<Box<dyn Stepper>, CatalogError> {
    let unreadable = |error| CatalogError::Unreadable { what: form.name(), error };
    let bytes = decode_hex(hex).map_err(unreadable)?;
    Ok(Box::new(Trace::new(BytesModel::new(title, form, bytes))))
}

/// The climb from transaction `index` of a block.
pub(super) fn merkle_climb(
    title: &str,
    view: &BlockView,
    index: usize,
) -> Result<Box<dyn Stepper>, CatalogError> {
    let leaves = view.leaves();
    let count = leaves.len();
    let model = MerkleModel::new(title, leaves, index, view.block().header.merkle_root);
    let model = model.ok_or(CatalogError::NoSuchTransaction { index, count })?;
    Ok(Box::new(Trace::new(model)))
}
