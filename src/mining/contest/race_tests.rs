//! The race by the law: intervals, shares, the shortest wait, and a difficulty that follows.

use super::super::intervals::Intervals;
use super::*;

const FIXED: Pace = Pace { follows: false, ..Pace::BITCOIN };
/// Chi-square with 15 degrees of freedom exceeds this once in 1,000 times.
const CHI_LIMIT: f64 = 37.7;

/// Intervals, and blocks by winner.
fn run(race: &mut Race, blocks: u32) -> (Intervals, Vec<u64>) {
    let mut intervals = Intervals::default();
    let mut wins = vec![0; race.miners.len()];
    for _ in 0..blocks {
        let found = race.find().unwrap();
        intervals.add(found.interval_ms, found.mean_ms);
        wins[found.winner] += 1;
    }
    (intervals, wins)
}

fn assert_shares(race: &Race, wins: &[u64]) {
    let (total, blocks) = (total_rate(&race.miners), wins.iter().sum::<u64>() as f64);
    for (miner, wins) in race.miners.iter().zip(wins) {
        let share = miner.share_of(total);
        let sigma = (share * (1.0 - share) / blocks).sqrt();
        let found = *wins as f64 / blocks;
        assert!((found - share).abs() <= 4.0 * sigma, "{miner:?}: {found} for {share}");
    }
}

#[test]
fn the_shortest_wait_is_exponential_with_the_rates_added_up() {
    let mut race = Race::by_law(Contestant::named(&[40, 30, 20, 10, 0]), FIXED, "law");
    assert_eq!((race.difficulty(), race.mean_ms()), (60_000, Some(600_000)));
    let (intervals, wins) = run(&mut race, 100_000);
    let chi = intervals.chi_square().unwrap();
    assert!(chi < CHI_LIMIT, "chi-square {chi}");
    assert_shares(&race, &wins);
    assert_eq!(wins[4], 0, "who does not hash finds nothing");
    let mean = intervals.mean_ms().unwrap() as f64;
    assert!((mean - 600_000.0).abs() < 4.0 * 600_000.0 / 100_000_f64.sqrt(), "{mean}");
    assert_eq!(race.now_ms(), intervals.sum_ms());
}

#[test]
fn the_winner_has_the_shortest_of_all_waits() {
    let mut race = Race::by_law(Contestant::named(&[4, 3, 2, 1]), FIXED, "shortest");
    for _ in 0..1_000 {
        let found = race.find().unwrap();
        let least = found.waits_ms.iter().copied().flatten().min().unwrap();
        assert_eq!((found.waits_ms[found.winner], found.interval_ms), (Some(least), least));
    }
}

#[test]
fn twice_the_machines_win_more_of_the_blocks_and_no_more_blocks() {
    // Carol doubles: 20 of 100 become 40 of 120.
    let mut race = Race::by_law(Contestant::named(&[50, 30, 20]), Pace::BITCOIN, "double");
    run(&mut race, 2_016 * 3);
    race.miners[2].rate *= 2;
    // Until the next retarget all blocks come faster.
    let faster = race.mean_ms().unwrap() as f64 / 600_000.0;
    assert!((faster - 100.0 / 120.0).abs() < 0.1, "{faster}");
    run(&mut race, 2_016 * 2);
    let blocks: u32 = 2_016 * 50;
    let (intervals, wins) = run(&mut race, blocks);
    let mean = intervals.mean_ms().unwrap() as f64;
    let sigma = 600_000.0 / f64::from(blocks).sqrt();
    assert!((mean - 600_000.0).abs() < 4.0 * sigma, "mean {mean}, sigma {sigma}");
    assert_shares(&race, &wins);
    assert!((race.miners[2].share_of(total_rate(&race.miners)) - 2.0 * 20.0 / 120.0).abs() < 1e-12);
    assert!(intervals.chi_square().unwrap() < CHI_LIMIT);
}

#[test]
fn the_difficulty_changes_by_four_at_most_and_only_where_a_window_ends() {
    let pace = Pace { interval_ms: 60_000, window_blocks: 10, follows: true };
    let mut race = Race::by_law(Contestant::named(&[100]), pace, "clamp");
    race.miners[0].rate = 100_000;
    let before = race.difficulty();
    for block in 1..=9 {
        let left = race.until_change();
        let changed = race.find().unwrap().new_difficulty;
        assert_eq!((left, changed.is_some()), (10 - block, block == 9), "block {block}");
    }
    assert_eq!(race.difficulty(), 4 * before);
    race.miners[0].rate = 1;
    run(&mut race, 10);
    assert_eq!(race.difficulty(), before);
}

#[test]
fn a_seed_means_the_same_race_and_nobody_finds_nothing() {
    let blocks = |seed: &str| {
        let mut race = Race::by_law(Contestant::named(&[2, 1]), FIXED, seed);
        (0..20).map(|_| race.find().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(blocks("a"), blocks("a"));
    assert_ne!(blocks("a"), blocks("b"));
    for miners in [vec![], Contestant::named(&[0, 0])] {
        assert_eq!(Race::by_law(miners.clone(), FIXED, "x").find(), None);
        assert_eq!(Race::by_hashing(miners, FIXED, "x").find(), None);
    }
    let odd = Pace { interval_ms: u64::MAX, window_blocks: 0, follows: true };
    let mut race = Race::by_law(Contestant::named(&[u64::MAX, u64::MAX]), odd, "x");
    assert!((0..10).all(|_| race.find().is_some()), "the largest figures overflow nothing");
}

#[test]
fn a_hundred_of_the_largest_miners_still_have_the_wanted_interval() {
    let miners = Contestant::named(&[u64::MAX; 100]);
    let race = Race::by_law(miners, FIXED, "largest");
    assert_eq!(race.mean_ms(), Some(600_000), "the difficulty {} is cut", race.difficulty());
}

#[test]
fn real_hashes_race_by_the_same_law() {
    // 10 hashes a second, 60 seconds: some 600 hashes a block.
    let pace = Pace { interval_ms: 60_000, window_blocks: 100, follows: false };
    let mut race = Race::by_hashing(Contestant::named(&[4, 3, 2, 1]), pace, "work");
    assert!((600 - race.difficulty() as i64).abs() < 2, "{}", race.difficulty());
    let (intervals, wins) = run(&mut race, 2_000);
    assert_shares(&race, &wins);
    let mean = intervals.mean_ms().unwrap() as f64;
    assert!((mean - 60_000.0).abs() < 4.0 * 60_000.0 / 2_000_f64.sqrt(), "{mean}");
}
