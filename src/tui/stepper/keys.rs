//! The keys of every stepper, wherever it stands.

use ratatui::crossterm::event::KeyCode::{
    BackTab, Char, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up,
};

use crate::tui::{Binding, Intent, keys::key};

/// In the order of the key bar: what does not fit there stands in the help.
pub static STEPPING: &[Binding] = &[
    key(&[Left, Char('h')], "step", Intent::Back, "One step back."),
    key(&[Right, Char(' '), Char('l')], "step", Intent::Forward, "One step forward."),
    key(&[Tab], "pane", Intent::NextPane, "Give the next pane the scroll keys."),
    key(&[Char('i')], "why", Intent::Explain, "The sentence and the rule in full."),
    key(&[Char('x')], "hex", Intent::Hex, "Bytes instead of their names, or names again."),
    key(
        &[Enter],
        "zoom",
        Intent::Enter,
        "Give the pane all the room and every line in full, or not.",
    ),
    key(&[Char('c')], "continue", Intent::Continue, "Go on to the next breakpoint, or to the end."),
    key(
        &[Char('b')],
        "break",
        Intent::Breakpoint,
        "Set or clear a breakpoint: a step number, or a word of a step's name (OP_CHECKSIG).",
    ),
    key(&[Char('g')], "go to", Intent::GoTo, "Ask for a step number and go there."),
    key(&[Char('/')], "find", Intent::Search, "Find the next step whose name holds a text."),
    key(&[Char('r')], "run", Intent::Run, "Step by itself, or stop doing so."),
    key(&[Char('s')], "save", Intent::Save, "Save the walk for `blockstep step --replay`."),
    key(&[Home], "", Intent::First, "To the start."),
    key(&[End, Char('G')], "", Intent::Last, "To the end."),
    key(&[Char('n')], "", Intent::SearchNext, "Find the same text again."),
    key(&[Char('+'), Char('=')], "", Intent::Faster, "Run faster."),
    key(&[Char('-')], "", Intent::Slower, "Run slower."),
    key(&[BackTab], "", Intent::PreviousPane, "Give the pane before it the scroll keys."),
    key(&[Up, Char('k')], "", Intent::Up, "Scroll the pane up."),
    key(&[Down, Char('j')], "", Intent::Down, "Scroll the pane down."),
    key(&[PageUp], "", Intent::PageUp, "Scroll the pane a page up."),
    key(&[PageDown], "", Intent::PageDown, "Scroll the pane a page down."),
];

/// Only where more than one thing can happen.
pub static CHOOSING: Binding =
    key(&[Char('a')], "choose", Intent::Choose, "List all that can happen here, and take one.");

/// While a list of choices is open.
pub static CHOICES: &[Binding] = &[
    key(&[Up, Char('k')], "move", Intent::Up, "The choice above."),
    key(&[Down, Char('j')], "move", Intent::Down, "The choice below."),
    key(&[Enter], "take", Intent::Enter, "Take this choice."),
];

/// While the explanation is open.
pub static EXPLANATION: &[Binding] = &[
    key(&[Left, Char('h')], "step", Intent::Back, "One step back."),
    key(&[Right, Char(' '), Char('l')], "step", Intent::Forward, "One step forward."),
    key(&[Up, Char('k')], "scroll", Intent::Up, "A line up."),
    key(&[Down, Char('j')], "scroll", Intent::Down, "A line down."),
    key(&[Char('i'), Enter], "close", Intent::Explain, "Close the explanation."),
];
