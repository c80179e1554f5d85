//! The lottery against a plain one, against its law, and against every outcome written out.

use std::collections::BTreeMap;

use super::*;

fn pools(stakes: &[u64]) -> Vec<(PoolNumber, u64)> {
    (0..).map(PoolNumber).zip(stakes.iter().copied()).collect()
}

fn beacon(number: u64) -> Beacon {
    Beacon(Rng::from_seed(number).bytes())
}

/// The rule as one would say it: walk along the line until the ticket is passed.
fn plain(stakes: &[u64], seats: usize, beacon: &Beacon) -> Vec<Seat> {
    let mut line: Vec<_> = pools(stakes).into_iter().filter(|(_, stake)| *stake > 0).collect();
    let mut tickets = tickets(beacon);
    let mut drawn = Vec::new();
    while drawn.len() < seats && !line.is_empty() {
        let of = line.iter().map(|(_, stake)| stake).sum();
        let ticket = tickets.below(of);
        let mut from = 0;
        let at = line.iter().position(|(_, stake)| {
            let here = ticket < from + stake;
            from += if here { 0 } else { *stake };
            here
        });
        let (pool, stake) = line.remove(at.unwrap());
        drawn.push(Seat { pool, stake, draw: Some(Draw { of, ticket, from }) });
    }
    drawn
}

#[test]
fn the_tree_draws_what_a_walk_along_the_line_draws() {
    let mut rng = Rng::from_seed(3);
    for case in 0..300 {
        let stakes: Vec<u64> = (0..rng.below(40)).map(|_| rng.below(9)).collect();
        let seats = rng.below(45) as usize;
        let beacon = beacon(case);
        let found = lottery(pools(&stakes), seats, &beacon);
        assert_eq!(found, plain(&stakes, seats, &beacon), "case {case}: {stakes:?}");
        let with_stake = stakes.iter().filter(|stake| **stake > 0).count();
        assert_eq!(found.len(), seats.min(with_stake));
    }
}

#[test]
fn a_stake_near_the_limit_is_drawn_from_too() {
    let drawn = lottery(pools(&[u64::MAX - 5, 5]), 2, &beacon(1));
    assert_eq!(drawn.len(), 2);
}

#[test]
fn first_draws_match_the_stake() {
    let stakes = [40, 25, 15, 10, 5, 3, 1, 1];
    let draws = 100_000_u64;
    let mut counts = [0_u64; 8];
    for number in 0..draws {
        counts[lottery(pools(&stakes), 1, &beacon(number))[0].pool.index()] += 1;
    }
    let chi: f64 = (counts.iter().zip(stakes))
        .map(|(found, stake)| {
            let expected = (draws * stake) as f64 / 100.0;
            (*found as f64 - expected).powi(2) / expected
        })
        .sum();
    // 7 degrees of freedom: 24.3 is passed once in a thousand seeds.
    assert!(chi < 24.3, "{chi}: {counts:?}");
}

/// The chance of every committee, in the order in which it is drawn.
fn enumerated(stakes: &[u64], seats: usize) -> BTreeMap<Vec<u32>, f64> {
    let mut open = vec![(Vec::new(), 1.0)];
    for _ in 0..seats {
        let mut next = Vec::new();
        for (committee, chance) in open {
            let free = || (0..).zip(stakes).filter(|(pool, _)| !committee.contains(pool));
            let left: u64 = free().map(|(_, stake)| stake).sum();
            for (pool, stake) in free() {
                let mut larger = committee.clone();
                larger.push(pool);
                next.push((larger, chance * *stake as f64 / left as f64));
            }
        }
        open = next;
    }
    open.into_iter().collect()
}

#[test]
fn whole_committees_match_exact_enumeration() {
    let stakes = [50, 20, 10, 10, 10];
    let law = enumerated(&stakes, 3);
    assert_eq!(law.len(), 60);
    let draws = 60_000_u64;
    let mut counts: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
    for number in 0..draws {
        let seats = lottery(pools(&stakes), 3, &beacon(1_000_000 + number));
        *counts.entry(seats.iter().map(|seat| seat.pool.0).collect()).or_default() += 1;
    }
    let chi: f64 = (law.iter())
        .map(|(committee, chance)| {
            let expected = chance * draws as f64;
            let found = counts.get(committee).copied().unwrap_or(0) as f64;
            (found - expected).powi(2) / expected
        })
        .sum();
    // 59 degrees of freedom: 98.3 is passed once in a thousand seeds.
    assert!(chi < 98.3, "{chi}");
}

#[test]
fn seats_are_not_proportional_to_stake_beyond_the_first() {
    let law = enumerated(&[50, 20, 10, 10, 10], 3);
    let share = |pool: u32| -> f64 {
        let with = law.iter().filter(|(committee, _)| committee.contains(&pool));
        with.map(|(_, chance)| chance).sum::<f64>() / 3.0
    };
    let shares: Vec<f64> = (0..5).map(|pool| (share(pool) * 100.0).round() / 100.0).collect();
    assert_eq!(shares, [0.31, 0.24, 0.15, 0.15, 0.15]);
}
