//! `blockstep step`: any walk, step by step, as text or as data.

mod source;
mod walk;

use std::path::{Path, PathBuf};

use super::{CliError, Exit, Output, full_screen, input, interrupt, plain};
use crate::catalog::{SavedTrace, Subject, scenarios};
use crate::trace::RUN_LIMIT;
use crate::tui::Start;
pub use source::OwnData;
pub use walk::{ROWS, Walk};

/// What the exit code does not say.
const EXIT: &str = "Exit code: 0 once the steps are shown, also where the verdict shown is invalid; \
`blockstep script verify`, `block verify` and `tx check` answer by their exit code.";

/// The arguments of `step`.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{}\n\n{EXIT}", plain::WORDS))]
pub struct StepArgs {
    /// The scenario to step through; without one, all are listed.
    #[arg(conflicts_with_all = ["tx", "block", "replay"])]
    scenario: Option<String>,
    /// Data of the reader's own.
    #[command(flatten)]
    pub own: OwnData,
    /// Repeat the walk saved in FILE.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["tx", "block"])]
    replay: Option<String>,
    /// Show step N alone; 0 is the start.
    #[arg(long, value_name = "N", conflicts_with_all = ["from", "to"])]
    at: Option<usize>,
    /// Show the steps from N on.
    #[arg(long, value_name = "N")]
    from: Option<usize>,
    /// Show the steps up to N.
    #[arg(long, value_name = "N")]
    to: Option<usize>,
    /// Show at most N rows of a long pane, around the place that the step is about.
    #[arg(long, value_name = "N", default_value_t = ROWS)]
    rows: usize,
    /// Show bytes that have names as hexadecimal.
    #[arg(long)]
    hex: bool,
    /// Save the way to the last step shown, as JSON, for `--replay`.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

/// What `step` was asked for.
pub enum Opened {
    /// The list of scenarios.
    List,
    /// A walk.
    Walk(Box<Walk>),
}

/// Runs `step`.
pub fn run(args: StepArgs, out: &mut Output) -> Result<Exit, CliError> {
    let first = args.at.or(args.from);
    let last = args.at.or(args.to);
    let save = args.save.clone();
    let repeats = args.replay.is_some();
    let scenario = args.scenario.clone();
    let Opened::Walk(mut walk) = open(args)? else { return list(out) };
    let parts = first.is_some() || last.is_some() || save.is_some();
    if out.is_interactive() && !parts {
        let start = match scenario {
            Some(id) => Start::Scenario(id),
            None => walk.into_start(),
        };
        return full_screen::open(start, out);
    }
    // A saved walk is shown up to where it was left.
    let last = last.or_else(|| repeats.then(|| walk.stepper.recorded()));
    let exit = print(&mut walk, first.unwrap_or(0), last, out)?;
    out.flush()?;
    if let Some(path) = save {
        walk.save(&path)?;
    }
    Ok(exit)
}

/// Opens what is asked for: a walk at its start, a saved one at its end, either at step `--at` or
/// `--from` where that is given.
pub fn open(args: StepArgs) -> Result<Opened, CliError> {
    let mut walk = match (&args.scenario, &args.replay) {
        (_, Some(path)) => replay(path)?,
        (id, None) => match args.own.source(id.as_deref())? {
            Some(source) => Walk::open(source).map_err(CliError::usage)?,
            None => return Ok(Opened::List),
        },
    };
    walk.window.rows = args.rows;
    walk.hex = args.hex;
    if let Some(first) = args.at.or(args.from) {
        walk.goto(first);
        let steps = walk.stepper.position();
        if steps < first {
            let sentence = format!("this walk has steps 0 to {steps}, and no step {first}");
            return Err(CliError::usage(sentence));
        }
    }
    Ok(Opened::Walk(Box::new(walk)))
}

/// The walk saved in the file at `path`.
fn replay(path: &str) -> Result<Walk, CliError> {
    let text = match Path::new(path).is_file() || path == "-" {
        true => input::read_text(Some(path))?,
        false => return Err(CliError::read(path, "there is no such file")),
    };
    SavedTrace::from_text(&text).and_then(Walk::replay).map_err(CliError::usage)
}

/// Shows the steps from `first` to `last`, or to the end.
pub(super) fn print(
    walk: &mut Walk,
    first: usize,
    last: Option<usize>,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let _graceful = interrupt::graceful();
    walk.goto(first);
    walk.show(out)?;
    let last = last.unwrap_or(RUN_LIMIT);
    while walk.stepper.position() < last && walk.forward() {
        if interrupt::requested() {
            return Ok(Exit::Interrupted);
        }
        if !out.is_json() {
            out.line("")?;
        }
        walk.show(out)?;
    }
    Ok(Exit::Valid)
}

/// All scenarios, grouped by subject.
fn list(out: &mut Output) -> Result<Exit, CliError> {
    if out.is_json() {
        out.json_document(&scenarios())?;
        return Ok(Exit::Valid);
    }
    for subject in Subject::ALL {
        let of_subject: Vec<_> = scenarios().iter().filter(|it| it.subject == subject).collect();
        if of_subject.is_empty() {
            continue;
        }
        out.line(format_args!("{}: {}", subject.title(), subject.about()))?;
        for scenario in of_subject {
            out.line(format_args!("  {}: {}", scenario.id, scenario.title))?;
            out.line(format_args!("    {}", scenario.about))?;
        }
        out.line("")?;
    }
    out.line("`blockstep step NAME` steps through one of them.")?;
    Ok(Exit::Valid)
}
