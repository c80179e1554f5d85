//! The risk of a double spend as the Bitcoin paper reckons it (Nakamoto 2008, section 11).
//!
//! While the honest miners find `z` blocks on top of a payment, an attacker with the share `q` of
//! the work is taken to find a number of blocks that is Poisson distributed with the mean `z q/p`.
//! What is missing then is made up with the chance `(q/p)^missing`. Drawing level counts as success.
//!
//! The paper lets the honest blocks take their mean time. They take a random time, which spreads what
//! the attacker may find: after more than a few confirmations the risk is greater than the paper says.
//! [`rosenfeld`](super::rosenfeld) has it exactly.

use super::Share;

/// The chance that an attacker with the share `q` ever catches up after `z` confirmations.
///
/// The paper subtracts from 1 what does not succeed; here what does succeed is added up, so that
/// small chances keep their digits.
pub fn catch_up(q: Share, z: u16) -> f64 {
    if q.is_majority() || z == 0 {
        return 1.0;
    }
    let mean = f64::from(z) * (q.get() / q.rest().get());
    if mean <= 0.0 {
        return 0.0;
    }
    let mut found_log = -mean;
    let mut sum = found_log.exp() * q.catches_up(z.into());
    for found in 1..=u32::from(z) {
        found_log += (mean / f64::from(found)).ln();
        sum += found_log.exp() * q.catches_up(u32::from(z) - found);
    }
    // The attacker may also have found more than z already.
    let mut found = f64::from(z);
    let mut term = found_log.exp();
    while term > sum * f64::EPSILON {
        found += 1.0;
        term *= mean / found;
        sum += term;
    }
    sum.min(1.0)
}

/// The smallest number of confirmations that leaves a chance below `below`; none where no number up
/// to 65,535 does.
pub fn confirmations_needed(q: Share, below: f64) -> Option<u16> {
    fewest(|z| catch_up(q, z) < below)
}

/// The smallest number for which `enough`, which stays true once it is.
pub(super) fn fewest(enough: impl Fn(u16) -> bool) -> Option<u16> {
    let (mut low, mut high) = (0, u16::MAX);
    if !enough(high) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's tables, as printed.
    const TEN_PERCENT: [&str; 11] = [
        "1.0000000",
        "0.2045873",
        "0.0509779",
        "0.0131722",
        "0.0034552",
        "0.0009137",
        "0.0002428",
        "0.0000647",
        "0.0000173",
        "0.0000046",
        "0.0000012",
    ];
    const THIRTY_PERCENT: [&str; 11] = [
        "1.0000000",
        "0.1773523",
        "0.0416605",
        "0.0101008",
        "0.0024804",
        "0.0006132",
        "0.0001522",
        "0.0000379",
        "0.0000095",
        "0.0000024",
        "0.0000006",
    ];
    const BELOW_A_THOUSANDTH: [(u8, u16); 8] =
        [(10, 5), (15, 8), (20, 11), (25, 15), (30, 24), (35, 41), (40, 89), (45, 340)];

    #[test]
    fn the_tables_of_the_paper_are_met_to_the_last_digit() {
        let digits = |share, z| format!("{:.7}", catch_up(Share::percent(share), z));
        for (z, (ten, thirty)) in (0..).zip(TEN_PERCENT.into_iter().zip(THIRTY_PERCENT)) {
            assert_eq!(digits(10, z), ten, "q = 0.1, z = {z}");
            assert_eq!(digits(30, z * 5), thirty, "q = 0.3, z = {}", z * 5);
        }
        for (share, z) in BELOW_A_THOUSANDTH {
            assert_eq!(confirmations_needed(Share::percent(share), 0.001), Some(z), "{share}%");
        }
    }

    #[test]
    fn it_is_the_sum_that_the_paper_prints() {
        for (share, z) in [(1, 3), (10, 6), (25, 12), (40, 30), (49, 40)] {
            let q = Share::percent(share);
            let (ratio, z_real) = (q.get() / q.rest().get(), f64::from(z));
            let (mut left, mut poisson) = (1.0, (-z_real * ratio).exp());
            for k in 0..=i32::from(z) {
                if k > 0 {
                    poisson *= z_real * ratio / f64::from(k);
                }
                left -= poisson * (1.0 - ratio.powi(i32::from(z) - k));
            }
            assert!((catch_up(q, z) - left).abs() < 1e-13, "{share}%, {z}");
        }
    }

    #[test]
    fn more_confirmations_are_never_worse() {
        for share in [0, 1, 10, 30, 45, 49, 50, 51, 100] {
            let risks: Vec<f64> = (0..200).map(|z| catch_up(Share::percent(share), z)).collect();
            assert!(risks.iter().all(|risk| (0.0..=1.0).contains(risk)), "{share}%");
            assert!(risks.is_sorted_by(|before, after| before >= after), "{share}%");
        }
    }

    #[test]
    fn the_ends_are_no_errors() {
        let tiny = Share::new(1e-300).unwrap();
        assert!(
            catch_up(tiny, u16::MAX) <= 1e-300 && catch_up(Share::percent(49), u16::MAX) < 1e-9
        );
        assert_eq!(confirmations_needed(Share::percent(50), 0.001), None);
        assert_eq!(confirmations_needed(Share::percent(10), 0.0), None);
        assert_eq!(confirmations_needed(Share::percent(10), f64::NAN), None);
        assert_eq!(confirmations_needed(Share::percent(0), 0.001), Some(1));
        assert_eq!(confirmations_needed(Share::percent(10), 2.0), Some(0));
    }
}
