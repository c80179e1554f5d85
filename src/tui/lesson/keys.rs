//! The keys of a lesson.

use ratatui::crossterm::event::KeyCode::{
    self, Char, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Up,
};

use crate::tui::{Binding, Intent};

const fn key(
    keys: &'static [KeyCode],
    word: &'static str,
    intent: Intent,
    says: &'static str,
) -> Binding {
    Binding { keys, word, says, intent }
}

/// On every page.
pub static TURNING: &[Binding] = &[
    key(&[Left, Char('p')], "part", Intent::Previous, "The part before this one."),
    key(&[Right, Char('n')], "part", Intent::Next, "The next part of the lesson."),
];

/// On a page of reading.
pub static READING: &[Binding] = &[key(
    &[Char(' '), PageDown],
    "read on",
    Intent::PageDown,
    "A page down, and from the last one to the next part.",
)];

/// On a page that may be longer than the screen.
pub static SCROLLING: &[Binding] = &[
    key(&[Up, Char('k')], "scroll", Intent::Up, "A line up."),
    key(&[Down, Char('j')], "scroll", Intent::Down, "A line down."),
    key(&[PageUp], "", Intent::PageUp, "A page up."),
    key(&[PageDown], "", Intent::PageDown, "A page down."),
    key(&[Home], "", Intent::First, "To the top."),
    key(&[End], "", Intent::Last, "To the bottom."),
];

/// On a stage that has not the keys.
pub static STAGE: &[Binding] = &[key(
    &[Enter],
    "step through it",
    Intent::Enter,
    "Give the stage the keys; Esc takes them back.",
)];

/// On a stage that has the keys, after its own.
pub static RETURN: Binding = key(
    &[Esc, Char('q')],
    "back to the lesson",
    Intent::Leave,
    "Take the keys back from the stage and read on.",
);

/// On a question.
pub static QUIZ: &[Binding] = &[
    key(&[Up, Char('k')], "choose", Intent::Up, "The choice above."),
    key(&[Down, Char('j')], "choose", Intent::Down, "The choice below."),
    key(&[Enter], "answer", Intent::Enter, "Answer with the marked choice, and read why."),
];

/// On an exercise.
pub static EXERCISE: &[Binding] = &[
    key(&[Enter], "answer", Intent::Answer, "Type the answers, one after the other."),
    key(&[Char('h')], "hint", Intent::Explain, "Show one more hint."),
];
