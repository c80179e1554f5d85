//! Bitcoin Core's two notations: the one its tests are written in (`ParseScript`) and the one that
//! it shows (`ScriptToAsmStr`). Neither can be read back from the other.

use super::AsmError;
use super::error::shortened;
use crate::encode::decode_hex;
use crate::script::instruction::{Instructions, put_number, put_push};
use crate::script::interpreter::MAX_SCRIPT_SIZE;
use crate::script::op::{OP_CHECKSIGADD, OP_NOP, OP_RESERVED, OP_RETURN};
use crate::script::{der, number, opcode, sighash};

/// The largest number that may be written in decimal.
const NUMBER_LIMIT: i64 = 0xffff_ffff;

/// Reads Core's test notation (`ParseScript`): words between spaces, tabs and line feeds. A decimal
/// number is pushed in its shortest form; `0x4c01ff` is put into the script as it stands and not
/// pushed; `'text'` is pushed; all else is an opcode, `OP_ADD` or just `ADD`. The opcodes 0 to 16
/// and -1 are written as numbers. One word is read that Core does not: OP_CHECKSIGADD.
pub fn assemble(text: &str) -> Result<Vec<u8>, AsmError> {
    let mut script = Vec::new();
    let words = text.split([' ', '\t', '\n']).filter(|word| !word.is_empty());
    for (index, text) in words.enumerate() {
        assemble_word(&mut script, index + 1, text)?;
    }
    Ok(script)
}

fn assemble_word(script: &mut Vec<u8>, word: usize, text: &str) -> Result<(), AsmError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = text.parse().ok().filter(|n: &i64| (-NUMBER_LIMIT..=NUMBER_LIMIT).contains(n));
        let out_of_range =
            || AsmError::NumberOutOfRange { word, text: shortened(text), limit: NUMBER_LIMIT };
        put_number(script, number.ok_or_else(out_of_range)?);
        return Ok(());
    }
    if let Some(digits) = text.strip_prefix("0x").filter(|digits| !digits.is_empty()) {
        let bytes = decode_hex(digits).map_err(|source| AsmError::BadHex {
            word,
            text: shortened(text),
            source,
        })?;
        script.extend(bytes);
        return Ok(());
    }
    let quoted = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    if let Some(quoted) = quoted {
        put_push(script, quoted.as_bytes());
        return Ok(());
    }
    script.push(opcode_word(word, text)?);
    Ok(())
}

fn opcode_word(word: usize, text: &str) -> Result<u8, AsmError> {
    let known = opcode::all().iter().filter(|info| has_word(info.byte));
    let bare = text.strip_prefix("OP_").unwrap_or(text);
    if let Some(info) = known.clone().find(|info| info.name.strip_prefix("OP_") == Some(bare)) {
        return Ok(info.byte);
    }
    // A name that Core's notation writes otherwise: digits, capitals, the newer of two names.
    let meant = opcode::by_name(text).map(|info| match has_word(info.byte) {
        true => info.name,
        false => info.core_name(),
    });
    match meant
        .filter(|meant| meant.parse::<i8>().is_ok() || known.clone().any(|k| k.name == *meant))
    {
        Some(meant) => Err(AsmError::UnknownWord {
            word,
            text: text.to_string(),
            suggestion: Some(meant.into()),
        }),
        None => {
            let names = known.flat_map(|info| [info.name, &info.name[3..]]);
            Err(AsmError::unknown_word(word, text, names))
        }
    }
}

/// Whether Core's notation has a word for the opcode.
fn has_word(byte: u8) -> bool {
    byte == OP_RESERVED || (OP_NOP..=OP_CHECKSIGADD).contains(&byte)
}

/// A locking script as `decoderawtransaction` shows it (`ScriptToAsmStr`): pushes of up to four
/// bytes as decimal numbers, longer ones in hexadecimal, `[error]` where a push is cut off.
pub fn disassemble(script: &[u8]) -> String {
    to_asm(script, false)
}

/// An unlocking script as `decoderawtransaction` shows it: as [`disassemble`], with the hash type of
/// what looks like a signature in words, `3044...[ALL]`.
pub fn disassemble_script_sig(script: &[u8]) -> String {
    // What is sure never to be run is no place for a signature.
    let unspendable = script.first() == Some(&OP_RETURN) || script.len() > MAX_SCRIPT_SIZE;
    to_asm(script, !unspendable)
}

fn to_asm(script: &[u8], name_hash_types: bool) -> String {
    let mut text = String::new();
    for instruction in Instructions::new(script) {
        if !text.is_empty() {
            text.push(' ');
        }
        match instruction {
            Err(_) => text.push_str("[error]"),
            Ok(instruction) => match instruction.data {
                None => text.push_str(opcode::info(instruction.opcode).core_name()),
                Some(data) => text.push_str(&push_text(data, name_hash_types)),
            },
        }
    }
    text
}

fn push_text(data: &[u8], name_hash_types: bool) -> String {
    if let Ok(number) = number::decode(data, number::MAX_LEN, false) {
        return number.to_string();
    }
    if let (true, Some((signature, name))) = (name_hash_types, hash_type_name(data)) {
        return format!("{}[{name}]", hex::encode(signature));
    }
    hex::encode(data)
}

/// A signature as STRICTENC wants it, cut into the signature itself and the name of its hash type.
fn hash_type_name(data: &[u8]) -> Option<(&[u8], &'static str)> {
    let (hash_type, signature) = data.split_last()?;
    let name = sighash::name(u32::from(*hash_type))?;
    der::is_valid_signature_encoding(data).then_some((signature, name))
}
