//! How long until something happens that may happen at any moment: the wait for the next block.
//!
//! Each hash wins with the same tiny chance, whatever was tried before, so that waiting times follow
//! the exponential law: the chance to wait longer than x times the mean is e^-x (BCT 5.1). They are
//! drawn by J. von Neumann's method (*Various techniques used in connection with random digits*, 1951,
//! section 2), which compares random numbers and computes no logarithm: the same seed gives the same
//! waits on every platform.

/// A mean of one, in the fixed-point numbers that [`exponential`] draws.
pub const ONE: u64 = 1 << 32;

/// An exponential waiting time whose mean is [`ONE`], from draws of 64 bits.
pub fn exponential(mut next: impl FnMut() -> u64) -> u64 {
    let mut whole: u64 = 0;
    loop {
        // A run of numbers, each below the one before, has odd length with the chance e^-first.
        let first = next();
        let (mut last, mut odd) = (first, true);
        loop {
            let number = next();
            if number >= last {
                break;
            }
            (last, odd) = (number, !odd);
        }
        if odd {
            return (whole << 32) | (first >> 32);
        }
        whole += 1;
    }
}

/// An exponential waiting time with this mean, in the unit of the mean; rounded down.
pub fn wait(mean: u64, next: impl FnMut() -> u64) -> u64 {
    let scaled = u128::from(mean) * u128::from(exponential(next)) / u128::from(ONE);
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mining::odds::FastRng;

    /// Sixteen bins of equal chance: chi-square with 15 degrees of freedom, which exceeds 37.7 once in
    /// a thousand.
    #[test]
    fn the_waits_follow_the_exponential_law() {
        const BINS: usize = 16;
        const DRAWS: u32 = 200_000;
        let mut rng = FastRng::from_text("waits");
        let mut bins = [0u32; BINS];
        let mut sum = 0.0;
        for _ in 0..DRAWS {
            let x = exponential(|| rng.next_u64()) as f64 / ONE as f64;
            sum += x;
            // 1 - e^-x is uniform.
            let bin = ((1.0 - (-x).exp()) * BINS as f64) as usize;
            bins[bin.min(BINS - 1)] += 1;
        }
        let expected = f64::from(DRAWS) / BINS as f64;
        let chi: f64 = bins.iter().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum();
        assert!(chi < 37.7, "chi-square {chi}: {bins:?}");
        let mean = sum / f64::from(DRAWS);
        assert!((mean - 1.0).abs() < 4.0 / f64::from(DRAWS).sqrt(), "mean {mean}");
    }

    #[test]
    fn long_waits_are_as_rare_as_published() {
        // e^-x for 1, 10, 20, 30 and 60 minutes at a mean of ten.
        let mut rng = FastRng::from_text("long waits");
        let draws = 400_000;
        let waits: Vec<u64> = (0..draws).map(|_| wait(600_000, || rng.next_u64())).collect();
        for (minutes, chance) in
            [(1, 0.90484), (10, 0.36788), (20, 0.13534), (30, 0.04979), (60, 0.00248)]
        {
            let longer = waits.iter().filter(|&&wait| wait > minutes * 60_000).count();
            let share = longer as f64 / f64::from(draws);
            let sigma = (chance * (1.0 - chance) / f64::from(draws)).sqrt();
            assert!((share - chance).abs() < 4.0 * sigma, "{minutes} minutes: {share}");
        }
    }

    #[test]
    fn a_seed_means_the_same_waits_for_ever() {
        let mut rng = FastRng::from_text("fixed");
        let waits: Vec<u64> = (0..4).map(|_| wait(600, || rng.next_u64())).collect();
        let mut again = FastRng::from_text("fixed");
        assert_eq!(waits, [(); 4].map(|()| wait(600, || again.next_u64())));
        assert_eq!(wait(0, || rng.next_u64()), 0);
    }
}
