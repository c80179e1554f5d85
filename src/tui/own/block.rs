//! A block as a list of its transactions.

use std::borrow::Borrow;

use ratatui::{
    Frame,
    crossterm::event::KeyCode::{Char, Down, End, Enter, Home, PageDown, PageUp, Up},
    layout::{Constraint, Layout, Rect},
    style::Modifier,
    text::Line,
};

use super::{TransactionScreen, open_source, push};
use crate::{
    catalog::{BlockView, Source, TransactionRow},
    encode::Encode,
    primitives::amount::bitcoin,
    trace::Mark,
    tui::{Binding, Cmd, Event, Intent, Prompt, Screen, Typed, keys::key, look},
};

static KEYS: &[Binding] = &[
    key(&[Up, Char('k')], "move", Intent::Up, "The transaction above."),
    key(&[Down, Char('j')], "move", Intent::Down, "The transaction below."),
    key(
        &[Enter, Char('l')],
        "open",
        Intent::Enter,
        "Look at the transaction, its bytes and inputs.",
    ),
    key(
        &[Char('n')],
        "next to step",
        Intent::Next,
        "The next transaction that spends an output of this block, so that its scripts can be \
         stepped.",
    ),
    key(&[Char('/')], "find", Intent::Search, "Find a transaction by its number or its id."),
    key(&[Char('m')], "climb", Intent::Climb, "Climb from the transaction to the Merkle root."),
    key(&[Char('x')], "bytes", Intent::Hex, "Read the block's bytes, field by field."),
    key(&[PageUp], "", Intent::PageUp, "A page up."),
    key(&[PageDown], "", Intent::PageDown, "A page down."),
    key(&[Home], "", Intent::First, "The first transaction, which makes the block's new coins."),
    key(&[End, Char('G')], "", Intent::Last, "The last transaction."),
];

/// Rows that PgUp and PgDn move by.
const PAGE: usize = 15;

/// A block's transactions.
pub struct BlockScreen<V> {
    title: String,
    block: V,
    at: usize,
    search: Option<Prompt>,
}

impl<V: Borrow<BlockView>> BlockScreen<V> {
    /// Lists the transactions of `block`.
    pub fn new(title: impl Into<String>, block: V) -> BlockScreen<V> {
        BlockScreen { title: title.into(), block, at: 0, search: None }
    }

    fn block(&self) -> &BlockView {
        self.block.borrow()
    }

    fn count(&self) -> usize {
        self.block().block().transactions.len()
    }

    fn move_to(&mut self, index: usize) {
        self.at = index.min(self.count().saturating_sub(1));
    }

    fn find(&mut self, text: &str) -> Cmd {
        let wanted = text.to_lowercase();
        let number =
            wanted.replace([',', '#'], "").parse().ok().filter(|index| *index < self.count());
        let by_id = || {
            let mut rows = self.block().rows();
            rows.find(|row| row.txid.to_string().starts_with(&wanted)).map(|row| row.index)
        };
        match number.or_else(by_id) {
            Some(index) => self.move_to(index),
            None => return Cmd::Say(format!("no transaction here has the number or id {text}")),
        }
        Cmd::None
    }

    /// The next transaction, from the present one round, with an input that can be stepped.
    fn next_to_step(&mut self) -> Cmd {
        let count = self.count();
        let next = (1..=count)
            .map(|offset| (self.at + offset) % count.max(1))
            .find(|index| self.block().row(*index).is_some_and(|row| !row.steppable.is_empty()));
        match next {
            Some(index) => self.move_to(index),
            None => return Cmd::Say("no transaction spends an output of this block".to_string()),
        }
        Cmd::None
    }

    fn open(&self) -> Cmd {
        match self.block().block().transactions.get(self.at) {
            Some(tx) => {
                let screen = TransactionScreen::new(tx.clone(), self.block().prevouts(self.at));
                Cmd::Push(Box::new(screen))
            }
            None => Cmd::None,
        }
    }

    fn bytes(&self) -> String {
        hex::encode(self.block().bytes())
    }
}

impl<V: Borrow<BlockView>> Screen for BlockScreen<V> {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn status(&self) -> String {
        format!("transaction {} of 0 to {}", self.at, self.count().saturating_sub(1))
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        KEYS.iter().collect()
    }

    fn typing(&self) -> bool {
        self.search.is_some()
    }

    fn update(&mut self, event: Event) -> Cmd {
        match (event, &mut self.search) {
            (Event::Paste(text), Some(prompt)) => prompt.paste(&text),
            (Event::Key(key), Some(prompt)) => match prompt.key(key) {
                Typed::More => {}
                Typed::Cancelled => self.search = None,
                Typed::Accepted(text) => {
                    self.search = None;
                    return self.find(&text);
                }
            },
            (Event::Do(intent), _) => match intent {
                Intent::Up => self.move_to(self.at.saturating_sub(1)),
                Intent::Down => self.move_to(self.at + 1),
                Intent::PageUp => self.move_to(self.at.saturating_sub(PAGE)),
                Intent::PageDown => self.move_to(self.at + PAGE),
                Intent::First => self.move_to(0),
                Intent::Last => self.move_to(usize::MAX),
                Intent::Enter => return self.open(),
                Intent::Next => return self.next_to_step(),
                Intent::Search => self.search = Some(Prompt::new("number or id:", "")),
                Intent::Climb => {
                    let source = Source::MerkleClimb { hex: self.bytes(), index: self.at };
                    return push(open_source(source));
                }
                Intent::Hex => return push(open_source(Source::BlockBytes { hex: self.bytes() })),
                Intent::Leave => return Cmd::Pop,
                _ => {}
            },
            _ => {}
        }
        Cmd::None
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        let told = if area.height < 12 { 0 } else { 4 };
        let [list, below] =
            Layout::vertical([Constraint::Fill(1), Constraint::Length(told)]).areas(area);
        let header =
            "      #  transaction id      inputs  to step  outputs       all outputs, bitcoin";
        let header = Line::styled(look::cut(header, list.width as usize), Modifier::UNDERLINED);
        frame.render_widget(header, Rect { height: list.height.min(1), ..list });
        let rows = (list.height as usize).saturating_sub(1);
        let top = self.at.saturating_sub(rows / 2).min(self.count().saturating_sub(rows));
        for (offset, index) in (top..self.count()).take(rows).enumerate() {
            let Some(row) = self.block().row(index) else { continue };
            let line = line_of(&row, index == self.at, list.width as usize);
            frame.render_widget(line, Rect { y: list.y + 1 + offset as u16, height: 1, ..list });
        }
        if let (Some(row), true) = (self.block().row(self.at), told > 0) {
            draw_below(frame, below, self.block(), &row);
        }
        if let Some(prompt) = &self.search {
            let y = area.bottom().saturating_sub(1);
            let row = Rect { y, height: area.height.min(1), ..area };
            frame.render_widget(ratatui::widgets::Clear, row);
            prompt.view(frame, row);
        }
    }
}

fn line_of(row: &TransactionRow, chosen: bool, width: usize) -> Line<'static> {
    let id = row.txid.to_string();
    let room = if width >= 122 { id.len() } else { 18 };
    let id = look::cut(&id, room);
    let steppable = match row.steppable.len() {
        0 => String::new(),
        count => count.to_string(),
    };
    let text = format!(
        "{} {:>5}  {id}  {:>6}  {steppable:>7}  {:>7}  {:>25}",
        if chosen { "▶" } else { " " },
        row.index,
        row.inputs,
        row.outputs,
        bitcoin(row.value),
    );
    let style = if chosen { Modifier::REVERSED | Modifier::BOLD } else { Modifier::empty() };
    Line::styled(look::cut(&text, width), style)
}

fn draw_below(frame: &mut Frame, area: Rect, view: &BlockView, row: &TransactionRow) {
    let width = (area.width as usize).saturating_sub(2);
    let size = view.block().transactions.get(row.index).map_or(0, |tx| tx.to_bytes().len());
    let steppable = match row.steppable.as_slice() {
        [] if row.index == 0 => "It makes the block's new coins.".to_string(),
        [] => "Its inputs spend outputs of earlier blocks; Enter asks for those.".to_string(),
        inputs => {
            let inputs: Vec<String> = inputs.iter().map(ToString::to_string).collect();
            let inputs = inputs.join(", ");
            format!("Its input {inputs} spends an output of this block and can be stepped.")
        }
    };
    let separator = "─".repeat(area.width as usize);
    let lines = [
        Line::styled(separator, look::mark_style(Mark::Dim)),
        Line::from(look::cut(&format!(" {} · {size} bytes", row.txid), width + 1)),
        Line::from(look::cut(&format!(" {steppable}"), width + 1)),
    ];
    for (offset, line) in lines.into_iter().enumerate() {
        let row = Rect { y: area.y + offset as u16, height: 1, ..area };
        frame.render_widget(line, row.intersection(area));
    }
}
