//! A reader's own transaction or block as the source of a walk.

use crate::catalog::Source;
use crate::cli::{CliError, input};

/// Data of the reader's own to step through.
#[derive(Debug, Default, clap::Args)]
pub struct OwnData {
    /// Step through the bytes of a transaction: hexadecimal, a file, or `-`.
    #[arg(long, value_name = "HEX|FILE")]
    pub tx: Option<String>,
}

impl OwnData {
    /// The source that is asked for: the scenario `id`, or the reader's data. None where neither is.
    pub fn source(&self, id: Option<&str>) -> Result<Option<Source>, CliError> {
        if let Some(id) = id {
            return Ok(Some(Source::scenario(id)));
        }
        let Some(tx) = &self.tx else { return Ok(None) };
        let hex = hex::encode(input::read_bytes(Some(tx))?);
        Ok(Some(Source::TransactionBytes { hex }))
    }
}
