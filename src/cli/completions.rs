//! `blockstep completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, CliError, Exit, Output};

#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell to write for.
    shell: Shell,
}

pub fn run(args: CompletionsArgs, out: &mut Output) -> Result<Exit, CliError> {
    // Generated into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "blockstep", &mut script);
    out.writer().write_all(&script)?;
    Ok(Exit::Valid)
}
