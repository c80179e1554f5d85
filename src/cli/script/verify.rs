//! `script verify`: may this input spend its output?

use super::batch;
use crate::cli::batch::{self as lines, BatchArgs};
use crate::cli::{CliError, Exit, Output};

/// The arguments of `script verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    batch: BatchArgs,
}

pub fn run(args: VerifyArgs, out: &mut Output) -> Result<Exit, CliError> {
    let Some(source) = args.batch.batch else {
        return Err(CliError::usage("give --batch"));
    };
    lines::run(&source, args.batch.jobs, out, batch::answer)
}
