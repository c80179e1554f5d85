//! Draws one pane of a scene: its heading, and as many of its rows as there is room for.

mod bytes;
mod chart;
mod rows;
mod table;

use ratatui::{
    Frame,
    layout::Rect,
    style::{Modifier, Style},
    text::{Line, Span},
};

use super::look;
use crate::trace::{Body, Mark, Pane};

/// How a pane is to be drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct View {
    /// It has the scroll keys.
    pub focused: bool,
    /// Bytes instead of names.
    pub hex: bool,
    /// Long lines go on in the next row instead of being cut.
    pub wrap: bool,
    /// The first row to show, or none to follow what the step is about.
    pub start: Option<usize>,
}

/// What of a pane was shown, for scrolling on from there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    /// The first row.
    pub first: usize,
    /// The number of rows.
    pub rows: usize,
    /// The number of rows that there are.
    pub total: usize,
}

/// A row as it is drawn: one line, or more where it was wrapped.
struct Drawn {
    lines: Vec<Line<'static>>,
    mark: Mark,
}

/// The room that a pane would like, heading included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Need {
    /// Columns without which it makes no sense.
    pub least: usize,
    /// Columns in which nothing is cut.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Need {
    /// Room for either.
    pub fn and(self, other: Need) -> Need {
        Need {
            least: self.least.max(other.least),
            width: self.width.max(other.width),
            height: self.height.max(other.height),
        }
    }
}

/// What `pane` would like.
pub fn need(pane: &Pane) -> Need {
    let heading = look::width(&pane.name) + 8;
    let (width, extra) = match &pane.body {
        Body::Text { lines } => (rows::need(lines.iter()), 0),
        Body::Stack { items } => (rows::need(items.iter()) + 4, 0),
        Body::Tree { branches } => (rows::need_tree(branches), 0),
        Body::Table { headers, rows } => (table::need(headers, rows), 1),
        Body::Bytes { marks, .. } => (bytes::need(marks), 0),
        Body::Chart { .. } => (60, 15),
    };
    let least = match &pane.body {
        Body::Bytes { .. } => bytes::DUMP,
        _ => 24,
    };
    Need { least, width: width.max(heading), height: pane.total.max(1) + extra + 1 }
}

/// Draws `pane` into `area` and says which rows it showed.
pub fn draw(frame: &mut Frame, area: Rect, pane: &Pane, view: View) -> Shown {
    let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    if area.height == 0 || area.width == 0 {
        return Shown { total: pane.total, ..Shown::default() };
    }
    if let Body::Chart { chart } = &pane.body {
        draw_heading(frame, area, pane, view, None);
        chart::draw(frame, body, chart);
        return Shown { first: 0, rows: 1, total: 1 };
    }
    let width = area.width as usize;
    let (header, drawn) = match &pane.body {
        Body::Text { lines } => (None, rows::text(lines, width, view)),
        Body::Stack { items } => (None, rows::stack(items, pane.first, width, view)),
        Body::Tree { branches } => (None, rows::tree(branches, width, view)),
        Body::Bytes { bytes, marks } => (None, bytes::rows(bytes, marks, pane.first, width)),
        Body::Table { headers, rows } => table::rows(headers, rows, width, view),
        Body::Chart { .. } => (None, Vec::new()),
    };
    let room = (body.height as usize).saturating_sub(usize::from(header.is_some()));
    let local = first_row(pane, &drawn, room, view.start);
    let mut lines: Vec<Line> = header.into_iter().collect();
    let mut shown = 0;
    for row in drawn.into_iter().skip(local) {
        let left = (body.height as usize).saturating_sub(lines.len());
        if left == 0 {
            break;
        }
        shown += 1;
        lines.extend(row.lines.into_iter().take(left));
    }
    if shown == 0 {
        lines.push(Line::styled("  (empty)", Modifier::DIM));
    }
    let shown = Shown { first: pane.first + local, rows: shown, total: pane.total };
    draw_heading(frame, area, pane, view, Some(shown));
    for (offset, line) in lines.into_iter().enumerate().take(body.height as usize) {
        let row = Rect { y: body.y.saturating_add(offset as u16), height: 1, ..body };
        frame.render_widget(line, row);
    }
    shown
}

/// The first of the given rows to draw: where the reader scrolled to, or else such that the row
/// that the step is about can be seen.
fn first_row(pane: &Pane, drawn: &[Drawn], room: usize, start: Option<usize>) -> usize {
    let latest = drawn.len().saturating_sub(room.max(1));
    if let Some(start) = start {
        let last = drawn.len().saturating_sub(1);
        let wrapped = drawn.iter().any(|row| row.lines.len() > 1);
        return start.saturating_sub(pane.first).min(if wrapped { last } else { latest });
    }
    let marked = |mark| drawn.iter().position(|row| row.mark == mark);
    let about = [Mark::Current, Mark::Bad, Mark::Changed].into_iter().find_map(marked);
    match about {
        Some(row) if row >= room => row.saturating_sub(room / 2).min(latest),
        _ => 0,
    }
}

fn draw_heading(frame: &mut Frame, area: Rect, pane: &Pane, view: View, shown: Option<Shown>) {
    let line = if view.focused { "━" } else { "─" };
    let style = if view.focused { Modifier::BOLD } else { Modifier::empty() };
    let width = area.width as usize;
    let part = match shown {
        Some(shown) if shown.rows < shown.total && shown.rows > 0 => {
            format!(" {}–{}/{} ", shown.first + 1, shown.first + shown.rows, shown.total)
        }
        _ => String::new(),
    };
    let name = look::cut(&format!(" {} ", pane.name), width.saturating_sub(look::width(&part) + 2));
    let gap = width.saturating_sub(1 + look::width(&name) + look::width(&part) + 1);
    let heading = Line::from(vec![
        Span::styled(line, style),
        Span::styled(name, Style::default().add_modifier(Modifier::BOLD)),
        Span::styled(line.repeat(gap), style),
        Span::raw(part),
        Span::styled(line, style),
    ]);
    frame.render_widget(heading, Rect { height: 1, ..area });
}
