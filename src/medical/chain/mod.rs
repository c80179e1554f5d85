//! Blocks of the medical chain: who makes them, when they are valid, and when they are final.
//!
//! A block's transactions are arranged by a Merkle tree (lecture slide "Medical Blockchain: Block
//! Structure"); its producer is the one whom the schedule names for its slot, and signs it. Seats endorse
//! blocks by signing their ids. A block that more than two thirds of the seats have endorsed, or
//! endorsed a block after it, is *final*: it is never taken back. Below that there is no finality, and the
//! branch with most endorsements is followed.
//!
//! What a transaction is, and what it does, is not decided here: that is a [`Body`]'s.

pub mod block;
pub mod body;
mod error;
pub mod evidence;
pub mod header;
mod in_order;
pub mod tree;
pub mod validate;
pub mod validation_model;
mod validation_panes;
pub mod vote;

pub use block::Block;
pub use body::Body;
pub use error::{BlockError, BlockFault};
pub use evidence::Evidence;
pub use header::{Header, SignedHeader};
pub use tree::{Event, Tree};
pub use validate::{BlockCheck, check_block};
pub use vote::Endorsement;

#[cfg(test)]
mod mutation_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod toy;
#[cfg(test)]
mod tree_tests;
