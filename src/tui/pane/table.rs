//! Tables whose columns share the width there is.

use ratatui::{
    style::Modifier,
    text::{Line as Drawing, Span},
};

use super::{Drawn, View, rows::text_of};
use crate::{
    trace::{Line, Mark, Row},
    tui::look,
};

/// Columns between two columns of the table.
const GAP: usize = 2;

/// Columns that the table would like.
pub fn need(headers: &[String], rows: &[Row]) -> usize {
    let widths = natural(headers, rows, false);
    2 + widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// The line of headers, and the rows.
pub fn rows(
    headers: &[String],
    rows: &[Row],
    width: usize,
    view: View,
) -> (Option<Drawing<'static>>, Vec<Drawn>) {
    let widths = fit(natural(headers, rows, view.hex), width.saturating_sub(2));
    let numeric: Vec<bool> = (0..headers.len()).map(|column| is_numeric(rows, column)).collect();
    let mut spans = vec![Span::raw("  ")];
    for (column, header) in headers.iter().enumerate() {
        let text = pad(&look::cut(header, widths[column]), widths[column], numeric[column]);
        spans.push(Span::styled(text, Modifier::UNDERLINED));
        spans.push(Span::raw(" ".repeat(GAP)));
    }
    let drawn = rows.iter().map(|row| draw(row, &widths, &numeric, view)).collect();
    (Some(Drawing::from(spans)), drawn)
}

fn draw(row: &Row, widths: &[usize], numeric: &[bool], view: View) -> Drawn {
    let cells: Vec<Vec<String>> = row
        .cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| {
            let text = cell_text(cell, row.mark, view.hex);
            if view.wrap { look::wrap(&text, *width) } else { vec![look::cut(&text, *width)] }
        })
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1);
    let mut lines = Vec::with_capacity(height);
    for line in 0..height {
        let sign = if line == 0 { look::mark_sign(row.mark) } else { " " };
        let mut spans = vec![Span::styled(format!("{sign} "), look::mark_style(row.mark))];
        for (column, cell) in row.cells.iter().enumerate().take(widths.len()) {
            let text = cells[column].get(line).map_or("", String::as_str);
            let mark = if cell.mark.is_plain() { row.mark } else { cell.mark };
            let padded = pad(text, widths[column], numeric[column]);
            spans.push(Span::styled(padded, look::mark_style(mark)));
            spans.push(Span::raw(" ".repeat(GAP)));
        }
        lines.push(Drawing::from(spans));
    }
    let marked = row.cells.iter().map(|cell| cell.mark).find(|mark| !mark.is_plain());
    let mark = if row.mark.is_plain() { marked.unwrap_or_default() } else { row.mark };
    Drawn { lines, mark }
}

/// A cell with its own sign, where it is marked and its row is not marked alike.
fn cell_text(cell: &Line, row: Mark, hex: bool) -> String {
    let text = text_of(cell, hex);
    match look::mark_sign(cell.mark) {
        " " => text.to_string(),
        _ if cell.mark == row => text.to_string(),
        sign => format!("{sign} {text}"),
    }
}

/// The width that each column would like.
fn natural(headers: &[String], rows: &[Row], hex: bool) -> Vec<usize> {
    let mut widths: Vec<usize> = headers.iter().map(|header| look::width(header)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(look::width(&cell_text(cell, row.mark, hex)));
        }
    }
    widths
}

/// Takes columns from the widest until all fit.
fn fit(mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    let room = room.saturating_sub(GAP * widths.len().saturating_sub(1));
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let widest = widths.iter().copied().max().unwrap_or(0);
        if widest == 0 {
            break;
        }
        let second = widths.iter().copied().filter(|width| *width < widest).max().unwrap_or(0);
        let count = widths.iter().filter(|width| **width == widest).count();
        let each = (widest - second).min(excess.div_ceil(count)).max(1);
        for width in widths.iter_mut().filter(|width| **width == widest) {
            let taken = each.min(excess);
            *width -= taken;
            excess -= taken;
        }
    }
    widths
}

/// Whether all cells of a column are numbers, so that their digits line up on the right.
fn is_numeric(rows: &[Row], column: usize) -> bool {
    let is_number = |text: &str| {
        text.chars().all(|letter| letter.is_ascii_digit() || " ,.-+%–".contains(letter))
    };
    let mut cells = rows.iter().filter_map(|row| row.cells.get(column));
    let digits =
        cells.clone().any(|cell| cell.text.contains(|letter: char| letter.is_ascii_digit()));
    digits && cells.all(|cell| is_number(&cell.text))
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let gap = " ".repeat(width.saturating_sub(look::width(text)));
    if right { format!("{gap}{text}") } else { format!("{text}{gap}") }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn columns_give_up_width_from_the_widest_down() {
        assert_eq!(fit(vec![3, 30, 10], 60), [3, 30, 10]);
        assert_eq!(fit(vec![3, 30, 10], 30), [3, 13, 10]);
        assert_eq!(fit(vec![3, 30, 28], 24), [3, 8, 9]);
        assert_eq!(fit(vec![5, 5], 0), [0, 0]);
        assert_eq!(fit(vec![], 10), [0; 0]);
    }
}
