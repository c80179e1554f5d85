//! The law against its own sums, and puzzles by every kernel against the law.

use super::*;
use crate::mining::kernel::Kernel;
use crate::mining::puzzle::target_of;

#[test]
fn the_law_is_that_of_independent_tries() {
    for bits in [1, 2, 5, 8] {
        let law = Law::of_zero_bits(bits);
        let p = 1.0 / law.mean() as f64;
        let (mut left, mut mean, mut square) = (1.0, 0.0, 0.0);
        for tries in 1..20_000 {
            assert!((law.beyond(tries - 1) - left).abs() < 1e-12, "{bits} bits, {tries}");
            mean += tries as f64 * left * p;
            square += (tries as f64).powi(2) * left * p;
            left *= 1.0 - p;
        }
        assert!((mean - law.mean() as f64).abs() < 1e-6, "{mean}");
        let deviation = (square - mean * mean).sqrt();
        assert!((deviation - law.standard_deviation()).abs() < 1e-6, "{deviation}");
        assert!(law.beyond(law.median()) <= 0.5 + 1e-12);
        assert!(law.beyond(law.median() - 1) > 0.5 - 1e-12);
    }
    assert_eq!(Law::of_zero_bits(10).median(), 710);
    assert_eq!((Law::of_zero_bits(0).median(), Law::of_zero_bits(0).beyond(1)), (1, 0.0));
    let law = Law::of_zero_bits(20);
    for x in [1_u64, 2, 5] {
        assert!((law.beyond(x << 20) / (-(x as f64)).exp() - 1.0).abs() < 1e-5);
    }
}

#[test]
fn the_longest_of_a_few_joins_that_of_many() {
    let law = Law::of_zero_bits(0);
    assert_eq!(law.longest_of(0), 0.0);
    assert_eq!(law.longest_of(2), 1.5);
    let step = law.longest_of(21) - law.longest_of(20);
    assert!((step - 1.0 / 21.0).abs() < 1e-3, "{step}");
}

#[test]
fn every_kernel_needs_the_same_tries() {
    let solved = |kernel: Kernel| {
        let engine = kernel.engine().unwrap();
        solve(&mut FastRng::from_text("kernels"), 200, target_of(8), engine)
    };
    let first = solved(Kernel::Naive);
    assert!(first.iter().all(|one| one.checked && one.tries > 0));
    for kernel in Kernel::available() {
        assert_eq!(solved(kernel), first, "{}", kernel.name());
    }
}

#[test]
fn puzzles_are_those_of_the_seed_in_whatever_portions() {
    let engine = Engine::best();
    let mut rng = FastRng::from_text("portions");
    let whole = solve(&mut rng.clone(), 100, target_of(6), engine);
    let parts: Vec<Solved> =
        [1, 9, 90].into_iter().flat_map(|n| solve(&mut rng, n, target_of(6), engine)).collect();
    assert_eq!(whole, parts);
}

#[test]
fn bins_hold_every_puzzle_once_and_expect_as_many() {
    let sorted = [1, 1, 2, 4, 5, 8, 9, 100];
    for (bits, parts, count) in [(2, 2, 4), (0, 3, 5), (3, 1, 1), (2, 0, 0)] {
        let histogram = Histogram::new(&sorted, Law::of_zero_bits(bits), parts, count);
        assert_eq!(histogram.bins.len() as u64, count + 1);
        assert_eq!(histogram.bins.iter().map(|bin| bin.puzzles).sum::<usize>(), sorted.len());
        let expected: f64 = histogram.bins.iter().map(|bin| bin.expected).sum();
        assert!((expected - sorted.len() as f64).abs() < 1e-9, "{expected}");
    }
    let halves = Histogram::new(&sorted, Law::of_zero_bits(2), 2, 2);
    let counts: Vec<_> = halves.bins.iter().map(|bin| (bin.tries.clone(), bin.puzzles)).collect();
    assert_eq!(counts, [(1..3, 3), (3..5, 1), (5..u64::MAX, 4)]);
}

/// The limits are those of the tables: 10.83, 29.59, 45.31 and 85.35 for 1, 10, 20 and 49 degrees.
#[test]
fn the_limit_is_near_the_tables() {
    for (degrees, limit) in [(1, 10.83), (10, 29.59), (20, 45.31), (49, 85.35)] {
        let near = ChiSquare { value: 0.0, degrees }.once_in_a_thousand();
        assert!((near / limit - 1.0).abs() < 0.04, "{degrees}: {near}");
    }
    assert!(ChiSquare { value: 0.0, degrees: 0 }.agrees());
    assert_eq!(Histogram::new(&[], Law::of_zero_bits(4), 2, 8).chi_square().degrees, 0);
}
