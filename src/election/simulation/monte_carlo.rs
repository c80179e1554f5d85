//! One lottery drawn many times, on all cores: which part of the seats does a part of the stake win?
//!
//! Each draw is the election's own lottery, with a beacon that follows from the seed and the number of
//! the draw, and what is added up are whole numbers; so the result is the same however many threads
//! there are. Intervals are those of the normal approximation, 1.96 standard errors to each side.

use rayon::prelude::*;
use serde::Serialize;

use super::SimulationFault;
use super::committee::{MOST_POOLS_ENUMERATED, committees, drawn_seats, seat_shares};
use super::fault::within;
use crate::election::measures::ratio;
use crate::election::seats::lottery::lottery;
use crate::election::{Beacon, PoolNumber};
use crate::hash::tagged_hash;

/// Standard errors to each side of a 95 % interval.
const STANDARD_ERRORS: f64 = 1.96;

/// The fewest draws that are worth a task of their own.
const DRAWS_A_TASK: usize = 256;

/// Many draws of one lottery.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonteCarlo {
    /// How many.
    pub draws: u64,
    /// Seats that each draw filled.
    pub seats: usize,
    /// By number.
    pub pools: Vec<PoolDraws>,
}

/// How often a pool was drawn. Shares go from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PoolDraws {
    /// Which pool.
    pub pool: PoolNumber,
    /// The stake behind it.
    pub stake: u64,
    /// Draws in which it had a seat.
    pub seated: u64,
    /// Draws in which it had the first seat.
    pub first: u64,
    /// Its part of the stake.
    pub stake_share: f64,
    /// Its part of the seats, on average.
    pub seat_share: f64,
    /// The standard error of `seat_share`.
    pub standard_error: f64,
    /// Where the 95 % interval of `seat_share` begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Its part of the first seats.
    pub first_share: f64,
    /// The part of the seats that the law gives it, where there are eight pools or fewer.
    pub exact_seat_share: Option<f64>,
}

/// Draws `draws` lotteries, 1 to 100,000,000, of `seats` seats among pools with these `stakes`, 10,000
/// pools at most.
pub fn monte_carlo(
    stakes: &[u64],
    seats: usize,
    draws: u64,
    seed: &str,
) -> Result<MonteCarlo, SimulationFault> {
    within("draws", draws, 1, 100_000_000)?;
    within("pools", stakes.len() as u64, 1, 10_000)?;
    let seats = drawn_seats(stakes, seats)?;
    let exact = match stakes.len() <= MOST_POOLS_ENUMERATED {
        true => Some(seat_shares(&committees(stakes, seats)?, stakes.len())),
        false => None,
    };
    let counts = (0..draws.div_ceil(DRAWS_A_TASK as u64))
        .into_par_iter()
        .map(|task| {
            let from = task * DRAWS_A_TASK as u64;
            let numbers = from..draws.min(from + DRAWS_A_TASK as u64);
            counted(stakes, seats, numbers, seed)
        })
        .reduce(|| vec![(0, 0); stakes.len()], added);
    let total = stakes.iter().map(|stake| u128::from(*stake)).sum();
    let pools = (0..).map(PoolNumber).zip(stakes).zip(counts);
    let pools = pools.map(|((pool, stake), (seated, first))| {
        let exact = exact.as_ref().and_then(|shares| shares.get(pool.index()).copied());
        let counted = PoolDraws::of(pool, seated, first, draws, seats);
        let stake_share = ratio(u128::from(*stake), total);
        PoolDraws { stake: *stake, stake_share, exact_seat_share: exact, ..counted }
    });
    Ok(MonteCarlo { draws, seats, pools: pools.collect() })
}

/// The draws `numbers`: how often each pool has a seat, and how often the first.
fn counted(
    stakes: &[u64],
    seats: usize,
    numbers: std::ops::Range<u64>,
    seed: &str,
) -> Vec<(u64, u64)> {
    let mut counts = vec![(0, 0); stakes.len()];
    for number in numbers {
        let parts = [seed.as_bytes(), &number.to_le_bytes()];
        let beacon = Beacon(tagged_hash("blockstep/election/simulation/draw", &parts));
        let candidates = (0..).map(PoolNumber).zip(stakes.iter().copied());
        for (at, seat) in lottery(candidates, seats, &beacon).iter().enumerate() {
            if let Some((seated, first)) = counts.get_mut(seat.pool.index()) {
                *seated += 1;
                *first += u64::from(at == 0);
            }
        }
    }
    counts
}

fn added(mut left: Vec<(u64, u64)>, right: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    for (sum, more) in left.iter_mut().zip(right) {
        *sum = (sum.0 + more.0, sum.1 + more.1);
    }
    left
}

impl PoolDraws {
    fn of(pool: PoolNumber, seated: u64, first: u64, draws: u64, seats: usize) -> PoolDraws {
        let chance = ratio(seated.into(), draws.into());
        // In each draw a pool has one seat or none: a share of one seat, or of nothing.
        let one = ratio(1, seats as u128);
        let standard_error = (chance * (1.0 - chance) * ratio(1, draws.into())).sqrt() * one;
        let seat_share = chance * one;
        PoolDraws {
            pool,
            stake: 0,
            seated,
            first,
            stake_share: 0.0,
            seat_share,
            standard_error,
            low: seat_share - STANDARD_ERRORS * standard_error,
            high: seat_share + STANDARD_ERRORS * standard_error,
            first_share: ratio(first.into(), draws.into()),
            exact_seat_share: None,
        }
    }
}

#[cfg(test)]
#[path = "monte_carlo_tests.rs"]
mod tests;
