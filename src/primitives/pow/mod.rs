//! Proof of work: how hard a block was to find, in the forms in which Bitcoin writes it down.
//!
//! The header's four bytes ([`CompactTarget`]) stand for a 256-bit number ([`Target`]) that the
//! block's hash may not exceed. The smaller the target, the more hashes it takes ([`Work`]); the
//! chain with the most work wins. Difficulty is the ratio to the easiest mainnet target, for people
//! to read. All of it is integers, as in Core's `pow.cpp` and `arith_uint256`.

mod compact;
mod target;
mod u256;

pub use compact::{CompactTarget, Expanded};
pub use target::{Target, TargetError, Work, check_proof_of_work};
pub use u256::U256;
