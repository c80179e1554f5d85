//! Bitcoin Script: what locks a coin, and what unlocks it.

pub mod instruction;
pub mod number;
pub mod op;
