//! Proof of work: how hard a block was to find, in the forms in which Bitcoin writes it down.

mod compact;

pub use compact::CompactTarget;
