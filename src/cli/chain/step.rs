//! `chain step`: all checks of a block, one after the other.

use crate::cli::lab::{LabArg, watch};
use crate::cli::{CliError, Exit, Output};
use crate::lab::BlockName;

/// The arguments of `chain step`.
#[derive(Debug, clap::Args)]
pub struct StepArgs {
    /// A height, the beginning of a hash, tip, or `refused` for the block that was refused last.
    block: String,
    #[command(flatten)]
    lab: LabArg,
}

/// Runs `chain step`.
pub fn run(args: &StepArgs, out: &mut Output) -> Result<Exit, CliError> {
    let lab = args.lab.open()?;
    let walk = match args.block.as_str() {
        "refused" => lab.walk_refused(args.lab.now())?,
        name => lab.walk_block(&BlockName(name.to_owned()), args.lab.now())?,
    };
    watch(walk, out)
}
