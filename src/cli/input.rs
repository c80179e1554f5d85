//! What a command is given: as an argument, in a file, or on standard input (`-`).

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use super::CliError;

/// The most bytes read from a file or stream: four times the largest block in hexadecimal.
pub const LIMIT: usize = 32 << 20;

/// Reads what `arg` names: `-` or nothing is standard input, the name of a file is its content, and
/// anything else stands for itself. At most [`LIMIT`] bytes.
pub fn read(arg: Option<&str>) -> Result<Vec<u8>, CliError> {
    match arg {
        None if io::stdin().is_terminal() => {
            Err(CliError::usage("give the input as an argument, as a file, or in a pipe"))
        }
        None | Some("-") => bounded(io::stdin().lock(), "standard input"),
        Some(arg) if names_a_file(arg) => {
            let file = File::open(arg).map_err(|error| CliError::read(arg, error))?;
            bounded(file, arg)
        }
        Some(arg) => Ok(arg.as_bytes().to_vec()),
    }
}

/// As [`read`], for text; white space around it is cut off.
pub fn read_text(arg: Option<&str>) -> Result<String, CliError> {
    let text = String::from_utf8(read(arg)?).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        CliError::usage(format!("the input is not text: byte {offset} is not UTF-8"))
    })?;
    Ok(text.trim().to_string())
}

/// As [`read`], for bytes in hexadecimal, or raw from a file or stream. White space between the
/// digits is passed over. Whatever holds only hexadecimal digits is taken for hexadecimal.
pub fn read_bytes(arg: Option<&str>) -> Result<Vec<u8>, CliError> {
    let given = read(arg)?;
    let is_typed = arg.is_some_and(|arg| arg != "-" && !names_a_file(arg));
    let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    if !is_typed && !given.iter().all(is_text) {
        return Ok(given);
    }
    let digits: String = String::from_utf8_lossy(&given).split_whitespace().collect();
    if let Some((index, c)) = digits.chars().enumerate().find(|(_, c)| !c.is_ascii_hexdigit()) {
        return Err(CliError::usage(format!(
            "{c:?}, character {index} of the input, is no hexadecimal digit: give bytes as the \
             digits 0-9 and a-f, or name a file that is there"
        )));
    }
    hex::decode(&digits).map_err(|_| {
        CliError::usage(format!(
            "{} hexadecimal digits are not whole bytes, which take two each: one is missing or too many",
            digits.len()
        ))
    })
}

fn names_a_file(arg: &str) -> bool {
    Path::new(arg).is_file() || looks_like_a_path(arg)
}

/// Whether a person who typed this meant a file: one word with a slash or a dot, and no quote or
/// bracket in front.
fn looks_like_a_path(arg: &str) -> bool {
    !arg.contains(char::is_whitespace)
        && arg.contains(['/', '.', std::path::MAIN_SEPARATOR])
        && !arg.starts_with(['{', '[', '\'', '"', '<'])
}

fn bounded(source: impl Read, name: &str) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let limit = LIMIT as u64 + 1;
    source.take(limit).read_to_end(&mut bytes).map_err(|error| CliError::read(name, error))?;
    if bytes.len() > LIMIT {
        return Err(CliError::TooLarge { name: name.to_string(), limit: LIMIT });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_as_digits_or_raw() {
        assert_eq!(read_bytes(Some("00 ff\nAB")).unwrap(), [0x00, 0xff, 0xab]);
        assert!(read_bytes(Some("00f")).unwrap_err().to_string().starts_with("3 hexadecimal"));
        assert!(read_bytes(Some("0g")).unwrap_err().to_string().starts_with("'g', character 1"));
        // What is typed is never raw: here the quotation marks of a text processor.
        assert!(read_bytes(Some("“00”")).unwrap_err().to_string().starts_with("'“', character 0"));
        let path = std::env::temp_dir().join(format!("blockstep-input-{}", std::process::id()));
        std::fs::write(&path, [0x01, 0x00]).unwrap();
        assert_eq!(read_bytes(path.to_str()).unwrap(), [0x01, 0x00]);
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn what_looks_like_a_path_must_be_there() {
        let missing = read(Some("no/such.file")).unwrap_err().to_string();
        assert!(missing.starts_with("cannot read no/such.file: "), "{missing}");
        assert_eq!(read(Some("DUP HASH160 'a.b'")).unwrap(), b"DUP HASH160 'a.b'");
        assert_eq!(read(Some("'a.b'")).unwrap(), b"'a.b'");
    }

    #[test]
    fn more_than_the_limit_is_not_kept() {
        assert!(bounded(io::repeat(b'0').take(LIMIT as u64), "it").is_ok());
        let error = bounded(io::repeat(b'0'), "it").unwrap_err();
        assert!(matches!(error, CliError::TooLarge { limit: LIMIT, .. }));
    }
}
