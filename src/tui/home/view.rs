//! Draws the home screen.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Modifier, Style},
    text::{Line, Span},
};

use super::{
    Home,
    entries::{self, Entry},
};
use crate::{trace::Mark, tui::look};

/// Columns of the titles where there is room for what they are about beside them.
const TITLES: usize = 52;

/// Draws everything into `area`.
pub fn draw(home: &Home, frame: &mut Frame, area: Rect) {
    let about = if area.height < 14 { 0 } else { 4 };
    let [top, list, about] = Layout::vertical([
        Constraint::Length(if area.height < 10 { 1 } else { 3 }),
        Constraint::Fill(1),
        Constraint::Length(about),
    ])
    .areas(area);
    draw_top(home, frame, top);
    let shown = home.shown();
    draw_list(home, frame, list, &shown);
    if let Some(entry) = shown.get(home.at) {
        draw_about(frame, about, entry);
    }
}

fn draw_top(home: &Home, frame: &mut Frame, area: Rect) {
    if let Some(prompt) = &home.filter {
        prompt.view(frame, Rect { height: area.height.min(1), ..area });
        return;
    }
    let (reason, next) = entries::next(&home.entries, &home.progress, home.last);
    let title = next.map(|entry| entry.title()).unwrap_or_default();
    let y = area.y + u16::from(area.height > 1);
    let line = Line::from(vec![
        Span::raw(format!(" {reason}: ")),
        Span::styled(title, Modifier::BOLD),
        Span::styled("  (press n)", look::mark_style(Mark::Dim)),
    ]);
    frame.render_widget(line, Rect { y, height: area.height.min(1), ..area });
}

fn draw_list(home: &Home, frame: &mut Frame, area: Rect, shown: &[Entry]) {
    if shown.is_empty() {
        frame.render_widget(Line::from("  Nothing holds this text."), area);
        return;
    }
    let rows = area.height as usize;
    let headings = shown.iter().filter(|entry| !entry.can_open()).count();
    let airy = shown.len() + headings <= rows + 1;
    let latest = shown.len().saturating_sub(rows);
    let top = if airy { 0 } else { home.at.saturating_sub(rows / 2).min(latest) };
    let mut y = area.y;
    for (index, entry) in shown.iter().enumerate().skip(top) {
        if airy && index > 0 && !entry.can_open() {
            y += 1;
        }
        if y >= area.bottom() {
            break;
        }
        let line = line_of(home, entry, index == home.at, area.width as usize);
        frame.render_widget(line, Rect { y, height: 1, ..area });
        y += 1;
    }
}

fn line_of(home: &Home, entry: &Entry, chosen: bool, width: usize) -> Line<'static> {
    let dim = look::mark_style(Mark::Dim);
    if let Entry::Heading { name, about } = entry {
        let about = look::cut(about, width.saturating_sub(name.len() + 5));
        return Line::from(vec![
            Span::styled(format!(" {name}"), Modifier::BOLD),
            Span::styled(format!("  {about}"), dim),
        ]);
    }
    let mut title = entry.title();
    if let Entry::Lesson(lesson) = entry {
        let (passed, questions) = entries::done(lesson, &home.progress);
        title = match passed {
            0 => title,
            _ if passed == questions => format!("{title}  ✓ done"),
            _ => format!("{title}  {passed} of {questions} answered"),
        };
    }
    let sign = if chosen { "▶" } else { " " };
    let style = match chosen {
        true => Style::default().add_modifier(Modifier::REVERSED | Modifier::BOLD),
        false => Style::default(),
    };
    if width < TITLES + 40 {
        let text = look::cut(&format!(" {sign} {title} "), width.saturating_sub(1));
        return Line::from(Span::styled(text, style));
    }
    let text = look::cut(&format!(" {sign} {title} "), TITLES);
    let gap = " ".repeat(TITLES + 1 - look::width(&text));
    let about = look::cut(&entry.about(), width.saturating_sub(TITLES + 2));
    Line::from(vec![Span::styled(text, style), Span::raw(gap), Span::styled(about, dim)])
}

fn draw_about(frame: &mut Frame, area: Rect, entry: &Entry) {
    if area.height == 0 {
        return;
    }
    let line = Line::styled("─".repeat(area.width as usize), look::mark_style(Mark::Dim));
    frame.render_widget(line, Rect { height: 1, ..area });
    let width = (area.width as usize).saturating_sub(2);
    let lines = look::wrap(&entry.about(), width);
    for (offset, text) in lines.into_iter().take(area.height as usize - 1).enumerate() {
        let row =
            Rect { x: area.x + 1, y: area.y + 1 + offset as u16, width: width as u16, height: 1 };
        frame.render_widget(Line::from(text), row);
    }
}
