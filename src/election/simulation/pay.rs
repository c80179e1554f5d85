//! Pay: what each pool's blocks have earned is shared by the election's own [`payout`], and added to the
//! stakes.
//!
//! A delegate's own stake is locked to its pool, and has a share like any member's besides the commission.

use rayon::prelude::*;

use super::follow::Member;
use crate::election::payout::{Payout, payout};
use crate::election::{PoolNumber, Registry};

/// A delegate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Delegate {
    /// Of 1,000 slots it misses so many.
    pub missed_per_mille: u16,
    /// Units of its own, locked to its pool.
    pub own: u64,
}

/// What each pool has earned in the epoch under way: the reward for each block. Nobody here withholds a
/// secret or signs twice, for which the registry would pay nothing.
pub(super) fn earned(registry: &Registry) -> Vec<(PoolNumber, u64)> {
    let reward = registry.setting().block_reward;
    let slots = registry.slots().pools().filter(|(_, slots)| slots.produced > 0);
    slots.map(|(pool, slots)| (pool, u64::from(slots.produced).saturating_mul(reward))).collect()
}

/// Pays every pool in `earned`, which names a pool once at most. Pools are worked out on all cores,
/// and handed out in order.
pub(super) fn pay(
    registry: &Registry,
    earned: &[(PoolNumber, u64)],
    delegates: &mut [Delegate],
    members: &mut [Member],
) {
    let mut place: Vec<Option<usize>> = vec![None; delegates.len()];
    let mut stakes: Vec<Vec<u64>> = Vec::with_capacity(earned.len());
    for (at, (pool, _)) in earned.iter().enumerate() {
        let Some(delegate) = delegates.get(pool.index()) else { continue };
        place[pool.index()] = Some(at);
        stakes.push(vec![delegate.own]);
    }
    let place_of = |pool: PoolNumber| place.get(pool.index()).copied().flatten();
    for member in &*members {
        if let Some(list) = place_of(member.pool).and_then(|at| stakes.get_mut(at)) {
            list.push(member.stake);
        }
    }
    let share = |((pool, earned), stakes): (&(PoolNumber, u64), &Vec<u64>)| {
        let per_mille = registry.pool(*pool).map_or(0, |pool| pool.commission_per_mille);
        payout(*earned, per_mille, stakes)
    };
    let paid: Vec<Payout> = earned.par_iter().zip(&stakes).map(share).collect();
    let mut shares: Vec<_> = paid.iter().map(|paid| paid.members.iter()).collect();
    for ((pool, _), (paid, shares)) in earned.iter().zip(paid.iter().zip(&mut shares)) {
        if let Some(delegate) = delegates.get_mut(pool.index()) {
            delegate.own += paid.commission + shares.next().copied().unwrap_or(0);
        }
    }
    for member in members {
        if let Some(shares) = place_of(member.pool).and_then(|at| shares.get_mut(at)) {
            member.stake += shares.next().copied().unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::election::{Beacon, Setting};

    #[test]
    fn each_member_has_what_the_payout_of_his_pool_gives() {
        let mut registry =
            Registry::new(Setting { smallest_bond: 0, ..Setting::default() }, Beacon::default());
        for (name, commission) in [("a", 100), ("b", 0), ("c", 0)] {
            registry.open(name, name.as_bytes(), commission, 0).unwrap();
        }
        let mut delegates = [3, 0, 9].map(|own| Delegate { missed_per_mille: 0, own });
        let mut members = [(0, 1), (1, 5), (0, 4), (2, 7), (1, 5)]
            .map(|(pool, stake)| Member { stake, pool: PoolNumber(pool) });
        pay(&registry, &[(PoolNumber(0), 100), (PoolNumber(1), 7)], &mut delegates, &mut members);
        // Pool 0: 10 for the delegate, and 90 over 3, 1, 4: 33.75, 11.25, 45. Pool 1: 7 over 0, 5, 5.
        assert_eq!(delegates.map(|delegate| delegate.own), [3 + 10 + 34, 0, 9]);
        assert_eq!(members.map(|member| member.stake), [1 + 11, 5 + 4, 4 + 45, 7, 5 + 3]);
    }
}
