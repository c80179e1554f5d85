//! The same screens without a terminal: keys in, the last picture out. For pictures in documents,
//! for tests and for bug reports.

use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::Buffer,
    crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers},
};

use super::{Start, app::App, home};

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum HeadlessError {
    /// A word is no key.
    #[error(
        "{0:?} is not a key: use a letter, or Right Left Up Down Tab Enter Esc Space Home End \
             PageUp PageDown Backspace, or text:WORDS_TO_TYPE with _ for a space"
    )]
    UnknownKey(String),
    /// The first screen could not be opened.
    #[error("{0}")]
    CannotOpen(String),
    /// The size is nothing to draw on.
    #[error("{width}×{height} is no size to draw: give 1 to 500 columns and 1 to 200 rows")]
    Size {
        /// Columns asked for.
        width: u16,
        /// Rows asked for.
        height: u16,
    },
}

/// Starts at `start`, takes the `keys`, which are separated by spaces, and gives the last picture of
/// `width` columns and `height` rows as text. Touches no file: what would is left undone.
pub fn headless(
    start: Start,
    keys: &str,
    width: u16,
    height: u16,
    ascii: bool,
) -> Result<String, HeadlessError> {
    if !(1..=500).contains(&width) || !(1..=200).contains(&height) {
        return Err(HeadlessError::Size { width, height });
    }
    let first = home::open(start).map_err(HeadlessError::CannotOpen)?;
    let mut app = App::new(first, ascii);
    let mut picture = picture(&app, width, height);
    for word in keys.split_whitespace() {
        for code in read_keys(word)? {
            app.terminal(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)));
            if !app.finished() {
                picture = self::picture(&app, width, height);
            }
        }
    }
    Ok(text_of(&picture))
}

fn read_keys(word: &str) -> Result<Vec<KeyCode>, HeadlessError> {
    if let Some(text) = word.strip_prefix("text:") {
        return Ok(text.replace('_', " ").chars().map(KeyCode::Char).collect());
    }
    let mut letters = word.chars();
    let code = match (word, letters.next(), letters.next()) {
        (_, Some(letter), None) => KeyCode::Char(letter),
        ("Right", ..) => KeyCode::Right,
        ("Left", ..) => KeyCode::Left,
        ("Up", ..) => KeyCode::Up,
        ("Down", ..) => KeyCode::Down,
        ("Tab", ..) => KeyCode::Tab,
        ("Enter", ..) => KeyCode::Enter,
        ("Esc", ..) => KeyCode::Esc,
        ("Space", ..) => KeyCode::Char(' '),
        ("Home", ..) => KeyCode::Home,
        ("End", ..) => KeyCode::End,
        ("PageUp", ..) => KeyCode::PageUp,
        ("PageDown", ..) => KeyCode::PageDown,
        ("Backspace", ..) => KeyCode::Backspace,
        _ => return Err(HeadlessError::UnknownKey(word.to_string())),
    };
    Ok(vec![code])
}

fn picture(app: &App, width: u16, height: u16) -> Buffer {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
    let Ok(_) = terminal.draw(|frame| app.view(frame));
    terminal.backend().buffer().clone()
}

/// The signs of a buffer as lines of text without trailing spaces.
pub fn text_of(buffer: &Buffer) -> String {
    let width = buffer.area.width.max(1) as usize;
    let mut text = String::new();
    for row in buffer.content.chunks(width) {
        let line: String = row.iter().map(|cell| cell.symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
