//! The chain: which blocks there are, how they hang together, and which of them count.
//!
//! [`ChainParams`] says what tells one network from another. A [`ChainStore`] keeps blocks, coins and
//! the tip; the database that survives a power cut is one, and [`MemoryStore`] is another. A [`Chain`]
//! takes in blocks in any order. A [`Mempool`] holds what waits for the next one, and a
//! [`BlockTemplate`] is that block before its proof of work.

pub mod block_packing;
pub mod choice;
pub mod difficulty;
pub mod example;
pub mod fee_estimate;
pub mod fork_model;
pub mod fork_news;
mod fork_panes;
mod fork_words;
pub mod mempool;
pub mod params;
pub mod plain_miner;
pub mod retarget_model;
mod retarget_panes;
pub mod spent;
pub mod spv;
pub mod spv_model;
mod spv_panes;
pub mod state;
mod store;
pub mod template;
pub mod template_model;
mod template_panes;
pub mod tree;
pub mod tree_view;

pub use mempool::{FeeRate, Mempool, MempoolError, MempoolPolicy, NextBlock};
pub use params::{ChainParams, Deployments, MAX_FACTOR, PowParams, SubsidyParams};
pub use plain_miner::mine;
pub use state::{Accepted, Arrival, Chain, ChainFailure, Rejection, TipChange};
pub use store::{ChainStore, Change, MemoryStore, StoreFailure, StoredBlock};
pub use template::{BlockRequest, BlockTemplate};
