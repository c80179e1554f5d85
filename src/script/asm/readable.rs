//! The notation for people, which any bytes survive both ways.
//!
//! `OP_DUP` is the opcode; `<00ff>` or `<name>` is a push in its shortest form, so that `<05>` is
//! OP_5; `OP_PUSHDATA1 <05>` and `OP_PUSHBYTES_1 <05>` insist on an opcode; `144` and `-1` push a
//! number and `'some text'` pushes text; `0x4cff` puts bytes into the script as they stand, which is
//! how a push that is cut off is written.

use super::error::shortened;
use super::{AsmError, Tags};
use crate::encode::decode_hex;
use crate::script::instruction::{
    Instruction, Instructions, put_number, put_push_with, shortest_push,
};
use crate::script::op::{
    OP_1NEGATE, OP_16, OP_CHECKLOCKTIMEVERIFY, OP_CHECKSEQUENCEVERIFY, OP_PUSHDATA1, OP_PUSHDATA2,
    OP_PUSHDATA4,
};
use crate::script::{number, opcode};
use crate::spelling::nearest;

/// The largest number that may be written in decimal: five bytes, as time locks take.
const NUMBER_LIMIT: i64 = 0x7f_ffff_ffff;

/// An instruction as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where its first byte stands in the script.
    pub offset: usize,
    /// The offset after its last byte.
    pub end: usize,
    /// The text: a word, or two for a push that insists on its opcode.
    pub text: String,
}

/// The script as text, its instructions with a space between.
pub fn write(script: &[u8], tags: &Tags) -> String {
    let words: Vec<String> = words(script, tags).into_iter().map(|word| word.text).collect();
    words.join(" ")
}

/// The script as text, instruction by instruction. A push that is cut off is one word to the end.
pub fn words(script: &[u8], tags: &Tags) -> Vec<Word> {
    let mut instructions = Instructions::new(script).peekable();
    let mut words = Vec::new();
    while let Some(instruction) = instructions.next() {
        let next = instructions.peek();
        let end = match next {
            Some(Ok(next)) => next.offset,
            Some(Err(broken)) => broken.offset,
            None => script.len(),
        };
        let (offset, text) = match instruction {
            Ok(instruction) => {
                let follower = next.and_then(|next| next.as_ref().ok()).map(|next| next.opcode);
                (instruction.offset, text_of(&instruction, follower, tags))
            }
            Err(broken) => {
                let rest = script.get(broken.offset..).unwrap_or_default();
                (broken.offset, format!("0x{}", hex::encode(rest)))
            }
        };
        words.push(Word { offset, end, text });
    }
    words
}

fn text_of(instruction: &Instruction<'_>, follower: Option<u8>, tags: &Tags) -> String {
    let name = opcode::info(instruction.opcode).name;
    let Some(data) = instruction.data else { return name.to_string() };
    if !instruction.is_minimal() {
        return format!("{name} {}", tags.show(data));
    }
    if data.is_empty() {
        return name.to_string();
    }
    if tags.name_of(data).is_none() && follower.is_some_and(wants_number) {
        let number = number::decode(data, number::LOCK_TIME_MAX_LEN, true);
        if let Ok(number) = number {
            return number.to_string();
        }
    }
    tags.show(data)
}

/// Whether the opcode takes the item on top of the stack for a number.
fn wants_number(byte: u8) -> bool {
    matches!(byte, OP_CHECKLOCKTIMEVERIFY | OP_CHECKSEQUENCEVERIFY)
        || opcode::info(byte).family == opcode::Family::Numeric
}

/// Reads what [`write()`] writes, and what people do. Names are looked up in `tags`.
pub fn read(text: &str, tags: &Tags) -> Result<Vec<u8>, AsmError> {
    let mut script = Vec::new();
    // A push opcode that waits for its data.
    let mut insisting = None;
    let mut rest = text.trim_start();
    let mut word = 0;
    while !rest.is_empty() {
        word += 1;
        let (token, after) = next_word(rest, word)?;
        rest = after.trim_start();
        if let Some(inner) = token.strip_prefix('<') {
            let data = bracketed(word, inner.trim_end_matches('>').trim(), tags)?;
            push(&mut script, word, insisting.take(), &data)?;
            continue;
        }
        if let Some(byte) = insisting {
            return Err(nothing_to_push(word - 1, byte));
        }
        if let Some(quoted) = token.strip_prefix('\'') {
            push(&mut script, word, None, quoted.trim_end_matches('\'').as_bytes())?;
        } else if let Some(digits) = token.strip_prefix("0x") {
            script.extend(hex_word(word, token, digits)?);
        } else if let Some(number) = decimal(word, token)? {
            put_number(&mut script, number);
        } else {
            let byte = opcode_word(word, token)?;
            match byte {
                1..=OP_PUSHDATA4 => insisting = Some(byte),
                _ => script.push(byte),
            }
        }
    }
    match insisting {
        Some(byte) => Err(nothing_to_push(word, byte)),
        None => Ok(script),
    }
}

/// Cuts the first word off: to the next white space, or with its end where it is in angle brackets
/// or quotes.
fn next_word(text: &str, word: usize) -> Result<(&str, &str), AsmError> {
    for (open, close) in [('<', '>'), ('\'', '\'')] {
        if let Some(inner) = text.strip_prefix(open) {
            let length = inner.find(close).ok_or(AsmError::Unclosed { word, open, close })?;
            return Ok(text.split_at(length + 2));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len());
    Ok(text.split_at(end))
}

fn bracketed(word: usize, inner: &str, tags: &Tags) -> Result<Vec<u8>, AsmError> {
    if let Some(bytes) = tags.bytes_of(inner) {
        return Ok(bytes.to_vec());
    }
    if inner.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return hex_word(word, inner, inner);
    }
    let suggestion = nearest(inner, tags.iter().map(|(name, _)| name)).map(str::to_string);
    Err(AsmError::UnknownName { word, name: shortened(inner), suggestion })
}

fn hex_word(word: usize, text: &str, digits: &str) -> Result<Vec<u8>, AsmError> {
    decode_hex(digits).map_err(|source| AsmError::BadHex { word, text: shortened(text), source })
}

fn decimal(word: usize, text: &str) -> Result<Option<i64>, AsmError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    match text.parse() {
        Ok(number) if (-NUMBER_LIMIT..=NUMBER_LIMIT).contains(&number) => Ok(Some(number)),
        _ => Err(AsmError::NumberOutOfRange { word, text: shortened(text), limit: NUMBER_LIMIT }),
    }
}

fn opcode_word(word: usize, text: &str) -> Result<u8, AsmError> {
    opcode::by_name(text).map(|info| info.byte).ok_or_else(|| {
        AsmError::unknown_word(word, text, opcode::all().iter().map(|info| info.name))
    })
}

fn nothing_to_push(word: usize, byte: u8) -> AsmError {
    AsmError::NothingToPush { word, opcode: opcode::info(byte).name }
}

/// Appends a push in its shortest form, or with the opcode that was insisted on.
fn push(
    script: &mut Vec<u8>,
    word: usize,
    insisting: Option<u8>,
    data: &[u8],
) -> Result<(), AsmError> {
    let Some(byte) = insisting else {
        match shortest_push(data) {
            small @ OP_1NEGATE..=OP_16 => script.push(small),
            byte => put_push_with(script, byte, data),
        }
        return Ok(());
    };
    let (limit, fits) = match byte {
        OP_PUSHDATA1 => (0xff, data.len() <= 0xff),
        OP_PUSHDATA2 => (0xffff, data.len() <= 0xffff),
        OP_PUSHDATA4 => (0xffff_ffff, true),
        length => (usize::from(length), data.len() == usize::from(length)),
    };
    if !fits {
        let opcode = opcode::info(byte).name;
        return Err(AsmError::WrongLength { word, opcode, limit, found: data.len() });
    }
    put_push_with(script, byte, data);
    Ok(())
}
