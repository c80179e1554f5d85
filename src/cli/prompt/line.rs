//! What a person types: one line at a time, cut into words.

use std::io::{self, BufRead, IsTerminal, Read};

use crate::cli::{CliError, Output, input};

/// Asks for a line: on a terminal with `prompt` in front, elsewhere without, so that an answer in a
/// pipe begins at the beginning of a line. None at the end of input.
pub fn ask(prompt: &str, out: &mut Output) -> Result<Option<String>, CliError> {
    if io::stdin().is_terminal() {
        write!(out.writer(), "{prompt}> ")?;
    }
    out.flush()?;
    // The lock is not kept: a command that is run from here may read standard input itself.
    let mut bytes = Vec::new();
    let limit = input::LIMIT as u64;
    let mut stdin = io::stdin().lock().take(limit);
    stdin.read_until(b'\n', &mut bytes).map_err(|error| CliError::read("standard input", error))?;
    if bytes.len() as u64 == limit {
        return Err(CliError::TooLarge { name: "a line".into(), limit: input::LIMIT });
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok((!bytes.is_empty()).then(|| printable(&text).trim().to_string()))
}

/// `text` without what a terminal sends for keys that are no letters, such as an arrow: control
/// characters, and the sequences that an escape character begins (ECMA-48).
fn printable(text: &str) -> String {
    let mut kept = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if c == '\u{1b}' {
            if letters.next_if(|c| matches!(c, '[' | 'O')).is_some() {
                while letters.next_if(|c| matches!(c, '\u{20}'..='\u{3f}')).is_some() {}
            }
            letters.next_if(|c| matches!(c, '\u{40}'..='\u{7e}'));
        } else if !c.is_control() || c == '\t' {
            kept.push(c);
        }
    }
    kept
}

/// Cuts `line` into words at white space; what stands between two quotation marks `"` or `'` is one
/// word, or part of one.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        if Some(c) == quote {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
            word.get_or_insert_default();
        } else if quote.is_none() && c.is_whitespace() {
            words.extend(word.take());
        } else {
            word.get_or_insert_default().push(c);
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::{printable, words};

    #[test]
    fn keys_that_are_no_letters_leave_nothing() {
        let cases = [
            ("\u{1b}[A", ""),
            ("\u{1b}[1;5Cnext\r\n", "next"),
            ("go\u{1b}OPto\u{8} 3", "goto 3"),
            ("\u{1b}", ""),
            ("search é [A]\t2", "search é [A]\t2"),
        ];
        for (line, wanted) in cases {
            assert_eq!(printable(line), wanted, "{line:?}");
        }
    }

    #[test]
    fn quotation_marks_hold_words_together() {
        let cases: [(&str, &[&str]); 5] = [
            ("", &[]),
            ("  goto  12 ", &["goto", "12"]),
            ("save \"my walk.json\"", &["save", "my walk.json"]),
            ("a '' b", &["a", "", "b"]),
            ("script asm 'DUP \"x\"' tail", &["script", "asm", "DUP \"x\"", "tail"]),
        ];
        for (line, wanted) in cases {
            assert_eq!(words(line), wanted, "{line}");
        }
    }
}
