//! Rows of text, stack items and branches of a tree.

use ratatui::text::{Line as Drawing, Span};

use super::{Drawn, View};
use crate::{
    trace::{Branch, Line, Mark},
    tui::look,
};

/// Columns that the widest of `lines` takes with its sign.
pub fn need<'a>(lines: impl Iterator<Item = &'a Line>) -> usize {
    lines.map(|line| look::width(&line.text) + 2).max().unwrap_or(0)
}

/// Columns that the widest branch takes.
pub fn need_tree(branches: &[Branch]) -> usize {
    let width = |branch: &Branch| look::width(&branch.line.text) + 2 + 3 * branch.depth;
    branches.iter().map(width).max().unwrap_or(0)
}

/// The text to show of `line`.
pub fn text_of(line: &Line, hex: bool) -> &str {
    match &line.hex {
        Some(bytes) if hex => bytes,
        _ => &line.text,
    }
}

/// Lines of text.
pub fn text(lines: &[Line], width: usize, view: View) -> Vec<Drawn> {
    lines.iter().map(|line| row("", "", line, width, view)).collect()
}

/// Items of a stack, the top first.
pub fn stack(items: &[Line], first: usize, width: usize, view: View) -> Vec<Drawn> {
    let label = |index: usize| match index {
        0 => "top ".to_string(),
        _ => format!("{index:>3} "),
    };
    let numbered = items.iter().enumerate();
    numbered.map(|(index, item)| row(&label(first + index), "    ", item, width, view)).collect()
}

/// Branches of a tree with the lines that tie them to their parents.
pub fn tree(branches: &[Branch], width: usize, view: View) -> Vec<Drawn> {
    let mut drawn = Vec::with_capacity(branches.len());
    for (index, branch) in branches.iter().enumerate() {
        let depth = branch.depth.min(width / 3);
        let mut lead = String::new();
        let mut under = String::new();
        for level in 1..=depth {
            let goes_on = goes_on(&branches[index + 1..], level);
            let last = level == depth;
            lead.push_str(match (last, goes_on) {
                (true, true) => "├─ ",
                (true, false) => "└─ ",
                (false, true) => "│  ",
                (false, false) => "   ",
            });
            under.push_str(if goes_on { "│  " } else { "   " });
        }
        drawn.push(row(&lead, &under, &branch.line, width, view));
    }
    drawn
}

/// Whether a branch at `level` follows before the tree goes back below that level.
fn goes_on(following: &[Branch], level: usize) -> bool {
    let next = following.iter().find(|branch| branch.depth <= level);
    next.is_some_and(|branch| branch.depth == level)
}

/// A sign, `lead`, and the text of `line`: cut, or wrapped under `under`.
fn row(lead: &str, under: &str, line: &Line, width: usize, view: View) -> Drawn {
    let style = look::mark_style(line.mark);
    let room = width.saturating_sub(2 + look::width(lead));
    let text = text_of(line, view.hex);
    let parts = if view.wrap { look::wrap(text, room) } else { vec![look::cut(text, room)] };
    let draw = |(index, part): (usize, String)| {
        let (sign, lead) =
            if index == 0 { (look::mark_sign(line.mark), lead) } else { (" ", under) };
        Drawing::from(vec![
            Span::styled(format!("{sign} "), style),
            Span::styled(lead.to_string(), look::mark_style(Mark::Dim)),
            Span::styled(part, style),
        ])
    };
    Drawn { lines: parts.into_iter().enumerate().map(draw).collect(), mark: line.mark }
}
