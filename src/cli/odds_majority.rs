//! `blockstep odds majority`: the last blocks of a real chain, replaced.

use serde_json::json;

use super::odds::share;
use super::{CliError, Exit, Output};
use crate::mining::majority::{Past, Rewrite, RewriteEnd, overtake_cost, rewrite};
use crate::mining::odds::{Share, percent};
use crate::spelling::counted;

/// Blocks of the chain before those that are replaced.
const BEFORE: u32 = 5;

/// The arguments of `odds majority`.
#[derive(Debug, clap::Args)]
pub struct MajorityArgs {
    /// The attacker's part of all work, in per cent.
    #[arg(long, value_name = "PERCENT", default_value = "60", value_parser = share)]
    share: Share,
    /// How many blocks are to be replaced.
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=100))]
    depth: u32,
    /// What the draws follow from: the same seed, the same race.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
}

/// Runs `odds majority`.
pub fn run(args: &MajorityArgs, out: &mut Output) -> Result<Exit, CliError> {
    let past = Past::new(args.depth + BEFORE, true).map_err(CliError::usage)?;
    let plan = Rewrite { attacker: args.share, depth: args.depth, seed: &args.seed };
    let done = rewrite(past, plan).map_err(CliError::usage)?;
    let cost = overtake_cost(args.share, args.depth);
    let end = match done.end {
        RewriteEnd::Overtook => "overtook",
        RewriteEnd::GaveUp => "gave-up",
        RewriteEnd::BrokenOff => "broken-off",
    };
    if out.is_json() {
        out.json_document(&json!({
            "share": args.share.get(), "depth": args.depth, "seed": args.seed, "end": end,
            "chance": args.share.catches_up(args.depth + 1),
            "expected_intervals": cost.map(|cost| cost.intervals),
            "expected_own_blocks": cost.map(|cost| cost.own_blocks),
            "intervals": done.intervals(), "attacker_found": done.attacker_found,
            "others_found": done.others_found, "blocks_disconnected": done.blocks_disconnected,
            "payments_undone": done.payments_undone, "payments_waiting": done.payments_waiting,
            "payments_void": done.payments_void,
        }))?;
        return Ok(Exit::Valid);
    }
    let (blocks, q) = (counted(args.depth as usize, "block"), args.share);
    out.paragraph(
        "",
        &match cost {
            Some(cost) => format!(
                "To replace the last {blocks} with {q} of the work takes {:.1} block intervals on average, \
                 and it always succeeds: ({} + 1) / (2q - 1).",
                cost.intervals, args.depth
            ),
            None => format!(
                "To replace the last {blocks} with {q} of the work succeeds with the chance {}, (q/p)^{}.",
                percent(q.catches_up(args.depth + 1)),
                args.depth + 1
            ),
        },
    )?;
    let found = format!(
        "On a real chain, seed {:?}: the attacker found {}, the others {}",
        args.seed,
        counted(done.attacker_found as usize, "block"),
        done.others_found
    );
    out.paragraph(
        "",
        &match done.end {
            RewriteEnd::Overtook => format!(
                "{found}, and then the attacker's branch counted. {} were disconnected with {}: {} wait \
                 again, and {} can no longer be made, since the coin is spent otherwise.",
                counted(done.blocks_disconnected, "block"),
                counted(done.payments_undone, "payment"),
                done.payments_waiting,
                done.payments_void
            ),
            RewriteEnd::GaveUp => format!("{found}, and the attacker gave up. Nothing changed."),
            RewriteEnd::BrokenOff => format!("{found}, and the race was broken off without an end."),
        },
    )?;
    Ok(Exit::Valid)
}
