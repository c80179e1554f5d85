//! Measurements: what a check costs, and how that grows.

pub mod block_verification;
#[cfg(feature = "cli")]
pub mod contender;
pub mod growth_model;
#[cfg(feature = "wallet")]
pub mod input_cost;
#[cfg(feature = "cli")]
pub mod kernel_check;
pub mod ledger_growth;
#[cfg(feature = "cli")]
pub mod limit;
#[cfg(feature = "cli")]
pub mod live_miner;
#[cfg(feature = "cli")]
pub mod machine;
#[cfg(feature = "cli")]
pub mod mining;
#[cfg(feature = "cli")]
pub mod pinning;
pub mod signed_bytes_model;
#[cfg(feature = "cli")]
pub mod thread_clock;
