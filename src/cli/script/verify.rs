//! `script verify`: may this input spend its output?

use serde_json::json;

use super::batch;
use super::question::SpendArgs;
use super::spend::Spend;
use super::text::TagArgs;
use crate::cli::batch::{self as lines, BatchArgs};
use crate::cli::{CliError, Exit, Output};
use crate::script::ScriptError;
use crate::script::spend_model::SpendModel;
use crate::trace::{Mark, Stepper, Trace, Verdict, Window};

/// The arguments of `script verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    spend: SpendArgs,
    #[command(flatten)]
    tags: TagArgs,
    #[command(flatten)]
    batch: BatchArgs,
}

pub fn run(args: VerifyArgs, out: &mut Output) -> Result<Exit, CliError> {
    if let Some(source) = args.batch.batch {
        return lines::run(&source, args.batch.jobs, out, batch::answer);
    }
    let spend = args.spend.read()?;
    match spend.verify() {
        Ok(()) => {
            let sentence = format!(
                "input {} of {} may spend its output under {}",
                spend.input,
                spend.context.tx().txid(),
                spend.flags
            );
            tell_valid(&sentence, out)
        }
        Err(error) => tell_invalid(error, &reason(&spend, error, &args.tags)?, out),
    }
}

/// What the walk through the spend says at its end.
fn reason(spend: &Spend, error: ScriptError, tags: &TagArgs) -> Result<String, CliError> {
    let model = SpendModel::new(
        "",
        spend.context.tx().clone(),
        spend.input,
        spend.prevout.clone(),
        spend.context.prevouts().map(<[_]>::to_vec),
        spend.flags,
        tags.read()?,
    );
    let mut walk = Trace::new(model);
    walk.seek(usize::MAX);
    Ok(match walk.scene(&Window::following(0)).verdict {
        Some(Verdict::Invalid { reason, .. }) => reason,
        _ => error.to_string(),
    })
}

/// Answers yes.
pub fn tell_valid(sentence: &str, out: &mut Output) -> Result<Exit, CliError> {
    if out.is_json() {
        out.json_line(&json!({ "ok": true, "error": "OK" }))?;
    } else {
        let word = out.paint(Mark::Good, "valid:");
        out.line(format_args!("{word} {sentence}"))?;
    }
    Ok(Exit::Valid)
}

/// Answers no, with the reason and the rule.
pub fn tell_invalid(error: ScriptError, reason: &str, out: &mut Output) -> Result<Exit, CliError> {
    let rule = error.rule();
    if out.is_json() {
        let name = error.name();
        out.json_line(&json!({ "ok": false, "error": name, "reason": reason, "rule": rule }))?;
        return Ok(Exit::Invalid);
    }
    let word = out.paint(Mark::Bad, "invalid:");
    out.line(format_args!("{word} {}", error.name()))?;
    out.line(format_args!("  {reason}"))?;
    out.line(format_args!("  rule: {}", rule.says))?;
    out.line(format_args!("  because {}", rule.why))?;
    let cites: Vec<String> = rule.cites.iter().map(ToString::to_string).collect();
    out.line(format_args!("  written in {}", cites.join("; ")))?;
    Ok(Exit::Invalid)
}
