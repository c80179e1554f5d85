//! Draws the pages of a lesson.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span},
    widgets::Clear,
};

use super::{ExercisePage, LessonScreen, Page};
use crate::lesson::plain::{LaidLine, Look, lay_out, paragraph, wrap};
use crate::lesson::{self, Block, Part, Quiz, Span as Words, Stage};
use crate::trace::Mark;
use crate::tui::{StepperView, look};

/// Draws the page that is open.
pub fn draw(screen: &LessonScreen, frame: &mut Frame, area: Rect) {
    let area = match &screen.note {
        Some(note) => draw_note(note, frame, area),
        None => area,
    };
    let part = screen.lesson.parts.get(screen.at);
    let width = (area.width as usize).saturating_sub(2);
    match (screen.pages.get(screen.at), part) {
        (Some(Page::Stage { view, focused }), Some(Part::Stage(stage))) => {
            draw_stage(stage, view, *focused, frame, area);
        }
        (Some(Page::Quiz { quiz, at, answered }), _) => {
            let solved = screen.progress.passed(&screen.lesson.slug, &quiz.id);
            draw_lines(screen, quiz_lines(quiz, *at, *answered, solved, width), frame, area);
        }
        (Some(Page::Exercise(page)), _) => draw_exercise(screen, page, frame, area),
        (_, Some(Part::Text { blocks })) => {
            draw_lines(screen, blocks_lines(blocks, width), frame, area);
        }
        _ => {}
    }
}

fn draw_note(note: &str, frame: &mut Frame, area: Rect) -> Rect {
    let lines = look::wrap(note, (area.width as usize).saturating_sub(2));
    let height = u16::try_from(lines.len()).unwrap_or(1).min(area.height / 2);
    let [top, rest] =
        Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]).areas(area);
    for (line, row) in lines.into_iter().zip(top.rows()) {
        frame.render_widget(Line::styled(format!(" {line}"), Modifier::BOLD), row);
    }
    rest
}

fn draw_stage(stage: &Stage, view: &StepperView, focused: bool, frame: &mut Frame, area: Rect) {
    let width = (area.width as usize).saturating_sub(2);
    let mut lines = paragraph_lines(" Watch for: ", &stage.watch, width, Style::default());
    if !focused {
        lines.push(Line::from(" Enter gives the stage the keys; Esc takes them back."));
    }
    let height = u16::try_from(lines.len()).unwrap_or(2).min(area.height / 3);
    let [top, rest] =
        Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]).areas(area);
    for (line, row) in lines.into_iter().zip(top.rows()) {
        frame.render_widget(line, row);
    }
    view.view_with_focus(frame, rest, focused);
}

fn draw_exercise(screen: &LessonScreen, page: &ExercisePage, frame: &mut Frame, area: Rect) {
    let width = (area.width as usize).saturating_sub(2);
    let solved = screen.progress.passed(&screen.lesson.slug, page.id());
    let lines = exercise_lines(page, solved, width);
    let Some(prompt) = page.prompt() else { return draw_lines(screen, lines, frame, area) };
    let [top, bottom] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(area);
    draw_lines(screen, lines, frame, top);
    frame.render_widget(Clear, bottom);
    prompt.view(frame, bottom);
}

/// Draws the lines from where the reader scrolled to, and says if there are more.
fn draw_lines(screen: &LessonScreen, lines: Vec<Line<'static>>, frame: &mut Frame, area: Rect) {
    let (total, mut rows) = (lines.len(), area.height as usize);
    let fits = total <= rows;
    if !fits {
        rows = rows.saturating_sub(1);
    }
    screen.shown.set((total, rows));
    let top = screen.top.min(total.saturating_sub(rows));
    for (line, row) in lines.into_iter().skip(top).take(rows).zip(area.rows()) {
        let row = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
        frame.render_widget(line, row);
    }
    if !fits && let Some(row) = area.rows().next_back() {
        let below = total.saturating_sub(top + rows);
        let says = match below {
            0 => " the end of this part".to_string(),
            1 => " ↓ 1 more line".to_string(),
            _ => format!(" ↓ {below} more lines"),
        };
        frame.render_widget(Line::styled(says, look::mark_style(Mark::Dim)), row);
    }
}

fn blocks_lines(blocks: &[Block], width: usize) -> Vec<Line<'static>> {
    lay_out(blocks, width).into_iter().map(styled).collect()
}

fn styled(line: LaidLine) -> Line<'static> {
    let spans = line.pieces.into_iter().map(|piece| Span::styled(piece.text, style(piece.look)));
    Line::from(spans.collect::<Vec<_>>())
}

fn style(look: Look) -> Style {
    match look {
        Look::Plain => Style::default(),
        Look::Heading | Look::Strong => Style::default().add_modifier(Modifier::BOLD),
        Look::Emphasis => Style::default().add_modifier(Modifier::ITALIC),
        Look::Code => Style::default().fg(Color::Cyan),
        Look::Frame => look::mark_style(Mark::Dim),
    }
}

fn markdown_lines(markdown: &str, width: usize) -> Vec<Line<'static>> {
    let parts = lesson::parts("exercise", markdown).unwrap_or_default();
    let mut lines = Vec::new();
    for part in parts {
        if let Part::Text { blocks } = part {
            lines.extend(blocks_lines(&blocks, width));
        }
    }
    lines
}

/// A paragraph that hangs under its `lead`, all of it in one style besides its own looks.
fn paragraph_lines(lead: &str, spans: &[Words], width: usize, style: Style) -> Vec<Line<'static>> {
    let lines = paragraph(lead, spans, width).into_iter().map(styled);
    lines.map(|line| line.patch_style(style)).collect()
}

fn words(text: &str, width: usize, style: impl Into<Style> + Copy) -> Vec<Line<'static>> {
    wrap(text, width).into_iter().map(|line| Line::styled(line, style)).collect()
}

fn quiz_lines(
    quiz: &Quiz,
    at: usize,
    answered: Option<usize>,
    solved: bool,
    width: usize,
) -> Vec<Line<'static>> {
    let title = if solved { "Question (solved)" } else { "Question" };
    let mut lines = words(title, width, Modifier::DIM);
    lines.extend(paragraph_lines("", &quiz.question, width, Modifier::BOLD.into()));
    lines.push(Line::default());
    for (index, choice) in quiz.choices.iter().enumerate() {
        let mark = match answered == Some(index) {
            true if choice.right => Mark::Good,
            true => Mark::Bad,
            false if index == at => Mark::Current,
            false => Mark::Plain,
        };
        let pointer = if index == at { look::mark_sign(Mark::Current) } else { " " };
        let sign = if answered == Some(index) { look::mark_sign(mark) } else { " " };
        let style = look::mark_style(mark);
        let lead = format!("{pointer} {sign} {}) ", Quiz::letter(index));
        lines.extend(paragraph_lines(&lead, &choice.text, width, style));
    }
    if let Some(choice) = answered.and_then(|index| quiz.choices.get(index)) {
        let says = if choice.right { "Right. " } else { "Not so. " };
        lines.push(Line::default());
        lines.extend(paragraph_lines(says, &choice.why, width, Style::default()));
    }
    lines
}

fn exercise_lines(page: &ExercisePage, solved: bool, width: usize) -> Vec<Line<'static>> {
    let title = if solved { "Exercise (solved)" } else { "Exercise" };
    let mut lines = words(title, width, Modifier::DIM);
    lines.extend(markdown_lines(&page.task().text, width));
    for (index, field) in page.task().fields.iter().enumerate() {
        lines.push(Line::default());
        let ask = format!("{}: {}", field.name, field.ask);
        lines.extend(words(&ask, width, Modifier::BOLD));
        let text = page.text(index);
        let text = if text.is_empty() { format!("write {}", field.form) } else { text.to_string() };
        lines.extend(words(&format!("  {text}"), width, Style::default()));
        if let Some(judged) = page.judged(index) {
            let mark = if judged.right { Mark::Good } else { Mark::Bad };
            let says = format!("{} {}", look::mark_sign(mark), judged.says);
            lines.extend(words(&says, width, look::mark_style(mark)));
        }
    }
    for (index, hint) in page.hints().iter().enumerate() {
        let of = page.task().hints.len();
        lines.push(Line::default());
        lines.extend(words(&format!("Hint {} of {of}", index + 1), width, Modifier::BOLD));
        lines.extend(markdown_lines(hint, width));
    }
    if page.solved() {
        lines.push(Line::default());
        lines.extend(words("Solved. Here is how it comes out:", width, Modifier::BOLD));
        lines.push(Line::default());
        lines.extend(markdown_lines(&page.task().solution, width));
    }
    lines
}
