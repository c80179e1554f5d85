//! Where data rest: files written whole or not at all.

mod file;

pub use file::write_atomically;
