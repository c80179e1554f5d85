//! Bytes, field by field: where each lies, what it says and what that means.

use serde_json::{Value, json};

use super::{CliError, Exit, Output, facts};
use crate::primitives::bytes_document::{Document, Form};
use crate::primitives::bytes_field::read_field;

/// Bytes of a field shown in text unless all are asked for.
const SHOWN: usize = 33;

/// Reads `bytes` as `form` and writes every field, up to the one that breaks a rule if one does.
pub fn show(form: Form, bytes: Vec<u8>, full: bool, out: &mut Output) -> Result<Exit, CliError> {
    let document = Document::read(form, bytes);
    if out.is_json() {
        let fields = document.fields.iter().map(|field| {
            let bytes = document.bytes_of(field);
            let reading = read_field(field.name, bytes);
            json!({
                "field": field.path, "offset": field.start, "length": bytes.len(),
                "hex": hex::encode(bytes), "value": reading.value, "meaning": reading.meaning,
            })
        });
        let fields: Vec<Value> = fields.collect();
        let error = document.outcome.as_ref().err();
        out.json_document(&json!({
            "ok": error.is_none(),
            "form": form.name(),
            "length": document.bytes.len(),
            "fields": fields,
            "rule": error.map(|error| error.rule().name),
            "offset": error.map(|error| error.offset()),
            "reason": error.map(ToString::to_string),
        }))?;
        return Ok(if error.is_none() { Exit::Valid } else { Exit::Invalid });
    }
    out.line(" offset  length  field")?;
    for field in &document.fields {
        let bytes = document.bytes_of(field);
        let reading = read_field(field.name, bytes);
        out.line(format_args!("{:>7} {:>7}  {}", field.start, bytes.len(), field.path))?;
        let shown = if full { bytes } else { &bytes[..bytes.len().min(SHOWN)] };
        let more = match bytes.len() - shown.len() {
            0 => String::new(),
            1 => "... and 1 byte more".into(),
            more => format!("... and {more} bytes more"),
        };
        out.line(format_args!("{:10}{}{more}", "", hex::encode(shown)))?;
        let is_number = reading.value != hex::encode(bytes);
        let value = if is_number { format!("{}: ", reading.value) } else { String::new() };
        out.line(format_args!("{:10}{value}{}", "", reading.meaning))?;
    }
    match document.outcome {
        Ok(sentence) => {
            let length = document.bytes.len();
            out.line(format_args!(
                "These are the {length} bytes of a {}; {sentence}.",
                form.name()
            ))?;
            Ok(Exit::Valid)
        }
        Err(error) => facts::invalid(Some(error.rule()), error, out),
    }
}
