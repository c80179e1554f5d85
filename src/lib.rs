//! blockstep teaches how Bitcoin works by letting a student step through its real bytes,
//! forwards and backwards.
//!
//! Everything here is a deterministic machine over real bytes: a script, a ledger scan, a block
//! check. Each machine is written once, fast enough to be used in earnest, and the very same
//! machine is what a student steps through. The folder tree is the architecture; ARCHITECTURE.md
//! names the layers and `tests/tidy.rs` holds their direction.

pub mod bench;
pub mod catalog;
pub mod chain;
#[cfg(feature = "cli")]
pub mod cli;
pub mod election;
pub mod encode;
pub mod exercise;
pub mod hash;
pub mod json;
#[cfg(feature = "cli")]
pub mod lab;
pub mod ledger;
#[cfg(feature = "cli")]
pub mod lesson;
#[cfg(feature = "medical")]
pub mod medical;
pub mod mining;
pub mod primitives;
pub mod rng;
pub mod rules;
pub mod script;
pub mod spelling;
pub mod store;
pub mod trace;
#[cfg(feature = "cli")]
pub mod tui;
#[cfg(feature = "wallet")]
pub mod wallet;
