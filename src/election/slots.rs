//! Slots: who made a block, and who missed too many.
//!
//! A slot whose delegate is absent stays empty, and the next one follows; nobody stands in. A pool
//! that misses more than a limit in one epoch sits out for some epochs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PoolNumber;

/// What became of the slots of one epoch, pool by pool.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SlotCount {
    counts: BTreeMap<PoolNumber, Slots>,
}

/// One pool's slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Slots {
    /// With a block.
    pub produced: u32,
    /// Without.
    pub missed: u32,
}

impl SlotCount {
    /// Counts a slot.
    pub fn count(&mut self, pool: PoolNumber, produced: bool) {
        let slots = self.counts.entry(pool).or_default();
        match produced {
            true => slots.produced += 1,
            false => slots.missed += 1,
        }
    }

    /// One pool's slots.
    pub fn of(&self, pool: PoolNumber) -> Slots {
        self.counts.get(&pool).copied().unwrap_or_default()
    }

    /// All pools that had a slot, by number.
    pub fn pools(&self) -> impl Iterator<Item = (PoolNumber, Slots)> {
        self.counts.iter().map(|(pool, slots)| (*pool, *slots))
    }

    /// The pools that missed more than `limit` slots.
    pub fn absent(&self, limit: u32) -> impl Iterator<Item = PoolNumber> {
        self.pools().filter(move |(_, slots)| slots.missed > limit).map(|(pool, _)| pool)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_limit_is_too_many() {
        let mut slots = SlotCount::default();
        for (pool, produced) in [(1, true), (1, false), (1, false), (2, false), (2, false)] {
            slots.count(PoolNumber(pool), produced);
        }
        slots.count(PoolNumber(2), false);
        assert_eq!(slots.of(PoolNumber(1)), Slots { produced: 1, missed: 2 });
        assert_eq!(slots.absent(2).collect::<Vec<_>>(), [PoolNumber(2)]);
        assert_eq!(slots.absent(3).count(), 0);
        assert_eq!(slots.of(PoolNumber(9)), Slots::default());
    }
}
