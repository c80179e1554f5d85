//! Satoshis per virtual byte, as an exact fraction (Core: `CFeeRate`, `FeeFrac`).

use std::cmp::Ordering;

/// A fee and the virtual bytes that it pays for. Two are compared by cross multiplication, so nothing
/// is ever rounded; equal rates are equal however large their parts.
#[derive(Debug, Clone, Copy)]
pub struct FeeRate {
    fee_satoshis: i64,
    virtual_size: u64,
}

impl FeeRate {
    /// The rate of `fee_satoshis` for `virtual_size` virtual bytes; nothing counts as one byte.
    pub const fn new(fee_satoshis: i64, virtual_size: usize) -> FeeRate {
        let virtual_size = if virtual_size == 0 { 1 } else { virtual_size as u64 };
        FeeRate { fee_satoshis, virtual_size }
    }

    /// Satoshis for 1,000 virtual bytes, as Core's settings are written.
    pub const fn per_thousand(fee_satoshis: i64) -> FeeRate {
        FeeRate::new(fee_satoshis, 1_000)
    }

    /// The fraction: satoshis over virtual bytes.
    pub fn fraction(self) -> (i64, u64) {
        (self.fee_satoshis, self.virtual_size)
    }

    /// The least fee in satoshis that pays this rate for `virtual_size` virtual bytes, rounded up.
    pub fn fee_for(self, virtual_size: usize) -> i64 {
        let product = i128::from(self.fee_satoshis) * virtual_size as i128;
        let divisor = i128::from(self.virtual_size);
        let up = product.rem_euclid(divisor) != 0;
        let fee = product.div_euclid(divisor) + i128::from(up);
        i64::try_from(fee).unwrap_or(if fee < 0 { i64::MIN } else { i64::MAX })
    }
}

impl Ord for FeeRate {
    fn cmp(&self, other: &FeeRate) -> Ordering {
        let cross = |one: &FeeRate, two: &FeeRate| {
            i128::from(one.fee_satoshis) * i128::from(two.virtual_size)
        };
        cross(self, other).cmp(&cross(other, self))
    }
}

impl PartialOrd for FeeRate {
    fn partial_cmp(&self, other: &FeeRate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for FeeRate {
    fn eq(&self, other: &FeeRate) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for FeeRate {}

/// Satoshis per virtual byte for people: three decimals at most, rounded down.
impl std::fmt::Display for FeeRate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let thousandths = i128::from(self.fee_satoshis) * 1_000 / i128::from(self.virtual_size);
        let sign = if thousandths < 0 { "-" } else { "" };
        let thousandths = thousandths.unsigned_abs();
        let text = format!("{sign}{}.{:03}", thousandths / 1_000, thousandths % 1_000);
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_compare_exactly_and_fees_round_up() {
        // 1/3 and 333,333,333/1,000,000,000 differ by less than a floating point number shows.
        let large = 1_000_000_000_000;
        assert!(FeeRate::new(1, 3) > FeeRate::new(large / 3, large as usize));
        assert_eq!(FeeRate::new(2, 6), FeeRate::new(1, 3));
        assert!(FeeRate::new(i64::MAX, 1) > FeeRate::new(i64::MAX, 2));
        assert_eq!(FeeRate::new(7, 0), FeeRate::new(7, 1));
        for (rate, size, fee) in [
            (FeeRate::per_thousand(100), 141, 15),
            (FeeRate::per_thousand(100), 140, 14),
            (FeeRate::per_thousand(0), 400, 0),
            (FeeRate::new(i64::MAX, 1), 2, i64::MAX),
        ] {
            assert_eq!(rate.fee_for(size), fee);
        }
        let shown = [FeeRate::new(100, 1000), FeeRate::new(2, 3), FeeRate::new(20, 1)];
        assert_eq!(shown.map(|rate| rate.to_string()), ["0.1", "0.666", "20"]);
    }
}
