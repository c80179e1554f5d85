//! Selfish mining against its formula and the paper's thresholds.

use super::*;

fn share(share: f64) -> Share {
    Share::new(share).unwrap()
}

#[test]
fn the_formula_meets_the_known_figures() {
    let known = [
        (0.10, 0.0, 0.03564),
        (0.25, 0.5, 0.25),
        (0.30, 0.5, 0.32687),
        (1.0 / 3.0, 0.0, 0.33333),
        (0.40, 0.0, 0.48372),
        (0.40, 0.5, 0.52558),
        (0.40, 1.0, 0.56744),
        (0.45, 0.0, 0.65177),
    ];
    for (pool, gamma, expected) in known {
        let found = revenue(share(pool), share(gamma));
        assert!((found - expected).abs() < 0.000_005_1, "{pool}, {gamma}: {found}");
    }
}

#[test]
fn secrecy_pays_above_the_threshold_and_not_below() {
    assert_eq!([0.0, 0.5, 1.0].map(|gamma| threshold(share(gamma))), [1.0 / 3.0, 0.25, 0.0]);
    for gamma in [0.0, 0.25, 0.5, 0.75, 0.9] {
        let gamma = share(gamma);
        let edge = threshold(gamma);
        let gain = |pool: f64| revenue(share(pool), gamma) - pool;
        assert!(gain(edge).abs() < 1e-12);
        assert!(gain(edge - 0.01) < 0.0 && gain(edge + 0.01) > 0.0);
    }
}

#[test]
fn ten_million_blocks_meet_the_formula() {
    let orphaned = [(0.10, 0.0, 0.084), (0.30, 0.0, 0.212), (0.45, 0.0, 0.366)];
    for (pool, gamma, orphaned) in orphaned {
        let tally = simulate(share(pool), share(gamma), 10_000_000, "orphans");
        let found = tally.orphaned_share().unwrap();
        assert!((found - orphaned).abs() < 0.001, "{pool}: {found}");
    }
    for (pool, gamma) in [(0.1, 0.0), (0.25, 0.5), (1.0 / 3.0, 0.0), (0.4, 1.0), (0.45, 0.25)] {
        let tally = simulate(share(pool), share(gamma), 10_000_000, "blocks");
        let (found, formula) = (tally.pool_share().unwrap(), revenue(share(pool), share(gamma)));
        assert!((found - formula).abs() < 0.001, "{pool}, {gamma}: {found}, {formula}");
    }
}

#[test]
fn what_a_seed_means_is_fixed_for_ever() {
    let run = || simulate(share(0.4), share(0.5), 200_000, "seed");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    assert_eq!(run(), pool.install(run));
    assert_eq!(run(), Tally { pool: 74_385, others: 66_373, orphaned: 59_238 });
}

#[test]
fn no_block_is_lost_or_counted_twice() {
    let mut rng = FastRng::from_text("books");
    let mut selfish = Selfish::default();
    for blocks in 1..=50_000 {
        let by = selfish.finder(share(0.45), share(0.5), || rng.next_u64());
        let before = selfish;
        let did = selfish.found(by);
        // In a tie both tips wait for their fate; a secret block does too.
        let open = selfish.secret + if selfish.is_tie() { 2 } else { 0 };
        let Tally { pool, others, orphaned } = selfish.tally;
        assert_eq!(pool + others + orphaned + open, blocks, "{before:?} {by:?} {did:?}");
    }
}

#[test]
fn the_moves_are_those_of_the_paper() {
    use FoundBy::{Others, OthersOnPool, Pool};
    let cases: [(&[FoundBy], Move, [u64; 5]); 8] = [
        (&[Pool], Move::Kept, [1, 0, 0, 0, 0]),
        (&[Others], Move::Stood, [0, 0, 0, 1, 0]),
        (&[Pool, Others], Move::Raced, [0, 1, 0, 0, 0]),
        (&[Pool, Others, Pool], Move::WonTie, [0, 0, 2, 0, 1]),
        (&[Pool, Others, OthersOnPool], Move::SharedTie, [0, 0, 1, 1, 1]),
        (&[Pool, Others, Others], Move::LostTie, [0, 0, 0, 2, 1]),
        (&[Pool, Pool, Others], Move::Overrode, [0, 0, 2, 0, 1]),
        (&[Pool, Pool, Pool, Others], Move::Matched, [2, 1, 1, 0, 1]),
    ];
    for (found, last, end) in cases {
        let mut selfish = Selfish::default();
        let moves: Vec<Move> = found.iter().map(|by| selfish.found(*by)).collect();
        let Selfish { secret, forked, tally: Tally { pool, others, orphaned } } = selfish;
        assert_eq!((moves.last(), [secret, forked, pool, others, orphaned]), (Some(&last), end));
    }
}

#[test]
fn the_ends_are_no_errors() {
    for pool in [0.0, 0.5, 0.7, 1.0] {
        for gamma in [0.0, 1.0] {
            let found = revenue(share(pool), share(gamma));
            assert_eq!(found, if pool == 0.0 { 0.0 } else { 1.0 });
            let tally = simulate(share(pool), share(gamma), 1000, "ends");
            assert!(tally.pool_share().is_none_or(f64::is_finite));
        }
    }
    assert_eq!(Tally::default().pool_share(), None);
    assert_eq!(Tally::default().orphaned_share(), None);
    assert_eq!(simulate(share(0.3), share(0.5), 0, "none"), Tally::default());
}
