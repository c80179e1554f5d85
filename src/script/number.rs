//! Script's numbers: little endian, as short as can be, the sign in the top bit of the last byte.
//!
//! Zero is the empty string; `0x81` is -1; `0xff00` is 255, because `0xff` alone would be -127.
//! Arithmetic takes operands of at most [`MAX_LEN`] bytes, though results may be longer
//! (Core: `CScriptNum`).

/// The longest operand of arithmetic, in bytes.
pub const MAX_LEN: usize = 4;

/// The longest operand of OP_CHECKLOCKTIMEVERIFY and OP_CHECKSEQUENCEVERIFY, in bytes: a lock time
/// is an unsigned 32-bit number (BIP 65, BIP 112).
pub const LOCK_TIME_MAX_LEN: usize = 5;

/// Why bytes are not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// More bytes than an operand may have.
    #[error("the number takes {length} bytes, but at most {limit} may be used here")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The most that is allowed.
        limit: usize,
    },
    /// A last byte that could be left out.
    #[error(
        "the number is written in {length} bytes, but its value {value} has a shorter form; leave out the useless last byte"
    )]
    NotMinimal {
        /// Its length in bytes.
        length: usize,
        /// Its value all the same.
        value: i64,
    },
}

/// The bytes of `number`, in the shortest form.
pub fn encode(number: i64) -> Vec<u8> {
    let (bytes, length) = digits(number);
    bytes[..length].to_vec()
}

/// The bytes of `number` in the shortest form, and how many of the nine are used.
#[inline]
pub fn digits(number: i64) -> ([u8; 9], usize) {
    let mut bytes = [0; 9];
    bytes[..8].copy_from_slice(&number.unsigned_abs().to_le_bytes());
    let mut length = 8 - (number.unsigned_abs().leading_zeros() / 8) as usize;
    if length > 0 && bytes[length - 1] & 0x80 != 0 {
        length += 1;
    }
    if number < 0 {
        bytes[length - 1] |= 0x80;
    }
    (bytes, length)
}

/// The number that `bytes` stand for. Longer than `max_len` bytes (or than 8) is an error, and with
/// `minimal` so is any form but the shortest. Negative zero is zero.
#[inline]
pub fn decode(bytes: &[u8], max_len: usize, minimal: bool) -> Result<i64, NumberError> {
    let (length, limit) = (bytes.len(), max_len.min(8));
    if length > limit {
        return Err(NumberError::TooLong { length, limit });
    }
    let Some(&last) = bytes.last() else { return Ok(0) };
    let magnitude = bytes.iter().rev().fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
    let sign_bit = 0x80 << (8 * (length - 1));
    // Without its top bit the magnitude always fits.
    let absolute = (magnitude & !sign_bit) as i64;
    let value = if last & 0x80 != 0 { -absolute } else { absolute };
    if minimal && !is_minimal(bytes) {
        return Err(NumberError::NotMinimal { length, value });
    }
    Ok(value)
}

/// Whether the last byte carries more than a sign that the byte before it has room for.
#[inline]
pub fn is_minimal(bytes: &[u8]) -> bool {
    match bytes {
        [.., before, last] if last & 0x7f == 0 => before & 0x80 != 0,
        [only] => only & 0x7f != 0,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_core_writes_them() {
        let cases: &[(i64, &[u8])] = &[
            (0, &[]),
            (1, &[0x01]),
            (-1, &[0x81]),
            (127, &[0x7f]),
            (-127, &[0xff]),
            (128, &[0x80, 0x00]),
            (-128, &[0x80, 0x80]),
            (255, &[0xff, 0x00]),
            (256, &[0x00, 0x01]),
            (-255, &[0xff, 0x80]),
            (32_768, &[0x00, 0x80, 0x00]),
            (2_147_483_647, &[0xff, 0xff, 0xff, 0x7f]),
            (-2_147_483_647, &[0xff, 0xff, 0xff, 0xff]),
            (2_147_483_648, &[0x00, 0x00, 0x00, 0x80, 0x00]),
            (4_294_967_295, &[0xff, 0xff, 0xff, 0xff, 0x00]),
            (i64::MAX, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
            (-i64::MAX, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ];
        for &(number, bytes) in cases {
            assert_eq!(encode(number), bytes, "{number}");
            assert_eq!(decode(bytes, 8, true), Ok(number));
        }
        assert_eq!(encode(i64::MIN), [0, 0, 0, 0, 0, 0, 0, 0x80, 0x80]);
    }

    #[test]
    fn long_and_padded_forms_are_errors_with_the_value_in_them() {
        assert_eq!(
            decode(&[0; 5], MAX_LEN, false),
            Err(NumberError::TooLong { length: 5, limit: 4 })
        );
        assert_eq!(decode(&[0; 9], 9, false), Err(NumberError::TooLong { length: 9, limit: 8 }));
        let padded: &[(&[u8], i64)] =
            &[(&[0x00], 0), (&[0x80], 0), (&[0x01, 0x00], 1), (&[0x01, 0x80], -1), (&[0, 0], 0)];
        for &(bytes, value) in padded {
            let length = bytes.len();
            assert_eq!(
                decode(bytes, MAX_LEN, true),
                Err(NumberError::NotMinimal { length, value })
            );
            assert_eq!(decode(bytes, MAX_LEN, false), Ok(value));
        }
    }

    proptest::proptest! {
        #[test]
        fn minimal_bytes_are_exactly_the_written_ones(
            bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..=8)
        ) {
            let value = decode(&bytes, 8, false).unwrap();
            assert_eq!(encode(value) == bytes, decode(&bytes, 8, true).is_ok());
        }
    }
}
