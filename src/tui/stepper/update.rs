//! What keys, pasted text and ticks do to a stepper.

use std::path::PathBuf;

use super::{Asking, Open, SPEEDS, StepperView, breakpoints};
use crate::{
    catalog::SavedTrace,
    trace::{ActError, Stepper},
    tui::{Cmd, Event, Intent, Prompt, Typed},
};

/// Takes in `event`.
pub fn update(view: &mut StepperView, event: Event) -> Cmd {
    match event {
        Event::Do(intent) => match &view.open {
            Open::Choices { .. } => in_choices(view, intent),
            Open::Explanation { .. } => in_explanation(view, intent),
            _ => act(view, intent),
        },
        Event::Key(key) => {
            let Open::Prompt(asking, prompt) = &mut view.open else { return Cmd::None };
            let asking = *asking;
            match prompt.key(key) {
                Typed::More => Cmd::None,
                Typed::Cancelled => close(view),
                Typed::Accepted(text) => {
                    view.open = Open::Nothing;
                    accept(view, asking, &text)
                }
            }
        }
        Event::Paste(text) => {
            if let Open::Prompt(_, prompt) = &mut view.open {
                prompt.paste(&text);
            }
            Cmd::None
        }
        Event::Tick if view.running => {
            view.running = step(view, true);
            if view.running { Cmd::None } else { Cmd::Say("this is the end".to_string()) }
        }
        _ => Cmd::None,
    }
}

fn close(view: &mut StepperView) -> Cmd {
    view.open = Open::Nothing;
    Cmd::None
}

/// One step on or back; the panes follow what the step is about again.
fn step(view: &mut StepperView, forward: bool) -> bool {
    view.starts.clear();
    if forward { view.stepper.forward() } else { view.stepper.back() }
}

fn act(view: &mut StepperView, intent: Intent) -> Cmd {
    match intent {
        Intent::Forward | Intent::Back => {
            view.running = false;
            if !step(view, intent == Intent::Forward) {
                let end = if intent == Intent::Forward { "end" } else { "start" };
                return Cmd::Say(format!("this is the {end}"));
            }
        }
        Intent::First => seek(view, 0),
        Intent::Last => seek(view, usize::MAX),
        Intent::Up | Intent::Down | Intent::PageUp | Intent::PageDown => scroll(view, intent),
        Intent::NextPane | Intent::PreviousPane => turn_focus(view, intent == Intent::NextPane),
        Intent::Enter => view.zoom = !view.zoom,
        Intent::Hex => view.hex = !view.hex,
        Intent::Run => view.running = !view.running,
        Intent::Faster => return change_speed(view, (view.speed + 1).min(SPEEDS.len() - 1)),
        Intent::Slower => return change_speed(view, view.speed.saturating_sub(1)),
        Intent::Explain => view.open = Open::Explanation { top: 0 },
        Intent::Continue => {
            view.running = false;
            view.starts.clear();
            return Cmd::Say(view.breakpoints.go_on(view.stepper.as_mut()));
        }
        Intent::SearchNext if !view.sought.is_empty() => return search(view, false),
        Intent::SearchNext | Intent::Search => ask(view, Asking::Search),
        Intent::GoTo => ask(view, Asking::GoTo),
        Intent::Breakpoint => ask(view, Asking::Breakpoint),
        Intent::Save => ask(view, Asking::Save),
        Intent::Choose => {
            view.running = false;
            let asks = view.stepper.asks();
            let typed = asks.into_iter().map(|ask| format!("type {ask}"));
            let labels = view.stepper.choices().into_iter().chain(typed).collect();
            view.open = Open::Choices { labels, at: 0 };
        }
        Intent::Leave if view.zoom => view.zoom = false,
        Intent::Leave => return Cmd::Pop,
        _ => {}
    }
    Cmd::None
}

fn in_explanation(view: &mut StepperView, intent: Intent) -> Cmd {
    match (&mut view.open, intent) {
        (Open::Explanation { top }, Intent::Up) => *top = top.saturating_sub(1),
        (Open::Explanation { top }, Intent::Down) => *top += 1,
        (Open::Explanation { top }, Intent::Forward | Intent::Back) => {
            *top = 0;
            step(view, intent == Intent::Forward);
        }
        _ => return close(view),
    }
    Cmd::None
}

fn in_choices(view: &mut StepperView, intent: Intent) -> Cmd {
    let Open::Choices { labels, at } = &mut view.open else { return Cmd::None };
    match intent {
        Intent::Up => *at = at.saturating_sub(1),
        Intent::Down => *at = (*at + 1).min(labels.len().saturating_sub(1)),
        Intent::Enter => {
            let at = *at;
            view.open = Open::Nothing;
            match at.checked_sub(view.stepper.choices().len()) {
                Some(number) => ask(view, Asking::Typed(number)),
                None => return taken(view, |stepper| stepper.choose(at)),
            }
        }
        _ => return close(view),
    }
    Cmd::None
}

/// Something happened that a reader chose or typed.
fn taken(
    view: &mut StepperView,
    take: impl FnOnce(&mut dyn Stepper) -> Result<(), ActError>,
) -> Cmd {
    view.starts.clear();
    if let Err(error) = take(view.stepper.as_mut()) {
        return Cmd::Say(error.to_string());
    }
    view.length = view.stepper.length();
    Cmd::None
}

fn ask(view: &mut StepperView, asking: Asking) {
    let (question, text) = match asking {
        Asking::Typed(number) => {
            let asks = view.stepper.asks();
            let asked = asks.get(number).copied().unwrap_or_default();
            view.open = Open::Prompt(asking, Prompt::new(format!("{asked}:"), String::new()));
            return;
        }
        Asking::GoTo => ("go to step:", String::new()),
        Asking::Search => ("find a step named:", view.sought.clone()),
        Asking::Breakpoint => {
            ("break at step number or name:", view.stepper.upcoming().unwrap_or_default())
        }
        Asking::Save => ("save to file:", "blockstep-trace.json".to_string()),
    };
    view.running = false;
    view.open = Open::Prompt(asking, Prompt::new(question, text));
}

fn accept(view: &mut StepperView, asking: Asking, text: &str) -> Cmd {
    match asking {
        _ if text.is_empty() => {}
        Asking::GoTo => match text.parse() {
            Ok(position) => seek(view, position),
            Err(_) => return Cmd::Say(format!("{text} is not a step number, such as 12")),
        },
        Asking::Typed(number) => return taken(view, |stepper| stepper.typed(number, text)),
        Asking::Breakpoint => return Cmd::Say(view.breakpoints.toggle(text)),
        Asking::Search => {
            view.sought = text.to_string();
            return search(view, true);
        }
        Asking::Save => {
            if let Some(source) = &view.source {
                let saved = SavedTrace::of(source.clone(), view.stepper.as_ref());
                return Cmd::write(PathBuf::from(text), saved.to_text().into_bytes());
            }
        }
    }
    Cmd::None
}

fn search(view: &mut StepperView, here: bool) -> Cmd {
    view.starts.clear();
    let found = breakpoints::find(view.stepper.as_mut(), &view.sought, here);
    match view.stepper.upcoming() {
        Some(label) if found => Cmd::Say(format!("the next step is {label}; n finds another")),
        _ => Cmd::Say(format!("no later step is named {}", view.sought)),
    }
}

fn seek(view: &mut StepperView, position: usize) {
    view.running = false;
    view.starts.clear();
    let end = view.steps();
    view.stepper.seek(position.min(end));
}

fn change_speed(view: &mut StepperView, speed: usize) -> Cmd {
    view.speed = speed;
    Cmd::Say(format!("speed: {} a second; r runs", SPEEDS[speed]))
}

fn turn_focus(view: &mut StepperView, forward: bool) {
    let panes = view.drawn.borrow().shown.len().max(1);
    view.focus = (view.focus + if forward { 1 } else { panes - 1 }) % panes;
}

fn scroll(view: &mut StepperView, intent: Intent) {
    let Some(shown) = view.drawn.borrow().shown.get(view.focus).copied() else { return };
    let page = shown.rows.saturating_sub(1).max(1);
    let last = shown.total.saturating_sub(if view.zoom { 1 } else { shown.rows });
    let first = match intent {
        Intent::Up => shown.first.saturating_sub(1),
        Intent::Down => shown.first + 1,
        Intent::PageUp => shown.first.saturating_sub(page),
        _ => shown.first + page,
    };
    if view.starts.len() <= view.focus {
        view.starts.resize(view.focus + 1, None);
    }
    view.starts[view.focus] = Some(first.min(last.max(shown.first)));
}
