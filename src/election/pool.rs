//! Pools: what owners lock their stake to, and the delegates that pools name.

use serde::{Deserialize, Serialize};

/// A pool's number: pools are counted from 0 in the order in which they were opened.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct PoolNumber(pub u32);

impl PoolNumber {
    /// As an index into lists of pools.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl std::fmt::Display for PoolNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "pool {}", self.0)
    }
}

/// Whether a pool may have a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may.
    Good,
    /// It missed too many slots, and may again from an epoch on.
    SuspendedUntil {
        /// The first epoch in which it may.
        epoch: u32,
    },
    /// Its delegate signed two blocks for one slot: never again.
    Expelled,
    /// Its delegate has closed it.
    Closed,
}

/// A pool as all know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pool {
    /// What people call it.
    pub name: String,
    /// The delegate's public key, as whoever checks signatures reads it.
    #[serde(serialize_with = "hex::serde::serialize")]
    pub delegate: Vec<u8>,
    /// What the delegate keeps of each 1,000 units earned.
    pub commission_per_mille: u16,
    /// A commission that is announced, and the epoch from which it holds.
    pub announced: Option<(u32, u16)>,
    /// What the delegate loses for signing twice.
    pub bond: u64,
    /// Whether it may have a seat.
    pub standing: Standing,
    /// What its delegate has done.
    pub history: History,
}

/// What a delegate has done in all epochs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct History {
    /// Epochs with a seat.
    pub seated: u32,
    /// Slots in which a block was made.
    pub produced: u64,
    /// Slots that stayed empty.
    pub missed: u64,
    /// Epochs with a seat in which no secret was revealed.
    pub withheld: u32,
}

impl Pool {
    /// Whether it may have a seat in `epoch`.
    pub fn may_sit(&self, epoch: u32) -> bool {
        match self.standing {
            Standing::Good => true,
            Standing::SuspendedUntil { epoch: from } => epoch >= from,
            Standing::Expelled | Standing::Closed => false,
        }
    }
}
