//! One line of text to type or paste.

use ratatui::{
    Frame,
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers},
    layout::Rect,
    style::Modifier,
    text::{Line, Span},
};

use super::look;

/// The most characters a prompt takes: a block in hexadecimal fits.
const LONGEST: usize = 16 * 1024 * 1024;

/// A question and what has been typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What is asked for.
    pub question: String,
    text: String,
    /// The text is a suggestion, which the first letter typed replaces.
    suggested: bool,
}

/// What a key did to a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// More is to come.
    More,
    /// This was accepted.
    Accepted(String),
    /// The reader thought better of it.
    Cancelled,
}

impl Prompt {
    /// Asks `question`, and suggests `text`.
    pub fn new(question: impl Into<String>, text: impl Into<String>) -> Prompt {
        Prompt { question: question.into(), text: text.into(), suggested: true }
    }

    /// What has been typed so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes in a key.
    pub fn key(&mut self, key: KeyEvent) -> Typed {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Typed::Accepted(self.text.trim().to_string()),
            KeyCode::Esc => return Typed::Cancelled,
            KeyCode::Backspace => {
                self.suggested = false;
                self.text.pop();
            }
            KeyCode::Char('u') if control => self.text.clear(),
            KeyCode::Char(letter) if !control => self.paste(letter.encode_utf8(&mut [0; 4])),
            _ => {}
        }
        Typed::More
    }

    /// Takes in pasted text; line ends become spaces. Replaces what was only suggested.
    pub fn paste(&mut self, text: &str) {
        if std::mem::take(&mut self.suggested) {
            self.text.clear();
        }
        let room = LONGEST.saturating_sub(self.text.len());
        let clean = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
        self.text.extend(clean.take(room));
    }

    /// Draws question and text in one row; of a long text the end.
    pub fn view(&self, frame: &mut Frame, area: Rect) {
        let question = look::cut(&format!(" {} ", self.question), area.width as usize);
        let room = (area.width as usize).saturating_sub(look::width(&question) + 1);
        let length = self.text.chars().count();
        let mut shown: String = self.text.chars().skip(length.saturating_sub(room)).collect();
        if length > room && room > 0 {
            shown = format!("…{}", shown.chars().skip(1).collect::<String>());
        }
        let line = Line::from(vec![
            Span::styled(question, Modifier::BOLD),
            Span::raw(shown),
            Span::styled(" ", Modifier::REVERSED),
        ]);
        frame.render_widget(line, area);
    }
}
