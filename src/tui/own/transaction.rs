//! A transaction and what can be looked at in it: its bytes, and the scripts of each input.

use ratatui::{
    Frame,
    crossterm::event::KeyCode::{Char, Down, End, Enter, Home, PageDown, PageUp, Up},
    layout::{Constraint, Layout, Rect},
    style::Modifier,
    text::Line,
};

use super::{open_source, push};
use crate::{
    catalog::{Prevout, Source},
    encode::{Encode, decode_hex},
    primitives::{Transaction, TxOut, amount::bitcoin_short},
    script::{asm, standard},
    trace::Mark,
    tui::{Binding, Cmd, Event, Intent, Prompt, Screen, Typed, keys::key, look},
};

static KEYS: &[Binding] = &[
    key(&[Up, Char('k')], "move", Intent::Up, "The entry above."),
    key(&[Down, Char('j')], "move", Intent::Down, "The entry below."),
    key(
        &[Enter, Char('l')],
        "open",
        Intent::Enter,
        "Read the bytes, or step the scripts of the input; the output that it spends is asked for \
         where it is not known.",
    ),
    key(
        &[Char('e')],
        "give output",
        Intent::Answer,
        "Give, or correct, the output that the input spends.",
    ),
    key(
        &[Char('c')],
        "check it all",
        Intent::Continue,
        "Walk through every check on the whole transaction, once all that it spends is known.",
    ),
    key(&[PageUp], "", Intent::PageUp, "Ten entries up."),
    key(&[PageDown], "", Intent::PageDown, "Ten entries down."),
    key(&[Home], "", Intent::First, "The first entry."),
    key(&[End], "", Intent::Last, "The last entry."),
];

/// A transaction, with the outputs that it spends as far as they are known.
pub struct TransactionScreen {
    tx: Transaction,
    prevouts: Vec<Option<TxOut>>,
    /// 0 for the bytes, then the inputs from 1 on.
    at: usize,
    asking: Option<Prompt>,
}

impl TransactionScreen {
    /// Shows `tx`; `prevouts` are the outputs that its inputs spend, in order, where known.
    pub fn new(tx: Transaction, mut prevouts: Vec<Option<TxOut>>) -> TransactionScreen {
        prevouts.resize(tx.inputs.len(), None);
        TransactionScreen { tx, prevouts, at: 0, asking: None }
    }

    fn move_to(&mut self, index: usize) {
        self.at = index.min(self.tx.inputs.len());
    }

    fn open(&mut self) -> Cmd {
        let hex = hex::encode(self.tx.to_bytes());
        let Some(input) = self.at.checked_sub(1) else {
            return push(open_source(Source::TransactionBytes { hex }));
        };
        if self.tx.is_coinbase() {
            return Cmd::Say("this input makes new coins: it has no script to satisfy".to_string());
        }
        if self.prevouts.get(input).is_none_or(Option::is_none) {
            return self.ask();
        }
        let prevouts = self.prevouts();
        push(open_source(Source::Spend { hex, input, prevouts, flags: None }))
    }

    fn prevouts(&self) -> Vec<Option<Prevout>> {
        self.prevouts.iter().map(|known| known.as_ref().map(Prevout::of)).collect()
    }

    fn check(&self) -> Cmd {
        let unknown = self.prevouts.iter().position(Option::is_none);
        if let Some(input) = unknown.filter(|_| !self.tx.is_coinbase()) {
            return Cmd::Say(format!("first give the output that input {input} spends, with e"));
        }
        let hex = hex::encode(self.tx.to_bytes());
        let prevouts = self.prevouts();
        push(open_source(Source::Transaction { hex, prevouts, flags: None }))
    }

    fn ask(&mut self) -> Cmd {
        let Some(input) = self.at.checked_sub(1).filter(|_| !self.tx.is_coinbase()) else {
            return Cmd::Say("choose an input that spends an output".to_string());
        };
        let known = self.prevouts.get(input).and_then(Option::as_ref);
        let text = known.map_or_else(String::new, |output| {
            format!("{} {}", output.value, hex::encode(&*output.script_pubkey))
        });
        self.asking = Some(Prompt::new("satoshis and locking script:", text));
        Cmd::None
    }

    fn accept(&mut self, text: &str) -> Cmd {
        let Some(input) = self.at.checked_sub(1) else { return Cmd::None };
        match read_output(text) {
            Ok(output) => {
                if let Some(place) = self.prevouts.get_mut(input) {
                    *place = Some(output);
                }
                self.open()
            }
            Err(reason) => Cmd::Say(reason),
        }
    }

    /// A line for entry `index`.
    fn line(&self, index: usize) -> String {
        let Some(input) = index.checked_sub(1) else {
            let (size, weight) = (self.tx.total_size(), self.tx.weight());
            return format!("Read its bytes, field by field: {size} bytes, weight {weight}");
        };
        let spends = match self.tx.inputs.get(input) {
            Some(input) if input.previous_output.is_null() => {
                return "Input 0: new coins".to_string();
            }
            Some(input) => input.previous_output.txid.to_string(),
            None => String::new(),
        };
        let known = match self.prevouts.get(input).and_then(Option::as_ref) {
            Some(output) => {
                let kind = standard::classify(&output.script_pubkey).name();
                format!("{} bitcoin, {kind}", bitcoin_short(output.value))
            }
            None => "the output is not known here".to_string(),
        };
        let vout = self.tx.inputs.get(input).map_or(0, |input| input.previous_output.vout);
        format!("Input {input}: spends {}[{vout}]: {known}", look::cut(&spends, 17))
    }

    /// The scripts of the chosen input.
    fn details(&self) -> Vec<String> {
        let input = self.at.checked_sub(1).and_then(|input| self.tx.inputs.get(input));
        let Some(input) = input else {
            let total = self.tx.outputs.iter().fold(0i64, |sum, it| sum.saturating_add(it.value));
            return vec![
                format!("Id {}", self.tx.txid()),
                format!("{} of {} bitcoin together", size(&self.tx), bitcoin_short(total)),
            ];
        };
        let output = self.prevouts.get(self.at - 1).and_then(Option::as_ref);
        let locking = output.map_or_else(
            || "not known: Enter asks for it".to_string(),
            |output| asm::disassemble(&output.script_pubkey),
        );
        let mut details = vec![format!("Locking script: {locking}")];
        if input.witness.is_empty() || !input.script_sig.is_empty() {
            details.push(format!("Unlocking script: {}", asm::disassemble(&input.script_sig)));
        }
        if !input.witness.is_empty() {
            details.push(format!("Witness, items: {}", input.witness.len()));
        }
        details
    }
}

/// `1 input, 2 outputs`.
fn size(tx: &Transaction) -> String {
    let count =
        |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    format!("{}, {}", count(tx.inputs.len(), "input"), count(tx.outputs.len(), "output"))
}

/// Reads `5000000000 76a914…88ac`.
fn read_output(text: &str) -> Result<TxOut, String> {
    let shape = "give the satoshis and the locking script, as 5000000000 76a914…88ac";
    let (value, script) = text.split_once(char::is_whitespace).ok_or_else(|| shape.to_string())?;
    let value =
        value.replace(',', "").parse().map_err(|_| format!("{value} is no number: {shape}"))?;
    let script = decode_hex(script.trim()).map_err(|error| format!("{error}; {shape}"))?;
    Ok(TxOut { value, script_pubkey: script.into() })
}

impl Screen for TransactionScreen {
    fn title(&self) -> String {
        format!("transaction {}", look::cut(&self.tx.txid().to_string(), 17))
    }

    fn status(&self) -> String {
        size(&self.tx)
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        KEYS.iter().collect()
    }

    fn typing(&self) -> bool {
        self.asking.is_some()
    }

    fn update(&mut self, event: Event) -> Cmd {
        match (event, &mut self.asking) {
            (Event::Paste(text), Some(prompt)) => prompt.paste(&text),
            (Event::Key(key), Some(prompt)) => match prompt.key(key) {
                Typed::More => {}
                Typed::Cancelled => self.asking = None,
                Typed::Accepted(text) => {
                    self.asking = None;
                    return self.accept(&text);
                }
            },
            (Event::Do(intent), _) => match intent {
                Intent::Up => self.move_to(self.at.saturating_sub(1)),
                Intent::Down => self.move_to(self.at + 1),
                Intent::PageUp => self.move_to(self.at.saturating_sub(10)),
                Intent::PageDown => self.move_to(self.at + 10),
                Intent::First => self.move_to(0),
                Intent::Last => self.move_to(usize::MAX),
                Intent::Enter => return self.open(),
                Intent::Answer => return self.ask(),
                Intent::Continue => return self.check(),
                Intent::Leave => return Cmd::Pop,
                _ => {}
            },
            _ => {}
        }
        Cmd::None
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        let told = if area.height < 14 { area.height / 3 } else { 8 };
        let [list, below] =
            Layout::vertical([Constraint::Fill(1), Constraint::Length(told)]).areas(area);
        let rows = list.height as usize;
        let count = self.tx.inputs.len() + 1;
        let top = self.at.saturating_sub(rows / 2).min(count.saturating_sub(rows));
        for (offset, index) in (top..count).take(rows).enumerate() {
            let chosen = index == self.at;
            let sign = if chosen { "▶" } else { " " };
            let style =
                if chosen { Modifier::REVERSED | Modifier::BOLD } else { Modifier::empty() };
            let text = look::cut(&format!(" {sign} {} ", self.line(index)), list.width as usize);
            let row = Rect { y: list.y + offset as u16, height: 1, ..list };
            frame.render_widget(Line::styled(text, style), row);
        }
        let width = (below.width as usize).saturating_sub(2);
        let separator = "─".repeat(below.width as usize);
        let mut lines = vec![Line::styled(separator, look::mark_style(Mark::Dim))];
        for detail in self.details() {
            lines.extend(
                look::wrap(&detail, width).into_iter().map(|it| Line::from(format!(" {it}"))),
            );
        }
        for (offset, line) in lines.into_iter().enumerate().take(below.height as usize) {
            frame.render_widget(line, Rect { y: below.y + offset as u16, height: 1, ..below });
        }
        if let Some(prompt) = &self.asking {
            let y = area.bottom().saturating_sub(1);
            let row = Rect { y, height: area.height.min(1), ..area };
            frame.render_widget(ratatui::widgets::Clear, row);
            prompt.view(frame, row);
        }
    }
}
