//! Many draws against the law: first seats, whole committees, intervals; and on one thread and two.

use super::*;

const STAKES: [u64; 8] = [40, 25, 15, 10, 5, 3, 1, 1];

#[test]
fn first_draws_match_the_stake_over_a_hundred_thousand_draws() {
    let found = monte_carlo(&STAKES, 3, 100_000, "chi").unwrap();
    assert_eq!(found.pools.iter().map(|pool| pool.first).sum::<u64>(), 100_000);
    let chi: f64 = (found.pools.iter())
        .map(|pool| {
            let expected = pool.stake as f64 / 100.0 * 100_000.0;
            (pool.first as f64 - expected).powi(2) / expected
        })
        .sum();
    // 7 degrees of freedom: 24.3 is passed once in a thousand seeds.
    assert!(chi < 24.3, "{chi}");
}

#[test]
fn the_mean_of_many_draws_is_within_four_standard_errors_of_the_law() {
    for (stakes, seats) in [(&[50, 20, 10, 10, 10][..], 3), (&STAKES, 4), (&[9, 1], 1)] {
        let found = monte_carlo(stakes, seats, 20_000, "law").unwrap();
        assert_eq!(found.pools.iter().map(|pool| pool.seated).sum::<u64>(), 20_000 * seats as u64);
        for pool in &found.pools {
            let exact = pool.exact_seat_share.unwrap();
            let away = (pool.seat_share - exact).abs();
            assert!(away <= 4.0 * pool.standard_error, "{pool:?}");
            assert!(pool.standard_error > 0.0 && pool.standard_error < 0.004, "{pool:?}");
            assert!(pool.low < pool.seat_share && pool.seat_share < pool.high);
        }
    }
}

#[test]
fn nineteen_intervals_of_twenty_hold_the_exact_share() {
    let inside = (0..200)
        .filter(|number| {
            let found = monte_carlo(&[50, 20, 10, 10, 10], 3, 400, &format!("{number}")).unwrap();
            let pool = &found.pools[1];
            (pool.low..=pool.high).contains(&pool.exact_seat_share.unwrap())
        })
        .count();
    // 190 expected, with a standard deviation of 3.1.
    assert!((178..=200).contains(&inside), "{inside}");
}

#[test]
fn one_thread_and_two_draw_the_same() {
    let drawn = |threads: usize, seed: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| monte_carlo(&STAKES, 3, 3_000, seed).unwrap())
    };
    let one = drawn(1, "a");
    assert_eq!(one, drawn(2, "a"));
    assert_eq!(one, drawn(5, "a"));
    assert_ne!(one, drawn(2, "b"), "another seed draws otherwise");
}

#[test]
fn more_pools_than_can_be_written_out_are_drawn_all_the_same() {
    let found = monte_carlo(&[1; 9], 20, 10, "all sit").unwrap();
    assert_eq!(found.seats, 9);
    assert!(found.pools.iter().all(|pool| pool.seated == 10 && pool.exact_seat_share.is_none()));
    assert_eq!(monte_carlo(&[0; 3], 1, 1, ""), Err(SimulationFault::NoStake { pools: 3 }));
    assert!(monte_carlo(&[1], 1, 0, "").is_err());
    assert!(monte_carlo(&[u64::MAX, 2], 1, 1, "").is_err());
}
