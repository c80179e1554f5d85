use ratatui::crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend};

use super::*;
use crate::tui::{app::App, headless::text_of};

fn app(file: Option<&ProgressFile>) -> App {
    let lesson = lesson::find("3").unwrap();
    let progress = file.map(|file| file.load().unwrap().progress).unwrap_or_default();
    let screen = LessonScreen::new(lesson, progress, "Ada", file.cloned(), None).unwrap();
    App::new(Box::new(screen), false)
}

fn press(app: &mut App, codes: &[KeyCode]) {
    for code in codes {
        let (_, mut task) = app.terminal(Input::Key(KeyEvent::new(*code, KeyModifiers::NONE)));
        while let Some(work) = task {
            task = app.update(work());
        }
    }
}

fn write(app: &mut App, text: &str) {
    let letters: Vec<KeyCode> = text.chars().map(KeyCode::Char).collect();
    press(app, &letters);
    press(app, &[KeyCode::Enter]);
}

fn picture(app: &App, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    text_of(terminal.backend().buffer())
}

/// Turns pages until `sign` is on the screen.
fn turn_to(app: &mut App, sign: &str) -> String {
    for _ in 0..20 {
        let seen = picture(app, 80, 24);
        if seen.contains(sign) {
            return seen;
        }
        press(app, &[KeyCode::Right]);
    }
    panic!("no page shows {sign}");
}

#[test]
fn every_page_can_be_drawn_at_every_size() {
    for (width, height) in [(80, 24), (120, 40), (40, 12), (24, 8), (10, 4), (1, 1)] {
        let mut app = app(None);
        for part in &lesson::find("3").unwrap().parts {
            let seen = picture(&app, width, height);
            if (width, height) == (80, 24) {
                assert!(seen.contains("lesson 3") && seen.contains("help"), "{seen}");
            }
            press(&mut app, &[KeyCode::Enter]);
            picture(&app, width, height);
            if matches!(part, Part::Stage(_) | Part::Exercise(_)) {
                press(&mut app, &[KeyCode::Esc]);
            }
            press(&mut app, &[KeyCode::Right]);
        }
    }
}

#[test]
fn space_reads_on_to_the_end_and_then_turns_the_page() {
    let mut app = app(None);
    assert!(picture(&app, 80, 24).contains("more lines"));
    let mut presses = 0;
    while !picture(&app, 80, 24).contains("part 2 of") {
        press(&mut app, &[KeyCode::Char(' ')]);
        presses += 1;
        assert!(presses < 20);
    }
    assert!(presses > 2);
    press(&mut app, &[KeyCode::Left]);
    assert!(
        picture(&app, 80, 24).contains("25.0 to Alice") || picture(&app, 80, 24).contains("part 1")
    );
}

#[test]
fn a_stage_has_the_keys_only_between_enter_and_esc() {
    let mut app = app(None);
    let seen = turn_to(&mut app, "Watch for:");
    assert!(seen.contains("step through it") && !seen.contains("back to the lesson"), "{seen}");
    press(&mut app, &[KeyCode::Enter, KeyCode::Right, KeyCode::Right]);
    let seen = picture(&app, 80, 24);
    assert!(seen.contains("step 2 of") && seen.contains("back to the lesson"), "{seen}");
    press(&mut app, &[KeyCode::Left]);
    assert!(picture(&app, 80, 24).contains("step 1 of"));
    press(&mut app, &[KeyCode::Esc]);
    let seen = picture(&app, 80, 24);
    assert!(seen.contains("part 2 of") && seen.contains("Watch for:"), "{seen}");
    press(&mut app, &[KeyCode::Right]);
    assert!(picture(&app, 80, 24).contains("part 3 of"));
}

#[test]
fn an_answer_gets_its_reason_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = ProgressFile::in_folder(folder.path());
    let mut app = app(Some(&file));
    turn_to(&mut app, "Question");
    press(&mut app, &[KeyCode::Enter]);
    assert!(picture(&app, 80, 24).contains("Not so. "));
    press(&mut app, &[KeyCode::Down, KeyCode::Enter]);
    let seen = picture(&app, 80, 24);
    assert!(seen.contains("Right. ") && seen.contains("1 of 4 solved"), "{seen}");
    let progress = file.load().unwrap().progress;
    let answered = progress.answered("transaction-based-ledger", "quiz-1").unwrap();
    assert!(answered.tries == 2 && answered.passed.is_some());
}

#[test]
fn an_exercise_is_typed_judged_and_solved() {
    let folder = tempfile::tempdir().unwrap();
    let file = ProgressFile::in_folder(folder.path());
    let mut app = app(Some(&file));
    turn_to(&mut app, "Exercise");
    press(&mut app, &[KeyCode::Char('h')]);
    assert!(picture(&app, 80, 60).contains("Hint 1 of 3"));
    let task = crate::exercise::find("scan-by-hand").unwrap().task("Ada");
    press(&mut app, &[KeyCode::Enter]);
    for field in &task.fields {
        let seen = picture(&app, 80, 24);
        assert!(seen.contains(&format!(" {}:", field.name)), "{seen}");
        let wrong = if field.name == "change" { "0.0".to_string() } else { field.right_answer() };
        write(&mut app, &wrong);
    }
    assert!(picture(&app, 80, 60).contains("not yet: that is too little"));
    press(&mut app, &[KeyCode::Enter, KeyCode::Enter]);
    press(&mut app, &[KeyCode::Backspace; 3]);
    write(&mut app, &task.fields[1].right_answer());
    press(&mut app, &[KeyCode::Enter, KeyCode::Enter]);
    let seen = picture(&app, 80, 24);
    assert!(seen.contains("1 of 4 solved"), "{seen}");
    assert!(picture(&app, 80, 80).contains("Solved. Here is how it comes out:"));
    let progress = file.load().unwrap().progress;
    let answered = progress.answered("transaction-based-ledger", "scan-by-hand").unwrap();
    assert!((answered.tries, answered.hints) == (2, 1) && answered.passed.is_some());
}

#[test]
fn the_place_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let file = ProgressFile::in_folder(folder.path());
    press(&mut app(Some(&file)), &[KeyCode::Right, KeyCode::Right]);
    assert!(picture(&app(Some(&file)), 80, 24).contains("part 3 of"));
}
