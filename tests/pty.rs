//! The real program in a real pseudo-terminal: what a student sees, key by key.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "support/terminal.rs"]
mod terminal;

use std::{
    io::Read,
    time::{Duration, Instant},
};

use blockstep::{catalog::data::early::BLOCK_170, exercise, lesson};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use terminal::{STUDENT, Terminal};

#[test]
fn a_walk_goes_forwards_and_backwards_and_the_terminal_is_given_back() {
    let mut terminal = Terminal::open(&[], 80, 24);
    terminal.wait_for("blockstep · home");
    terminal.press("/genesis-coinbase\r");
    terminal.wait_for("step 0 of 12");
    assert!(terminal.uses_full_screen());
    terminal.press("l \x1b[C");
    terminal.wait_for("step 3 of 12");
    terminal.press("\x1b[D");
    terminal.wait_for("step 2 of 12");
    terminal.press("g9\r");
    terminal.wait_for("step 9 of 12");
    terminal.press("?");
    terminal.wait_for("One step forward.");
    terminal.press("q");
    terminal.wait_for("step 9 of 12");
    terminal.press("q");
    terminal.wait_for("blockstep · home");
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_larger_window_is_used() {
    let mut terminal = Terminal::open(&["step", "genesis-coinbase-bytes"], 80, 24);
    terminal.wait_for("step 0 of 12");
    terminal.resize(120, 40);
    terminal.wait_until("the status at the right edge", |rows| {
        rows[0].trim_end().chars().count() == 119 && rows[39].contains("? help")
    });
    terminal.resize(40, 10);
    terminal.wait_until("the bar in the last row", |rows| {
        rows.len() == 10 && rows[9].contains("q leave")
    });
    terminal.press("qq");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn pasted_bytes_open_and_an_input_asks_for_what_it_spends() {
    let mut terminal = Terminal::open(&[], 80, 24);
    terminal.wait_for("blockstep · home");
    // The first payment ever is the last transaction of block 170.
    terminal.paste(&BLOCK_170[BLOCK_170.len() - 2 * 275..]);
    terminal.wait_for("275 bytes, if it is hexadecimal");
    terminal.press("\r");
    terminal.wait_for("Id f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16");
    terminal.press("j\r");
    terminal.wait_for("satoshis and locking script:");
    terminal.paste(
        "5000000000 410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb8\
         4ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac",
    );
    terminal.press("\r");
    terminal.wait_for("step 0 of");
    terminal.press("\x1b[F");
    terminal.wait_for("✓ Valid");
    terminal.press("qq");
    terminal.wait_for("blockstep · home");
}

#[test]
fn ctrl_c_and_signals_end_it_and_give_the_terminal_back() {
    for (stop, code) in [("\x03", 130), ("TERM", 143), ("HUP", 129)] {
        let mut terminal = Terminal::open(&[], 80, 24);
        terminal.wait_for("blockstep · home");
        match stop {
            "\x03" => terminal.press(stop),
            signal => terminal.signal(signal),
        }
        assert_eq!(terminal.ended(), code, "{stop:?}");
        terminal.assert_given_back();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_blockstep"));
    command.env("TERM", "xterm-256color");
    command.env("BLOCKSTEP_HOME", home.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    reader.read_exact(&mut [0; 500]).unwrap();
    drop((reader, pair.master));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("it goes on without a terminal");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    // As after SIGHUP, or as where writing fails if it was just drawing.
    assert!([129, 2].contains(&status.exit_code()), "{status:?}");
}

#[test]
fn ascii_and_no_color_are_honoured() {
    let mut terminal = Terminal::open(&["--ascii", "step", "genesis-coinbase-bytes"], 80, 24);
    terminal.wait_for("step 0 of 12");
    terminal.press("l");
    terminal.wait_for("step 1 of 12");
    assert!(terminal.screen().is_ascii(), "{}", terminal.screen());
    assert!(!terminal.sent_colour(), "NO_COLOR is set");
}

#[test]
fn the_main_job_from_the_home_screen_to_a_block_of_2021() {
    let mut terminal = Terminal::open(&[], 80, 24);
    terminal.wait_for("blockstep · home");
    read_step_and_answer_lesson_3(&mut terminal);
    // The lecture's ledger: the scan that meets a double spend, forwards and backwards.
    terminal.press("/ledger-scan-double-spend\r");
    terminal.wait_for("step 0 of 4");
    terminal.press("llll");
    terminal.wait_for("✗ bad-txns-inputs-missingorspent");
    terminal.press("hhhh");
    terminal.wait_for("step 0 of 4");
    terminal.press("q");
    terminal.wait_for("blockstep · home");
    // A real pay to public key hash, opcode by opcode.
    terminal.press("/real-p2pkh\r");
    terminal.wait_for("step 0 of");
    terminal.press("bOP_CHECKSIG\r");
    terminal.wait_for("breakpoint at every step named");
    terminal.press("\x1b[H");
    terminal.press("c");
    terminal.wait_for("stopped before OP_CHECKSIG");
    terminal.press("\x1b[D\x1b[C\x1b[F");
    terminal.wait_for("✓ Valid");
    terminal.press("\x1b[H");
    terminal.wait_for("step 0 of");
    terminal.press("q");
    terminal.wait_for("blockstep · home");
    // The transactions of block 702,861, down to the scripts of an input.
    terminal.press("/transactions of block\r");
    terminal.wait_for("transaction 0 of 0 to 2499");
    terminal.press("n\r");
    terminal.wait_for("blockstep · transaction ");
    terminal.press("\x1b[A\r");
    terminal.wait_for("The bytes of a transaction");
    terminal.press("lll");
    terminal.wait_for("step 3 of");
    terminal.press("qqqq");
    assert_eq!(terminal.ended(), 0);
    terminal.assert_given_back();
}

/// Lesson 3 from its first page to its last question, and back to the home screen.
fn read_step_and_answer_lesson_3(terminal: &mut Terminal) {
    let lesson = lesson::find("3").unwrap();
    let solved = lesson.questions().count();
    terminal.press("/lesson 3\r");
    let mut part = 1;
    terminal.wait_for("part 1 of");
    let mut turn_to = |terminal: &mut Terminal, sign: &str| {
        while !terminal.screen().contains(sign) {
            part += 1;
            terminal.press("n");
            terminal.wait_for(&format!("part {part} of"));
        }
    };
    turn_to(terminal, "step through it");
    terminal.press("\rll");
    terminal.wait_for("step 2 of");
    terminal.press("h");
    terminal.wait_for("step 1 of");
    terminal.press("\x1b");
    terminal.wait_for("step through it");
    for (index, quiz) in lesson.quizzes().enumerate() {
        let question: String = quiz.question.iter().map(|span| span.text.as_str()).collect();
        let question: String = question.chars().take(20).collect();
        turn_to(terminal, &question);
        let right = quiz.choices.iter().position(|choice| choice.right).unwrap();
        terminal.press(&format!("{}\r", "j".repeat(right)));
        terminal.wait_for(&format!("{} of {solved} solved", index + 1));
    }
    turn_to(terminal, "h hint");
    let task = exercise::find(lesson.exercises().next().unwrap()).unwrap().task(STUDENT);
    terminal.press("\r");
    for field in &task.fields {
        terminal.press(&format!("{}\r", field.right_answer()));
    }
    terminal.wait_for(&format!("{solved} of {solved} solved"));
    terminal.press("q");
    terminal.wait_for("✓ done");
}
