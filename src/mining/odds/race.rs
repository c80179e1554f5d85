//! The race between a double spender and everyone else, simulated block by block.
//!
//! It needs neither formula: each next block is the attacker's with the chance `q`. He mines in secret
//! from the block before the payment. Once the honest branch has `z` blocks he goes on until he is
//! level, or so far behind that he would be level again in fewer than one race of 10^9.

use super::fast_rng::{FastRng, in_chunks};
use super::{Estimate, Share};

/// Attackers with more are not simulated: near one half a race has no end in sight.
pub const LARGEST_SHARE: f64 = 0.48;

/// An attacker whose chance is below this gives up.
const HOPELESS: f64 = 1e-9;

/// Runs so many races against `z` confirmations. None where the attacker has more than
/// [`LARGEST_SHARE`].
pub fn simulate(q: Share, z: u16, races: u32, seed: &str) -> Option<Estimate> {
    if q.get() > LARGEST_SHARE {
        return None;
    }
    let give_up = hopeless_deficit(q);
    let won = |rng: &mut FastRng, races: u32| {
        (0..races).filter(|_| catches_up(rng, q, z, give_up)).count() as u64
    };
    let hits = in_chunks(seed, races, won).into_iter().sum();
    Some(Estimate { trials: races.into(), hits })
}

/// The smallest deficit whose chance is below [`HOPELESS`].
fn hopeless_deficit(q: Share) -> i64 {
    let hopeless = |deficit: &u32| q.catches_up(*deficit) < HOPELESS;
    (1..10_000).find(hopeless).unwrap_or(10_000).into()
}

/// One race.
fn catches_up(rng: &mut FastRng, q: Share, z: u16, give_up: i64) -> bool {
    let mut deficit = 0i64;
    let mut confirmations = 0;
    while confirmations < z {
        if q.happens(rng.next_u64()) {
            deficit -= 1;
        } else {
            deficit += 1;
            confirmations += 1;
        }
    }
    while (1..give_up).contains(&deficit) {
        deficit += if q.happens(rng.next_u64()) { -1 } else { 1 };
    }
    deficit <= 0
}

#[cfg(test)]
mod tests {
    use super::super::{nakamoto, rosenfeld};
    use super::*;

    #[test]
    fn the_races_meet_the_exact_risk_and_not_the_paper_of_2008() {
        for (share, z) in [(10, 1), (10, 2), (10, 6), (20, 6), (30, 6), (40, 6), (45, 3)] {
            let q = Share::percent(share);
            let found = simulate(q, z, 400_000, "races").unwrap();
            let (least, most) = found.within(4.0);
            let exact = rosenfeld::catch_up(q, z);
            assert!((least..=most).contains(&exact), "{share}%, z = {z}: {found}, exact {exact}");
            if z > 1 && share > 10 && share < 45 {
                let poisson = nakamoto::catch_up(q, z);
                assert!(
                    !(least..=most).contains(&poisson),
                    "{share}%, z = {z}: {found}, {poisson}"
                );
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_races_on_any_number_of_threads() {
        let run = || simulate(Share::percent(30), 4, 200_000, "seed");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(run(), pool.install(run));
        assert_ne!(run(), simulate(Share::percent(30), 4, 200_000, "another"));
        // What a seed means is fixed for ever.
        assert_eq!(run(), Some(Estimate { trials: 200_000, hits: 50_418 }));
    }

    #[test]
    fn the_ends_are_no_errors() {
        let hits =
            |share, z| simulate(Share::percent(share), z, 100, "ends").map(|found| found.hits);
        assert_eq!([hits(0, 0), hits(0, 1), hits(10, 0)], [Some(100), Some(0), Some(100)]);
        assert_eq!([hits(49, 1), hits(50, 1), hits(100, 1)], [None; 3]);
        assert_eq!(simulate(Share::percent(10), 1, 0, "none").unwrap().trials, 0);
    }
}
