//! `blockstep med audit`: the access log, asked by patient, reader, institution, time or purpose.

use serde_json::json;

use super::source::{Source, SourceArgs};
use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output};
use crate::medical::data::audit::{Line, Query, audit};

/// The arguments of `med audit`.
#[derive(Debug, clap::Args)]
pub struct AuditArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Reads of this patient's records: a name of the story, or a key.
    #[arg(long, value_name = "WHO")]
    patient: Option<String>,
    /// Reads by this one.
    #[arg(long, value_name = "WHO")]
    reader: Option<String>,
    /// Reads of records that this institution wrote.
    #[arg(long, value_name = "WHO")]
    institution: Option<String>,
    /// From this slot on.
    #[arg(long, value_name = "SLOT")]
    from: Option<u64>,
    /// Up to this slot.
    #[arg(long, value_name = "SLOT")]
    to: Option<u64>,
    /// Whose purpose or reason contains these words.
    #[arg(long, value_name = "WORDS")]
    purpose: Option<String>,
}

/// Runs `med audit`.
pub fn run(args: &AuditArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = args.source.open()?;
    let who = |text: &Option<String>| text.as_deref().map(|text| source.who(text)).transpose();
    let query = Query {
        patient: who(&args.patient)?,
        reader: who(&args.reader)?,
        author: who(&args.institution)?,
        from_slot: args.from,
        to_slot: args.to,
        purpose: args.purpose.as_deref(),
    };
    let data = source.world()?.data();
    let lines = audit(data, &query);
    let title = |line: &Line| {
        let release = data.storage(&line.storage).map(|storage| storage.release);
        release.map_or_else(|_| line.storage.short(), |release| source.title(&release))
    };
    if out.is_json() {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| {
                json!({
                    "slot": line.slot, "height": line.height, "access": line.access,
                    "reader": line.reader, "reader_name": source.name(&line.reader),
                    "patient": line.patient, "patient_name": source.name(&line.patient),
                    "record": title(line), "storage": line.storage,
                    "author_name": source.name(&line.author),
                    "right": line.right, "by": line.by, "purpose": line.purpose,
                })
            })
            .collect();
        out.json_document(&lines)?;
        return Ok(Exit::Valid);
    }
    if lines.is_empty() {
        out.line("Nobody read anything that this asks for.")?;
        return Ok(Exit::Valid);
    }
    table(&source, &lines, title, out)?;
    out.paragraph("", "Each line stood on the chain, final, before the ciphertext was handed out. What somebody kept a copy of, and read again later, leaves no line.")?;
    Ok(Exit::Valid)
}

fn table(
    source: &Source,
    lines: &[Line],
    title: impl Fn(&Line) -> String,
    out: &mut Output,
) -> Result<(), CliError> {
    let rows: Vec<[String; 7]> = lines
        .iter()
        .map(|line| {
            [
                line.slot.to_string(),
                source.name(&line.reader),
                title(line),
                source.name(&line.patient),
                line.right.to_owned(),
                line.by.map_or("-".into(), |by| by.short()),
                line.purpose.clone(),
            ]
        })
        .collect();
    let headers = ["slot", "who read", "record", "of", "right", "given by", "for"];
    aligned(&headers.map(str::to_owned), &rows).into_iter().try_for_each(|line| out.line(line))
}
