//! Bitcoin Core's display of a script, read back into bytes.
//!
//! Core shows pushes of up to four bytes as decimal numbers and leaves out how a push was written,
//! so that not every script can be read back; [`text_of`] tells whether this one can.

use crate::script::asm::disassemble;
use crate::script::instruction::{put_number, put_push};
use crate::script::opcode;

/// The script as text, if reading the text gives the same bytes; else an error with the text.
pub(super) fn text_of(script: &[u8]) -> Result<String, String> {
    let text = disassemble(script);
    match script_of(&text) {
        Ok(back) if back == script => Ok(text),
        _ => Err(text),
    }
}

/// The script that `text` shows, every push in its shortest form. The error is a sentence.
pub(super) fn script_of(text: &str) -> Result<Vec<u8>, String> {
    let mut script = Vec::new();
    for (index, word) in text.split_ascii_whitespace().enumerate() {
        if let Some(number) = number(word) {
            put_number(&mut script, number);
        } else if let Some(info) =
            opcode::all().iter().find(|info| info.core_name() == word && info.name == word)
        {
            script.push(info.byte);
        } else {
            let bytes = hex::decode(word).map_err(|_| {
                format!("word {}, {word:?}, is no opcode, number or byte string", index + 1)
            })?;
            if bytes.len() <= 4 {
                let number = index + 1;
                return Err(format!(
                    "word {number}, {word:?}, is a push of at most 4 bytes, which Bitcoin Core shows as a decimal number"
                ));
            }
            put_push(&mut script, &bytes);
        }
    }
    Ok(script)
}

/// A number as Core shows it: no sign or zero more than needed, and at most four bytes long.
fn number(word: &str) -> Option<i64> {
    let number: i32 = word.parse().ok()?;
    (number != i32::MIN && number.to_string() == word).then_some(i64::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_back_is_told_from_what_cannot() {
        for (script, good) in [
            ("76a91489abcdefabbaabbaabbaabbaabbaabbaabbaabba88ac", true),
            ("", true),
            ("00", true),
            ("4f", true),
            ("60", true),
            ("0111", true),
            ("6a0548656c6c6f", true),
            // A number with a shorter form, a push with a shorter form, a push cut off, an opcode
            // without a name, five bytes that read as a decimal number.
            ("0101", false),
            ("4c0548656c6c6f", false),
            ("05aa", false),
            ("bb", false),
            ("051234567890", false),
        ] {
            let bytes = hex::decode(script).unwrap();
            assert_eq!(text_of(&bytes).is_ok(), good, "{script}");
        }
        assert!(script_of("OP_DUP abcd").unwrap_err().contains("at most 4 bytes"));
        assert!(script_of("OP_DUP OP_FROG").unwrap_err().starts_with("word 2, \"OP_FROG\""));
    }

    proptest::proptest! {
        #[test]
        fn text_that_is_written_is_read_back(script: Vec<u8>) {
            if let Ok(text) = text_of(&script) {
                assert_eq!(script_of(&text).unwrap(), script);
            }
        }
    }
}
