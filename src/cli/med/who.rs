//! `blockstep med who`: who may read which record, and by which transaction.

use serde_json::json;

use super::source::{Source, SourceArgs};
use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output};
use crate::medical::identity::Identity;
use crate::medical::story::matrix::{Row, matrix};

/// The arguments of `med who`.
#[derive(Debug, clap::Args)]
pub struct WhoArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Only this record, by its title in the story or its release's id.
    #[arg(value_name = "RECORD")]
    record: Option<String>,
    /// As a matrix: records down, everybody who is registered across.
    #[arg(long)]
    matrix: bool,
    /// At this slot in place of the last block's.
    #[arg(long, value_name = "SLOT")]
    slot: Option<u64>,
}

/// Runs `med who`.
pub fn run(args: &WhoArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = args.source.open()?;
    let world = source.world()?;
    let slot = args.slot.unwrap_or(world.last_slot());
    let wanted = args.record.as_deref().map(|text| source.release(text)).transpose()?;
    let rows: Vec<Row> = matrix(world, slot)
        .into_iter()
        .filter(|row| wanted.is_none_or(|release| release == row.release))
        .collect();
    if out.is_json() {
        let rows: Vec<_> = rows.iter().map(|row| data(&source, row)).collect();
        out.json_document(&json!({ "slot": slot, "records": rows }))?;
        return Ok(Exit::Valid);
    }
    if args.matrix {
        return as_matrix(&source, &rows, out);
    }
    let cells: Vec<[String; 5]> = rows.iter().flat_map(|row| lines(&source, row)).collect();
    let headers = ["record", "of", "may be read by", "by", "until"].map(str::to_owned);
    out.line(format_args!("At slot {slot}:"))?;
    aligned(&headers, &cells).into_iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Valid)
}

fn as_matrix(source: &Source, rows: &[Row], out: &mut Output) -> Result<Exit, CliError> {
    let mut across: Vec<Identity> =
        rows.iter().flat_map(|row| &row.readers).map(|may| may.reader).collect();
    across.extend(source.world()?.data().roles().map(|(who, _)| who));
    across.sort_by_key(|who| source.name(who));
    across.dedup();
    let mut headers = vec!["record".to_owned()];
    headers.extend(across.iter().map(|who| source.name(who)));
    let line = |row: &Row| -> Vec<String> {
        let marks = across.iter().map(|who| row.mark(who).to_owned());
        [source.title(&row.release)].into_iter().chain(marks).collect()
    };
    let lines: Vec<Vec<String>> = rows.iter().map(line).collect();
    aligned(&headers, &lines).into_iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Valid)
}

fn lines(source: &Source, row: &Row) -> Vec<[String; 5]> {
    let readers = row.readers.iter().enumerate();
    readers
        .map(|(at, may)| {
            let first = |text: String| if at == 0 { text } else { String::new() };
            [
                first(source.title(&row.release)),
                first(source.name(&row.patient)),
                source.name(&may.reader),
                format!("{} {}", may.right, may.by.short()),
                may.until_slot.map_or("always".into(), |slot| format!("slot {slot}")),
            ]
        })
        .collect()
}

fn data(source: &Source, row: &Row) -> serde_json::Value {
    let readers: Vec<_> = row
        .readers
        .iter()
        .map(|may| {
            json!({
                "reader": may.reader, "name": source.name(&may.reader), "right": may.right,
                "by": may.by, "until_slot": may.until_slot,
            })
        })
        .collect();
    json!({
        "record": source.title(&row.release), "release": row.release, "storage": row.storage,
        "patient": row.patient, "patient_name": source.name(&row.patient), "readers": readers,
    })
}
