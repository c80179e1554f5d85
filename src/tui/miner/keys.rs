//! What keys there are on the screen of the miner.

use ratatui::crossterm::event::KeyCode::{Char, Down, Enter, Left, Right, Up};

use crate::tui::{Binding, Intent, keys::key};

/// All of them.
pub static KEYS: &[Binding] = &[
    key(&[Enter, Char(' ')], "start or stop", Intent::Enter, "Start mining, or stop."),
    key(
        &[Right, Char('+'), Char('=')],
        "harder",
        Intent::Faster,
        "One zero bit more: twice as many hashes a block.",
    ),
    key(&[Left, Char('-')], "easier", Intent::Slower, "One zero bit less: half as many."),
    key(&[Up, Char('k')], "threads", Intent::Up, "One thread more."),
    key(&[Down, Char('j')], "threads", Intent::Down, "One thread less."),
    key(&[Char('n')], "kernel", Intent::Next, "The next kernel that this processor can run."),
];
