//! The words that the prompt understands. The same tables find a word and print the help.

use crate::cli::{CliError, Output};

/// A word, what may follow it, and what it does.
#[derive(Debug)]
pub struct Word<T: 'static> {
    /// What it means.
    pub what: T,
    /// How it may be typed, the full word first.
    pub names: &'static [&'static str],
    /// What may follow.
    pub takes: &'static str,
    /// What it does.
    pub says: &'static str,
}

/// What can be said everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anywhere {
    /// Open a walk.
    Step,
    /// List what was not listed yet.
    More,
    /// Go to the list that one came from.
    Up,
    /// Go to the first list.
    Home,
    /// Look for scenarios.
    Search,
    /// Explain.
    Help,
    /// Leave the program.
    Quit,
}

/// What can be said in a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InWalk {
    /// Steps on.
    Forward,
    /// Steps back.
    Back,
    /// To a step.
    Goto,
    /// To the first step.
    Start,
    /// To the last step.
    End,
    /// On to a breakpoint.
    Continue,
    /// Set or take away a breakpoint.
    Break,
    /// Find rows.
    Find,
    /// What can happen.
    Choices,
    /// Make a listed choice.
    Choose,
    /// Do what is not listed.
    Act,
    /// Show all.
    Scene,
    /// Show a pane.
    Pane,
    /// How many rows.
    Rows,
    /// Names or hexadecimal.
    Hex,
    /// Save the way.
    Save,
}

/// The words for [`Anywhere`].
pub const ANYWHERE: &[Word<Anywhere>] = &[
    word(
        Anywhere::Step,
        &["step", "open"],
        "NAME",
        "step through a scenario; `step --help` tells how to step through a transaction or block of your own, or a saved walk",
    ),
    word(Anywhere::Search, &["search", "/"], "TEXT", "list the scenarios that speak of TEXT"),
    word(Anywhere::More, &["more"], "", "the rest of a long list"),
    word(Anywhere::Up, &["up", "leave"], "", "back to the list before this"),
    word(Anywhere::Home, &["home"], "", "to the first list"),
    word(Anywhere::Help, &["help", "?"], "", "this list of words"),
    word(Anywhere::Quit, &["quit", "q", "exit"], "", "leave blockstep; so does the end of input"),
];

/// The words for [`InWalk`].
pub const IN_WALK: &[Word<InWalk>] = &[
    word(
        InWalk::Forward,
        &["forward", "f", "next", "n"],
        "[N]",
        "one step on, or N; an empty line steps on too",
    ),
    word(InWalk::Back, &["back", "b"], "[N]", "one step back, or N"),
    word(InWalk::Goto, &["goto", "g"], "N", "to step N"),
    word(InWalk::Start, &["start"], "", "to the start"),
    word(InWalk::End, &["end"], "", "to the end"),
    word(
        InWalk::Continue,
        &["continue", "c"],
        "[TEXT]",
        "on until a breakpoint, the next step whose name has TEXT in it, or the end",
    ),
    word(
        InWalk::Break,
        &["break"],
        "[N|TEXT]",
        "stop `continue` before step N + 1 or a step whose name has TEXT in it; said again, no longer; alone, list them",
    ),
    word(InWalk::Choices, &["choices"], "", "what can happen now"),
    word(
        InWalk::Choose,
        &["choose"],
        "N [TEXT]",
        "make choice N of `choices`; TEXT is what is typed where the choice asks for something",
    ),
    word(InWalk::Act, &["act"], "JSON", "do what is not listed, given as in a saved walk"),
    word(InWalk::Scene, &["scene", "s"], "", "show this step in full"),
    word(
        InWalk::Pane,
        &["pane", "p"],
        "NAME [ROW]",
        "show one part of the picture, from row ROW on",
    ),
    word(InWalk::Find, &["find"], "TEXT", "the rows of this step that have TEXT in them"),
    word(InWalk::Rows, &["rows"], "N", "show at most N rows of a long part"),
    word(InWalk::Hex, &["hex"], "", "bytes that have names: as names, or as hexadecimal"),
    word(
        InWalk::Save,
        &["save"],
        "FILE",
        "save the way to this step; `step --replay FILE` repeats it",
    ),
];

const fn word<T>(
    what: T,
    names: &'static [&'static str],
    takes: &'static str,
    says: &'static str,
) -> Word<T> {
    Word { what, names, takes, says }
}

/// The word that is typed as `name`.
pub fn find<T: Copy>(table: &[Word<T>], name: &str) -> Option<T> {
    let name = name.to_lowercase();
    table.iter().find(|word| word.names.contains(&name.as_str())).map(|word| word.what)
}

/// How the word for `what` is used, as a complaint.
pub fn usage<T: PartialEq>(table: &[Word<T>], what: &T) -> CliError {
    match table.iter().find(|word| word.what == *what) {
        Some(word) => CliError::usage(format!("{}: {}", line(word), word.says)),
        None => CliError::usage("`help` lists the words"),
    }
}

/// Writes what each word of `table` does.
pub fn help<T>(table: &[Word<T>], out: &mut Output) -> Result<(), CliError> {
    for word in table {
        let short = &word.names[1..];
        let short =
            if short.is_empty() { String::new() } else { format!(" (or {})", short.join(", ")) };
        out.paragraph("  ", &format!("{}{short}: {}", line(word), word.says))?;
    }
    Ok(())
}

fn line<T>(word: &Word<T>) -> String {
    format!("{} {}", word.names[0], word.takes).trim_end().to_string()
}
