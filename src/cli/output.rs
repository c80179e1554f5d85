//! Where answers go: standard output, and what is known about who reads it.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use super::{Cli, CliError};
use crate::lesson::Span;
use crate::lesson::plain::paragraph;
use crate::trace::Mark;

/// The width assumed where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 80;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal that wants it.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The writer of a command's answer. Written text is kept until it is flushed, at the end at last.
pub struct Output {
    writer: Box<dyn Write + Send>,
    json: bool,
    interactive: bool,
    ascii: bool,
    color: bool,
    width: usize,
}

impl Output {
    /// Standard output, as the global options want it.
    pub(super) fn stdout(cli: &Cli) -> Output {
        let &Cli { plain, json, color, ascii, .. } = cli;
        let terminal = io::stdout().is_terminal();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
            }
        };
        let size = crossterm::terminal::size().ok().filter(|size| terminal && size.0 > 0);
        Output {
            writer: Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
            json,
            interactive: terminal && io::stdin().is_terminal() && !plain && !json && !dumb,
            ascii,
            color,
            width: size.map_or(DEFAULT_WIDTH, |size| size.0.into()),
        }
    }

    /// Plain text without colour into `writer`, for tests.
    pub fn to_writer(writer: impl Write + Send + 'static, json: bool) -> Output {
        let writer = Box::new(writer);
        Output {
            writer,
            json,
            interactive: false,
            ascii: false,
            color: false,
            width: DEFAULT_WIDTH,
        }
    }

    /// Whether data are wanted instead of text.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// From here on, data are wanted instead of text, or not. Returns what was wanted before.
    pub(super) fn set_json(&mut self, json: bool) -> bool {
        std::mem::replace(&mut self.json, json)
    }

    /// Whether a full-screen view may be opened: a terminal at both ends, and neither `--plain`,
    /// `--json` nor `TERM=dumb`.
    pub fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Whether colour is wanted.
    pub fn has_color(&self) -> bool {
        self.color
    }

    /// Whether the full screen is to be drawn with ASCII characters alone.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The columns of the terminal, or 80.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Writes `text` and ends the line.
    pub fn line(&mut self, text: impl Display) -> Result<(), CliError> {
        Ok(writeln!(self.writer, "{text}")?)
    }

    /// Writes `text` after `lead`, broken at spaces to the width of the terminal; the lines after the
    /// first are indented as far as the lead reaches.
    pub fn paragraph(&mut self, lead: &str, text: &str) -> Result<(), CliError> {
        let span = Span { text: text.to_string(), ..Span::default() };
        let lines = paragraph(lead, &[span], self.width);
        lines.iter().try_for_each(|line| self.line(line))
    }

    /// Writes `value` as one line of JSON.
    pub fn json_line(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        let text = serde_json::to_string(value).map_err(io::Error::from)?;
        self.line(text)
    }

    /// Writes `value` as one JSON document over several lines.
    pub fn json_document(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        let text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
        self.line(text)
    }

    /// `text` in the colour that goes with `mark`, where colour is wanted. The text must say as much
    /// without it.
    pub fn paint(&self, mark: Mark, text: &str) -> String {
        use anstyle::{AnsiColor, Style};
        let style = match mark {
            Mark::Plain => return text.to_string(),
            Mark::Current => Style::new().bold(),
            Mark::Changed => AnsiColor::Cyan.on_default(),
            Mark::Good => AnsiColor::Green.on_default(),
            Mark::Bad => AnsiColor::Red.on_default(),
            Mark::Dim => Style::new().dimmed(),
        };
        if self.color { format!("{style}{text}{style:#}") } else { text.to_string() }
    }

    /// The stream itself, for a writer of many lines.
    pub fn writer(&mut self) -> &mut (dyn Write + Send) {
        &mut *self.writer
    }

    /// Hands on what is kept.
    pub fn flush(&mut self) -> Result<(), CliError> {
        Ok(self.writer.flush()?)
    }
}
