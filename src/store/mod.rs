//! Where data rest: files written whole or not at all, and the database under a chain.

mod block_file;
#[cfg(feature = "store")]
mod chain_db;
#[cfg(feature = "store")]
mod event_log;
mod file;
#[cfg(feature = "store")]
mod open_error;

pub use block_file::{BlockFileFault, BlockReader, Found, dat_record};
#[cfg(feature = "store")]
pub use chain_db::ChainDb;
#[cfg(feature = "store")]
pub use event_log::EventLog;
pub use file::write_atomically;
#[cfg(feature = "store")]
pub use open_error::OpenError;
