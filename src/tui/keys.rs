//! Which key does what: one table handles the keys and draws the key bar and the help.

use ratatui::crossterm::event::KeyCode;

/// What a key asks for, whatever the screen makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// One step on.
    Forward,
    /// One step back.
    Back,
    /// To the beginning.
    First,
    /// To the end.
    Last,
    /// Ask for a step number and go there.
    GoTo,
    /// Ask for a text and find it.
    Search,
    /// Find the same text again.
    SearchNext,
    /// Give the next part of the screen the scroll keys.
    NextPane,
    /// Give the part before it the scroll keys.
    PreviousPane,
    /// A line up.
    Up,
    /// A line down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Set or clear a breakpoint.
    Breakpoint,
    /// Go on to the next breakpoint.
    Continue,
    /// Start or stop stepping by itself.
    Run,
    /// Step by itself faster.
    Faster,
    /// Step by itself slower.
    Slower,
    /// Bytes instead of names, or back.
    Hex,
    /// Write the walk to a file.
    Save,
    /// List all that can happen here.
    Choose,
    /// The sentence and the rule in full.
    Explain,
    /// Enter: open, accept, or give a part of the screen the whole of it.
    Enter,
    /// Open a transaction or a block of one's own.
    Open,
    /// The next of several: section, question, field.
    Next,
    /// The one before it.
    Previous,
    /// Answer a question or solve an exercise.
    Answer,
    /// Make a chain.
    NewChain,
    /// Type a deed that begins so.
    Deed(&'static str),
    /// Step through what the last deed did.
    StepDeed,
    /// Step through the block that was refused last.
    StepRefused,
    /// Step through the building of the next block.
    StepTemplate,
    /// From a transaction up to the Merkle root.
    Climb,
    /// Show what this screen's keys do.
    Help,
    /// Leave what is open.
    Leave,
}

/// A row of a key table.
#[derive(Debug, PartialEq, Eq)]
pub struct Binding {
    /// The keys, the one to show first.
    pub keys: &'static [KeyCode],
    /// A word for the key bar; empty to stand in the help alone. Neighbours with the same word
    /// share it.
    pub word: &'static str,
    /// A sentence for the help.
    pub says: &'static str,
    /// What the keys ask for.
    pub intent: Intent,
}

/// A row of a key table.
pub const fn key(
    keys: &'static [KeyCode],
    word: &'static str,
    intent: Intent,
    says: &'static str,
) -> Binding {
    Binding { keys, word, says, intent }
}

/// Opens the help. Holds on every screen.
pub static HELP: Binding = Binding {
    keys: &[KeyCode::Char('?'), KeyCode::F(1)],
    word: "help",
    says: "Show what the keys do here.",
    intent: Intent::Help,
};
/// Leaves a screen. Holds on every screen.
pub static LEAVE: Binding = Binding {
    keys: &[KeyCode::Char('q'), KeyCode::Esc],
    word: "leave",
    says: "Leave this screen; on the first one, leave blockstep. Ctrl-C leaves at once.",
    intent: Intent::Leave,
};

/// What `key` asks for under `table`.
pub fn intent(table: &[&'static Binding], key: KeyCode) -> Option<Intent> {
    table.iter().find(|binding| binding.keys.contains(&key)).map(|binding| binding.intent)
}

/// The key as it is written for people.
pub fn name(key: KeyCode) -> String {
    match key {
        KeyCode::Char(' ') => "Space".to_string(),
        KeyCode::Char(letter) => letter.to_string(),
        KeyCode::Left => "←".to_string(),
        KeyCode::Right => "→".to_string(),
        KeyCode::Up => "↑".to_string(),
        KeyCode::Down => "↓".to_string(),
        KeyCode::PageUp => "PgUp".to_string(),
        KeyCode::PageDown => "PgDn".to_string(),
        KeyCode::BackTab => "Shift-Tab".to_string(),
        KeyCode::F(number) => format!("F{number}"),
        other => format!("{other:?}"),
    }
}

/// The table as `(keys, word)` for the key bar, neighbours with one word taken together.
pub fn bar(table: &[&'static Binding]) -> Vec<(String, &'static str)> {
    let mut entries: Vec<(String, &'static str)> = Vec::new();
    for binding in table.iter().filter(|binding| !binding.word.is_empty()) {
        let Some(key) = binding.keys.first().map(|key| name(*key)) else { continue };
        match entries.last_mut() {
            Some((keys, word)) if *word == binding.word => {
                keys.push(' ');
                keys.push_str(&key);
            }
            _ => entries.push((key, binding.word)),
        }
    }
    entries
}
