//! A reader's own transaction or block as the source of a walk.

use crate::catalog::{BlockView, CatalogError, Source};
use crate::cli::{CliError, input};

/// Data of the reader's own to step through.
#[derive(Debug, Default, clap::Args)]
pub struct OwnData {
    /// Step through a transaction, field by field: hexadecimal, a file, or `-`.
    #[arg(long, value_name = "HEX|FILE")]
    tx: Option<String>,
    /// Step through a block, field by field: hexadecimal, a file, or `-`.
    #[arg(long, value_name = "HEX|FILE", conflicts_with = "tx")]
    block: Option<String>,
    /// Of the block, step through transaction N alone; 0 is the coinbase.
    #[arg(long, value_name = "N", requires = "block")]
    transaction: Option<usize>,
    /// Of the block, climb from transaction N to the Merkle root.
    #[arg(long, value_name = "N", requires = "block", conflicts_with = "transaction")]
    climb: Option<usize>,
}

impl OwnData {
    /// The source that is asked for: the scenario `id`, or the reader's data. None where neither is.
    pub fn source(&self, id: Option<&str>) -> Result<Option<Source>, CliError> {
        let source = match (id, &self.tx, &self.block) {
            (Some(id), ..) => Source::scenario(id),
            (None, Some(tx), _) => {
                Source::TransactionBytes { hex: hex::encode(input::read_bytes(Some(tx))?) }
            }
            (None, None, Some(block)) => self.of_block(input::read_bytes(Some(block))?)?,
            (None, None, None) => return Ok(None),
        };
        Ok(Some(source))
    }

    /// The bytes of the block, where it is asked for as a whole.
    pub fn whole_block(&self) -> Result<Option<Vec<u8>>, CliError> {
        match &self.block {
            Some(block) if self.transaction.is_none() && self.climb.is_none() => {
                input::read_bytes(Some(block)).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn of_block(&self, bytes: Vec<u8>) -> Result<Source, CliError> {
        if let Some(index) = self.climb {
            return Ok(Source::MerkleClimb { hex: hex::encode(bytes), index });
        }
        let Some(index) = self.transaction else {
            return Ok(Source::BlockBytes { hex: hex::encode(bytes) });
        };
        let view = BlockView::new(bytes).map_err(CliError::usage)?;
        let count = view.block().transactions.len();
        let none = || CliError::usage(CatalogError::NoSuchTransaction { index, count });
        view.bytes_source(index).ok_or_else(none)
    }
}
