//! Hexadecimal ↔ fields: reads serialized bytes field by field, and shows which byte is what.
//!
//! The fields are the ones that the real decoder records (`Reader::traced`), so that the walk cannot
//! disagree with it. Malformed bytes are read up to the field that breaks a rule. A byte can be
//! changed on the way; the bytes are then read anew.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use super::bytes_document::Form;
use super::bytes_document::{Document, Field};
use super::bytes_field::{Reading, read_field};
use crate::encode::DecodeError;
use crate::trace::{Body, ByteMark, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// Bytes, to be read as a given form.
#[derive(Debug, Clone)]
pub struct BytesModel {
    title: String,
    form: Form,
    start: Arc<Document>,
}

/// The bytes, and how many fields have been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BytesState {
    document: Arc<Document>,
    read: usize,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BytesAction {
    /// Read the next field.
    Field,
    /// Read on to the end of what the next field lies in: its script, its input, its transaction.
    Group {
        /// How many parts of the field's path name the group, from the left.
        depth: usize,
    },
    /// Put another byte at an offset and read anew.
    Edit {
        /// Which byte, from 0.
        offset: usize,
        /// Its new value.
        byte: u8,
    },
}

impl BytesModel {
    /// Reads `bytes` as `form`. Bytes that are not what they are said to be show where they fail.
    pub fn new(title: impl Into<String>, form: Form, bytes: Vec<u8>) -> BytesModel {
        BytesModel { title: title.into(), form, start: Arc::new(Document::read(form, bytes)) }
    }
}

impl Model for BytesModel {
    type State = BytesState;
    type Action = BytesAction;

    fn initial(&self) -> BytesState {
        BytesState { document: self.start.clone(), read: 0 }
    }

    fn next(&self, state: &BytesState) -> Option<BytesAction> {
        (state.read < state.document.fields.len()).then_some(BytesAction::Field)
    }

    fn choices(&self, state: &BytesState) -> Vec<BytesAction> {
        let groups = groups_of(state.next_path()).len();
        let groups = (1..=groups).rev().filter(|&depth| state.group_end(depth) > state.read + 1);
        let groups = groups.map(|depth| BytesAction::Group { depth });
        self.next(state).into_iter().chain(groups).collect()
    }

    fn allowed(&self, state: &BytesState, action: &BytesAction) -> bool {
        match action {
            BytesAction::Field => self.next(state).is_some(),
            BytesAction::Group { depth } => {
                (1..=groups_of(state.next_path()).len()).contains(depth)
            }
            BytesAction::Edit { offset, .. } => *offset < state.document.bytes.len(),
        }
    }

    fn apply(&self, state: &mut BytesState, action: &BytesAction) {
        match action {
            BytesAction::Field => state.read += 1,
            BytesAction::Group { depth } => state.read = state.group_end(*depth),
            BytesAction::Edit { offset, byte } => {
                let mut bytes = state.document.bytes.clone();
                if let Some(place) = bytes.get_mut(*offset) {
                    *place = *byte;
                }
                state.document = Arc::new(Document::read(self.form, bytes));
                state.read =
                    state.document.fields.partition_point(|field| field.end <= *offset) + 1;
                state.read = state.read.min(state.document.fields.len());
            }
        }
    }

    fn label(&self, state: &BytesState, action: &BytesAction) -> String {
        match action {
            BytesAction::Field => state.next_path().to_string(),
            BytesAction::Group { depth } => {
                let groups = groups_of(state.next_path());
                let group = depth.checked_sub(1).and_then(|at| groups.get(at));
                format!("all of {}", group.copied().unwrap_or_default())
            }
            BytesAction::Edit { offset, byte } => format!("set byte {offset} to {byte:02x}"),
        }
    }

    fn scene(
        &self,
        _before: Option<&BytesState>,
        after: &BytesState,
        last: Option<&BytesAction>,
        window: &Window,
    ) -> Scene {
        let fault = after.shown_fault();
        let verdict = match fault {
            Some(error) => Some(Verdict::Invalid {
                name: error.rule().name.to_string(),
                reason: error.to_string(),
            }),
            None => (after.read == after.document.fields.len()).then_some(Verdict::Done),
        };
        Scene {
            title: self.title.clone(),
            panes: vec![after.bytes_pane(window), after.fields_pane(window)],
            changes: match last {
                Some(BytesAction::Edit { offset, byte }) => {
                    vec![format!("byte {offset} is now {byte:02x}")]
                }
                _ => Vec::new(),
            },
            sentence: self.sentence(after),
            rule: fault.map(|error| error.rule()),
            verdict,
        }
    }
}

impl BytesModel {
    fn sentence(&self, state: &BytesState) -> String {
        let (count, form) = (state.document.bytes.len(), self.form.name());
        let Some(at) = state.read.checked_sub(1) else {
            return format!("{count} bytes, said to be a {form}; nothing has been read yet.");
        };
        if let Some(error) = state.shown_fault() {
            return format!("{} cannot be read: {error}.", state.document.fields[at].path);
        }
        let field = &state.document.fields[at];
        let Reading { value, meaning } = read_field(field.name, state.document.bytes_of(field));
        let width = match field.end - field.start {
            1 => "1 byte".to_string(),
            width => format!("{width} bytes"),
        };
        let end = match &state.document.outcome {
            Ok(says) if state.read == state.document.fields.len() => {
                format!(" That was the last of the {count} bytes; {says}.")
            }
            _ => String::new(),
        };
        format!("{} takes {width} and is {}: {meaning}.{end}", field.path, short(&value))
    }
}

impl BytesState {
    /// The fault, once the field that it lies in has been read.
    fn shown_fault(&self) -> Option<&DecodeError> {
        let at_end = self.read == self.document.fields.len();
        self.document.outcome.as_ref().err().filter(|_| at_end)
    }

    fn next_path(&self) -> &str {
        self.document.fields.get(self.read).map_or("", |field| &field.path)
    }

    /// The number of fields read once the group that the first `depth` names of the next field's
    /// path make is over.
    fn group_end(&self, depth: usize) -> usize {
        let groups = groups_of(self.next_path());
        let Some(group) = depth.checked_sub(1).and_then(|at| groups.get(at)) else {
            return self.read;
        };
        let rest = self.document.fields.get(self.read..).unwrap_or_default();
        let is_inside = |field: &&Field| {
            field.path.strip_prefix(group).is_some_and(|after| after.starts_with('.'))
        };
        self.read + rest.iter().take_while(is_inside).count()
    }

    fn bytes_pane(&self, window: &Window) -> Pane {
        let Document { bytes, fields, .. } = self.document.as_ref();
        let current = self.read.checked_sub(1).and_then(|at| fields.get(at));
        let total = bytes.len().div_ceil(16);
        let rows = window.range(0, total, current.map_or(0, |field| field.start / 16));
        let (start, end) = (rows.start * 16, (rows.end * 16).min(bytes.len()));
        let first = fields.partition_point(|field| field.end <= start);
        let shown = fields.iter().enumerate().take(self.read).skip(first);
        let marks = shown.take_while(|(_, field)| field.start < end).map(|(at, field)| {
            let mark = match (at + 1 == self.read, self.shown_fault()) {
                (true, Some(_)) => Mark::Bad,
                (true, None) => Mark::Current,
                (false, _) => Mark::Dim,
            };
            ByteMark { start: field.start, end: field.end, name: field.path.clone(), mark }
        });
        let marks = marks.collect();
        let body = Body::Bytes { bytes: bytes[start..end].to_vec(), marks };
        Pane::part("Bytes", body, rows.start, total)
    }

    fn fields_pane(&self, window: &Window) -> Pane {
        let rows = window.range(1, self.read, self.read.saturating_sub(1));
        let first = rows.start;
        let row = |at: usize| {
            let field = &self.document.fields[at];
            let bytes = self.document.bytes_of(field);
            let current = at + 1 == self.read;
            let broken = current && self.shown_fault().is_some();
            let value = match broken {
                true => Line::new("cannot be read"),
                false => {
                    let value = read_field(field.name, bytes).value;
                    Line::new(short(&value)).with_hex(hex::encode(bytes))
                }
            };
            let place = Line::new(field.start.to_string());
            let mark = match (current, broken) {
                (_, true) => Mark::Bad,
                (true, false) => Mark::Current,
                (false, false) => Mark::Plain,
            };
            Row { cells: vec![place, Line::new(&field.path), value], mark }
        };
        let rows = rows.map(row).collect();
        let headers = ["offset", "field", "value"].map(String::from).to_vec();
        Pane::part("Fields", Body::Table { headers, rows }, first, self.read)
    }
}

/// What a field lies in, the largest first: `tx[0]` and `tx[0].vin[1]` for `tx[0].vin[1].sequence`.
fn groups_of(path: &str) -> Vec<&str> {
    path.match_indices('.').map(|(dot, _)| &path[..dot]).collect()
}

/// At most 64 characters, the middle left out.
fn short(value: &str) -> String {
    match value.len() > 66 && value.is_ascii() {
        true => format!("{}…{}", &value[..40], &value[value.len() - 16..]),
        false => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Stepper, Trace};
    use serde_json::json;

    // The transaction of the genesis block: a public fact.
    const TX: &str = concat!(
        "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ff",
        "ff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272",
        "696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000",
        "434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f3",
        "5504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000",
    );

    fn trace() -> Trace<BytesModel> {
        Trace::new(BytesModel::new("bytes", Form::Transaction, hex::decode(TX).unwrap()))
    }

    #[test]
    fn every_field_is_one_step_and_the_last_says_the_txid() {
        let mut trace = trace();
        let mut labels = Vec::new();
        while let Some(label) = trace.upcoming() {
            labels.push(label);
            trace.forward();
        }
        assert_eq!(labels.len(), 12);
        assert_eq!(labels[4..6], ["vin[0].scriptSig length", "vin[0].scriptSig"]);
        let scene = trace.scene(&Window::following(4));
        assert_eq!(scene.verdict, Some(Verdict::Done));
        assert!(scene.sentence.contains("4a5e1e4baab89f3a32518a88c31bc87f"), "{}", scene.sentence);
        assert_eq!(scene.panes.iter().map(|pane| pane.body.rows()).collect::<Vec<_>>(), [4, 4]);
        assert_eq!(scene.panes.iter().map(|pane| pane.total).collect::<Vec<_>>(), [13, 12]);
    }

    #[test]
    fn groups_are_read_in_one_step() {
        let mut trace = trace();
        trace.seek(2);
        let choices = trace.choices();
        assert_eq!(choices, ["vin[0].prevout.hash", "all of vin[0].prevout", "all of vin[0]"]);
        trace.choose(2).unwrap();
        assert_eq!(trace.upcoming().unwrap(), "vout_count");
        assert!(trace.act(&json!({"group": {"depth": 1}})).is_err());
    }

    #[test]
    fn a_changed_byte_is_read_anew_and_undone_by_going_back() {
        let mut trace = trace();
        trace.seek(5);
        trace.act(&json!({"edit": {"offset": 41, "byte": 0xfd}})).unwrap();
        let scene = trace.scene(&Window::all());
        let Some(Verdict::Invalid { name, .. }) = scene.verdict else { panic!("{scene:?}") };
        assert_eq!(name, "count-too-large");
        assert!(trace.finished());
        trace.back();
        assert!(trace.forward(), "the changed byte is on record");
        trace.back();
        trace.choose(0).unwrap();
        trace.seek(12);
        assert!(trace.act(&json!({"edit": {"offset": 204, "byte": 0}})).is_err());
        assert!(trace.act(&json!({"edit": {"offset": 200, "byte": 1}})).is_ok());
        assert!(trace.scene(&Window::all()).sentence.contains("not in a block before number 2"));
    }
}
