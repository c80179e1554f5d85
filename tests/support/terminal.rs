//! The program in a pseudo-terminal of its own: keys in, the screen out.
//!
//! The screen is looked at again and again until it shows what is expected; nothing waits for a
//! fixed time. A screen that never comes fails the test with the picture that there was.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Far longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(5);

/// Whose exercises are shown: their figures follow from the name.
pub const STUDENT: &str = "Ada";

/// A running program and what its terminal shows.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    shown: Arc<Mutex<Shown>>,
    _home: tempfile::TempDir,
}

struct Shown {
    parser: vt100::Parser,
    raw: Vec<u8>,
}

fn some(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Terminal {
    /// Starts the program with `arguments`, with an empty home of its own and without colour.
    pub fn open(arguments: &[&str], columns: u16, rows: u16) -> Terminal {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let home = tempfile::tempdir().unwrap();
        let progress = format!(r#"{{"blockstep":1,"student":"{STUDENT}"}}"#);
        std::fs::write(home.path().join("progress.json"), progress).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_blockstep"));
        command.args(arguments);
        command.cwd(home.path());
        command.env("TERM", "xterm-256color");
        command.env("NO_COLOR", "1");
        command.env("BLOCKSTEP_HOME", home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let shown = Arc::new(Mutex::new(Shown {
            parser: vt100::Parser::new(some(rows), some(columns), 0),
            raw: Vec::new(),
        }));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let seen = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut seen = seen.lock().unwrap();
                seen.parser.process(&bytes[..count]);
                seen.raw.extend_from_slice(&bytes[..count]);
            }
        });
        Terminal { master: pair.master, writer, child, shown, _home: home }
    }

    /// Sends keys as the terminal does.
    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Pastes as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) {
        self.press(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.shown.lock().unwrap().parser.screen_mut().set_size(some(rows), some(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Sends the signal of this name to the program.
    pub fn signal(&mut self, name: &str) {
        let process = self.child.process_id().unwrap().to_string();
        let status = std::process::Command::new("kill").args(["-s", name, &process]).status();
        assert!(status.unwrap().success());
    }

    /// Everything on the screen.
    pub fn screen(&self) -> String {
        self.shown.lock().unwrap().parser.screen().contents()
    }

    /// Waits until the screen shows `text`.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |rows| rows.iter().any(|row| row.contains(text)));
    }

    /// Waits until the rows of the screen are as expected.
    pub fn wait_until(&self, what: &str, is_there: impl Fn(&[String]) -> bool) {
        let start = Instant::now();
        loop {
            let rows: Vec<String> = {
                let shown = self.shown.lock().unwrap();
                let (_, columns) = shown.parser.screen().size();
                shown.parser.screen().rows(0, columns.get()).collect()
            };
            if is_there(&rows) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "never saw {what:?} in\n{}", rows.join("\n"));
            std::thread::sleep(GLANCE);
        }
    }

    /// Waits until the program ends, and gives its exit code.
    pub fn ended(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it goes on:\n{}", self.screen());
            std::thread::sleep(GLANCE);
        }
    }

    /// Whether the program has the screen to itself.
    pub fn uses_full_screen(&self) -> bool {
        self.shown.lock().unwrap().parser.screen().alternate_screen()
    }

    /// Whether any colour was sent.
    pub fn sent_colour(&self) -> bool {
        let shown = self.shown.lock().unwrap();
        let raw = String::from_utf8_lossy(&shown.raw).into_owned();
        ["\x1b[38;", "\x1b[48;", "\x1b[31m", "\x1b[32m", "\x1b[36m"]
            .iter()
            .any(|it| raw.contains(it))
    }

    /// Waits until the terminal is as it was before: no full screen, a cursor, no bracketed paste.
    pub fn assert_given_back(&self) {
        let start = Instant::now();
        loop {
            let given_back = {
                let shown = self.shown.lock().unwrap();
                let screen = shown.parser.screen();
                !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
            };
            if given_back {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the terminal was not given back");
            std::thread::sleep(GLANCE);
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
