//! `blockstep chain`: a chain of one's own, and the rules of real ones.

mod batch;
mod files;
mod info;
mod new;
mod step;

use clap::Subcommand;

use super::lab::{LabArg, clock};
use super::network::ChainArg;
use super::{CliError, Exit, Output, mine};
use crate::lab::{BlockName, Deed};

/// The arguments of `chain`.
#[derive(Debug, clap::Args)]
pub struct ChainArgs {
    #[command(subcommand)]
    command: ChainCommand,
}

#[derive(Debug, Subcommand)]
enum ChainCommand {
    /// Make a new chain, on a network of a class's own or a real one.
    New(new::NewArgs),
    /// Write a file of settings for a class's own network to standard output.
    Settings,
    /// Tip, work, coins, and the tree of blocks.
    Info(LabArg),
    /// Height and hash of the tip.
    Tip(LabArg),
    /// Take in blocks from a file.
    Import(files::ImportArgs),
    /// Write blocks to a file.
    Export(files::ExportArgs),
    /// Find blocks on an earlier one, which makes a fork.
    Fork(ForkArgs),
    /// Find a block that breaks a rule, and hand it to the chain.
    Forge(mine::ForgeArgs),
    /// Call a block invalid by hand; the best other branch takes over.
    Invalidate(BlockArgs),
    /// Take back that a block was called invalid.
    Reconsider(BlockArgs),
    /// Step through all checks of a block of this chain, or of the one that was refused last.
    Step(step::StepArgs),
    /// Judge blocks by every rule, on a new chain in memory.
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct BlockArgs {
    /// A height, the beginning of a hash, or tip.
    block: String,
    #[command(flatten)]
    lab: LabArg,
}

#[derive(Debug, clap::Args)]
struct ForkArgs {
    /// The block to build on: a height, or the beginning of a hash.
    on: String,
    /// Who is paid: a wallet, or an address.
    #[arg(long, value_name = "NAME")]
    to: String,
    /// How many blocks.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    blocks: u32,
    #[command(flatten)]
    lab: LabArg,
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
        ChainCommand::New(args) => new::run(args, out),
        ChainCommand::Settings => new::settings(out),
        ChainCommand::Info(lab) => info::info(&lab, out),
        ChainCommand::Tip(lab) => info::tip(&lab, out),
        ChainCommand::Import(args) => files::import(args, out),
        ChainCommand::Export(args) => files::export(args, out),
        ChainCommand::Fork(args) => {
            let on = Some(BlockName(args.on));
            args.lab.perform(&Deed::Mine { to: args.to, blocks: args.blocks, on }, false, out)
        }
        ChainCommand::Forge(args) => mine::forge(args, out),
        ChainCommand::Invalidate(args) => {
            args.lab.perform(&Deed::Invalidate { block: BlockName(args.block) }, false, out)
        }
        ChainCommand::Reconsider(args) => {
            args.lab.perform(&Deed::Reconsider { block: BlockName(args.block) }, false, out)
        }
        ChainCommand::Step(args) => step::run(&args, out),
        ChainCommand::Verify(args) => {
            let source = args.batch.as_deref().unwrap_or("-");
            let now = args.now;
            batch::run(source, args.network.params()?, move || now.unwrap_or_else(clock), out)
        }
    }
}
