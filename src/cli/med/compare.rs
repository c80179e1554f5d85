//! `blockstep med compare`: what each of three means gives alone, by runs made for the purpose.

use super::source::SourceArgs;
use crate::cli::{CliError, Exit, Output};
use crate::medical::comparison::compare;

/// The arguments of `med compare`.
#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    #[command(flatten)]
    source: SourceArgs,
}

/// Runs `med compare`.
pub fn run(args: &CompareArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = args.source.open()?;
    let Some(tale) = source.tale() else {
        return Err(CliError::usage("the comparison is made with the story: leave --chain out"));
    };
    let lines = compare(tale, "comparison").map_err(CliError::usage)?;
    if out.is_json() {
        out.json_document(&lines)?;
        return Ok(Exit::Valid);
    }
    for line in &lines {
        out.line(line.question)?;
        for (name, answer) in [
            ("attribute-based", &line.abe),
            ("key-aggregate", &line.kac),
            ("the chain", &line.chain),
        ] {
            out.paragraph("  ", &format!("{name}: {answer}"))?;
        }
    }
    out.paragraph("", "Each answer was tried a moment ago, save those by construction. Together they do what none does alone: the patient's key picks the records, the chain shows who asked for them.")?;
    Ok(Exit::Valid)
}
