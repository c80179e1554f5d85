//! How things look: signs, styles and widths. Nothing is told by colour alone.

use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier, Style},
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::trace::Mark;

/// The sign before something that is marked: one column, a space for what is plain.
pub fn mark_sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Plain | Mark::Dim => " ",
        Mark::Current => "▶",
        Mark::Changed => "•",
        Mark::Good => "✓",
        Mark::Bad => "✗",
    }
}

/// How something marked is drawn, besides its sign.
pub fn mark_style(mark: Mark) -> Style {
    match mark {
        Mark::Plain => Style::default(),
        Mark::Current => Style::default().fg(Color::Cyan).add_modifier(Modifier::BOLD),
        Mark::Changed => Style::default().fg(Color::Yellow).add_modifier(Modifier::BOLD),
        Mark::Good => Style::default().fg(Color::Green),
        Mark::Bad => Style::default().fg(Color::Red).add_modifier(Modifier::BOLD),
        Mark::Dim => Style::default().add_modifier(Modifier::DIM),
    }
}

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` in at most `columns` columns, ending in `…` where it was cut.
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_string();
    }
    let mut kept = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used > columns {
            break;
        }
        kept.push(letter);
    }
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// `text` broken at spaces, and inside words only where a word is longer than a line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let needed = word.width() + usize::from(!line.is_empty());
            if line.width() + needed <= columns {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                if line.width() + letter.width().unwrap_or(0) > columns {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line);
    }
    lines
}

/// Redraws what is in `buffer` with ASCII alone, for terminals without the other signs.
pub fn draw_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let Some(sign) = cell.symbol().chars().next().filter(|sign| !sign.is_ascii()) else {
            continue;
        };
        cell.set_symbol(match sign {
            '▶' | '→' | '›' | '▸' => ">",
            '←' | '◀' => "<",
            '↑' => "^",
            '↓' => "v",
            '•' | '●' => "*",
            '✓' => "+",
            '✗' => "x",
            '─' | '━' | '–' | '—' | '·' | '╌' => "-",
            '│' | '┃' | '├' | '┊' => "|",
            '└' => "`",
            '┌' | '┐' | '┘' | '┬' | '┴' | '┼' => "+",
            '…' => "~",
            '“' | '”' => "\"",
            '’' => "'",
            '×' => "x",
            '█' => "#",
            '\u{2800}' => " ",
            '\u{2801}'..='\u{28ff}' => "*",
            _ => "?",
        });
    }
}
