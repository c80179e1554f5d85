//! Draws a stepper: scrub bar, panes, story, and whatever lies over them.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::Modifier,
    text::{Line, Span},
    widgets::Clear,
};

use super::{Open, StepperView, layout, overlay, story};
use crate::{
    trace::{Mark, Scene, Window},
    tui::{
        look,
        pane::{self, Shown, View},
    },
};

/// Draws everything into `area`.
pub fn draw(view: &StepperView, frame: &mut Frame, area: Rect, focused: bool) {
    let window = Window { rows: (area.height as usize).max(1), starts: view.starts.clone() };
    let scene = view.stepper.scene(&window);
    view.drawn.borrow_mut().learn(&scene);
    let [scrub, panes, story] = parts(view, area);
    draw_scrub(view, frame, scrub);
    draw_panes(view, frame, panes, &scene, focused);
    draw_story(frame, story, &scene);
    match &view.open {
        Open::Nothing => {}
        Open::Prompt(_, prompt) => {
            let y = area.bottom().saturating_sub(1);
            let row = Rect { y, height: area.height.min(1), ..area };
            frame.render_widget(Clear, row);
            prompt.view(frame, row);
        }
        Open::Choices { labels, at } => overlay::choices(frame, panes, labels, *at),
        Open::Explanation { top } => overlay::explanation(frame, area, &scene, *top),
    }
}

/// The scrub bar, the panes and the story. The story gets more rows where the panes lose nothing.
fn parts(view: &StepperView, area: Rect) -> [Rect; 3] {
    let split = |told: u16| {
        let heights = [Constraint::Length(1), Constraint::Fill(1), Constraint::Length(told)];
        Layout::vertical(heights).areas::<3>(area)
    };
    let least = match area.height {
        0..12 => area.height / 3,
        12..30 => 7,
        _ => 9,
    };
    let memory = view.drawn.borrow();
    let wanted = memory.story_rows(area.width).min(area.height / 2);
    let cut = |told: u16| layout::cut(split(told)[1], &memory.needs);
    let told = (least..=wanted).rev().find(|told| cut(*told) <= cut(least));
    split(told.unwrap_or(least))
}

/// A line for the whole walk: done, here, to come; breakpoints stand out.
fn draw_scrub(view: &StepperView, frame: &mut Frame, area: Rect) {
    let length = view.steps().max(view.stepper.recorded());
    let cells = (area.width as usize).saturating_sub(2);
    if cells == 0 {
        return;
    }
    let cell = |position: usize| position.min(length) * (cells - 1) / length.max(1);
    let here = cell(view.stepper.position());
    let mut bar: Vec<&str> = (0..cells).map(|at| if at < here { "━" } else { "╌" }).collect();
    for step in view.breakpoints.steps.iter().filter(|step| **step <= length) {
        bar[cell(*step)] = "◆";
    }
    let line = Line::from(vec![
        Span::raw(" "),
        Span::raw(bar[..here].concat()),
        Span::styled("●", Modifier::BOLD),
        Span::styled(bar[here + 1..].concat(), look::mark_style(Mark::Dim)),
    ]);
    frame.render_widget(line, area);
}

fn draw_panes(view: &StepperView, frame: &mut Frame, area: Rect, scene: &Scene, focused: bool) {
    let mut memory = view.drawn.borrow_mut();
    let focus = view.focus.min(scene.panes.len().saturating_sub(1));
    let areas = match view.zoom {
        true => {
            let only = |index| if index == focus { area } else { Rect::default() };
            (0..scene.panes.len()).map(only).collect()
        }
        false => layout::arrange(area, &memory.needs),
    };
    memory.shown.clear();
    for (index, (pane, area)) in scene.panes.iter().zip(areas).enumerate() {
        let look = View {
            focused: focused && index == focus,
            hex: view.hex,
            wrap: view.zoom,
            start: view.starts.get(index).copied().flatten(),
        };
        memory.shown.push(match area.is_empty() {
            true => Shown { total: pane.total, ..Shown::default() },
            false => pane::draw(frame, area, pane, look),
        });
    }
}

fn draw_story(frame: &mut Frame, area: Rect, scene: &Scene) {
    let width = (area.width as usize).saturating_sub(2);
    if area.height < 2 || width == 0 {
        return;
    }
    let separator = "─".repeat(area.width as usize);
    let line = Line::styled(separator, look::mark_style(Mark::Dim));
    frame.render_widget(line, Rect { height: 1, ..area });
    let room = area.height as usize - 1;
    let mut lines = story::lines(scene, width);
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            let kept = look::cut(&last.to_string(), width.saturating_sub(9));
            let kept = kept.trim_end_matches(['…', ' ']);
            *last = Line::styled(format!("{kept} … i: all"), last.style);
        }
    }
    for (offset, line) in lines.into_iter().enumerate() {
        let y = area.y + 1 + offset as u16;
        frame.render_widget(line, Rect { x: area.x + 1, y, width: width as u16, height: 1 });
    }
}
