//! `blockstep odds`: what an attacker can hope for, by formula and by simulation.

use clap::Subcommand;
use serde_json::json;

use super::{CliError, Exit, Output};
use crate::mining::odds::{Estimate, Share, nakamoto, percent, race, rosenfeld, selfish};
use crate::spelling::grouped;

/// The arguments of `odds`.
#[derive(Debug, clap::Args)]
pub struct OddsArgs {
    #[command(subcommand)]
    command: OddsCommand,
}

#[derive(Debug, Subcommand)]
enum OddsCommand {
    /// The chance that a payment with some confirmations is taken back.
    DoubleSpend(DoubleSpendArgs),
    /// What it takes to rewrite the last blocks of a real chain.
    Majority(super::odds_majority::MajorityArgs),
    /// What a pool gets that keeps its blocks secret.
    Selfish(SelfishArgs),
}

#[derive(Debug, clap::Args)]
struct DoubleSpendArgs {
    /// The attacker's part of all work, in per cent.
    #[arg(long, value_name = "PERCENT", default_value = "10", value_parser = share)]
    share: Share,
    /// The blocks on the payment, its own among them.
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u16).range(0..=1000))]
    confirmations: u16,
    /// How many races are simulated.
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    races: u32,
    /// What the draws follow from: the same seed, the same races.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
}

#[derive(Debug, clap::Args)]
struct SelfishArgs {
    /// The pool's part of all work, in per cent.
    #[arg(long, value_name = "PERCENT", default_value = "40", value_parser = share)]
    share: Share,
    /// The part of the others that work on the pool's block in a tie, in per cent.
    #[arg(long, value_name = "PERCENT", default_value = "50", value_parser = share)]
    gamma: Share,
    /// How many blocks are simulated.
    #[arg(long, value_name = "N", default_value_t = 10_000_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000_000))]
    blocks: u32,
    /// What the draws follow from: the same seed, the same blocks.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
}

pub(super) fn share(text: &str) -> Result<Share, String> {
    let number = text.trim_end_matches('%').trim().parse::<f64>().ok();
    number
        .and_then(|percent| Share::new(percent / 100.0))
        .ok_or_else(|| "it must be a number of per cent, from 0 to 100".to_owned())
}

/// Runs `odds`.
pub fn run(args: OddsArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        OddsCommand::DoubleSpend(args) => double_spend(&args, out),
        OddsCommand::Majority(args) => super::odds_majority::run(&args, out),
        OddsCommand::Selfish(args) => selfish(&args, out),
    }
}

fn double_spend(args: &DoubleSpendArgs, out: &mut Output) -> Result<Exit, CliError> {
    let (share, confirmations) = (args.share, args.confirmations);
    let paper = nakamoto::catch_up(share, confirmations);
    let exact = rosenfeld::catch_up(share, confirmations);
    let raced = race::simulate(share, confirmations, args.races, &args.seed);
    let needed = rosenfeld::confirmations_needed(share, 0.001);
    if out.is_json() {
        out.json_document(&json!({
            "share": share.get(), "confirmations": confirmations,
            "nakamoto": paper, "exact": exact,
            "simulated": raced.map(|raced| estimate(&raced)), "seed": args.seed,
            "confirmations_for_below_0.001": needed,
        }))?;
        return Ok(Exit::Valid);
    }
    out.line(format_args!(
        "An attacker with {} of the work, against {confirmations} confirmations, succeeds in",
        percent(share.get())
    ))?;
    out.line(format_args!("  {:<12} by section 11 of the white paper", percent(paper)))?;
    out.line(format_args!("  {:<12} by the exact count (Rosenfeld 2014)", percent(exact)))?;
    match raced {
        Some(raced) => out.line(format_args!(
            "  {:<12} of {} simulated races, seed {:?} (95 % of such runs: {})",
            percent(raced.share()),
            grouped(args.races),
            args.seed,
            interval(&raced)
        ))?,
        None => out.line(format_args!(
            "  Not simulated: above {} of the work races take too long.",
            percent(race::LARGEST_SHARE)
        ))?,
    }
    match needed {
        Some(needed) => {
            out.line(format_args!("Below 0.1% it is from {needed} confirmations on."))?
        }
        None => {
            out.line("No number of confirmations that is counted here makes it less than 0.1%.")?
        }
    }
    Ok(Exit::Valid)
}

fn selfish(args: &SelfishArgs, out: &mut Output) -> Result<Exit, CliError> {
    let revenue = selfish::revenue(args.share, args.gamma);
    let threshold = selfish::threshold(args.gamma);
    let tally = selfish::simulate(args.share, args.gamma, args.blocks, &args.seed);
    if out.is_json() {
        out.json_document(&json!({
            "share": args.share.get(), "gamma": args.gamma.get(), "formula": revenue,
            "simulated": tally.pool_share(), "blocks": args.blocks, "seed": args.seed,
            "threshold": threshold, "orphaned": tally.orphaned_share(),
        }))?;
        return Ok(Exit::Valid);
    }
    out.line(format_args!(
        "A pool with {} of the work that keeps its blocks secret gets of the blocks that count",
        percent(args.share.get())
    ))?;
    out.line(format_args!("  {:<9} by the formula (Eyal and Sirer 2014)", percent(revenue)))?;
    out.line(format_args!(
        "  {:<9} of {} simulated blocks, seed {:?}",
        tally.pool_share().map_or("-".into(), percent),
        grouped(args.blocks),
        args.seed
    ))?;
    out.line(format_args!("Secrecy pays from {} of the work on.", percent(threshold)))?;
    if let Some(orphaned) = tally.orphaned_share() {
        out.line(format_args!("{} of all blocks were found for nothing.", percent(orphaned)))?;
    }
    Ok(Exit::Valid)
}

fn interval(raced: &Estimate) -> String {
    let (low, high) = raced.interval();
    format!("{} to {}", percent(low), percent(high))
}

fn estimate(raced: &Estimate) -> serde_json::Value {
    let (low, high) = raced.interval();
    json!({"races": raced.trials, "share": raced.share(), "interval_95": [low, high]})
}
