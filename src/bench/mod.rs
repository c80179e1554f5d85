//! Measurements: what a check costs, and how that grows.

pub mod block_verification;
pub mod growth_model;
pub mod ledger_growth;
