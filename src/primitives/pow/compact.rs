//! The four bytes in a header that stand for a 256-bit target.

use super::{Target, TargetError, U256};

/// A target in the header's short form, called `nBits` in Core: the highest byte is a size in
/// bytes, the next bit a sign, and the rest the three leading digits in base 256, as in
/// `0x1d00ffff` = `0x00ffff` at the top of 29 bytes (Core: `arith_uint256::SetCompact`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CompactTarget(pub u32);

/// What a compact target says, before it is asked whether that can be a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expanded {
    /// The number without its sign. On overflow, what is left of it below 2^256.
    pub value: U256,
    /// The sign bit is set, and the number is not 0.
    pub negative: bool,
    /// The number is 2^256 or more.
    pub overflow: bool,
}

impl CompactTarget {
    /// The number as it is written, whatever it is (Core: `arith_uint256::SetCompact`).
    pub fn expand(self) -> Expanded {
        let size = self.0 >> 24;
        let digits = self.0 & 0x007f_ffff;
        let (word, value) = if size <= 3 {
            let word = digits >> (8 * (3 - size));
            (word, U256::from(u64::from(word)))
        } else {
            (digits, U256::from(u64::from(digits)) << (8 * (size - 3)))
        };
        let too_long = size > 34 || (word > 0xff && size > 33) || (word > 0xffff && size > 32);
        Expanded {
            value,
            negative: word != 0 && self.0 & 0x0080_0000 != 0,
            overflow: word != 0 && too_long,
        }
    }

    /// The target; an error if the number is negative, 0 or too large for one.
    pub fn target(self) -> Result<Target, TargetError> {
        let Expanded { value, negative, overflow } = self.expand();
        match (negative, overflow) {
            (true, _) => Err(TargetError::Negative { bits: self }),
            (_, true) => Err(TargetError::Overflow { bits: self }),
            _ if value.is_zero() => Err(TargetError::Zero { bits: self }),
            _ => Ok(Target(value)),
        }
    }

    /// The form of `value` as Core writes it: the three leading digits are kept, the rest is cut
    /// off (Core: `arith_uint256::GetCompact`).
    pub fn from_value(value: U256) -> CompactTarget {
        let mut size = value.bits().div_ceil(8);
        let mut digits = match size {
            0..=3 => value.low_u64() << (8 * (3 - size)),
            _ => (value >> (8 * (size - 3))).low_u64(),
        };
        // The highest of the 24 bits is the sign, so a number that needs it moves down one place.
        if digits & 0x0080_0000 != 0 {
            digits >>= 8;
            size += 1;
        }
        CompactTarget(digits as u32 | size << 24)
    }
}

impl std::fmt::Display for CompactTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl std::fmt::Debug for CompactTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CompactTarget({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From Core's `arith_uint256_tests/bignum_SetCompact`: bits, the number, its sign, the bits
    /// that are written for the number.
    const CASES: &[(u32, &str, bool, u32)] = &[
        (0x0000_0000, "0", false, 0),
        (0x0012_3456, "0", false, 0),
        (0x0100_3456, "0", false, 0),
        (0x0200_0056, "0", false, 0),
        (0x0300_0000, "0", false, 0),
        (0x0400_0000, "0", false, 0),
        (0x0092_3456, "0", false, 0),
        (0x0180_3456, "0", false, 0),
        (0x0280_0056, "0", false, 0),
        (0x0380_0000, "0", false, 0),
        (0x0480_0000, "0", false, 0),
        (0x0112_3456, "12", false, 0x0112_0000),
        (0x01fe_dcba, "7e", true, 0x017e_0000),
        (0x0212_3456, "1234", false, 0x0212_3400),
        (0x0312_3456, "123456", false, 0x0312_3456),
        (0x0412_3456, "12345600", false, 0x0412_3456),
        (0x0492_3456, "12345600", true, 0x0412_3456),
        (0x0500_9234, "92340000", false, 0x0500_9234),
        (
            0x2012_3456,
            "1234560000000000000000000000000000000000000000000000000000000000",
            false,
            0x2012_3456,
        ),
    ];

    #[test]
    fn compact_numbers_are_read_and_written_as_core_does() {
        for &(bits, digits, negative, back) in CASES {
            let bytes: [u8; 32] =
                hex::decode(format!("{digits:0>64}")).unwrap().try_into().unwrap();
            let value = U256::from_be_bytes(&bytes);
            let expected = Expanded { value, negative, overflow: false };
            assert_eq!(CompactTarget(bits).expand(), expected, "{bits:08x}");
            assert_eq!(CompactTarget::from_value(value), CompactTarget(back), "{bits:08x}");
        }
        // 0x80 needs the place of the sign, so it takes two bytes.
        assert_eq!(CompactTarget::from_value(U256::from(0x80)), CompactTarget(0x0200_8000));
    }

    #[test]
    fn what_is_no_target_says_why() {
        for (bits, expected) in [
            (0x0492_3456, "negative"),
            (0xff12_3456, "larger"),
            (0x2300_0001, "larger"),
            (0x2200_0100, "larger"),
            (0x2101_0000, "larger"),
            (0x0300_0000, "is 0"),
        ] {
            let error = CompactTarget(bits).target().unwrap_err().to_string();
            assert!(error.contains(expected), "{bits:08x}: {error}");
        }
        // The largest sizes that still fit.
        for bits in [0x2200_00ff, 0x2100_ffff, 0x207f_ffff] {
            assert!(CompactTarget(bits).target().is_ok(), "{bits:08x}");
        }
    }
}
