//! The full-screen front end: screens over the same machines that everything else runs.
//!
//! The shape is The Elm Architecture. A [`Screen`] is data; [`Screen::update`] changes it and does
//! no I/O; [`Screen::view`] draws it. What needs the outside world is handed to the runtime as a
//! [`Cmd::Task`], whose answer comes back as an [`Event`]. One thread owns the terminal, polls it
//! and draws only when something changed. The key bar and the help are drawn from the table that
//! handles the keys ([`Binding`]), so neither can go stale. No subject is known here: a stepper
//! draws whatever [`Scene`](crate::trace::Scene) its machine gives.

mod app;
#[cfg(test)]
mod demo;
mod headless;
mod help;
mod home;
mod keys;
mod lab;
mod lesson;
mod look;
mod miner;
mod own;
mod pane;
mod prompt;
mod runtime;
mod screen;
mod stepper;
mod terminal;
#[cfg(test)]
mod tests;

pub use headless::{HeadlessError, headless};
pub use keys::{Binding, Intent};
pub use look::{mark_sign, mark_style};
pub use miner::MinerScreen;
pub use prompt::{Prompt, Typed};
pub use runtime::{Left, run};
pub use screen::{Cmd, Event, Screen, Start, Task};
pub use stepper::StepperView;
