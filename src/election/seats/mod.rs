//! Who sits: two rules that turn stake into seats.
//!
//! [`ranked`] gives the seats to the pools with most stake; [`lottery`] draws them one after another,
//! each with a chance in proportion to the stake of those not yet drawn. Under both a pool has one
//! seat at most, and none without stake.

pub mod lottery;
pub mod ranked;

use serde::Serialize;

use super::PoolNumber;

/// A seat, and how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// Who has it.
    pub pool: PoolNumber,
    /// The stake behind it.
    pub stake: u64,
    /// The draw, where there was one.
    pub draw: Option<Draw>,
}

/// One draw of the lottery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Draw {
    /// Units of stake that were still in the urn.
    pub of: u64,
    /// The unit that was drawn, from 0.
    pub ticket: u64,
    /// The first unit of the pool that was drawn; its stake says how many follow.
    pub from: u64,
}
