//! A reader's own transaction or block as the source of a walk.

use crate::catalog::{BlockView, CatalogError, Prevout, Source};
use crate::cli::{CliError, input};
use crate::encode::Encode;

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
    /// Of the transaction, step through the scripts of input N; 0 is the first.
    #[arg(long, value_name = "N", conflicts_with = "climb")]
    input: Option<usize>,
    /// The outputs that the inputs spend, in order: [{"value":SATOSHIS,"script_pubkey":"HEX"},...],
    /// with null for one that is not known. Outputs of the block itself need not be given. Without
    /// --input, step through all checks on the transaction.
    #[arg(long, value_name = "JSON|FILE")]
    prevouts: Option<String>,
    /// The rules in force, by Bitcoin Core's names, such as P2SH,WITNESS; without them, those of a
    /// block today.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    flags: Option<Vec<String>>,
}

impl OwnData {
    /// The source that is asked for: the scenario `id`, or the reader's data. None where neither is.
    pub fn source(&self, id: Option<&str>) -> Result<Option<Source>, CliError> {
        if self.flags.is_some() && self.input.is_none() && self.prevouts.is_none() {
            return Err(CliError::usage(
                "--flags needs --input or --prevouts: rules judge a spend",
            ));
        }
        let source = match (id, &self.tx, &self.block) {
            (Some(id), ..) => Source::scenario(id),
            (None, Some(tx), _) => {
                let hex = hex::encode(input::read_bytes(Some(tx))?);
                match self.input {
                    None if self.prevouts.is_none() => Source::TransactionBytes { hex },
                    input => self.with_prevouts(hex, input)?,
                }
            }
            (None, None, Some(block)) => self.of_block(input::read_bytes(Some(block))?)?,
            (None, None, None) if self.input.is_some() || self.prevouts.is_some() => {
                return Err(CliError::usage(
                    "--input and --prevouts need --tx, or --block and --transaction",
                ));
            }
            (None, None, None) => return Ok(None),
        };
        Ok(Some(source))
    }

    /// The scripts of one input of the transaction `hex`, or all checks on it, with the previous
    /// outputs as given.
    fn with_prevouts(&self, hex: String, input: Option<usize>) -> Result<Source, CliError> {
        let given = self.prevouts.as_deref().ok_or_else(|| {
            CliError::usage(
                "a transaction does not hold the outputs that it spends: give them by --prevouts \
                 '[{\"value\":SATOSHIS,\"script_pubkey\":\"HEX\"}]', one for each input, in order",
            )
        })?;
        let text = input::read_text(Some(given))?;
        let prevouts = serde_json::from_str(&text)
            .map_err(|error| CliError::usage(format!("--prevouts cannot be read: {error}")))?;
        let flags = self.flags.clone();
        Ok(match input {
            Some(input) => Source::Spend { hex, input, prevouts, flags },
            None => Source::Transaction { hex, prevouts, flags },
        })
    }

    /// The bytes of the block, where it is asked for as a whole.
    pub fn whole_block(&self) -> Result<Option<Vec<u8>>, CliError> {
        match &self.block {
            Some(block)
                if [self.transaction, self.climb, self.input] == [None; 3]
                    && self.prevouts.is_none() =>
            {
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
            if self.input.is_some() || self.prevouts.is_some() {
                return Err(CliError::usage(
                    "--input and --prevouts need --transaction: which of the block's?",
                ));
            }
            return Ok(Source::BlockBytes { hex: hex::encode(bytes) });
        };
        let view = BlockView::new(bytes).map_err(CliError::usage)?;
        let count = view.block().transactions.len();
        let none = || CliError::usage(CatalogError::NoSuchTransaction { index, count });
        let tx = view.block().transactions.get(index).ok_or_else(none)?;
        let hex = hex::encode(tx.to_bytes());
        match self.input {
            input if self.prevouts.is_some() => self.with_prevouts(hex, input),
            None => Ok(Source::TransactionBytes { hex }),
            Some(input) => {
                let coins = view.prevouts(index);
                let prevouts = coins.iter().map(|coin| coin.as_ref().map(Prevout::of)).collect();
                Ok(Source::Spend { hex, input, prevouts, flags: self.flags.clone() })
            }
        }
    }
}
