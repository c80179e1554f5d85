//! The regularised incomplete beta function `I_x(n, 1/2)`, for whole `n`.
//!
//! The continued fraction is DLMF 8.17.22 (NIST Digital Library of Mathematical Functions),
//! evaluated from the front after W. J. Lentz (1976).

/// `I_x(n, 1/2)` for `x` from 0 to 1; 1 where `n` is 0.
pub(super) fn half_beta(x: f64, n: u16) -> f64 {
    if n == 0 || x >= 1.0 {
        return 1.0;
    }
    if x <= 0.0 {
        return 0.0;
    }
    let (a, b) = (f64::from(n), 0.5);
    let front = (a * x.ln() + b * (1.0 - x).ln() - half_beta_log(n)).exp();
    // The fraction is quick on this side, and the function is 1 minus its mirror image.
    let value = if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    };
    value.clamp(0.0, 1.0)
}

/// The logarithm of the beta function `B(n, 1/2)`: it is 2 for `n = 1`, and `n / (n + 1/2)` times as
/// much for the next `n`.
fn half_beta_log(n: u16) -> f64 {
    let factor = |n: u16| (f64::from(n) / (f64::from(n) + 0.5)).ln();
    2f64.ln() + (1..n).map(factor).sum::<f64>()
}

/// More terms than are ever needed on the quick side.
const MAX_TERMS: u32 = 10_000;

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut upper = 1.0;
    let mut lower = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = lower;
    for term in 1..=MAX_TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for step in [even, odd] {
            lower = 1.0 / away_from_zero(1.0 + step * lower);
            upper = away_from_zero(1.0 + step / upper);
            change = lower * upper;
            value *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_meets_what_can_be_written_down() {
        for step in 0u16..=100 {
            let x = f64::from(step) / 100.0;
            let root = (1.0 - x).sqrt();
            let by_hand = [1.0 - root, 1.0 - root * (1.0 + x / 2.0)];
            for (n, expected) in (1..).zip(by_hand) {
                assert!((half_beta(x, n) - expected).abs() < 1e-14, "n = {n}, x = {x}");
            }
        }
    }

    #[test]
    fn the_ends_are_no_errors() {
        assert_eq!([half_beta(0.3, 0), half_beta(1.0, 9), half_beta(0.0, 9)], [1.0, 1.0, 0.0]);
        for x in [1e-300, 0.5, 0.99, 1.0 - 1e-12] {
            for n in [1, 10, 1000, u16::MAX] {
                assert!((0.0..=1.0).contains(&half_beta(x, n)), "n = {n}, x = {x}");
            }
        }
    }
}
