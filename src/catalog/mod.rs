//! The catalog: every walk that blockstep offers, and the one module that knows every subject.
//!
//! A [`Scenario`] is a walk in the box; a [`Source`] is anything a walk can start from, a reader's own
//! bytes included; a [`SavedTrace`] is a source and the actions taken, which is all that it takes to
//! be at the same place again. Each subject registers its scenarios in a file of its own.

mod block_view;
mod blocks;
mod chains;
pub mod data;
mod elections;
mod error;
mod ledgers;
#[cfg(feature = "medical")]
mod medical;
mod mining;
mod payments;
mod saved;
mod scenario;
mod scripts;
mod source;
mod spv;
mod transactions;
#[cfg(feature = "wallet")]
mod ways;

pub use block_view::{BlockView, TransactionRow};
pub use error::CatalogError;
pub use saved::SavedTrace;
pub use scenario::{Scenario, Subject, find, scenarios};
pub use source::{Prevout, Source};

#[cfg(test)]
mod tests;
