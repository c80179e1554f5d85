//! The full screen: on the terminal, or as a picture of it in text.

use super::{CliError, Exit, Output, interrupt};
use crate::tui::{self, Left, Start};

/// Opens the full screen at `start`, until the reader leaves it.
pub fn open(start: Start, out: &mut Output) -> Result<Exit, CliError> {
    out.flush()?;
    if !out.has_color() {
        crossterm::style::force_color_output(false);
    }
    let _graceful = interrupt::graceful();
    interrupt::end_with_the_terminal();
    let left = tui::run(start, out.is_ascii(), interrupt::requested);
    match left.map_err(|error| CliError::write("the terminal", &error))? {
        Left::Done => Ok(Exit::Valid),
        Left::Interrupted => Ok(Exit::Interrupted),
    }
}

/// The arguments of `screen`.
#[derive(Debug, clap::Args)]
pub struct ScreenArgs {
    /// The scenario to open; without one, the home screen.
    scenario: Option<String>,
    /// The keys to press first, with spaces between them: letters, Right, Enter, text:a_word ...
    #[arg(long, default_value = "", value_name = "KEYS", hide_default_value = true)]
    keys: String,
    /// The columns of the picture.
    #[arg(long, default_value_t = 80, value_name = "COLUMNS")]
    width: u16,
    /// The rows of the picture.
    #[arg(long, default_value_t = 24, value_name = "ROWS")]
    height: u16,
}

/// Runs `screen`.
pub fn run(args: ScreenArgs, out: &mut Output) -> Result<Exit, CliError> {
    let start = args.scenario.map_or(Start::Home, Start::Scenario);
    let picture = tui::headless(start, &args.keys, args.width, args.height, out.is_ascii());
    out.line(picture.map_err(CliError::usage)?.trim_end_matches('\n'))?;
    Ok(Exit::Valid)
}
