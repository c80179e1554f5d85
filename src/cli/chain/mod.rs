//! `blockstep chain`: a chain of one's own, and the rules of real ones.

mod batch;

use std::time::{SystemTime, UNIX_EPOCH};

use clap::Subcommand;

use super::network::ChainArg;
use super::{CliError, Exit, Output};

/// The arguments of `chain`.
#[derive(Debug, clap::Args)]
pub struct ChainArgs {
    #[command(subcommand)]
    command: ChainCommand,
}

#[derive(Debug, Subcommand)]
enum ChainCommand {
    /// Judge blocks by every rule, on a new chain in memory.
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// Answer JSON lines `{"id":…, "block":"hex"}` from FILE, or from standard input.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", required = true)]
    batch: Option<String>,
    #[command(flatten)]
    network: ChainArg,
    /// The time, in seconds since 1970, against which blocks from the future are judged [default: the
    /// clock].
    #[arg(long, value_name = "UNIX")]
    now: Option<u32>,
}

/// Runs `chain`.
pub fn run(args: ChainArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        ChainCommand::Verify(args) => {
            let source = args.batch.as_deref().unwrap_or("-");
            let now = args.now;
            batch::run(source, args.network.params()?, move || now.unwrap_or_else(clock), out)
        }
    }
}

/// Seconds since 1970. A clock before that, or after 2106, is at its end.
pub fn clock() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u32::try_from(now.as_secs()).unwrap_or(u32::MAX)
}
