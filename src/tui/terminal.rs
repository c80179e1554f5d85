//! The terminal while it is ours: raw, on its other screen, with the cursor hidden.
//!
//! It is given back as it was however the program ends, a panic included, and even where there is
//! no terminal left to give back: whoever closes the window takes standard error along, and
//! `eprintln!`, with which ratatui reports what it could not restore, panics then, in the midst of
//! the panic's own report too, which aborts the program.

use std::{
    io::{self, Stdout, stdout},
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
};

use ratatui::{
    crossterm::{
        cursor::Show,
        event::{DisableBracketedPaste, EnableBracketedPaste},
        execute,
        terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
    },
    prelude::CrosstermBackend,
};

type OnScreen = ratatui::Terminal<CrosstermBackend<Stdout>>;

/// Where the program draws. Give it back with [`Terminal::give_back`]; what drops it or panics gives
/// it back too, without a word.
// The terminal of ratatui is never dropped, for the reason above: it shows the cursor as it goes.
pub struct Terminal(ManuallyDrop<OnScreen>);

impl Terminal {
    /// Takes the terminal that standard output is.
    pub fn take() -> io::Result<Self> {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let _ = give_back();
            report(info);
        }));
        enable_raw_mode()?;
        let entered = execute!(stdout(), EnterAlternateScreen)
            .and_then(|()| OnScreen::new(CrosstermBackend::new(stdout())));
        let terminal = entered.inspect_err(|_| {
            let _ = give_back();
        })?;
        // Where pasting cannot be told from typing, what is pasted is typed.
        let _ = execute!(stdout(), EnableBracketedPaste);
        Ok(Self(ManuallyDrop::new(terminal)))
    }

    /// Gives the terminal back as it was, or says what of it did not come back.
    pub fn give_back(self) -> io::Result<()> {
        std::mem::forget(self);
        give_back()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = give_back();
    }
}

impl Deref for Terminal {
    type Target = OnScreen;

    fn deref(&self) -> &OnScreen {
        &self.0
    }
}

impl DerefMut for Terminal {
    fn deref_mut(&mut self) -> &mut OnScreen {
        &mut self.0
    }
}

/// Each part is tried, whatever became of the one before.
fn give_back() -> io::Result<()> {
    let cooked = disable_raw_mode();
    execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show).and(cooked)
}
