//! `blockstep mine`: blocks on a chain of one's own, found by the plain miner.

use super::lab::LabArg;
use super::{CliError, Exit, Output};
use crate::lab::{BlockName, Deed, Forgery};

/// The arguments of `mine`.
#[derive(Debug, clap::Args)]
pub struct MineArgs {
    /// Who is paid: a wallet, or an address.
    to: String,
    /// How many blocks.
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    blocks: u32,
    /// The block to build on: a height, the beginning of a hash, or tip. Elsewhere than on the tip it
    /// makes a fork.
    #[arg(long, value_name = "BLOCK")]
    on: Option<String>,
    #[command(flatten)]
    lab: LabArg,
}

/// The arguments of `chain forge`.
#[derive(Debug, clap::Args)]
pub struct ForgeArgs {
    /// double-spend, excess-reward, bad-signature, merkle-root, old-time or missing-coin.
    #[arg(value_parser = forgery)]
    rule: Forgery,
    #[command(flatten)]
    lab: LabArg,
}

fn forgery(name: &str) -> Result<Forgery, String> {
    Forgery::from_name(name).ok_or_else(|| {
        let names = Forgery::ALL.map(Forgery::name);
        format!("there is no forgery {name:?}; choose {}", names.join(", "))
    })
}

/// Runs `mine`.
pub fn run(args: MineArgs, out: &mut Output) -> Result<Exit, CliError> {
    let on = args.on.map(BlockName);
    args.lab.perform(&Deed::Mine { to: args.to, blocks: args.blocks, on }, false, out)
}

/// Runs `chain forge`.
pub fn forge(args: ForgeArgs, out: &mut Output) -> Result<Exit, CliError> {
    args.lab.perform(&Deed::Forge { forgery: args.rule }, false, out)
}
