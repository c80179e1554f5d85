//! Boxes over the panes: the list of choices, and the explanation in full.

use ratatui::{
    Frame,
    layout::Rect,
    style::{Modifier, Style},
    text::Line,
    widgets::{Block, Clear},
};

use super::story;
use crate::{trace::Scene, tui::look};

/// The list of all that can happen, number `at` chosen.
pub fn choices(frame: &mut Frame, area: Rect, labels: &[String], at: usize) {
    let widest = labels.iter().map(|label| look::width(label)).max().unwrap_or(0);
    let title = "What can happen here";
    let inner = open(frame, area, title, widest.max(title.len()) + 8, labels.len());
    let rows = inner.height as usize;
    let top = (at + 1).saturating_sub(rows);
    for (offset, label) in labels.iter().skip(top).take(rows).enumerate() {
        let chosen = top + offset == at;
        let (sign, style) = match chosen {
            true => ("▶", Style::default().add_modifier(Modifier::REVERSED)),
            false => (" ", Style::default()),
        };
        let text = look::cut(&format!(" {sign} {label}"), inner.width as usize);
        let row = Rect { y: inner.y + offset as u16, height: 1, ..inner };
        frame.render_widget(Line::styled(text, style), row);
    }
}

/// The story of `scene` in full, from line `top` on.
pub fn explanation(frame: &mut Frame, area: Rect, scene: &Scene, top: usize) {
    let width = area.width.min(90) as usize;
    let lines = story::in_full(scene, width.saturating_sub(4));
    let inner = open(frame, area, "What happened, and the rule", width, lines.len());
    let top = top.min(lines.len().saturating_sub(inner.height as usize));
    for (offset, line) in lines.into_iter().skip(top).take(inner.height as usize).enumerate() {
        let row = Rect {
            x: inner.x.saturating_add(1),
            y: inner.y + offset as u16,
            width: inner.width.saturating_sub(2),
            height: 1,
        };
        frame.render_widget(line, row.intersection(inner));
    }
}

/// A box in the middle of `area` for `lines` rows; gives back the room inside it.
fn open(frame: &mut Frame, area: Rect, title: &str, width: usize, lines: usize) -> Rect {
    let width = width.min(area.width as usize) as u16;
    let height = lines.saturating_add(2).min(area.height as usize) as u16;
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    frame.render_widget(Clear, place);
    let block = Block::bordered().title(format!(" {title} "));
    let inner = block.inner(place);
    frame.render_widget(block, place);
    inner
}
