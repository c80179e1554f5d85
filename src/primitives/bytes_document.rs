//! Bytes with what their decoder found in them: a flat list of the innermost fields.

use crate::encode::{Decode, DecodeError, Reader, Span};
use crate::primitives::{Block, BlockHeader, Transaction};

/// What bytes are said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A transaction.
    Transaction,
    /// The 80 bytes that are hashed and mined.
    BlockHeader,
    /// A header and its transactions.
    Block,
}

/// Bytes with what their decoder found in them.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The innermost fields in order, without gaps. Where a rule is broken, the last of them is what
    /// breaks it.
    pub fields: Vec<Field>,
    /// What the bytes hash to and how large they are, in a sentence; or the rule that they break.
    pub outcome: Result<String, DecodeError>,
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
            Form::BlockHeader => "block header",
            Form::Block => "block",
        }
    }

    /// Decodes, and says what came of it.
    fn decode(self, reader: &mut Reader<'_>) -> Result<String, DecodeError> {
        let block = match self {
            Form::Transaction => {
                let tx = Transaction::decode(reader)?;
                let (txid, size, weight) = (tx.txid(), tx.total_size(), tx.weight());
                return Ok(match tx.has_witness() {
                    true => format!(
                        "hashed twice without the {} bytes of witness, marker and flag they give the \
                         txid {txid}; the weight is {weight}",
                        size - tx.base_size()
                    ),
                    false => format!("hashed twice they give the txid {txid}"),
                });
            }
            Form::BlockHeader => {
                Block { header: BlockHeader::decode(reader)?, transactions: Vec::new() }
            }
            Form::Block => Block::decode(reader)?,
        };
        let hash = block.block_hash();
        Ok(format!("the header's 80 bytes hashed twice give the block hash {hash}"))
    }
}

impl Document {
    /// Reads `bytes` as `form`; they need not be well formed.
    pub fn read(form: Form, bytes: Vec<u8>) -> Document {
        let mut reader = Reader::traced(&bytes);
        let result = form.decode(&mut reader);
        let outcome = result.and_then(|says| reader.finish().map(|()| says));
        let (mut fields, broken) = fields(&reader.into_spans(), &bytes);
        if let Err(error) = &outcome {
            let offset = error.offset().min(bytes.len());
            // Where every field was read, the fault lies in one that the decoder judged later.
            let broken = broken.or_else(|| fields.iter().find(|f| f.start == offset).cloned());
            let (start, name, path) = match broken {
                Some(field) => (field.start, field.name, field.path),
                None => (offset, "rest", "the rest".to_string()),
            };
            fields.retain(|field| field.end <= start);
            fields.push(Field { start, end: bytes.len(), name, path });
        }
        Document { bytes, fields, outcome }
    }

    /// The bytes of a field.
    pub fn bytes_of(&self, field: &Field) -> &[u8] {
        self.bytes.get(field.start..field.end).unwrap_or_default()
    }
}

/// The innermost spans that were read in full, a byte string split into its length and its bytes;
/// and the one in which the decoder gave up.
fn fields(spans: &[Span], bytes: &[u8]) -> (Vec<Field>, Option<Field>) {
    let (mut fields, mut broken) = (Vec::new(), None);
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
        let Span { start, end, mut name, .. } = *span;
        let mut path = path.join(".");
        if name == "vin_count" && next.is_some_and(|next| next.name == "flag") {
            path = path.replace("vin_count", "marker");
            name = "marker";
        }
        let length = length_name(name).map(|name| (name, format!("{path} length")));
        match length {
            Some((name, path)) if !span.complete => {
                broken = Some(Field { start, end, name, path });
            }
            _ if !span.complete => broken = Some(Field { start, end, name, path }),
            Some((length_name, length_path)) => {
                let middle = start + length_width(bytes.get(start).copied().unwrap_or_default());
                let length = Field { start, end: middle, name: length_name, path: length_path };
                fields.push(length);
                if middle < end {
                    fields.push(Field { start: middle, end, name, path });
                }
            }
            None => fields.push(Field { start, end, name, path }),
        }
    }
    (fields, broken)
}

/// The name of the length in front of a byte string. Reading the bytes after a good length cannot
/// fail, so a broken byte string is a broken length.
fn length_name(name: &str) -> Option<&'static str> {
    match name {
        "scriptSig" => Some("scriptSig length"),
        "scriptPubKey" => Some("scriptPubKey length"),
        "item" => Some("item length"),
        _ => None,
    }
}

/// The bytes of a CompactSize that begins with `first`.
fn length_width(first: u8) -> usize {
    match first {
        0xfd => 3,
        0xfe => 5,
        0xff => 9,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields follow one another without a gap, and there is one more than the whole ones where
    /// the bytes are broken.
    fn check(bytes: &[u8]) -> Document {
        let document = Document::read(Form::Transaction, bytes.to_vec());
        let mut end = 0;
        for field in &document.fields {
            assert_eq!(field.start, end, "{field:?}");
            end = field.end;
        }
        assert_eq!(end, bytes.len());
        document
    }

    #[test]
    fn a_cut_or_a_changed_byte_shows_in_the_last_field() {
        let whole = hex::decode(
            "02000000000101".to_string()
                + &"aa".repeat(32)
                + "00000000"
                + "0151"
                + "fdffffff"
                + "01"
                + "5802000000000000"
                + "00"
                + "01"
                + "02bbcc"
                + "0c000000",
        )
        .unwrap();
        let good = check(&whole);
        let paths: Vec<&str> = good.fields.iter().map(|field| field.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "version",
                "marker",
                "flag",
                "vin_count",
                "vin[0].prevout.hash",
                "vin[0].prevout.n",
                "vin[0].scriptSig length",
                "vin[0].scriptSig",
                "vin[0].sequence",
                "vout_count",
                "vout[0].value",
                "vout[0].scriptPubKey length",
                "witness[0].item_count",
                "witness[0].item[0] length",
                "witness[0].item[0]",
                "lock_time",
            ]
        );
        assert!(good.outcome.is_ok());
        for cut in 0..whole.len() {
            let document = check(&whole[..cut]);
            let whole_ones = document.fields.len() - 1;
            assert!(document.outcome.is_err());
            assert_eq!(document.fields[..whole_ones], good.fields[..whole_ones], "cut at {cut}");
            // Without a byte after it, the marker is a count of inputs that never came.
            let expected = if cut == 4 { "vin_count" } else { paths[whole_ones] };
            assert_eq!(document.fields[whole_ones].path, expected, "cut at {cut}");
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 2, 0xfd, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = byte;
                check(&bytes);
            }
        }
        let long = check(&[&whole[..], &[0]].concat());
        assert_eq!(long.fields.last().unwrap().path, "the rest");
        let mut other_flag = whole.clone();
        other_flag[5] = 3;
        assert_eq!(check(&other_flag).fields.last().unwrap().path, "flag");
    }
}
