//! `blockstep med`: the medical chain of Sally's story, or of a file: its blocks, who may read what, who did.

mod audit;
mod blocks;
mod compare;
mod life;
pub(super) mod source;
mod story;
mod who;

use clap::Subcommand;

use super::{CliError, Exit, Output};

/// The arguments of `med`.
#[derive(Debug, clap::Args)]
pub struct MedArgs {
    #[command(subcommand)]
    command: MedCommand,
}

#[derive(Debug, Subcommand)]
enum MedCommand {
    /// Tell the story from the genesis to the audit, and save its chain.
    Story(story::StoryArgs),
    /// Who may read which record now, and by which transaction.
    Who(who::WhoArgs),
    /// Who looked at what, when, by what right and for what.
    Audit(audit::AuditArgs),
    /// The life of one record: released, stored, shared, read.
    Life(life::LifeArgs),
    /// The blocks, with their transactions; or one transaction, with its proof.
    Blocks(blocks::BlocksArgs),
    /// What attribute-based encryption, key-aggregate encryption and the chain each give alone.
    Compare(compare::CompareArgs),
}

/// Runs `med`.
pub fn run(args: &MedArgs, out: &mut Output) -> Result<Exit, CliError> {
    match &args.command {
        MedCommand::Story(args) => story::run(args, out),
        MedCommand::Who(args) => who::run(args, out),
        MedCommand::Audit(args) => audit::run(args, out),
        MedCommand::Life(args) => life::run(args, out),
        MedCommand::Blocks(args) => blocks::run(args, out),
        MedCommand::Compare(args) => compare::run(args, out),
    }
}
