//! `blockstep elect ballots`: how much a form of ballot decides.

use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output};
use crate::election::attack::ballots::table_of;

/// The arguments of `elect ballots`.
#[derive(Debug, clap::Args)]
pub struct BallotsArgs {
    /// What the random approvals follow from: the same seed, the same ballots.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
}

/// Runs `elect ballots`.
pub fn run(args: &BallotsArgs, out: &mut Output) -> Result<Exit, CliError> {
    let rows = table_of(&args.seed);
    if out.is_json() {
        out.json_document(&rows)?;
        return Ok(Exit::Valid);
    }
    let cells: Vec<[String; 2]> = rows
        .iter()
        .map(|row| [format!("{} of {}", row.bloc_seats, row.seats), row.words.to_owned()])
        .collect();
    let headers = ["the bloc's seats", "ballot"].map(str::to_owned);
    aligned(&headers, &cells).into_iter().try_for_each(|line| out.line(line))?;
    out.paragraph("", "A bloc has 41 per cent of the supply, and stands for as many seats as does it best. Not its size decides, but how the others' votes are counted and whether they stand together.")?;
    Ok(Exit::Valid)
}
