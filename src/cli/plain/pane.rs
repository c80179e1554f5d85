//! One pane of a scene as text.

use crate::trace::{Body, Branch, ByteMark, Line, Mark, Pane, Row};

use super::{Block, Text, chart, clean, word};

/// Bytes of a marked range that are written out; of a longer one the first of these.
const RANGE_BYTES: usize = 40;
/// Bytes in a row.
const ROW: usize = 16;

/// Draws `pane` as one block, or for bytes as two: the bytes, and the names of their ranges.
pub fn draw(pane: &Pane, hex: bool) -> Vec<Block> {
    let lines = match &pane.body {
        Body::Text { lines } => lines.iter().map(|line| marked(line, hex)).collect(),
        Body::Table { headers, rows } => {
            rows.iter().map(|row| table_row(headers, row, hex)).collect()
        }
        Body::Stack { items } => stack(items, pane.first, hex),
        Body::Tree { branches } => branches.iter().map(|branch| tree_line(branch, hex)).collect(),
        Body::Bytes { bytes, marks } => return byte_blocks(pane, bytes, marks),
        Body::Chart { chart } => {
            chart::draw(chart).into_iter().map(|line| Text::new(Mark::Plain, line)).collect()
        }
    };
    vec![Block { heading: heading(pane), lines }]
}

/// The name, and which of its rows are given where not all are.
fn heading(pane: &Pane) -> String {
    let name = clean(&pane.name);
    let given = pane.body.rows();
    match (given, pane.total) {
        (_, 0) => format!("{name} (empty)"),
        (0, total) => format!("{name} (none of {total} rows)"),
        (given, total) if given < total => {
            format!("{name} (rows {} to {} of {total})", pane.first + 1, pane.first + given)
        }
        _ => name,
    }
}

/// What a line says, in names or in hexadecimal.
fn said(line: &Line, hex: bool) -> String {
    match &line.hex {
        Some(bytes) if hex => clean(bytes),
        _ => clean(&line.text),
    }
}

fn marked(line: &Line, hex: bool) -> Text {
    Text::new(line.mark, said(line, hex))
}

/// `label: value` for each cell that holds something.
fn table_row(headers: &[String], row: &Row, hex: bool) -> Text {
    let cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
    let cells: Vec<String> = cells
        .map(|(column, cell)| {
            let mark = if cell.mark.is_plain() || cell.mark == row.mark {
                String::new()
            } else {
                format!(" ({})", word(cell.mark).trim())
            };
            match headers.get(column).map(|header| clean(header)) {
                Some(header) if !header.is_empty() => {
                    format!("{header}: {}{mark}", said(cell, hex))
                }
                _ => format!("{}{mark}", said(cell, hex)),
            }
        })
        .collect();
    Text::new(row.mark, cells.join(", "))
}

fn stack(items: &[Line], first: usize, hex: bool) -> Vec<Text> {
    let items = items.iter().enumerate();
    items
        .map(|(index, item)| {
            let place = match first + index {
                0 => "top".to_string(),
                below => format!("{below} below"),
            };
            let said = said(item, hex);
            Text::new(item.mark, format!("{place}: {said}"))
        })
        .collect()
}

/// The depth is said as well as shown, since indentation is easily lost.
fn tree_line(branch: &Branch, hex: bool) -> Text {
    let Branch { depth, line } = branch;
    // Deeper lines are not indented further: an indentation is not worth a screen.
    let indent = "  ".repeat((*depth).min(20));
    Text::new(line.mark, format!("{indent}level {depth}: {}", said(line, hex)))
}

fn byte_blocks(pane: &Pane, bytes: &[u8], marks: &[ByteMark]) -> Vec<Block> {
    let start = pane.first.saturating_mul(ROW);
    let rows = bytes.chunks(ROW).enumerate().map(|(index, row)| {
        let digits: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        Text::new(Mark::Plain, format!("{:>4}: {}", start + index * ROW, digits.join(" ")))
    });
    let dump = Block { heading: heading(pane), lines: rows.collect() };
    let names = marks.iter().map(|mark| range_line(mark, bytes, start)).collect();
    let names = Block { heading: format!("{} by name", clean(&pane.name)), lines: names };
    vec![dump, names]
}

/// `bytes 0 to 3, version: 01000000`; the bytes only where they are among those given.
fn range_line(mark: &ByteMark, bytes: &[u8], start: usize) -> Text {
    let name = clean(&mark.name);
    let place = match mark.end.saturating_sub(mark.start) {
        0 => format!("before byte {}", mark.start),
        1 => format!("byte {}", mark.start),
        _ => format!("bytes {} to {}", mark.start, mark.end - 1),
    };
    let given = mark.start.checked_sub(start).zip(mark.end.checked_sub(start));
    let value = given.and_then(|(from, to)| bytes.get(from..to)).unwrap_or_default();
    let rest = if value.len() > RANGE_BYTES {
        format!("... ({} bytes)", value.len())
    } else {
        String::new()
    };
    let digits = hex::encode(&value[..value.len().min(RANGE_BYTES)]);
    let text = format!("{place}, {name}: {digits}{rest}");
    Text::new(mark.mark, text.trim_end_matches(": "))
}
