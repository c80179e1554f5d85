//! `chain step`: all checks of a block, one after the other; the block connected and taken back; the
//! lineage of a coin.

use crate::cli::lab::{LabArg, watch};
use crate::cli::{CliError, Exit, Output};
use crate::lab::BlockName;

/// The arguments of `chain step`.
#[derive(Debug, clap::Args)]
pub struct StepArgs {
    /// A height, the beginning of a hash, tip, or `refused` for the block that was refused last: all
    /// its checks. Or `connect` or `lineage`, and what to walk through.
    what: String,
    /// After `connect` a block, after `lineage` an output such as 3fa9c1:0.
    which: Option<String>,
    #[command(flatten)]
    lab: LabArg,
}

/// Runs `chain step`.
pub fn run(args: &StepArgs, out: &mut Output) -> Result<Exit, CliError> {
    let lab = args.lab.open()?;
    let block = |name: &str| BlockName(name.to_owned());
    let walk = match (args.what.as_str(), args.which.as_deref()) {
        ("refused", None) => lab.walk_refused(args.lab.now())?,
        ("connect", Some(name)) => lab.walk_connect(&block(name), args.lab.now())?,
        ("lineage", Some(coin)) => lab.walk_lineage(coin)?,
        ("connect" | "lineage", None) => {
            return Err(CliError::usage(
                "say what to walk through: `chain step connect BLOCK` or `chain step lineage TXID:N`",
            ));
        }
        (name, None) => lab.walk_block(&block(name), args.lab.now())?,
        (word, Some(_)) => {
            return Err(CliError::usage(format!(
                "{word:?} takes no second word: the words are connect BLOCK and lineage TXID:N"
            )));
        }
    };
    watch(walk, out)
}
