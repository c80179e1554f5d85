//! The law of the lottery, written out: the chance of every committee that few pools can form.
//!
//! Which pool is drawn next depends only on which have left the urn, not on their order, so that it is
//! enough to go through the sets of pools: `P(S + i) += P(S) * stake(i) / (all - stake(S))`. Seats drawn
//! without replacement are not proportional to stake beyond the first, and here one can read by how
//! much. Chances are floats, to about 15 digits; they are shown, and decide nothing.

use serde::Serialize;

use super::SimulationFault;
use super::fault::within;
use crate::election::PoolNumber;
use crate::election::measures::ratio;

/// The most pools whose committees are written out.
pub const MOST_POOLS_ENUMERATED: usize = 8;

/// Pools that sit together, and the chance that they do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Committee {
    /// By number, whatever the order in which they were drawn.
    pub pools: Vec<PoolNumber>,
    /// From 0 to 1.
    pub chance: f64,
}

/// Every committee of `seats` seats that a lottery among at most eight pools with these `stakes` can
/// draw. Where fewer pools have stake, all of those sit.
pub fn committees(stakes: &[u64], seats: usize) -> Result<Vec<Committee>, SimulationFault> {
    within("pools to write out", stakes.len() as u64, 1, MOST_POOLS_ENUMERATED as u64)?;
    let seats = drawn_seats(stakes, seats)?;
    let stake_in = |set: usize| -> u128 {
        let inside = stakes.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
        inside.map(|(_, stake)| u128::from(*stake)).sum()
    };
    let sets = 1_usize << stakes.len();
    let mut chances = vec![0.0; sets];
    chances[0] = 1.0;
    let mut found = Vec::new();
    // A set is a number, one bit for each pool; what it grows into is a larger number.
    for set in 0..sets {
        let chance = chances[set];
        let pools = (0..).zip(stakes).filter(|(at, _)| set >> at & 1 == 1);
        let pools: Vec<PoolNumber> = pools.map(|(at, _)| PoolNumber(at)).collect();
        if chance <= 0.0 || pools.len() > seats {
            continue;
        }
        if pools.len() == seats {
            found.push(Committee { pools, chance });
            continue;
        }
        let left = stake_in(sets - 1) - stake_in(set);
        for (at, stake) in stakes.iter().enumerate().filter(|(at, _)| set >> at & 1 == 0) {
            chances[set | 1 << at] += chance * ratio(u128::from(*stake), left);
        }
    }
    Ok(found)
}

/// The part of the seats that each of `pools` pools can expect.
pub fn seat_shares(committees: &[Committee], pools: usize) -> Vec<f64> {
    let mut shares = vec![0.0; pools];
    for committee in committees {
        let part = committee.chance * ratio(1, committee.pools.len() as u128);
        for pool in &committee.pools {
            if let Some(share) = shares.get_mut(pool.index()) {
                *share += part;
            }
        }
    }
    shares
}

/// The seats that a lottery fills: no more than there are pools with stake. Refuses stakes of nothing or
/// of 2^63 units or more.
pub(super) fn drawn_seats(stakes: &[u64], seats: usize) -> Result<usize, SimulationFault> {
    within("seats", seats as u64, 1, 10_000)?;
    let sum: u128 = stakes.iter().map(|stake| u128::from(*stake)).sum();
    if sum >= 1 << 63 {
        let units = stakes.iter().copied().max().unwrap_or(0);
        return Err(SimulationFault::TooMuchStake { units });
    }
    match stakes.iter().filter(|stake| **stake > 0).count() {
        0 => Err(SimulationFault::NoStake { pools: stakes.len() }),
        with_stake => Ok(seats.min(with_stake)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The law as one would say it: one draw after another, in every order.
    fn in_order(
        stakes: &[u64],
        seats: usize,
        drawn: &mut Vec<usize>,
        chance: f64,
        sums: &mut [f64],
    ) {
        if drawn.len() == seats {
            drawn.iter().for_each(|at| sums[*at] += chance / seats as f64);
            return;
        }
        let free: Vec<usize> = (0..stakes.len()).filter(|at| !drawn.contains(at)).collect();
        let left: u64 = free.iter().map(|at| stakes[*at]).sum();
        for at in free {
            drawn.push(at);
            in_order(stakes, seats, drawn, chance * stakes[at] as f64 / left as f64, sums);
            drawn.pop();
        }
    }

    #[test]
    fn fifty_twenty_ten() {
        let stakes = [50, 20, 10, 10, 10];
        let law = committees(&stakes, 3).unwrap();
        assert_eq!(law.len(), 10, "5 over 3");
        let shares = seat_shares(&law, 5);
        let rounded: Vec<f64> =
            shares.iter().map(|share| (share * 100.0).round() / 100.0).collect();
        assert_eq!(rounded, [0.31, 0.24, 0.15, 0.15, 0.15]);
    }

    #[test]
    fn sets_and_orders_give_the_same_law() {
        for (stakes, seats) in [
            (vec![50, 20, 10, 10, 10], 3),
            (vec![40, 25, 15, 10, 5, 3, 1, 1], 5),
            (vec![1, 1, 1, 1, 1, 1, 1, 1], 4),
            (vec![7], 1),
        ] {
            let law = committees(&stakes, seats).unwrap();
            let all: f64 = law.iter().map(|committee| committee.chance).sum();
            assert!((all - 1.0).abs() < 1e-12, "{all}");
            let mut sums = vec![0.0; stakes.len()];
            in_order(&stakes, seats, &mut Vec::new(), 1.0, &mut sums);
            for (set, order) in seat_shares(&law, stakes.len()).iter().zip(&sums) {
                assert!((set - order).abs() < 1e-12, "{set} and {order}");
            }
        }
    }

    #[test]
    fn without_stake_no_seat() {
        let law = committees(&[5, 0, 5], 3).unwrap();
        assert_eq!(law.len(), 1);
        assert_eq!(law[0].pools, [PoolNumber(0), PoolNumber(2)]);
        assert!((law[0].chance - 1.0).abs() < 1e-15);
        assert_eq!(committees(&[0, 0], 1), Err(SimulationFault::NoStake { pools: 2 }));
        assert!(committees(&[1; 9], 2).unwrap_err().to_string().contains("9 is out of range"));
        assert!(committees(&[1 << 62, 1 << 62], 1).is_err());
    }
}
