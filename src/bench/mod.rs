//! Measurements: how the cost of a check grows.

pub mod ledger_growth;
