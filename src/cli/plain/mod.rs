//! A scene as lines of text: for a screen reader, a pipe, or an old terminal.
//!
//! Nothing is drawn with boxes and nothing is told by colour: a value stands behind its label, and
//! every mark is a word in front of its line. What a scene holds comes out as [`Block`]s, so that a
//! reader of many steps can leave out the blocks that are as they were.

mod chart;
mod pane;

use std::collections::BTreeSet;

use crate::rules::Rule;
use crate::trace::{Mark, Scene, Verdict};

use super::{CliError, Output};
pub use chart::draw as draw_chart;
pub use pane::draw as draw_pane;

/// A heading and the lines under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the lines are about.
    pub heading: String,
    /// The lines.
    pub lines: Vec<Text>,
}

/// A line of text, and the mark that is told by a word in front of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Told in a word, and by a colour that adds nothing.
    pub mark: Mark,
    /// What the line says.
    pub text: String,
}

impl Text {
    fn new(mark: Mark, text: impl Into<String>) -> Text {
        Text { mark, text: text.into() }
    }
}

/// Draws all that `scene` holds but its title: the sentence and the changes first, the verdict last.
/// With `hex`, bytes that have names are given as hexadecimal.
pub fn draw(scene: &Scene, hex: bool) -> Vec<Block> {
    let mut blocks = vec![happened(scene)];
    for pane in &scene.panes {
        blocks.extend(pane::draw(pane, hex));
    }
    blocks.extend(scene.rule.map(rule));
    blocks.extend(scene.verdict.as_ref().map(|ended| verdict(ended, scene.untold_reason())));
    blocks.retain(|block| !block.lines.is_empty() || !block.heading.is_empty());
    blocks
}

/// Lines of a block that are always repeated; of more, those that stand as they were are left out.
const REPEATED: usize = 8;

/// Writes `blocks`, of which a reader has seen `before`: a block that stands unchanged is only named,
/// and of a long one that only grew or whose marks moved, the new and the marked lines are given.
pub fn write(blocks: &[Block], before: &[Block], out: &mut Output) -> Result<(), CliError> {
    let mut same = Vec::new();
    for block in blocks {
        if block.heading.is_empty() {
            for Text { mark, text } in &block.lines {
                out.line(out.paint(*mark, text))?;
            }
        } else if before.contains(block) {
            same.push(block.name());
        } else {
            let old = before.iter().find(|old| old.name() == block.name());
            write_changed(block, old, out)?;
        }
    }
    if !same.is_empty() {
        out.line(format_args!("As before: {}.", same.join(", ")))?;
    }
    Ok(())
}

fn write_changed(block: &Block, old: Option<&Block>, out: &mut Output) -> Result<(), CliError> {
    let seen = old.map(Block::texts).filter(|_| block.lines.len() > REPEATED);
    // Only lines that are still there may be left out: what went must be seen to be gone.
    let seen = seen.filter(|seen| block.texts().is_superset(seen)).unwrap_or_default();
    let told = |line: &&Text| {
        !seen.contains(line.text.as_str()) || !matches!(line.mark, Mark::Plain | Mark::Dim)
    };
    let lines: Vec<&Text> = block.lines.iter().filter(told).collect();
    let left_out = block.lines.len() - lines.len();
    let end = if block.lines.is_empty() { "." } else { ":" };
    match left_out {
        0 => out.line(format_args!("{}{end}", block.heading))?,
        _ => out.line(format_args!("{}, {left_out} more lines as before{end}", block.heading))?,
    }
    for Text { mark, text } in lines {
        let line = format!("  {} {text}", word(*mark));
        out.line(out.paint(*mark, line.trim_end()))?;
    }
    Ok(())
}

impl Block {
    /// The heading without what stands in parentheses.
    fn name(&self) -> &str {
        self.heading.split(" (").next().unwrap_or_default()
    }

    fn texts(&self) -> BTreeSet<&str> {
        self.lines.iter().map(|line| line.text.as_str()).collect()
    }
}

/// `text` with a capital in front and a full stop behind.
fn sentence(text: &str) -> String {
    let text = clean(text);
    let mut rest = text.trim_end().chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase).collect::<String>();
    let stop = if text.trim_end().ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", rest.as_str())
}

/// What the last step did.
fn happened(scene: &Scene) -> Block {
    let sentence = (!scene.sentence.is_empty()).then(|| clean(&scene.sentence));
    let changed =
        (!scene.changes.is_empty()).then(|| format!("Changed: {}", joined(&scene.changes)));
    let lines = sentence.into_iter().chain(changed);
    Block {
        heading: String::new(),
        lines: lines.map(|line| Text::new(Mark::Plain, line)).collect(),
    }
}

fn joined(phrases: &[String]) -> String {
    let phrases: Vec<String> = phrases.iter().map(|phrase| clean(phrase)).collect();
    phrases.join("; ")
}

/// The rule at work, and where to read on.
fn rule(rule: &'static Rule) -> Block {
    let mut lines = vec![sentence(rule.says), format!("Why: {}", sentence(rule.why))];
    if !rule.cites.is_empty() {
        let cites: Vec<String> = rule.cites.iter().map(ToString::to_string).collect();
        lines.push(format!("Written in: {}", cites.join("; ")));
    }
    let lines = lines.into_iter().map(|line| Text::new(Mark::Plain, line)).collect();
    Block { heading: format!("Rule {}", rule.name), lines }
}

/// How it ended; `reason` is what the sentence has not told already.
fn verdict(verdict: &Verdict, reason: Option<&str>) -> Block {
    let line = match verdict {
        Verdict::Valid => Text::new(Mark::Good, "Verdict: valid. No rule was broken."),
        Verdict::Done => Text::new(Mark::Plain, "The walk is complete."),
        Verdict::Invalid { name, .. } => {
            let reason = reason.map_or(String::new(), |reason| format!(" {}", sentence(reason)));
            Text::new(Mark::Bad, format!("Verdict: invalid, {}.{reason}", clean(name)))
        }
    };
    Block { heading: String::new(), lines: vec![line] }
}

/// The word for a mark, padded to a column; `plain` has none.
fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::Plain => "    ",
        Mark::Current => "now ",
        Mark::Changed => "new ",
        Mark::Good => "ok  ",
        Mark::Bad => "bad ",
        Mark::Dim => "off ",
    }
}

/// What the words in front of lines mean, for help texts.
pub const WORDS: &str = "Words in front of a line: `now` is where the machine stands, `new` is what \
the last step changed, `ok` and `bad` are checks that passed and failed, `off` no longer matters or \
not yet.";

/// `text` without the characters that would make a terminal do something else than print: control
/// characters, and those that turn the direction of writing.
pub fn clean(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if c.is_control() || turns(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests;
