//! Lays reading out in lines of a given width, for a terminal of any kind.
//!
//! The plain front end prints the lines as they are; the full-screen one gives each piece its look
//! besides. Everything can be told without the looks: headings are underlined, items have their
//! marks, code is indented. Items and quotations hang under their marks at every depth.

use unicode_width::UnicodeWidthChar as _;

use super::document::{Block, Source, Span, Style, text_of};
use super::table;

/// Longer lines than this are hard to read, however wide the screen.
pub const WIDTH_MAX: usize = 90;
/// On a narrower screen than this, lines are cut by the screen.
pub const WIDTH_MIN: usize = 24;

/// A line as it stands on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LaidLine {
    /// What it is made of, from the left.
    pub pieces: Vec<Piece>,
}

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// How they look, where looks can be had.
    pub look: Look,
}

/// How words look on a screen that has more than one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Ordinary.
    #[default]
    Plain,
    /// A heading.
    Heading,
    /// A word that is being explained.
    Emphasis,
    /// A word not to be missed.
    Strong,
    /// A name or bytes.
    Code,
    /// Marks and lines that are not words.
    Frame,
}

/// The lines of `blocks` for a screen that is `width` columns wide.
pub fn lay_out(blocks: &[Block], width: usize) -> Vec<LaidLine> {
    let mut lines = Vec::new();
    stack(blocks, width.clamp(WIDTH_MIN, WIDTH_MAX), &mut lines);
    lines
}

/// The lines of one paragraph, with `lead` before the first and as much space before the others.
pub fn paragraph(lead: &str, spans: &[Span], width: usize) -> Vec<LaidLine> {
    let indent = " ".repeat(columns(lead));
    let room = width.min(WIDTH_MAX).saturating_sub(indent.len()).max(8);
    let lines = fill(spans, room).into_iter().enumerate();
    lines.map(|(row, line)| line.prefixed(if row == 0 { lead } else { &indent })).collect()
}

/// The lines of one paragraph of plain words.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let span = Span { text: text.to_string(), ..Span::default() };
    paragraph("", &[span], width).iter().map(LaidLine::to_string).collect()
}

impl LaidLine {
    /// A line of one look.
    pub fn new(text: impl Into<String>, look: Look) -> LaidLine {
        LaidLine { pieces: vec![Piece { text: text.into(), look }] }
    }

    /// The number of columns that it takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| columns(&piece.text)).sum()
    }

    pub(super) fn push(&mut self, text: &str, look: Look) {
        match self.pieces.last_mut() {
            Some(last) if last.look == look => last.text.push_str(text),
            _ => self.pieces.push(Piece { text: text.to_string(), look }),
        }
    }

    fn prefixed(self, prefix: &str) -> LaidLine {
        let mut line = LaidLine::new(prefix, Look::Frame);
        self.pieces.iter().for_each(|piece| line.push(&piece.text, piece.look));
        line
    }
}

impl std::fmt::Display for LaidLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text: String = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        f.write_str(text.trim_end())
    }
}

/// Blocks under one another, with an empty line between.
fn stack(blocks: &[Block], width: usize, lines: &mut Vec<LaidLine>) {
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            lines.push(LaidLine::default());
        }
        match block {
            Block::Heading { level, spans } => heading(*level, spans, width, lines),
            Block::Paragraph { spans } => lines.extend(fill(spans, width)),
            Block::List { start, items } => list(*start, items, width, lines),
            Block::Quote { blocks } => hang("| ", "| ", blocks, width, lines),
            Block::Code { text, .. } => lines
                .extend(text.lines().map(|line| LaidLine::new(line, Look::Code).prefixed("    "))),
            Block::Table { head, rows } => table::lay_out(head, rows, width, lines),
        }
    }
}

fn heading(level: u8, spans: &[Span], width: usize, lines: &mut Vec<LaidLine>) {
    let wrapped = wrap(&text_of(spans), width);
    let longest = wrapped.iter().map(|line| columns(line)).max().unwrap_or(0);
    lines.extend(wrapped.into_iter().map(|line| LaidLine::new(line, Look::Heading)));
    let rule = if level == 1 { "=" } else { "-" };
    lines.push(LaidLine::new(rule.repeat(longest), Look::Frame));
}

fn list(start: Option<u64>, items: &[Vec<Block>], width: usize, lines: &mut Vec<LaidLine>) {
    let last = start.map(|start| start.saturating_add(items.len() as u64).saturating_sub(1));
    let digits = last.map_or(0, |last| last.to_string().len());
    // Items of one short paragraph stand close; longer ones get air.
    let close = items.iter().all(|item| matches!(item.as_slice(), [Block::Paragraph { .. }]));
    for (index, item) in items.iter().enumerate() {
        if index > 0 && !close {
            lines.push(LaidLine::default());
        }
        let mark = match start {
            Some(start) => format!("{:>digits$}. ", start.saturating_add(index as u64)),
            None => "- ".to_string(),
        };
        hang(&mark, &" ".repeat(mark.len()), item, width, lines);
    }
}

fn hang(first: &str, rest: &str, blocks: &[Block], width: usize, lines: &mut Vec<LaidLine>) {
    let mut inner = Vec::new();
    stack(blocks, width.saturating_sub(columns(first)).max(8), &mut inner);
    for (index, line) in inner.into_iter().enumerate() {
        lines.push(line.prefixed(if index == 0 { first } else { rest }));
    }
}

/// Fills lines with words. A word longer than a line is broken.
pub(super) fn fill(spans: &[Span], width: usize) -> Vec<LaidLine> {
    let mut lines = Vec::new();
    let mut line = LaidLine::default();
    for word in words(spans) {
        let (have, need) = (line.width(), word.width());
        if have > 0 && have + 1 + need <= width {
            let joined = line.pieces.last().map(|p| p.look) == word.pieces.first().map(|p| p.look);
            let look = word.pieces.first().map_or(Look::Plain, |piece| piece.look);
            line.push(" ", if joined { look } else { Look::Plain });
        } else if have > 0 {
            lines.push(std::mem::take(&mut line));
        }
        for piece in &word.pieces {
            for c in piece.text.chars() {
                if line.width() + c.width().unwrap_or(0) > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c.encode_utf8(&mut [0; 4]), piece.look);
            }
        }
    }
    if !line.pieces.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of `spans`; one word can have pieces of several looks, as in "**17.0**,".
fn words(spans: &[Span]) -> Vec<LaidLine> {
    let mut words = Vec::new();
    let mut word = LaidLine::default();
    for span in spans {
        let mut text = span.text.clone();
        if let Some(Source::Page(page)) = &span.source
            && *page != text
        {
            text.push_str(&format!(" <{page}>"));
        }
        for (index, part) in text.split([' ', '\n', '\t']).enumerate() {
            if index > 0 && !word.pieces.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if !part.is_empty() {
                word.push(part, look(span.style));
            }
        }
    }
    if !word.pieces.is_empty() {
        words.push(word);
    }
    words
}

fn look(style: Style) -> Look {
    match style {
        Style::Plain => Look::Plain,
        Style::Emphasis => Look::Emphasis,
        Style::Strong => Look::Strong,
        Style::Code => Look::Code,
    }
}

pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests;
