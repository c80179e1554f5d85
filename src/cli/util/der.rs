//! `util der`: a signature as it stands in a script, field by field, strict or lax.
//!
//! The verdicts are those of the script rules (`script::der`) and of the library that verifies; the
//! walk only explains. It reads long lengths and padded numbers, as the lax reader does.

use serde_json::{Value, json};

use crate::cli::{CliError, Exit, Output, input};
use crate::script::der;

#[derive(Debug, clap::Args)]
pub struct DerArgs {
    /// The signature: hexadecimal, a file, or - for standard input.
    signature: Option<String>,
    /// There is no hash type after the signature.
    #[arg(long)]
    bare: bool,
    /// Judge as before BIP 66: whatever the lax reader takes is valid.
    #[arg(long)]
    lax: bool,
}

/// A few bytes and what they are.
struct Part {
    start: usize,
    end: usize,
    what: String,
    /// What strict DER has against it.
    fault: Option<String>,
}

pub fn run(args: DerArgs, out: &mut Output) -> Result<Exit, CliError> {
    let bytes = input::read_bytes(args.signature.as_deref())?;
    let body = if args.bare { bytes.len() } else { bytes.len().saturating_sub(1) };
    let mut parts = walk(&bytes[..body]);
    if let Some(hash_type) = bytes.get(body) {
        let (start, end) = (body, body + 1);
        parts.push(Part { start, end, what: hash_type_text(*hash_type), fault: None });
    }
    let mut with_type = bytes[..body].to_vec();
    with_type.push(1);
    let strict = der::is_valid_signature_encoding(&with_type);
    let lax = secp256k1::ecdsa::Signature::from_der_lax(&bytes[..body]).is_ok();
    let low_s = lax.then(|| der::is_low_s(&with_type));
    let ok = if args.lax { lax } else { strict };
    if out.is_json() {
        let parts: Vec<Value> = parts
            .iter()
            .map(|part| {
                json!({
                    "offset": part.start, "hex": hex::encode(&bytes[part.start..part.end]),
                    "what": part.what, "fault": part.fault,
                })
            })
            .collect();
        out.json_document(&json!({
            "ok": ok, "strict": strict, "lax": lax, "low_s": low_s, "parts": parts,
        }))?;
    } else {
        for part in &parts {
            let hex = hex::encode(&bytes[part.start..part.end]);
            out.line(format_args!("{:>4}  {hex}", part.start))?;
            out.line(format_args!("      {}", part.what))?;
            if let Some(fault) = &part.fault {
                out.line(format_args!("      not strict: {fault}"))?;
            }
        }
        let yes = |yes: bool| if yes { "yes" } else { "no" };
        out.line(format_args!("strict DER (BIP 66)             {}", yes(strict)))?;
        out.line(format_args!("readable by the lax reader      {}", yes(lax)))?;
        if let Some(low_s) = low_s {
            out.line(format_args!("S in the lower half (LOW_S)     {}", yes(low_s)))?;
        }
    }
    Ok(if ok { Exit::Valid } else { Exit::Invalid })
}

/// Cuts the bytes into parts, as far as they can be told apart.
fn walk(bytes: &[u8]) -> Vec<Part> {
    let mut walk = Walk { bytes, at: 0, parts: Vec::new() };
    let done = walk.tag(0x30, "a sequence: R and S follow").and_then(|()| {
        let (length, left) = walk.length("the length of what follows")?;
        if length != left {
            walk.fault(format!("it says {length} bytes, but {left} follow"));
        }
        walk.number("R")?;
        walk.number("S")
    });
    if walk.at < bytes.len() {
        let what = match done {
            Some(()) => "left over after S",
            None => "cannot be read any further",
        };
        walk.part(bytes.len() - walk.at, what);
        walk.fault("nothing may stand here".into());
    } else if done.is_none() {
        walk.part(0, "here the bytes end");
        walk.fault("more must follow".into());
    }
    walk.parts
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    parts: Vec<Part>,
}

impl Walk<'_> {
    fn part(&mut self, length: usize, what: impl Into<String>) {
        let (start, end) = (self.at, (self.at + length).min(self.bytes.len()));
        self.parts.push(Part { start, end, what: what.into(), fault: None });
        self.at = end;
    }

    /// A fault of the last part; the first one stands.
    fn fault(&mut self, fault: String) {
        if let Some(part) = self.parts.last_mut() {
            part.fault.get_or_insert(fault);
        }
    }

    fn tag(&mut self, tag: u8, what: &str) -> Option<()> {
        if *self.bytes.get(self.at)? != tag {
            return None;
        }
        self.part(1, what);
        Some(())
    }

    /// A length, short or long, and how many bytes there are after it.
    fn length(&mut self, what: &str) -> Option<(usize, usize)> {
        let first = usize::from(*self.bytes.get(self.at)?);
        let width = if first & 0x80 == 0 { 0 } else { first & 0x7f };
        let digits = self.bytes.get(self.at + 1..self.at + 1 + width)?;
        let value = digits.iter().try_fold(0_usize, |sum, digit| {
            sum.checked_mul(256).map(|sum| sum | usize::from(*digit))
        });
        let length = if width == 0 { first } else { value? };
        self.part(1 + width, format!("{what}: {length}"));
        if width > 0 {
            self.fault("a length below 128 takes one byte".into());
        }
        Some((length, self.bytes.len() - self.at))
    }

    fn number(&mut self, name: &str) -> Option<()> {
        self.tag(0x02, &format!("an integer: {name}"))?;
        let (length, left) = self.length(&format!("the length of {name}"))?;
        if length > left {
            self.fault(format!("only {left} bytes follow"));
            return None;
        }
        let digits = &self.bytes[self.at..self.at + length];
        let fault = match digits {
            [] => Some("a number takes at least one byte"),
            [first, ..] if first & 0x80 != 0 => Some("the top bit makes it negative"),
            [0, second, ..] if second & 0x80 == 0 => Some("the zero in front is not needed"),
            _ => None,
        };
        self.part(length, format!("{name}, the highest byte first"));
        if let Some(fault) = fault {
            self.fault(fault.into());
        }
        Some(())
    }
}

fn hash_type_text(byte: u8) -> String {
    let name = match byte & 0x7f {
        1 => "ALL: all inputs and outputs",
        2 => "NONE: all inputs and no outputs",
        3 => "SINGLE: all inputs and the output beside this one",
        _ => {
            return format!(
                "the hash type {byte:#04x}, which is not defined (STRICTENC forbids it)"
            );
        }
    };
    let only = if byte & 0x80 != 0 { ", less the other inputs (ANYONECANPAY)" } else { "" };
    format!("the hash type, what is signed: {name}{only}")
}
