//! Bytes with what their decoder found in them: a flat list of the innermost fields.

use crate::encode::{Decode, DecodeError, Reader, Span};
use crate::primitives::Transaction;

/// What bytes are said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A transaction.
    Transaction,
}

/// Bytes with what their decoder found in them.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The innermost fields in order, without gaps. Where a rule is broken, the last of them is what
    /// breaks it.
    pub fields: Vec<Field>,
    /// The rule that the bytes break, if they do.
    pub fault: Option<DecodeError>,
}

/// A field without fields inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
    /// Its name.
    pub name: &'static str,
    /// Its name with all that it lies in: `vin[0].prevout.n`.
    pub path: String,
}

impl Form {
    /// Its name, as in "the bytes of a ...".
    pub fn name(self) -> &'static str {
        match self {
            Form::Transaction => "transaction",
        }
    }

    fn decode(self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        match self {
            Form::Transaction => Transaction::decode(reader).map(|_| ()),
        }
    }
}

impl Document {
    /// Reads `bytes` as `form`; they need not be well formed.
    pub fn read(form: Form, bytes: Vec<u8>) -> Document {
        let mut reader = Reader::traced(&bytes);
        let result = form.decode(&mut reader).and_then(|()| reader.finish());
        let mut fields = fields(&reader.into_spans(), &bytes);
        let fault = result.err();
        if let Some(error) = &fault {
            let start = error.offset().min(bytes.len());
            let broken = fields.iter().find(|field| field.end > start || field.end == field.start);
            let broken = broken.filter(|field| field.start <= start);
            let (name, path) = match broken {
                Some(field) => (field.name, field.path.clone()),
                None => ("rest", "rest".to_string()),
            };
            fields.retain(|field| field.end <= start && field.end > field.start);
            fields.push(Field { start, end: bytes.len(), name, path });
        }
        Document { bytes, fields, fault }
    }

    /// The bytes of a field.
    pub fn bytes_of(&self, field: &Field) -> &[u8] {
        self.bytes.get(field.start..field.end).unwrap_or_default()
    }
}

/// The innermost spans; a byte string is split into its length and its bytes.
fn fields(spans: &[Span], bytes: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut path: Vec<String> = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        path.truncate(span.depth);
        path.push(match span.index {
            Some(index) => format!("{}[{index}]", span.name),
            None => span.name.to_string(),
        });
        let next = spans.get(at + 1);
        if next.is_some_and(|next| next.depth > span.depth) {
            continue;
        }
        let (mut name, mut start, mut path) = (span.name, span.start, path.join("."));
        if let Some((length_name, length)) = length_of(span, bytes) {
            let end = (start + length).min(span.end);
            fields.push(Field { start, end, name: length_name, path: format!("{path} length") });
            start = end;
        } else if name == "vin_count" && next.is_some_and(|next| next.name == "flag") {
            (name, path) = ("marker", "marker".into());
        }
        if start < span.end || !span.complete {
            fields.push(Field { start, end: span.end, name, path });
        }
    }
    fields
}

/// The name and the width of the length in front of a byte string.
fn length_of(span: &Span, bytes: &[u8]) -> Option<(&'static str, usize)> {
    let name = match span.name {
        "scriptSig" => "scriptSig length",
        "scriptPubKey" => "scriptPubKey length",
        "item" => "item length",
        _ => return None,
    };
    let mut reader = Reader::new(bytes.get(span.start..)?);
    reader.compact_size().ok()?;
    Some((name, reader.position()))
}
