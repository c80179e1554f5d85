//! What every key of the stepper does, without a terminal.

use ratatui::{
    Terminal,
    backend::TestBackend,
    crossterm::event::{KeyCode, KeyEvent},
};

use super::*;
use crate::tui::{demo, headless::text_of};

fn press(view: &mut StepperView, intent: Intent) -> String {
    said(view.update(Event::Do(intent)))
}

fn said(command: Cmd) -> String {
    match command {
        Cmd::None => String::new(),
        Cmd::Say(sentence) => sentence,
        Cmd::Pop => "(left)".to_string(),
        Cmd::Task(_) => "(task)".to_string(),
        Cmd::Push(_) | Cmd::Replace(_) => "(screen)".to_string(),
    }
}

/// Answers the open prompt with `text` in place of what stands there.
fn answer(view: &mut StepperView, text: &str) -> String {
    assert!(view.typing());
    let clear = KeyEvent::new(KeyCode::Char('u'), ratatui::crossterm::event::KeyModifiers::CONTROL);
    view.update(Event::Key(clear));
    view.update(Event::Paste(text.to_string()));
    said(view.update(Event::Key(KeyEvent::from(KeyCode::Enter))))
}

fn draw(view: &StepperView, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| view.view(frame, frame.area())).unwrap();
    text_of(terminal.backend().buffer())
}

#[test]
fn steps_go_forwards_and_backwards_and_stop_at_both_ends() {
    let mut view = demo::view();
    assert_eq!(press(&mut view, Intent::Back), "this is the start");
    press(&mut view, Intent::Forward);
    press(&mut view, Intent::Forward);
    press(&mut view, Intent::Back);
    assert_eq!(view.status(), "step 1 of 40");
    press(&mut view, Intent::Last);
    assert_eq!(view.status(), "step 40 of 40");
    assert_eq!(press(&mut view, Intent::Forward), "this is the end");
    press(&mut view, Intent::First);
    assert_eq!(view.stepper().position(), 0);
}

#[test]
fn go_to_takes_a_number_and_says_so_where_it_is_none() {
    let mut view = demo::view();
    press(&mut view, Intent::GoTo);
    assert_eq!(answer(&mut view, "17"), "");
    assert_eq!(view.stepper().position(), 17);
    press(&mut view, Intent::GoTo);
    assert_eq!(answer(&mut view, "soon"), "soon is not a step number, such as 12");
    press(&mut view, Intent::GoTo);
    answer(&mut view, "99999999999");
    assert_eq!(view.stepper().position(), 40);
}

#[test]
fn a_breakpoint_is_a_word_or_a_step_and_stops_continue() {
    let mut view = demo::view();
    press(&mut view, Intent::Breakpoint);
    answer(&mut view, "op_checksig");
    assert_eq!(press(&mut view, Intent::Continue), "stopped before OP_CHECKSIG at 7");
    press(&mut view, Intent::Breakpoint);
    answer(&mut view, "9");
    press(&mut view, Intent::Continue);
    assert_eq!(view.stepper().position(), 9);
    press(&mut view, Intent::Breakpoint);
    assert_eq!(answer(&mut view, "OP_CHECKSIG"), "no breakpoint at OP_CHECKSIG any more");
    assert_eq!(press(&mut view, Intent::Continue), "ran to the end");
    assert_eq!(press(&mut view, Intent::Continue), "this is the end");
}

#[test]
fn find_stays_where_it_is_when_there_is_nothing_to_find() {
    let mut view = demo::view();
    press(&mut view, Intent::Search);
    answer(&mut view, "checksig");
    assert_eq!(view.stepper().position(), 7);
    press(&mut view, Intent::SearchNext);
    assert_eq!(view.stepper().position(), 17);
    press(&mut view, Intent::Search);
    assert_eq!(answer(&mut view, "OP_RETURN"), "no later step is named OP_RETURN");
    assert_eq!(view.stepper().position(), 17);
}

#[test]
fn another_choice_makes_another_walk_of_another_length() {
    let mut view = demo::view();
    assert!(view.bindings().iter().any(|binding| binding.intent == Intent::Choose));
    press(&mut view, Intent::Choose);
    assert!(draw(&view, 80, 24).contains("leap by 5"));
    press(&mut view, Intent::Down);
    press(&mut view, Intent::Enter);
    assert_eq!(view.status(), "step 1 of 36");
    press(&mut view, Intent::Choose);
    press(&mut view, Intent::Leave);
    assert_eq!(press(&mut view, Intent::Leave), "(left)");
}

#[test]
fn ticks_step_only_while_it_runs() {
    let mut view = demo::view();
    view.update(Event::Tick);
    assert_eq!((view.stepper().position(), view.tick()), (0, None));
    press(&mut view, Intent::Run);
    assert_eq!(view.tick(), Some(Duration::from_millis(500)));
    press(&mut view, Intent::Faster);
    assert_eq!(view.tick(), Some(Duration::from_millis(250)));
    for _ in 0..41 {
        view.update(Event::Tick);
    }
    assert_eq!((view.stepper().position(), view.tick()), (40, None));
}

#[test]
fn the_focused_pane_scrolls_and_a_step_follows_the_machine_again() {
    let mut view = demo::view();
    assert!(draw(&view, 80, 24).contains("▶ OP_DUP at 0"));
    for _ in 0..30 {
        press(&mut view, Intent::Down);
        draw(&view, 80, 24);
    }
    let scrolled = draw(&view, 80, 24);
    assert!(scrolled.contains("OP_DUP at 31") && !scrolled.contains("OP_DUP at 0 "), "{scrolled}");
    press(&mut view, Intent::PageDown);
    draw(&view, 80, 24);
    press(&mut view, Intent::PageDown);
    draw(&view, 80, 24);
    press(&mut view, Intent::Up);
    assert!(!draw(&view, 80, 24).contains("of 41 ━\n  OP_DUP at 40"));
    press(&mut view, Intent::Forward);
    assert!(draw(&view, 80, 24).contains("▶ OP_DUP at 1"));
}

#[test]
fn hex_and_zoom_show_in_full_what_was_cut() {
    let mut view = demo::view();
    press(&mut view, Intent::Forward);
    assert!(draw(&view, 80, 24).contains("<sig alice 0>"));
    press(&mut view, Intent::Hex);
    assert!(!draw(&view, 80, 24).contains("<sig alice 0>"));
    press(&mut view, Intent::NextPane);
    press(&mut view, Intent::Enter);
    let zoomed = draw(&view, 60, 24);
    assert_eq!(zoomed.matches("30440220").count() + 1, 9, "one is split at the line end: {zoomed}");
    assert!(!zoomed.contains("Script"));
    assert_eq!(press(&mut view, Intent::Leave), "", "leaving the zoom is not leaving the walk");
}

#[test]
fn an_error_and_its_rule_are_told() {
    let mut view = demo::view();
    press(&mut view, Intent::Last);
    let end = draw(&view, 120, 40);
    for text in ["✗ EVAL_FALSE", "Rule count-too-large", "Why:", "ReadCompactSize"] {
        assert!(end.contains(text), "{text}: {end}");
    }
    press(&mut view, Intent::Explain);
    assert!(draw(&view, 80, 24).contains("• the stack holds one item more"));
}
