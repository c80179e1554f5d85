//! What an election costs as the number of stake outputs grows, beside one pass that only sums them:
//! `cargo bench --bench elections [ROUNDS]`. Both lines of a row are measured in turns in one run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use blockstep::election::stake::Vote;
use blockstep::election::{Beacon, PoolNumber, SeatRule, Setting, Tally, elect};
use blockstep::rng::Rng;

const POOLS: usize = 10_000;

fn main() {
    let rounds: usize = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(15);
    println!("{POOLS} pools, 101 seats by lottery; the fastest of {rounds} rounds in turns");
    println!(
        "{:>10}  {:>12}  {:>12}  {:>6}  {:>14}",
        "outputs", "sum", "election", "ratio", "ns an output"
    );
    for outputs in [10_000, 100_000, 1_000_000] {
        row(outputs, rounds);
    }
}

fn row(outputs: usize, rounds: usize) {
    let mut rng = Rng::from_text("elections");
    let votes: Vec<Vote> = (0..outputs)
        .map(|_| {
            let pool = PoolNumber(rng.below(POOLS as u64) as u32);
            Vote { pool, amount: 1 + rng.below(1_000) }
        })
        .collect();
    let setting = Setting { rule: SeatRule::Lottery, seats: 101, slots: 404, ..Setting::default() };
    let (mut sums, mut elections) = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        sums = sums.min(timed(|| black_box(&votes).iter().map(|vote| vote.amount).sum::<u64>()));
        elections = elections.min(timed(|| {
            let tally = Tally::count(POOLS, black_box(&votes).iter().copied());
            let tally = tally.expect("the sum is below 2^64");
            elect(&setting, 1, &tally, |_| true, Beacon([7; 32])).seats.len()
        }));
    }
    println!(
        "{outputs:>10}  {:>9.3} ms  {:>9.3} ms  {:>6.2}  {:>14.2}",
        sums.as_secs_f64() * 1e3,
        elections.as_secs_f64() * 1e3,
        elections.as_secs_f64() / sums.as_secs_f64(),
        elections.as_secs_f64() * 1e9 / outputs as f64
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}
