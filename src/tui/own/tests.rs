//! Opening bytes of one's own, from a block down to the scripts of an input.

use ratatui::{
    Terminal,
    backend::TestBackend,
    crossterm::event::{KeyCode, KeyEvent},
};

use super::*;
use crate::{
    catalog::data::{block_702861, early, early_block},
    encode::Encode,
    tui::{Intent, headless::text_of},
};

fn enter(screen: &mut dyn Screen, text: &str) -> Cmd {
    screen.update(Event::Paste(text.to_string()));
    screen.update(Event::Key(KeyEvent::from(KeyCode::Enter)))
}

fn opened(command: Cmd) -> Box<dyn Screen> {
    match command {
        Cmd::Push(screen) | Cmd::Replace(screen) => screen,
        Cmd::Say(sentence) => panic!("{sentence}"),
        _ => panic!("no screen"),
    }
}

fn draw(screen: &dyn Screen) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| screen.view(frame, frame.area())).unwrap();
    text_of(terminal.backend().buffer())
}

#[test]
fn pasted_bytes_open_what_they_are() {
    let block = early_block(early::BLOCK_170).unwrap();
    let tx = hex::encode(block.block().transactions[1].to_bytes());
    let header = early::BLOCK_170[..160].to_string();
    for (text, title) in [
        (early::BLOCK_170.to_string(), "A block"),
        (tx.clone(), "transaction f4184fc5"),
        (header, "The bytes of a block header"),
        (tx[..100].to_string(), "The bytes of a transaction"),
        (early::BLOCK_170[..400].to_string(), "The bytes of a block"),
    ] {
        let screen = opened(enter(&mut OpenScreen::new(""), &text));
        assert!(screen.title().starts_with(title), "{}: {title}", screen.title());
    }
    let mut screen = OpenScreen::new("");
    assert!(matches!(enter(&mut screen, &tx[..101]), Cmd::None));
    assert!(!screen.trouble.is_empty(), "half a byte");
}

#[test]
fn a_file_may_hold_digits_or_bytes() {
    let hex = early::BLOCK_170;
    let bytes = hex::decode(hex).unwrap();
    for content in [bytes, format!("{hex}\n").into_bytes()] {
        let mut screen = OpenScreen::new("");
        assert!(matches!(enter(&mut screen, "a/file"), Cmd::Task(_)));
        let command = screen.update(Event::Read(PathBuf::from("a/file"), Ok(content)));
        assert_eq!(opened(command).title(), "A block");
    }
    let mut screen = OpenScreen::new("");
    let missing = Err("no such file".to_string());
    screen.update(Event::Read(PathBuf::from("a/file"), missing));
    assert!(draw(&screen).contains("a/file cannot be read: no such file"));
}

#[test]
fn a_spend_within_a_block_is_stepped_to_its_end() {
    let mut block = BlockScreen::new("Block 702,861", block_702861().unwrap());
    assert!(draw(&block).contains("▶     0"));
    block.update(Event::Do(Intent::Next));
    let mut tx = opened(block.update(Event::Do(Intent::Enter)));
    let known = |tx: &dyn Screen| draw(tx).contains(" bitcoin, ");
    assert!(known(tx.as_ref()), "{}", draw(tx.as_ref()));
    let mut stepper = loop {
        tx.update(Event::Do(Intent::Down));
        match tx.update(Event::Do(Intent::Enter)) {
            Cmd::Push(screen) => break screen,
            _ => tx.update(Event::Key(KeyEvent::from(KeyCode::Esc))),
        };
    };
    stepper.update(Event::Do(Intent::Last));
    assert!(draw(stepper.as_ref()).contains("✓ Valid"), "{}", draw(stepper.as_ref()));
}

#[test]
fn the_output_that_is_spent_can_be_given() {
    let block = early_block(early::BLOCK_170).unwrap();
    let mut screen = TransactionScreen::new(block.block().transactions[1].clone(), Vec::new());
    screen.update(Event::Do(Intent::Down));
    assert!(matches!(screen.update(Event::Do(Intent::Enter)), Cmd::None));
    assert!(screen.typing());
    assert!(matches!(enter(&mut screen, "5000000000"), Cmd::Say(_)), "no script");
    screen.update(Event::Do(Intent::Enter));
    let coin = early_block(early::BLOCK_9).unwrap().block().transactions[0].outputs[0].clone();
    let text = format!("{} {}", coin.value, hex::encode(&*coin.script_pubkey));
    assert!(matches!(screen.update(Event::Do(Intent::Continue)), Cmd::Say(_)), "not yet known");
    screen.update(Event::Do(Intent::Enter));
    let mut stepper = opened(enter(&mut screen, &text));
    let mut checks = opened(screen.update(Event::Do(Intent::Continue)));
    checks.update(Event::Do(Intent::Last));
    assert!(draw(checks.as_ref()).contains("✓ Valid"), "{}", draw(checks.as_ref()));
    stepper.update(Event::Do(Intent::Last));
    assert!(draw(stepper.as_ref()).contains("✓ Valid"), "{}", draw(stepper.as_ref()));
}

#[test]
fn a_transaction_of_a_block_is_found_and_climbed_from() {
    let mut block = BlockScreen::new("Block 702,861", block_702861().unwrap());
    let id = block_702861().unwrap().row(100).unwrap().txid.to_string();
    for (text, index) in [("17", 17), (&id[..12], 100)] {
        block.update(Event::Do(Intent::Search));
        assert!(matches!(enter(&mut block, text), Cmd::None));
        assert!(block.status().starts_with(&format!("transaction {index} of")));
    }
    block.update(Event::Do(Intent::Search));
    assert!(matches!(enter(&mut block, "zz"), Cmd::Say(_)));
    let climb = opened(block.update(Event::Do(Intent::Climb)));
    assert!(climb.title().contains("Merkle"), "{}", climb.title());
}
