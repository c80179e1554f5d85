//! A share of all the work, which is also the chance to find the next block.

/// A number from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Share(f64);

/// Random draws have 53 bits, as many as a float holds exactly.
const DRAWS: f64 = (1u64 << 53) as f64;

impl Share {
    /// This share, where it lies from 0 to 1.
    pub fn new(share: f64) -> Option<Share> {
        (0.0..=1.0).contains(&share).then_some(Share(share))
    }

    /// So many hundredths, 100 at most.
    pub fn percent(hundredths: u8) -> Share {
        Share(f64::from(hundredths.min(100)) / 100.0)
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// What all others have.
    pub fn rest(self) -> Share {
        Share(1.0 - self.0)
    }

    /// Whether it is half of all or more: whoever has it catches up with any lead in the end.
    pub fn is_majority(self) -> bool {
        self.0 >= 0.5
    }

    /// The chance ever to catch up with `deficit` blocks, `(q/p)^deficit` and 1 for a majority: the
    /// gambler's ruin of Nakamoto's section 11.
    pub fn catches_up(self, deficit: u32) -> f64 {
        match self.is_majority() {
            true => 1.0,
            false => power(self.0 / self.rest().0, deficit),
        }
    }

    /// Whether an event of this chance happens, decided by 64 random bits. Only whole numbers are
    /// compared, so that every platform decides alike.
    pub fn happens(self, bits: u64) -> bool {
        (bits >> 11) < (self.0 * DRAWS) as u64
    }
}

/// A whole power by squaring: products alone, so that every platform finds the same bits and a race
/// ends at the same block everywhere.
fn power(mut base: f64, mut exponent: u32) -> f64 {
    let mut value = 1.0;
    while exponent > 0 {
        if exponent % 2 == 1 {
            value *= base;
        }
        base *= base;
        exponent /= 2;
    }
    value
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (self.0 * 1000.0).round() / 10.0;
        write!(f, "{tenths}%")
    }
}

/// A chance or a share in per cent: two decimals, and three digits where it is small.
pub fn percent(chance: f64) -> String {
    let shown = chance * 100.0;
    match shown {
        _ if shown >= 1.0 => format!("{shown:.2}%"),
        _ if shown >= LEAST_SHOWN => {
            let zeros = -shown.log10().floor();
            format!("{shown:.*}%", zeros as usize + 2)
        }
        _ if shown > 0.0 => format!("below {LEAST_SHOWN}%"),
        _ => "0%".into(),
    }
}

/// Per cent: less than this is not written out.
const LEAST_SHOWN: f64 = 0.000_000_1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_lies_from_0_to_1() {
        assert_eq!(Share::new(0.25).map(Share::get), Some(0.25));
        for wrong in [-0.1, 1.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Share::new(wrong), None);
        }
        assert_eq!(Share::percent(200).get(), 1.0);
        assert_eq!(
            [Share::percent(10).to_string(), Share(1.0 / 3.0).to_string()],
            ["10%", "33.3%"]
        );
    }

    #[test]
    fn certain_and_impossible_events_are_that() {
        for bits in [0, 1, u64::MAX / 2, u64::MAX] {
            assert!(Share(1.0).happens(bits) && !Share(0.0).happens(bits));
        }
        assert!(Share(0.5).happens(u64::MAX / 2) && !Share(0.5).happens(u64::MAX / 2 + 1));
    }

    #[test]
    fn a_gap_is_made_up_with_the_ratio_to_its_power() {
        assert_eq!(Share::percent(20).catches_up(2), 0.0625);
        assert_eq!(Share::percent(10).catches_up(0), 1.0);
        assert_eq!(Share::percent(0).catches_up(3), 0.0);
        assert_eq!([Share::percent(50), Share::percent(100)].map(|q| q.catches_up(9)), [1.0, 1.0]);
    }

    #[test]
    fn small_chances_keep_three_digits() {
        let shown = [1.0, 0.2045873, 0.000591, 0.0000001234, 1e-12, 0.0].map(percent);
        assert_eq!(shown, ["100.00%", "20.46%", "0.0591%", "0.0000123%", "below 0.0000001%", "0%"]);
    }
}
