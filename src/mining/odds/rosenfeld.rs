//! The exact risk of a double spend (Rosenfeld 2014; Grunspan and Pérez-Marco 2017).
//!
//! While the honest miners find `z` blocks, an attacker who finds each next block with the chance `q`
//! finds `m` with the chance `C(m + z - 1, m) p^z q^m`: a negative binomial distribution, where
//! [`nakamoto`](super::nakamoto) puts a Poisson distribution. The rest is the same: what is missing is
//! made up with the chance `(q/p)^missing`, and drawing level counts as success. Rosenfeld gives the
//! attacker a block beforehand and lets him overtake, which comes to the same.

use super::Share;
use super::beta::half_beta;
use super::nakamoto::fewest;

/// The chance that an attacker with the share `q` ever catches up after `z` confirmations:
/// `I_4pq(z, 1/2)` (Grunspan and Pérez-Marco), which [`catch_up_from`] sums up.
pub fn catch_up(q: Share, z: u16) -> f64 {
    match q.is_majority() {
        true => 1.0,
        false => half_beta(4.0 * q.get() * q.rest().get(), z),
    }
}

/// The same chance while the race is on: `to_come` honest blocks are still waited for, and the
/// attacker lacks `missing` blocks of what the honest branch will have then. A sum over what he
/// may find meanwhile.
pub fn catch_up_from(q: Share, to_come: u16, missing: u16) -> f64 {
    let (q_real, p_real) = (q.get(), q.rest().get());
    if q.is_majority() || missing == 0 {
        return 1.0;
    }
    if to_come == 0 || q_real <= 0.0 {
        return q.catches_up(missing.into());
    }
    // What he finds, m, and what he does not: 1 minus the chances that fail.
    let mut found_log = f64::from(to_come) * p_real.ln();
    let mut fails = 0.0;
    for found in 0..u32::from(missing) {
        if found > 0 {
            let more = f64::from(found + u32::from(to_come) - 1) / f64::from(found);
            found_log += (q_real * more).ln();
        }
        fails += found_log.exp() * (1.0 - q.catches_up(u32::from(missing) - found));
    }
    (1.0 - fails).clamp(0.0, 1.0)
}

/// The smallest number of confirmations that leaves a chance below `below`; none where no number up
/// to 65,535 does.
pub fn confirmations_needed(q: Share, below: f64) -> Option<u16> {
    fewest(|z| catch_up(q, z) < below)
}

#[cfg(test)]
mod tests {
    use super::super::nakamoto;
    use super::*;

    /// The risk in per cent for z = 1..=10, from Rosenfeld's formula.
    const TABLE: [(u8, [f64; 10]); 5] = [
        (10, [20.0, 5.6, 1.712, 0.546, 0.178, 0.059, 0.020, 0.007, 0.002, 0.001]),
        (20, [40.0, 20.8, 11.584, 6.669, 3.916, 2.331, 1.401, 0.848, 0.516, 0.316]),
        (30, [60.0, 43.2, 32.616, 25.207, 19.762, 15.645, 12.475, 10.003, 8.055, 6.511]),
        (40, [80.0, 70.4, 63.488, 57.958, 53.314, 49.3, 45.769, 42.621, 39.787, 37.218]),
        (48, [96.0, 94.003, 92.508, 91.264, 90.177, 89.201, 88.307, 87.478, 86.703, 85.972]),
    ];

    #[test]
    fn the_table_is_met() {
        for (share, row) in TABLE {
            for (z, expected) in (1..).zip(row) {
                let found = catch_up(Share::percent(share), z) * 100.0;
                assert!((found - expected).abs() < 0.000_501, "{share}%, z = {z}: {found}");
            }
        }
        let needed = [(2, 3), (10, 6), (20, 13), (30, 32), (40, 133), (42, 210)];
        for (share, z) in needed {
            assert_eq!(confirmations_needed(Share::percent(share), 0.001), Some(z), "{share}%");
        }
    }

    #[test]
    fn the_paper_of_2008_is_too_hopeful() {
        let q = Share::percent(10);
        let shown =
            [nakamoto::catch_up(q, 6), catch_up(q, 6)].map(|risk| format!("{:.4}", risk * 100.0));
        assert_eq!(shown, ["0.0243", "0.0591"]);
        // So he is for every share up to a quarter, from three confirmations on.
        for (share, z) in (1..=25).flat_map(|share| (3..10).map(move |z| (share, z))) {
            let q = Share::percent(share);
            assert!(catch_up(q, z) > nakamoto::catch_up(q, z), "{share}%, {z}");
        }
        // With one confirmation, or a few against a large share, it is the other way round.
        for (share, z) in [(10, 1), (40, 7), (45, 24)] {
            let q = Share::percent(share);
            assert!(catch_up(q, z) < nakamoto::catch_up(q, z), "{share}%, {z}");
            assert!(catch_up(q, z * 2 + 1) > nakamoto::catch_up(q, z * 2 + 1), "{share}%, {z}");
        }
    }

    #[test]
    fn the_beta_function_is_the_sum() {
        for share in 0..=50 {
            for z in (0..60).chain([200, 1000]) {
                let q = Share::percent(share);
                let (beta, sum) = (catch_up(q, z), catch_up_from(q, z, z));
                assert!((beta - sum).abs() < 1e-11, "{share}%, z = {z}: {beta} and {sum}");
            }
        }
    }

    #[test]
    fn the_chance_is_the_mean_of_what_the_next_block_makes_of_it() {
        for share in [5, 10, 30, 45] {
            let q = Share::percent(share);
            for (to_come, missing) in [(1, 1), (1, 6), (3, 2), (6, 6), (5, 9)] {
                let honest = catch_up_from(q, to_come - 1, missing);
                let attacker = catch_up_from(q, to_come, missing - 1);
                let mean = q.rest().get() * honest + q.get() * attacker;
                assert!((catch_up_from(q, to_come, missing) - mean).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn the_ends_are_no_errors() {
        assert_eq!([0, 50, 100].map(|q| catch_up(Share::percent(q), 0)), [1.0; 3]);
        assert_eq!([0, 50, 100].map(|q| catch_up(Share::percent(q), 6)), [0.0, 1.0, 1.0]);
        assert_eq!(catch_up_from(Share::percent(100), 6, 6), 1.0);
        assert_eq!(catch_up_from(Share::percent(0), 6, 6), 0.0);
        assert!(catch_up_from(Share::percent(49), u16::MAX, u16::MAX).is_finite());
        assert_eq!(confirmations_needed(Share::percent(51), 0.5), None);
    }
}
