//! Measurements: what a check costs, and how that grows.

pub mod block_verification;
pub mod growth_model;
#[cfg(feature = "wallet")]
pub mod input_cost;
pub mod ledger_growth;
pub mod signed_bytes_model;
