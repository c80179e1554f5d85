//! Two measures of who should have a say: the tokens that are locked to a pool, and the records that those who
//! locked them own. Tokens can be sold and records cannot, so that the two can drift apart.

use std::collections::BTreeMap;

use serde::Serialize;

use super::World;
use crate::election::payout::payout;
use crate::election::seats::ranked::ranked;
use crate::election::{Beacon, PoolNumber};
use crate::medical::identity::Identity;
use crate::medical::token::lock::owner_hash;

/// A pool by both measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// The pool.
    pub pool: PoolNumber,
    /// Its name.
    pub name: String,
    /// Tokens that are locked to it now.
    pub tokens: u64,
    /// Records of those who locked them, in thousandths: whoever votes for two pools is divided.
    pub milli_records: u64,
    /// Its rank by tokens, from 1; none for a pool that may not sit, or has none.
    pub rank_by_tokens: Option<usize>,
    /// Its rank by records.
    pub rank_by_records: Option<usize>,
}

/// All pools by both measures, as they stand now.
pub fn two_measures(world: &World) -> Vec<Measured> {
    let owners: BTreeMap<[u8; 20], Identity> =
        world.data().roles().map(|(who, _)| (owner_hash(&who), who)).collect();
    let mut locked: BTreeMap<[u8; 20], BTreeMap<PoolNumber, u64>> = BTreeMap::new();
    for (lock, coin) in world.tokens().votes() {
        let pools = locked.entry(lock.owner).or_default();
        *pools.entry(PoolNumber(lock.pool)).or_default() += coin.output.amount;
    }
    let (mut tokens, mut records) = (BTreeMap::new(), BTreeMap::new());
    for (owner, pools) in &locked {
        let owned = owners.get(owner).map_or(0, |who| world.data().records_of(who) as u64);
        let amounts: Vec<u64> = pools.values().copied().collect();
        let parts = payout(owned * 1_000, 0, &amounts).members;
        for ((pool, amount), part) in pools.iter().zip(parts) {
            *tokens.entry(*pool).or_default() += amount;
            *records.entry(*pool).or_default() += part;
        }
    }
    let (by_tokens, by_records) = (ranks(world, &tokens), ranks(world, &records));
    let all = (0..).map(PoolNumber).zip(world.registry().pools());
    all.map(|(number, pool)| Measured {
        pool: number,
        name: pool.name.clone(),
        tokens: tokens.get(&number).copied().unwrap_or(0),
        milli_records: records.get(&number).copied().unwrap_or(0),
        rank_by_tokens: by_tokens.iter().position(|seated| *seated == number).map(|at| at + 1),
        rank_by_records: by_records.iter().position(|seated| *seated == number).map(|at| at + 1),
    })
    .collect()
}

/// The pools that may sit, by one measure, the first one first.
fn ranks(world: &World, stakes: &BTreeMap<PoolNumber, u64>) -> Vec<PoolNumber> {
    let registry = world.registry();
    let epoch = registry.epoch().saturating_add(1);
    let may_sit =
        |number: &PoolNumber| registry.pool(*number).is_ok_and(|pool| pool.may_sit(epoch));
    let candidates = stakes.iter().map(|(pool, stake)| (*pool, *stake));
    let candidates = candidates.filter(|(pool, stake)| *stake > 0 && may_sit(pool));
    let beacon = Beacon(world.setting().beacon);
    let seats = ranked(candidates, registry.pools().len(), &beacon);
    seats.into_iter().map(|seat| seat.pool).collect()
}
