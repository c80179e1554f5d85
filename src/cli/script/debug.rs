//! `script debug`: the scripts of a spend, instruction by instruction.

use super::question::SpendArgs;
use crate::catalog::{Prevout, Source};
use crate::cli::step::{self, ROWS, Walk};
use crate::cli::{CliError, Exit, Output, full_screen};
use crate::encode::Encode;

/// The arguments of `script debug`.
#[derive(Debug, clap::Args)]
pub struct DebugArgs {
    #[command(flatten)]
    spend: SpendArgs,
    /// Show step N alone; 0 is the start.
    #[arg(long, value_name = "N")]
    at: Option<usize>,
    /// Show at most N rows of a long pane, around the place that the step is about.
    #[arg(long, value_name = "N", default_value_t = ROWS)]
    rows: usize,
    /// Show bytes that have names as hexadecimal.
    #[arg(long)]
    hex: bool,
}

pub fn run(args: DebugArgs, out: &mut Output) -> Result<Exit, CliError> {
    let spend = args.spend.read()?;
    let tx = spend.context.tx();
    let prevouts = match spend.context.prevouts() {
        Some(all) => all.iter().map(|known| Some(Prevout::of(known))).collect(),
        None => {
            let mut known = vec![None; tx.inputs.len()];
            if let Some(spent) = known.get_mut(spend.input) {
                *spent = Some(Prevout::of(&spend.prevout));
            }
            known
        }
    };
    let source = Source::Spend {
        hex: hex::encode(tx.to_bytes()),
        input: spend.input,
        prevouts,
        flags: Some(spend.flags.names().map(str::to_string).collect()),
    };
    let mut walk = Walk::open(source).map_err(CliError::usage)?;
    walk.window.rows = args.rows;
    walk.hex = args.hex;
    if out.is_interactive() && args.at.is_none() {
        return full_screen::open(walk.into_start(), out);
    }
    step::print(&mut walk, args.at.unwrap_or(0), args.at, out)
}
