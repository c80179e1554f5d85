//! `blockstep bench`: what things cost, measured on this machine.

use clap::Subcommand;

use super::{CliError, Exit, Output};

mod inputs;
mod kernels;
pub(super) mod mining;
mod mining_report;

/// The arguments of `bench`.
#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    #[command(subcommand)]
    command: BenchCommand,
}

#[derive(Debug, Subcommand)]
enum BenchCommand {
    /// Measure what one transaction costs to verify, as it has more and more inputs.
    ///
    /// For inputs without a signature, for SegWit's and Taproot's, twice the inputs take twice the
    /// time. For legacy inputs the rule itself makes it four times: each signature hashes the whole
    /// transaction. Beside them stands the time that this hashing takes by itself.
    Inputs(inputs::InputsArgs),
    /// Compare every kernel with the plain one, hash by hash, over many millions.
    ///
    /// The tests do it with four million; this is for a processor that nobody tried before.
    Kernels(kernels::KernelsArgs),
    /// Measure how fast this machine searches for a block header: every kernel, on one thread and more.
    ///
    /// A kernel is a way of computing SHA-256 twice. All find the same nonces; they differ in how many
    /// hashes they compute at once, and in how much of each they know beforehand.
    Mining(mining::MiningArgs),
}

/// Runs `bench`.
pub fn run(args: BenchArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        BenchCommand::Inputs(args) => inputs::run(&args, out),
        BenchCommand::Kernels(args) => kernels::run(&args, out),
        BenchCommand::Mining(args) => mining::run(&args, out),
    }
}
