//! `blockstep mempool`: what waits for a block.

use clap::Subcommand;
use serde_json::json;

use super::lab::{LabArg, watch};
use super::{CliError, Exit, Output};
use crate::trace::Trace;

/// The arguments of `mempool`.
#[derive(Debug, clap::Args)]
pub struct MempoolArgs {
    #[command(subcommand)]
    command: MempoolCommand,
}

#[derive(Debug, Subcommand)]
enum MempoolCommand {
    /// List what waits, the dearest first.
    List(LabArg),
    /// Step through the building of the next block: which package is taken, and why.
    Step(LabArg),
}

/// Runs `mempool`.
pub fn run(args: MempoolArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        MempoolCommand::List(lab) => list(&lab, out),
        MempoolCommand::Step(arg) => {
            let lab = arg.open()?;
            watch(Box::new(Trace::new(lab.template_model(arg.now()))), out)
        }
    }
}

fn list(arg: &LabArg, out: &mut Output) -> Result<Exit, CliError> {
    let lab = arg.open()?;
    let mut entries: Vec<_> = lab.mempool().entries().collect();
    entries.sort_by(|(one, this), (other, that)| {
        that.ancestors.rate().cmp(&this.ancestors.rate()).then(one.cmp(other))
    });
    if out.is_json() {
        let rows = entries.iter().map(|(txid, entry)| {
            json!({
                "txid": txid, "fee_satoshis": entry.own.fee_satoshis,
                "virtual_size": entry.own.virtual_size, "sigop_cost": entry.own.sigop_cost,
                "parents": entry.parents.iter().collect::<Vec<_>>(),
            })
        });
        out.json_document(&rows.collect::<Vec<_>>())?;
        return Ok(Exit::Valid);
    }
    if entries.is_empty() {
        out.line("Nothing waits.")?;
    }
    for (txid, entry) in entries {
        let after = match entry.parents.len() {
            0 => String::new(),
            count => format!(", after {count} that wait too"),
        };
        out.line(format_args!("{txid}"))?;
        out.line(format_args!(
            "  {} satoshis for {} virtual bytes{after}",
            entry.own.fee_satoshis, entry.own.virtual_size
        ))?;
    }
    Ok(Exit::Valid)
}
