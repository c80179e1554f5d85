//! A reader's own bytes: paste or name them, look at the block or the transaction that they make,
//! pick an input, step its scripts.

mod block;
#[cfg(test)]
mod tests;
mod transaction;

use std::path::PathBuf;

use ratatui::{Frame, layout::Rect, style::Modifier, text::Line};

pub use self::{block::BlockScreen, transaction::TransactionScreen};
use super::{Binding, Cmd, Event, Prompt, Screen, StepperView, Typed, look};
use crate::{
    catalog::{BlockView, Source},
    encode::{Decode, decode_hex},
    primitives::{BlockHeader, Transaction},
    trace::{Length, Window},
};

/// Fewer digits than these are taken for a file's name, not for bytes.
const LEAST_DIGITS: usize = 20;

/// Asks for bytes.
pub struct OpenScreen {
    prompt: Prompt,
    trouble: String,
}

impl OpenScreen {
    /// Asks, with `text` already there.
    pub fn new(text: &str) -> OpenScreen {
        let mut prompt = Prompt::new("bytes or file:", "");
        prompt.paste(text);
        OpenScreen { prompt, trouble: String::new() }
    }

    fn accept(&mut self, text: &str) -> Cmd {
        let digits: String = text.split_whitespace().collect();
        if digits.len() >= LEAST_DIGITS && digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
            return self.show_text(&digits);
        }
        match text {
            "" => Cmd::None,
            path => Cmd::read(PathBuf::from(path)),
        }
    }

    fn show_text(&mut self, text: &str) -> Cmd {
        let digits: String = text.split_whitespace().collect();
        match decode_hex(&digits) {
            Ok(bytes) => self.show(bytes),
            Err(error) => self.complain(error.to_string()),
        }
    }

    fn show(&mut self, bytes: Vec<u8>) -> Cmd {
        match screen_for(bytes) {
            Ok(screen) => Cmd::Replace(screen),
            Err(reason) => self.complain(reason),
        }
    }

    fn complain(&mut self, trouble: String) -> Cmd {
        self.trouble = trouble;
        Cmd::None
    }
}

/// The screen that suits `bytes`: a transaction, a block, a header; or where they are none of
/// these, the walk through them as whichever can be read further, up to where they break a rule.
pub fn screen_for(bytes: Vec<u8>) -> Result<Box<dyn Screen>, String> {
    if let Ok(tx) = Transaction::from_bytes(&bytes) {
        return Ok(Box::new(TransactionScreen::new(tx, Vec::new())));
    }
    let hex = hex::encode(&bytes);
    let header = bytes.len() == BlockHeader::SIZE;
    if let Ok(view) = BlockView::new(bytes) {
        return Ok(Box::new(BlockScreen::new("A block", view)));
    }
    let as_block = Source::BlockBytes { hex: hex.clone() };
    let as_transaction = Source::TransactionBytes { hex };
    let fields = |source: &Source| match source.open().map(|mut walk| walk.length()) {
        Ok(Length::Exactly(fields) | Length::MoreThan(fields)) => fields,
        Err(_) => 0,
    };
    let block = header || fields(&as_block) > fields(&as_transaction);
    open_source(if block { as_block } else { as_transaction })
}

/// A stepper on `source`.
pub fn open_source(source: Source) -> Result<Box<dyn Screen>, String> {
    let stepper = source.open().map_err(|error| error.to_string())?;
    let title = stepper.scene(&Window::following(1)).title;
    Ok(Box::new(StepperView::new(stepper, title, Some(source))))
}

/// Shows `opened`, or tells why it could not be opened.
fn push(opened: Result<Box<dyn Screen>, String>) -> Cmd {
    match opened {
        Ok(screen) => Cmd::Push(screen),
        Err(reason) => Cmd::Say(reason),
    }
}

impl Screen for OpenScreen {
    fn title(&self) -> String {
        "open your own bytes".to_string()
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        Vec::new()
    }

    fn typing(&self) -> bool {
        true
    }

    fn update(&mut self, event: Event) -> Cmd {
        match event {
            Event::Paste(text) => self.prompt.paste(&text),
            Event::Key(key) => match self.prompt.key(key) {
                Typed::More => self.trouble.clear(),
                Typed::Cancelled => return Cmd::Pop,
                Typed::Accepted(text) => return self.accept(&text),
            },
            Event::Read(path, Err(reason)) => {
                let file = path.display();
                return self.complain(format!(
                    "{file} cannot be read: {reason}. Hexadecimal has an even number of the \
                     digits 0-9 and a-f, at least {LEAST_DIGITS}; anything else is taken for a file."
                ));
            }
            Event::Read(_, Ok(bytes)) => {
                let text = std::str::from_utf8(&bytes).ok().map(str::to_string);
                return match text {
                    Some(text) => self.show_text(&text),
                    None => self.show(bytes),
                };
            }
            _ => {}
        }
        Cmd::None
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        let width = (area.width as usize).saturating_sub(2);
        let wrapped = |text: &str, style: Modifier| {
            let lines = look::wrap(text, width).into_iter();
            lines.map(move |line| Line::styled(line, style)).collect::<Vec<_>>()
        };
        let mut lines = wrapped(
            "Paste a transaction, a block or a block header as hexadecimal, or type the name of a \
             file that holds it as hexadecimal or as bytes. Then press Enter.",
            Modifier::empty(),
        );
        lines.push(Line::default());
        let prompt = lines.len() as u16 + 1;
        let digits = self.prompt.text().chars().filter(char::is_ascii_hexdigit).count();
        let size = match digits {
            0..LEAST_DIGITS => String::new(),
            _ => format!("{} bytes, if it is hexadecimal", digits / 2),
        };
        lines.extend([Line::default(), Line::styled(size, Modifier::DIM), Line::default()]);
        lines.extend(wrapped(&self.trouble, Modifier::BOLD));
        for (offset, line) in lines.into_iter().enumerate() {
            let y = area.y.saturating_add(1 + offset as u16);
            let row = Rect { x: area.x + 1, y, height: 1, ..area };
            frame.render_widget(line, row.intersection(area));
        }
        let row = Rect { y: area.y.saturating_add(prompt), height: 1, ..area };
        self.prompt.view(frame, row.intersection(area));
    }
}
