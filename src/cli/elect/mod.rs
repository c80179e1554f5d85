//! `blockstep elect`: elections simulated over many epochs, drawn many times, attacked, and derived again.

mod attack;
mod ballots;
mod monte_carlo;
mod simulate;
mod verify;

use clap::Subcommand;

use super::{CliError, Exit, Output};
use crate::election::SeatRule;

/// The arguments of `elect`.
#[derive(Debug, clap::Args)]
pub struct ElectArgs {
    #[command(subcommand)]
    command: ElectCommand,
}

#[derive(Debug, Subcommand)]
enum ElectCommand {
    /// Many epochs: delegates have histories, and voters follow the reliable ones.
    Simulate(simulate::SimulateArgs),
    /// Draw many lotteries, and compare shares of seats with shares of stake.
    MonteCarlo(monte_carlo::MonteCarloArgs),
    /// Attack an election, and see what stops it or what it costs.
    Attack(attack::AttackArgs),
    /// One bloc with 41 per cent of the supply, under four kinds of ballot.
    Ballots(ballots::BallotsArgs),
    /// Derive every election, schedule and payout of a chain again.
    Verify(verify::VerifyArgs),
}

/// Runs `elect`.
pub fn run(args: &ElectArgs, out: &mut Output) -> Result<Exit, CliError> {
    match &args.command {
        ElectCommand::Simulate(args) => simulate::run(args, out),
        ElectCommand::MonteCarlo(args) => monte_carlo::run(args, out),
        ElectCommand::Attack(args) => attack::run(args, out),
        ElectCommand::Ballots(args) => ballots::run(args, out),
        ElectCommand::Verify(args) => verify::run(args, out),
    }
}

fn seat_rule(name: &str) -> Result<SeatRule, String> {
    match name {
        "ranked" => Ok(SeatRule::Ranked),
        "lottery" => Ok(SeatRule::Lottery),
        _ => Err(format!("there is no rule {name:?}; choose ranked or lottery")),
    }
}

/// A part of one as per cent.
fn percent(part: f64) -> String {
    format!("{:.1} %", part * 100.0)
}
