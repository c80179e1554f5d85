//! `blockstep med life`: all that happened to one record.

use super::source::SourceArgs;
use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output};
use crate::medical::story::lifeline::lifeline;

/// The arguments of `med life`.
#[derive(Debug, clap::Args)]
pub struct LifeArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Which record, by its title in the story or its release's id.
    #[arg(value_name = "RECORD", default_value = "heart report")]
    record: String,
}

/// Runs `med life`.
pub fn run(args: &LifeArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = args.source.open()?;
    let events = lifeline(source.world()?, &source.release(&args.record)?);
    if out.is_json() {
        out.json_document(&events)?;
        return Ok(Exit::Valid);
    }
    let rows: Vec<[String; 5]> = events
        .iter()
        .map(|event| {
            [
                event.height.to_string(),
                event.what.to_owned(),
                source.name(&event.who),
                event.to.map_or("-".into(), |to| source.name(&to)),
                event.txid.short(),
            ]
        })
        .collect();
    let headers = ["block", "what", "who", "to", "transaction"].map(str::to_owned);
    aligned(&headers, &rows).into_iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Valid)
}
