//! A spend as it is asked about on a command line.

use super::spend::{Prevout, Spend, flags_from_names};
use crate::cli::{CliError, input};
use crate::encode::Decode;
use crate::json::Object;
use crate::primitives::{Transaction, TxOut};
use crate::script::Flags;

/// Which spend, and under which rules.
#[derive(Debug, clap::Args)]
pub struct SpendArgs {
    /// The spending transaction: hexadecimal, a file, or `-`.
    tx: Option<String>,
    /// Which of its inputs, counted from 0.
    #[arg(long, value_name = "N", default_value_t = 0)]
    input: usize,
    /// An output that is spent, its script in hexadecimal: once for each input in order, or just
    /// for the one in question.
    #[arg(long, value_name = "SATOSHIS:SCRIPT")]
    prevout: Vec<String>,
    /// All of them as JSON or in a file: [{"value": satoshis, "script_pubkey": "hex"}, ...], null
    /// for one that is not known.
    #[arg(long, value_name = "JSON|FILE", conflicts_with = "prevout")]
    prevouts: Option<String>,
    #[command(flatten)]
    flags: FlagArgs,
}

/// Which rules are in force.
#[derive(Debug, clap::Args)]
pub struct FlagArgs {
    /// The rules in force: Core's flags with commas between, or consensus, all or none.
    #[arg(long, value_name = "FLAGS")]
    flags: Option<String>,
}

impl FlagArgs {
    /// The flags asked for, else `default`.
    pub fn read(&self, default: Flags) -> Result<Flags, CliError> {
        match self.flags.as_deref().map(str::trim) {
            None => Ok(default),
            Some("consensus") => Ok(Flags::CONSENSUS),
            Some("all") => Ok(Flags::ALL),
            Some("none" | "") => Ok(Flags::NONE),
            Some(names) => {
                flags_from_names(names.split(',').map(str::trim)).map_err(CliError::usage)
            }
        }
    }
}

impl SpendArgs {
    /// The spend.
    pub fn read(&self) -> Result<Spend, CliError> {
        let bytes = input::read_bytes(self.tx.as_deref())?;
        let tx = Transaction::from_bytes(&bytes)
            .map_err(|error| CliError::usage(format!("the transaction cannot be read: {error}")))?;
        let prevouts = self.known(tx.inputs.len())?;
        let flags = self.flags.read(Flags::CONSENSUS)?;
        Spend::of(tx, self.input as u64, prevouts, flags).map_err(CliError::usage)
    }

    /// The outputs spent, one for each of `count` inputs.
    fn known(&self, count: usize) -> Result<Vec<Option<TxOut>>, CliError> {
        if let Some(given) = &self.prevouts {
            let text = input::read_text(Some(given))?;
            let prevouts: Vec<Option<Object<Prevout>>> = serde_json::from_str(&text)
                .map_err(|error| CliError::usage(format!("the previous outputs: {error}")))?;
            return Prevout::read_all(&prevouts).map_err(CliError::usage);
        }
        let given = self.prevout.iter().map(|text| prevout(text)).collect::<Result<Vec<_>, _>>()?;
        match <[TxOut; 1]>::try_from(given) {
            Ok([only]) => {
                let mut known = vec![None; count.max(1)];
                if let Some(spent) = known.get_mut(self.input) {
                    *spent = Some(only);
                }
                Ok(known)
            }
            Err(given) => Ok(given.into_iter().map(Some).collect()),
        }
    }
}

fn prevout(text: &str) -> Result<TxOut, CliError> {
    let parsed = text.split_once(':').and_then(|(value, script)| {
        Some(TxOut { value: value.parse().ok()?, script_pubkey: hex::decode(script).ok()?.into() })
    });
    parsed.ok_or_else(|| {
        CliError::usage(format!(
            "{text:?} is no previous output: write SATOSHIS:SCRIPT, as in 5000000000:51"
        ))
    })
}
