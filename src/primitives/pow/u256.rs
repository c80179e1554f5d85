//! A number of 256 bits, with the few operations that targets and work need (Core:
//! `arith_uint256`).

/// An unsigned number below 2^256, as four 64-bit limbs, the lowest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct U256([u64; 4]);

impl U256 {
    /// 2^256 - 1.
    pub const MAX: U256 = U256([u64::MAX; 4]);
    /// 1.
    pub const ONE: U256 = U256([1, 0, 0, 0]);

    /// The number that 32 bytes write, the lowest byte first: how Bitcoin reads a hash as a number.
    pub fn from_le_bytes(bytes: &[u8; 32]) -> U256 {
        let mut limbs = [0; 4];
        for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks_exact(8)) {
            *limb = chunk.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        }
        U256(limbs)
    }

    /// The number that 32 bytes write, the highest byte first: how people read numbers.
    pub fn from_be_bytes(bytes: &[u8; 32]) -> U256 {
        let mut reversed = *bytes;
        reversed.reverse();
        U256::from_le_bytes(&reversed)
    }

    /// The 32 bytes, the lowest first.
    pub fn to_le_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (chunk, limb) in bytes.chunks_exact_mut(8).zip(self.0) {
            chunk.copy_from_slice(&limb.to_le_bytes());
        }
        bytes
    }

    /// The 32 bytes, the highest first.
    pub fn to_be_bytes(self) -> [u8; 32] {
        let mut bytes = self.to_le_bytes();
        bytes.reverse();
        bytes
    }

    /// True for 0.
    pub fn is_zero(self) -> bool {
        self.0 == [0; 4]
    }

    /// The lowest 64 bits.
    pub fn low_u64(self) -> u64 {
        self.0[0]
    }

    /// The number of bits without leading zeros.
    pub fn bits(self) -> u32 {
        let zeros = self.0.iter().rev().try_fold(0, |zeros, limb| match limb {
            0 => Ok(zeros + 64),
            _ => Err(zeros + limb.leading_zeros()),
        });
        256 - zeros.unwrap_or_else(|zeros| zeros)
    }

    /// The sum; none if it is 2^256 or more.
    pub fn checked_add(self, other: U256) -> Option<U256> {
        let (sum, carry) = self.add_with_carry(other);
        (!carry).then_some(sum)
    }

    /// The product; none if it is 2^256 or more.
    pub fn checked_mul(self, factor: u64) -> Option<U256> {
        let mut limbs = self.0;
        let mut carry = 0_u128;
        for limb in &mut limbs {
            carry += u128::from(*limb) * u128::from(factor);
            *limb = carry as u64;
            carry >>= 64;
        }
        (carry == 0).then_some(U256(limbs))
    }

    /// Quotient and remainder, by long division in binary; none for a divisor of 0.
    pub fn div_rem(self, divisor: U256) -> Option<(U256, U256)> {
        if divisor.is_zero() {
            return None;
        }
        let (mut quotient, mut rest) = (U256::default(), U256::default());
        for bit in (0..self.bits()).rev() {
            let carried = rest.0[3] >> 63 == 1;
            rest = rest << 1;
            rest.0[0] |= (self >> bit).0[0] & 1;
            quotient = quotient << 1;
            if carried || rest >= divisor {
                rest = rest.wrapping_sub(divisor);
                quotient.0[0] |= 1;
            }
        }
        Some((quotient, rest))
    }

    fn wrapping_sub(self, other: U256) -> U256 {
        let (negated, _) = (!other).add_with_carry(U256::ONE);
        self.add_with_carry(negated).0
    }

    fn add_with_carry(self, other: U256) -> (U256, bool) {
        let mut limbs = self.0;
        let mut carry = false;
        for (limb, other) in limbs.iter_mut().zip(other.0) {
            let (sum, first) = limb.overflowing_add(other);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (*limb, carry) = (sum, first | second);
        }
        (U256(limbs), carry)
    }
}

impl From<u64> for U256 {
    fn from(number: u64) -> U256 {
        U256([number, 0, 0, 0])
    }
}

impl std::ops::Not for U256 {
    type Output = U256;
    fn not(self) -> U256 {
        U256(self.0.map(|limb| !limb))
    }
}

/// Bits pushed over the top are lost; by 256 or more, all of them.
impl std::ops::Shl<u32> for U256 {
    type Output = U256;
    fn shl(self, by: u32) -> U256 {
        let (limbs, bits) = ((by / 64) as usize, by % 64);
        U256(std::array::from_fn(|index| {
            let limb = |back: usize| {
                index.checked_sub(limbs + back).and_then(|at| self.0.get(at)).copied().unwrap_or(0)
            };
            let carried = if bits == 0 { 0 } else { limb(1) >> (64 - bits) };
            limb(0) << bits | carried
        }))
    }
}

/// Bits pushed under the bottom are lost; by 256 or more, all of them.
impl std::ops::Shr<u32> for U256 {
    type Output = U256;
    fn shr(self, by: u32) -> U256 {
        let (limbs, bits) = ((by / 64) as usize, by % 64);
        U256(std::array::from_fn(|index| {
            let limb = |ahead: usize| self.0.get(index + limbs + ahead).copied().unwrap_or(0);
            let carried = if bits == 0 { 0 } else { limb(1) << (64 - bits) };
            limb(0) >> bits | carried
        }))
    }
}

impl Ord for U256 {
    fn cmp(&self, other: &U256) -> std::cmp::Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl PartialOrd for U256 {
    fn partial_cmp(&self, other: &U256) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// 64 hexadecimal digits, the highest first.
impl std::fmt::Display for U256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.to_be_bytes()))
    }
}

impl std::fmt::Debug for U256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "U256({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = U256> {
        // Short numbers too, or every quotient would be 0 or 1.
        (any::<[u64; 4]>(), 0..=256_u32).prop_map(|(limbs, by)| U256(limbs) >> by)
    }

    proptest! {
        #[test]
        fn small_numbers_agree_with_the_machine(a: u64, b in 1..=u64::MAX, by in 0..64_u32) {
            let wide = |n: u128| U256([n as u64, (n >> 64) as u64, 0, 0]);
            let (x, y) = (u128::from(a), u128::from(b));
            prop_assert_eq!(U256::from(a).checked_add(b.into()), Some(wide(x + y)));
            prop_assert_eq!(U256::from(a).checked_mul(b), Some(wide(x * y)));
            prop_assert_eq!(wide(x * y).div_rem(b.into()), Some((a.into(), U256::default())));
            prop_assert_eq!(U256::from(a).div_rem(b.into()), Some(((a / b).into(), (a % b).into())));
            prop_assert_eq!(U256::from(a) << by, wide(x << by));
            prop_assert_eq!(U256::from(a) >> by, (a >> by).into());
            prop_assert_eq!(U256::from(a).cmp(&b.into()), a.cmp(&b));
            prop_assert_eq!(U256::from(a).bits(), 64 - a.leading_zeros());
        }

        #[test]
        fn dividing_undoes_multiplying(a in number(), b in number()) {
            match a.div_rem(b) {
                None => prop_assert!(b.is_zero()),
                Some((quotient, rest)) => {
                    prop_assert!(rest < b);
                    // quotient * b + rest, the product taken limb by limb.
                    let mut sum = rest;
                    for (place, limb) in quotient.0.into_iter().enumerate() {
                        let part = b.checked_mul(limb).map(|part| part << (64 * place as u32));
                        sum = sum.checked_add(part.unwrap_or_default()).unwrap();
                    }
                    prop_assert_eq!(sum, a);
                }
            }
        }

        #[test]
        fn shifts_and_bytes_undo_each_other(a in number(), by in 0..300_u32) {
            prop_assert_eq!(U256::from_le_bytes(&a.to_le_bytes()), a);
            prop_assert_eq!(U256::from_be_bytes(&a.to_be_bytes()), a);
            if a.bits() + by <= 256 {
                prop_assert_eq!((a << by) >> by, a);
            }
            prop_assert_eq!((a >> by).bits(), a.bits().saturating_sub(by));
        }
    }

    #[test]
    fn nothing_wraps_unnoticed() {
        assert_eq!(U256::MAX.checked_add(U256::ONE), None);
        assert_eq!(U256::MAX.checked_mul(2), None);
        assert_eq!(U256::MAX.div_rem(U256::default()), None);
        assert_eq!(U256::MAX.div_rem(U256::ONE), Some((U256::MAX, U256::default())));
        let top = U256::ONE << 255;
        assert_eq!(U256::MAX.div_rem(top), Some((U256::ONE, !top)));
        assert_eq!((U256::MAX << 256, U256::MAX >> 256), (U256::default(), U256::default()));
    }
}
