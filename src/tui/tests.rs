//! Frames of every screen, at two sizes as pictures and at every size without a panic.

use ratatui::{Terminal, backend::TestBackend};

use super::{
    Binding, Event, Intent, Screen, Start,
    app::App,
    demo, headless,
    headless::text_of,
    home,
    own::{BlockScreen, OpenScreen, TransactionScreen},
};

/// Opens each screen that there is, by name.
fn screens() -> Vec<(&'static str, App)> {
    let home = || home::open(Start::Home).unwrap();
    let app = |screen: Box<dyn Screen>| App::new(screen, false);
    let mut found = vec![("home", app(home())), ("stepper", app(Box::new(demo::view())))];
    let after = |mut view: super::StepperView, intents: &[Intent]| {
        intents.iter().for_each(|intent| drop(view.update(Event::Do(*intent))));
        app(Box::new(view))
    };
    found.push(("stepper-end", after(demo::view(), &[Intent::Last])));
    found.push(("stepper-zoom", after(demo::view(), &[Intent::Forward, Intent::Enter])));
    found.push(("stepper-choices", after(demo::view(), &[Intent::Choose])));
    found.push(("stepper-why", after(demo::view(), &[Intent::Explain])));
    found.push(("stepper-prompt", after(demo::view(), &[Intent::Breakpoint])));
    let block = crate::catalog::data::block_702861().unwrap();
    found.push(("block", app(Box::new(BlockScreen::new("Block 702,861", block)))));
    let tx = block.block().transactions[1].clone();
    found.push(("transaction", app(Box::new(TransactionScreen::new(tx, block.prevouts(1))))));
    found.push(("open", app(Box::new(OpenScreen::new("0100")))));
    let mut help = app(Box::new(demo::view()));
    press(&mut help, "?");
    found.push(("help", help));
    let mut searched = app(home());
    press(&mut searched, "/genesis");
    found.push(("home-search", searched));
    found
}

fn press(app: &mut App, letters: &str) {
    use ratatui::crossterm::event::{Event as Input, KeyCode, KeyEvent};
    for letter in letters.chars() {
        app.terminal(Input::Key(KeyEvent::from(KeyCode::Char(letter))));
    }
}

fn frame(app: &App, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    text_of(terminal.backend().buffer())
}

#[test]
fn every_screen_looks_as_it_did() {
    for (name, app) in screens() {
        // What the home screen lists grows with the catalog, and is not a matter of looks.
        if name.starts_with("home") {
            continue;
        }
        insta::assert_snapshot!(format!("{name}-80x24"), frame(&app, 80, 24));
        insta::assert_snapshot!(format!("{name}-120x40"), frame(&app, 120, 40));
    }
}

/// The machines that were made for a lesson, at their ends: the lesson speaks of what stands there.
#[test]
fn the_stages_of_lessons_look_as_they_did() {
    for id in [
        "malleability",
        "four-ways",
        "signed-bytes",
        "spv-proof",
        "spv-forged",
        "spv-no-work",
        "spv-fooled",
        "puzzle",
        "tries",
        "cost",
        "miner",
        "contest",
        "stale",
        "retarget-x10",
        "breakeven",
        "halvings",
        "bootstrap-fails",
        "odds",
        "majority",
        "dictionary",
        "abe",
        "kac",
        "records",
        "cloud",
        "sharing",
        "medical-block",
        "emergency",
        "tokens",
        "medical-day",
        "election",
        "election-epochs",
        "withheld-reveal",
    ] {
        let picture = headless(Start::Scenario(id.to_string()), "End", 80, 24, false).unwrap();
        insta::assert_snapshot!(format!("stage-{id}-80x24"), picture);
    }
}

#[test]
fn no_screen_panics_at_any_size() {
    for (name, app) in screens() {
        for width in 1..=130 {
            for height in (1..=12).chain([17, 24, 30, 41]) {
                assert_eq!(frame(&app, width, height).lines().count(), height as usize, "{name}");
            }
        }
    }
}

#[test]
fn every_key_is_in_the_help_and_none_is_used_twice() {
    for (name, app) in screens() {
        let table: Vec<&'static Binding> = app.table();
        let keys: Vec<_> = table.iter().flat_map(|binding| binding.keys).collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[index + 1..].contains(key), "{name}: {key:?} is in the table twice");
        }
        let help = super::help::Help::new(name.to_string(), table.clone());
        let shown = frame(&App::new(Box::new(help), false), 200, 60);
        for binding in table {
            assert!(shown.contains(binding.says), "{name}: {}", binding.says);
        }
    }
}

#[test]
fn the_key_bar_always_has_help_and_leave() {
    for (name, app) in screens() {
        for width in [40, 80, 120] {
            let shown = frame(&app, width, 24);
            let bar = shown.lines().last().unwrap();
            let typing = bar.contains("Enter accept") && bar.contains("Esc cancel");
            assert!(typing || (bar.contains("? help") && bar.contains("q leave")), "{name}: {bar}");
        }
    }
}

#[test]
fn ascii_means_ascii() {
    for (name, app) in screens() {
        let mut app = app;
        app.ascii = true;
        assert!(frame(&app, 80, 24).is_ascii(), "{name}");
    }
}

#[test]
fn headless_takes_keys_by_name_and_refuses_others() {
    let start = || Start::Scenario("genesis-coinbase-bytes".to_string());
    let picture = headless(start(), "Right Right Left ?", 80, 24, false).unwrap();
    assert!(picture.contains("One step forward."), "{picture}");
    let typed = headless(start(), "g text:3 Enter", 80, 24, false).unwrap();
    assert!(typed.contains("step 3 of"), "{typed}");
    for (keys, width) in [("Sideways", 80), ("l", 0), ("l", 5000)] {
        assert!(headless(start(), keys, width, 24, false).is_err());
    }
}

#[test]
fn leaving_the_last_screen_and_ctrl_c_both_end_it() {
    let mut app = App::new(home::open(Start::Home).unwrap(), false);
    press(&mut app, "?q");
    assert!(!app.finished(), "the help was left, not the program");
    press(&mut app, "q");
    assert!(app.finished() && !app.interrupted());
}
