//! Records on the chain: who released, stored, shared and read what (lecture slides "Medical Blockchain
//! Transactions": Release, Storage I and II, Sharing).
//!
//! The chain holds metadata: hash pointers and signatures, public keys, and keys that are sealed to one
//! reader. A statement ([`action::Action`]) is signed by its author ([`crate::medical::signed`]), judged in
//! two parts ([`prove`]: signatures and pairings, on all cores; [`apply`]: all that depends on what came
//! before) and then part of the [`state`], which answers who may read what ([`explorer`]) and who did
//! ([`audit`]).

pub mod action;
mod action_bytes;
pub mod apply;
pub mod audit;
pub mod consortium;
mod emergency;
pub mod error;
pub mod explorer;
pub mod prove;
mod sharing;
pub mod state;

pub use action::{Action, Basis, DataTx};
pub use consortium::{Certificate, Consortium, RootSignature};
pub use error::DataError;
pub use state::{DataSetting, DataState};

#[cfg(test)]
mod tests;
