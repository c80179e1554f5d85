//! `blockstep elect verify`: every election of a chain, derived again from its blocks.

use serde_json::json;

use crate::cli::columns::aligned;
use crate::cli::med::source::{Source, SourceArgs};
use crate::cli::{CliError, Exit, Output};
use crate::election::PoolNumber;
use crate::medical::story::forged::with_forged_tally;
use crate::medical::world::{EpochRecord, World};

/// The arguments of `elect verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Of the story, take a copy in which a publisher and a producer forged a tally together.
    #[arg(long, conflicts_with = "chain")]
    forged: bool,
}

/// Runs `elect verify`.
pub fn run(args: &VerifyArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = args.source.open()?;
    let history = match (&source, args.forged) {
        (Source::Story(tale), true) => with_forged_tally(tale)
            .ok_or_else(|| CliError::usage("this story has no published election to forge"))?,
        _ => source.history(),
    };
    let tree = match history.play() {
        Ok(tree) => tree,
        Err(error) => {
            let rule = error.rule();
            match out.is_json() {
                true => out.json_document(&json!({
                    "valid": false, "reason": error.to_string(), "rule": rule,
                }))?,
                false => {
                    out.paragraph("", &format!("Refused: {error}."))?;
                    out.paragraph("", &format!("The rule: {}.", rule.says))?;
                }
            }
            return Ok(Exit::Invalid);
        }
    };
    let Some(world) = tree.body() else {
        return Err(CliError::usage("the chain has no state at its tip"));
    };
    told(world, out)
}

fn told(world: &World, out: &mut Output) -> Result<Exit, CliError> {
    let epochs = world.epochs();
    if out.is_json() {
        let epochs: Vec<_> = epochs.iter().map(|epoch| data(world, epoch)).collect();
        out.json_document(&json!({ "valid": true, "epochs": epochs }))?;
        return Ok(Exit::Valid);
    }
    let rows: Vec<[String; 7]> = epochs.iter().map(|epoch| row(world, epoch)).collect();
    let headers = ["epoch", "stake counted", "seats", "beacon", "published", "silent", "earned"];
    aligned(&headers.map(str::to_owned), &rows).into_iter().try_for_each(|line| out.line(line))?;
    out.paragraph("", "Stake was counted from unspent outputs, seats and slots follow from stake and beacon, pay from blocks: every block that says otherwise would have been refused. Who sits and reveals no secret is silent, and earns nothing.")?;
    Ok(Exit::Valid)
}

fn row(world: &World, epoch: &EpochRecord) -> [String; 7] {
    let election = &epoch.election;
    let stakes: Vec<String> = election.stakes.iter().map(u64::to_string).collect();
    let end = epoch.end.as_ref();
    let earned = end.map(|end| end.earned.iter().map(|(_, units)| *units).sum::<u64>());
    let silent = end.map(|end| numbers(end.withheld.iter().copied()));
    let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    [
        election.epoch.to_string(),
        or_none(stakes.join(" ")),
        or_none(numbers(election.sitting())),
        hex::encode(&election.beacon.0[..4]) + "…",
        if world.is_published(election.epoch) { "yes, the same".into() } else { "no".into() },
        silent.map_or("-".into(), or_none),
        earned.map_or("under way".into(), |units: u64| units.to_string()),
    ]
}

fn numbers(pools: impl Iterator<Item = PoolNumber>) -> String {
    pools.map(|pool| pool.0.to_string()).collect::<Vec<_>>().join(" ")
}

fn data(world: &World, epoch: &EpochRecord) -> serde_json::Value {
    let election = &epoch.election;
    json!({
        "epoch": election.epoch,
        "beacon": hex::encode(election.beacon.0),
        "stakes": election.stakes,
        "seats": election.sitting().map(|pool| pool.0).collect::<Vec<_>>(),
        "schedule": election.schedule.iter().map(|pool| pool.0).collect::<Vec<_>>(),
        "published": world.is_published(election.epoch),
        "silent": epoch.end.as_ref().map(|end| {
            end.withheld.iter().map(|pool| pool.0).collect::<Vec<_>>()
        }),
        "earned": epoch.end.as_ref().map(|end| {
            end.earned.iter().map(|(pool, units)| json!({ "pool": pool.0, "units": units })).collect::<Vec<_>>()
        }),
    })
}
