//! What each party does with its keys: make records, store them, share them, read them.
//!
//! Everything here happens on the parties' own machines. What they say goes onto the chain as statements; what
//! is too large or too secret for it goes to the cloud, or sealed from one to the other.

mod context;
mod error;
pub mod institution;
pub mod member;
pub mod patient;
pub mod purse;
pub mod reader;

pub use error::ClientError;
pub use institution::Institution;
pub use patient::Patient;
pub use reader::{Opened, open_emergency, open_shared};

#[cfg(test)]
mod tests;
