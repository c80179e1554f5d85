//! The one thread that owns the terminal: polls it, updates, draws when something changed.

use std::{
    io,
    time::{Duration, Instant},
};

use ratatui::crossterm::event;

use super::{Event, Start, app::App, home, terminal::Terminal};

/// How long a poll of the terminal waits, so that a signal or a tick is never late by more.
const POLL: Duration = Duration::from_millis(40);

/// How the reader left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// By the keys for it.
    Done,
    /// By Ctrl-C or a signal.
    Interrupted,
}

/// Shows `start` on the terminal until the reader leaves. With `ascii` no sign outside ASCII is
/// drawn. `stop` is asked many times a second whether a signal wants the program to end. The
/// terminal is given back as it was: at the end, after an error, after a panic and after a signal.
pub fn run(start: Start, ascii: bool, stop: fn() -> bool) -> io::Result<Left> {
    let first = home::open(start).map_err(io::Error::other)?;
    let mut app = App::new(first, ascii);
    let mut terminal = Terminal::take()?;
    let ended = turn(&mut terminal, &mut app, stop);
    let given_back = terminal.give_back();
    if stop() || app.interrupted() {
        // A window that was closed cannot be drawn on or given back: that is no failure of its own.
        return Ok(Left::Interrupted);
    }
    ended.and(given_back)?;
    Ok(Left::Done)
}

fn turn(terminal: &mut Terminal, app: &mut App, stop: fn() -> bool) -> io::Result<()> {
    let mut task = app.update(Event::Shown);
    let mut dirty = true;
    let mut ticked = Instant::now();
    while !app.finished() && !stop() {
        while let Some(work) = task.take() {
            task = app.update(work());
            dirty = true;
        }
        if dirty {
            terminal.draw(|frame| app.view(frame))?;
            dirty = false;
        }
        let wait =
            app.tick().map_or(POLL, |every| every.saturating_sub(ticked.elapsed()).min(POLL));
        match event::poll(wait) {
            Ok(true) => (dirty, task) = app.terminal(event::read()?),
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if app.tick().is_some_and(|every| ticked.elapsed() >= every) && task.is_none() {
            ticked = Instant::now();
            task = app.update(Event::Tick);
            dirty = true;
        }
    }
    Ok(())
}
