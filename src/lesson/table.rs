//! Tables as lines: columns as wide as their words where that fits, and else wrapped cells.

use super::document::Span;
use super::plain::{LaidLine, Look, columns, fill};

/// Columns between two columns.
const GAP: usize = 2;
/// No column is made narrower.
const COLUMN_MIN: usize = 4;

/// Adds the lines of a table to `lines`.
pub(super) fn lay_out(
    head: &[Vec<Span>],
    rows: &[Vec<Vec<Span>>],
    width: usize,
    lines: &mut Vec<LaidLine>,
) {
    let widths = column_widths(head, rows, width);
    row(head, &widths, lines);
    let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    lines.push(LaidLine::new(rules.join(&" ".repeat(GAP)), Look::Frame));
    rows.iter().for_each(|cells| row(cells, &widths, lines));
}

fn column_widths(head: &[Vec<Span>], rows: &[Vec<Vec<Span>>], width: usize) -> Vec<usize> {
    let natural = |column: usize| {
        let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        let widths = cells.filter_map(|cells| cells.get(column)).map(|cell| cell_width(cell));
        widths.max().unwrap_or(0).max(1)
    };
    let mut widths: Vec<usize> = (0..head.len()).map(natural).collect();
    let room = width.saturating_sub(GAP * head.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > COLUMN_MIN => *widest -= 1,
            _ => break,
        }
    }
    widths
}

fn cell_width(cell: &[Span]) -> usize {
    cell.iter().map(|span| columns(&span.text)).sum()
}

fn row(cells: &[Vec<Span>], widths: &[usize], lines: &mut Vec<LaidLine>) {
    let filled: Vec<Vec<LaidLine>> =
        cells.iter().zip(widths).map(|(cell, width)| fill(cell, *width)).collect();
    let height = filled.iter().map(Vec::len).max().unwrap_or(0);
    for index in 0..height {
        let mut line = LaidLine::default();
        for (cell, width) in filled.iter().zip(widths) {
            let mut used = 0;
            if let Some(part) = cell.get(index) {
                used = part.width();
                part.pieces.iter().for_each(|piece| line.push(&piece.text, piece.look));
            }
            line.push(&" ".repeat(width.saturating_sub(used) + GAP), Look::Plain);
        }
        lines.push(line);
    }
}
