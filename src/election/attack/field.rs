//! What the attacks have in common: pools, elections, and epochs that go by.

use crate::election::randomness::Commitment;
use crate::election::registry::EpochEnd;
use crate::election::stake::Vote;
use crate::election::{
    Beacon, Election, ElectionError, PoolNumber, Registry, Setting, Tally, elect,
};
use crate::hash::{sha256, tagged_hash};
use crate::rng::Rng;

/// The commission of every pool in the attacks, in thousandths.
pub(super) const COMMISSION: u16 = 50;

const NAMES: [&str; 14] = [
    "Linden", "Harbour", "Meadow", "Mill", "Station", "Castle", "Bridge", "Orchard", "Market",
    "River", "Tower", "Garden", "Forest", "Quarry",
];

/// What the pool at this place is called.
pub(super) fn pool_name(at: usize) -> String {
    NAMES.get(at).map_or_else(|| format!("Pool {at}"), |name| (*name).to_owned())
}

/// The stream of chance for one attack.
pub(super) fn rng(seed: &str, attack: &str) -> Rng {
    Rng::from_text(&format!("blockstep attack {attack} {seed}"))
}

/// Randomness number `number` of one attack.
pub(super) fn beacon(seed: &str, attack: &str, number: u32) -> Beacon {
    let parts = [attack.as_bytes(), &[0], seed.as_bytes(), &[0], &number.to_le_bytes()];
    Beacon(tagged_hash("blockstep/election/attack", &parts))
}

/// Stakes of `pools` pools, each from `low` to `low + spread - 1` units.
pub(super) fn stakes(rng: &mut Rng, pools: usize, low: u64, spread: u64) -> Vec<u64> {
    (0..pools).map(|_| low + rng.below(spread)).collect()
}

/// The tally in which the pools have these stakes.
pub(super) fn tally(stakes: &[u64]) -> Tally {
    let votes =
        (0..).map(PoolNumber).zip(stakes).map(|(pool, amount)| Vote { pool, amount: *amount });
    // Some millions of units in all, so that the sum fits.
    Tally::count(stakes.len(), votes).unwrap_or_default()
}

/// The election in which all may sit.
pub(super) fn election(setting: &Setting, stakes: &[u64], beacon: Beacon) -> Election {
    elect(setting, 1, &tally(stakes), |_| true, beacon)
}

/// How many seats the pools from number `first` on have.
pub(super) fn seats_from(election: &Election, first: usize) -> usize {
    election.seats.iter().filter(|seat| seat.pool.index() >= first).count()
}

/// `units` in `parts` parts as even as can be, the larger ones first.
pub(super) fn split(units: u64, parts: u64) -> Vec<u64> {
    let parts = parts.max(1);
    (0..parts).map(|at| units / parts + u64::from(at < units % parts)).collect()
}

/// The stakes of others, and after them `units` split over `parts` pools.
pub(super) fn with_split(others: &[u64], units: u64, parts: u64) -> Vec<u64> {
    others.iter().copied().chain(split(units, parts)).collect()
}

/// The number of pools over which `units` are best split evenly, and the seats that they then have.
/// Between equals the fewest pools.
pub(super) fn best_split(
    setting: &Setting,
    others: &[u64],
    units: u64,
    beacon: Beacon,
) -> (u64, usize) {
    let mut best = (1, 0);
    for parts in 1..=u64::from(setting.seats) {
        let found = election(setting, &with_split(others, units, parts), beacon);
        let held = seats_from(&found, others.len());
        if held > best.1 {
            best = (parts, held);
        }
    }
    best
}

/// The fewest units that take `seats` seats by the ranked rule, over as many pools of equal stake. Ties
/// go as this beacon decides them.
pub(super) fn price_of_seats(
    setting: &Setting,
    others: &[u64],
    seats: usize,
    beacon: Beacon,
) -> u64 {
    let parts = seats as u64;
    let enough = |each: u64| {
        let found = election(setting, &with_split(others, each * parts, parts), beacon);
        seats_from(&found, others.len()) >= seats
    };
    let most = others.iter().copied().max().unwrap_or(0) + 1;
    smallest(most, enough) * parts
}

/// The smallest number up to `most` for which `enough` holds, given that it holds for all above it.
pub(super) fn smallest(most: u64, enough: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// A registry with `pools` pools, in epoch 1, elected from `tally`.
pub(super) fn registry(setting: Setting, pools: usize, tally: &Tally, beacon: Beacon) -> Registry {
    let key = |name: &str| sha256(name.as_bytes()).to_vec();
    // Names and keys are all different, bonds are what is asked for: nothing here can be refused.
    registry_with(setting, pools, tally, beacon, key)
        .unwrap_or_else(|_| Registry::new(setting, beacon))
}

/// The same with keys of one's own.
pub(super) fn registry_with(
    setting: Setting,
    pools: usize,
    tally: &Tally,
    beacon: Beacon,
    key: impl Fn(&str) -> Vec<u8>,
) -> Result<Registry, ElectionError> {
    let mut registry = Registry::new(setting, beacon);
    for at in 0..pools {
        let name = pool_name(at);
        registry.open(&name, &key(&name), COMMISSION, setting.smallest_bond)?;
    }
    registry.next_epoch(tally);
    Ok(registry)
}

/// An epoch in which all who sit commit to their secrets and reveal them, and the slots go by as in
/// [`slots`].
pub(super) fn epoch(
    registry: &mut Registry,
    tally: &Tally,
    there: impl FnMut(PoolNumber) -> bool,
) -> EpochEnd {
    commit(registry, |_| true);
    reveal(registry, |_| true);
    slots(registry, tally, there)
}

/// Those who sit, and whom `takes_part` names, commit to their secrets.
pub(super) fn commit(registry: &mut Registry, takes_part: impl Fn(PoolNumber) -> bool) {
    let epoch = registry.epoch();
    for pool in sitting(registry).into_iter().filter(|pool| takes_part(*pool)) {
        // Who is expelled is refused, and has no say.
        let _ = registry.commit(pool, Commitment::to(pool, epoch, &secret(pool)));
    }
    registry.begin_reveals();
}

/// Those who have committed, and whom `takes_part` names, reveal.
pub(super) fn reveal(registry: &mut Registry, takes_part: impl Fn(PoolNumber) -> bool) {
    for pool in sitting(registry).into_iter().filter(|pool| takes_part(*pool)) {
        // Who has not committed is refused.
        let _ = registry.reveal(pool, secret(pool));
    }
}

fn sitting(registry: &Registry) -> Vec<PoolNumber> {
    registry.election().sitting().collect()
}

fn secret(pool: PoolNumber) -> [u8; 32] {
    tagged_hash("blockstep/election/attack/secret", &[&pool.0.to_le_bytes()])
}

/// Lets the slots of the epoch go by, in each of which `there` says whether the delegate makes its
/// block, and begins the next epoch.
pub(super) fn slots(
    registry: &mut Registry,
    tally: &Tally,
    mut there: impl FnMut(PoolNumber) -> bool,
) -> EpochEnd {
    for pool in registry.election().schedule.clone() {
        let produced = there(pool);
        registry.slot(pool, produced);
    }
    registry.next_epoch(tally)
}

/// What a pool has earned in an epoch.
pub(super) fn earned(end: &EpochEnd, pool: PoolNumber) -> u64 {
    end.earned.iter().filter(|(earner, _)| *earner == pool).map(|(_, units)| units).sum()
}
