//! What a screen is, what reaches it, and what it may ask for.

use std::{path::PathBuf, time::Duration};

use ratatui::{Frame, crossterm::event::KeyEvent, layout::Rect};

use super::lab::LabAnswer;
use super::{Binding, Intent};
use crate::{catalog::Source, lesson::progress::Progress, store::write_atomically, trace::Stepper};

/// Where the front end begins.
pub enum Start {
    /// The home screen.
    Home,
    /// The scenario of this id.
    Scenario(String),
    /// A walk that is already open, and what it started from, if it can be repeated.
    Walk(Box<dyn Stepper>, Option<Source>),
    /// The lesson of this id.
    Lesson(String),
    /// Any other screen.
    Screen(Box<dyn Screen>),
}

/// A full screen, or a part of one: a lesson embeds a [`StepperView`](super::StepperView) and
/// passes events on to it while it has the focus.
pub trait Screen {
    /// What it is about, for the first line.
    fn title(&self) -> String;

    /// Where the reader stands in it (`step 3 of 12`), for the end of the first line.
    fn status(&self) -> String {
        String::new()
    }

    /// The keys that work now, the most useful first. Help and leave are added to them.
    fn bindings(&self) -> Vec<&'static Binding>;

    /// Whether text is being typed: every key then arrives as [`Event::Key`].
    fn typing(&self) -> bool {
        false
    }

    /// How often [`Event::Tick`] is wanted, if at all.
    fn tick(&self) -> Option<Duration> {
        None
    }

    /// Takes in what happened. Does no I/O.
    fn update(&mut self, event: Event) -> Cmd;

    /// Draws into `area`. Changes nothing that a reader could notice.
    fn view(&self, frame: &mut Frame, area: Rect);
}

/// What can happen to a screen.
#[derive(Debug)]
pub enum Event {
    /// A key of the screen's own table.
    Do(Intent),
    /// A key while text is being typed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The time asked for by [`Screen::tick`] has passed.
    Tick,
    /// The screen above this one was left.
    Shown,
    /// A file was read, or the reason why not.
    Read(PathBuf, Result<Vec<u8>, String>),
    /// What the student has done so far was read.
    Progress(Box<Progress>),
    /// Something was done in the lab.
    Lab(Box<LabAnswer>),
    /// A task is done, with a sentence for the reader.
    Done(String),
}

/// What a screen asks the program to do.
pub enum Cmd {
    /// Nothing.
    None,
    /// Show this screen on top.
    Push(Box<dyn Screen>),
    /// Show this screen in place of the present one.
    Replace(Box<dyn Screen>),
    /// Leave the present screen.
    Pop,
    /// Tell the reader something, until the next key.
    Say(String),
    /// Do something with the outside world and report back.
    Task(Task),
}

/// Work that touches files: runs outside of [`Screen::update`].
pub type Task = Box<dyn FnOnce() -> Event>;

impl Cmd {
    /// Reads a file; the answer is [`Event::Read`].
    pub fn read(path: PathBuf) -> Cmd {
        Cmd::Task(Box::new(move || {
            let bytes = std::fs::read(&path).map_err(|error| error.to_string());
            Event::Read(path, bytes)
        }))
    }

    /// Writes a file in one piece or not at all; the answer is [`Event::Done`].
    pub fn write(path: PathBuf, bytes: Vec<u8>) -> Cmd {
        Cmd::Task(Box::new(move || {
            Event::Done(match write_atomically(&path, &bytes) {
                Ok(()) => format!("saved to {}", path.display()),
                Err(error) => format!("could not save {}: {error}", path.display()),
            })
        }))
    }
}
