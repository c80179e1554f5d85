//! Where data rest: files written whole or not at all, and the database under a chain.

#[cfg(feature = "store")]
mod chain_db;
mod file;
#[cfg(feature = "store")]
mod open_error;

#[cfg(feature = "store")]
pub use chain_db::ChainDb;
pub use file::write_atomically;
#[cfg(feature = "store")]
pub use open_error::OpenError;
