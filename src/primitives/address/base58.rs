//! Base58: a number in base 58, in digits that are hard to confuse (Core: `base58.cpp`).
//!
//! Each leading zero byte is a leading `1`. Base58Check puts the first four bytes of the payload's
//! double SHA-256 behind it.

use super::AddressError;
use crate::hash::sha256d;

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The most characters that are read: the time to read them grows with their square.
pub const MAX_CHARS: usize = 4096;

/// Bytes to Base58. Takes time that grows with the square of the length.
pub fn encode(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    // Digits in base 58, the lowest first.
    let mut digits: Vec<u8> = Vec::new();
    for &byte in &bytes[zeros..] {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = (carry % 58) as u8;
            carry /= 58;
        }
        while carry > 0 {
            digits.push((carry % 58) as u8);
            carry /= 58;
        }
    }
    let zeros = std::iter::repeat_n(0, zeros);
    zeros.chain(digits.into_iter().rev()).map(letter).collect()
}

/// Base58 to bytes.
pub fn decode(text: &str) -> Result<Vec<u8>, AddressError> {
    if text.len() > MAX_CHARS {
        return Err(AddressError::TooLong { length: text.len(), limit: MAX_CHARS });
    }
    let zeros = text.bytes().take_while(|&byte| byte == b'1').count();
    // Bytes, the lowest first.
    let mut bytes: Vec<u8> = Vec::new();
    for (index, character) in text.chars().enumerate() {
        let mut carry = digit(character, index + 1)?;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry > 0 {
            bytes.push(carry as u8);
        }
    }
    bytes.extend(std::iter::repeat_n(0, zeros));
    bytes.reverse();
    Ok(bytes)
}

/// Base58 of `payload` and its checksum.
pub fn encode_check(payload: &[u8]) -> String {
    encode(&[payload, &checksum(payload)].concat())
}

/// The payload of Base58Check text, its checksum checked.
pub fn decode_check(text: &str) -> Result<Vec<u8>, AddressError> {
    let mut bytes = decode(text)?;
    let Some((payload, found)) = bytes.split_last_chunk::<4>() else {
        return Err(AddressError::NoChecksum { length: bytes.len() });
    };
    let computed = checksum(payload);
    if *found != computed {
        let (found, computed) = (hex::encode(found), hex::encode(computed));
        return Err(AddressError::Base58Checksum { found, computed });
    }
    bytes.truncate(bytes.len() - 4);
    Ok(bytes)
}

fn checksum(payload: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = sha256d(payload);
    [a, b, c, d]
}

fn letter(digit: u8) -> char {
    char::from(ALPHABET[usize::from(digit % 58)])
}

fn digit(character: char, position: usize) -> Result<u32, AddressError> {
    let place = ALPHABET.iter().position(|&letter| char::from(letter) == character);
    place.map(|place| place as u32).ok_or_else(|| {
        let hint = match character {
            '0' | 'O' => ", which has neither 0 nor O; o is one of its letters",
            'I' | 'l' => ", which has neither I nor l; 1 and i are in it",
            _ => "",
        };
        AddressError::BadCharacter { encoding: "Base58", character, position, hint }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(zeros in 0..5_usize, tail: Vec<u8>) {
            let bytes = [vec![0; zeros], tail].concat();
            prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes.clone());
            prop_assert_eq!(decode_check(&encode_check(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn any_text_is_answered(text: String) {
            let _ = decode_check(&text);
        }
    }

    #[test]
    fn errors_name_the_character() {
        let error = decode("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN0").unwrap_err();
        assert!(error.to_string().starts_with("'0', character 34, does not occur in Base58"));
        let error = decode_check("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3").unwrap_err();
        assert!(error.to_string().starts_with("the checksum is "), "{error}");
        assert_eq!(decode_check("111").unwrap_err(), AddressError::NoChecksum { length: 3 });
        assert!(decode(&"z".repeat(MAX_CHARS)).is_ok());
        assert!(decode(&"z".repeat(MAX_CHARS + 1)).is_err());
    }
}
