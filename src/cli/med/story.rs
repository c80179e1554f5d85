//! `blockstep med story`: the story, step by step as lines, and its chain as a file.

use std::path::PathBuf;

use serde_json::json;

use super::source::SourceArgs;
use crate::cli::{CliError, Exit, Output};
use crate::medical::story::{Outcome, Step};
use crate::medical::world::kept::save;
use crate::trace::Mark;

/// The arguments of `med story`.
#[derive(Debug, clap::Args)]
pub struct StoryArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Only chapters whose title contains these words.
    #[arg(long, value_name = "WORDS")]
    chapter: Option<String>,
    /// Only what was refused.
    #[arg(long)]
    refused: bool,
    /// Save the chain to FILE, for `--chain`.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

/// Runs `med story`.
pub fn run(args: &StoryArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = args.source.open()?;
    let Some(tale) = source.tale() else {
        return Err(CliError::usage("a file has a chain and no story: leave --chain out"));
    };
    if let Some(path) = &args.save {
        let name = path.display();
        if path.exists() {
            return Err(CliError::usage(format!("{name} is there already: save to another file")));
        }
        save(path, &source.history())
            .map_err(|error| CliError::usage(format!("{name}: {error}")))?;
    }
    let wanted = args.chapter.as_deref().unwrap_or("").to_lowercase();
    let steps: Vec<&Step> = (tale.steps().iter())
        .filter(|step| step.chapter.to_lowercase().contains(&wanted))
        .filter(|step| !args.refused || step.is_refusal())
        .collect();
    if steps.is_empty() {
        let mut chapters: Vec<&str> = tale.steps().iter().map(|step| step.chapter).collect();
        chapters.dedup();
        return Err(CliError::usage(format!(
            "no chapter has these words; the chapters are: {}",
            chapters.join(", ")
        )));
    }
    if out.is_json() {
        steps.iter().try_for_each(|step| out.json_line(&data(step)))?;
        return Ok(Exit::Valid);
    }
    let mut chapter = "";
    for step in steps {
        if step.chapter != chapter {
            chapter = step.chapter;
            out.line("")?;
            out.line(chapter.to_uppercase())?;
        }
        tell(step, out)?;
    }
    Ok(Exit::Valid)
}

fn tell(step: &Step, out: &mut Output) -> Result<(), CliError> {
    let (mark, word) = match &step.outcome {
        Outcome::Accepted { .. } => (Mark::Good, "accepted"),
        Outcome::Refused { .. } => (Mark::Bad, "refused"),
        Outcome::Block { .. } => (Mark::Plain, "block"),
        Outcome::Read { .. } | Outcome::Told => (Mark::Plain, "told"),
    };
    let word = out.paint(mark, &format!("{word:<9}"));
    out.paragraph("", &format!("{word} {}. {}", step.title, step.told))?;
    match &step.outcome {
        Outcome::Refused { reason } => out.paragraph("          ", &format!("because {reason}")),
        Outcome::Read { lines } => lines.iter().try_for_each(|(title, value)| {
            out.paragraph("          ", &format!("{title}: {value}"))
        }),
        _ => Ok(()),
    }
}

fn data(step: &Step) -> serde_json::Value {
    json!({
        "chapter": step.chapter,
        "who": step.who,
        "title": step.title,
        "told": step.told,
        "outcome": step.outcome,
        "rule": step.rule.map(|rule| rule.name),
        "height": step.height,
        "final_height": step.final_height,
    })
}
