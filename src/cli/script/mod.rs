//! `blockstep script ...`: scripts written, read, run and verified.

mod batch;
mod spend;
mod verify;

use clap::Subcommand;

use super::{CliError, Exit, Output};

/// The arguments of `script`.
#[derive(Debug, clap::Args)]
pub struct ScriptArgs {
    #[command(subcommand)]
    command: ScriptCommand,
}

#[derive(Debug, Subcommand)]
enum ScriptCommand {
    /// Verify that an input may spend its output, or answer JSON lines of such questions.
    Verify(verify::VerifyArgs),
}

/// Runs `script`.
pub fn run(args: ScriptArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        ScriptCommand::Verify(args) => verify::run(args, out),
    }
}
