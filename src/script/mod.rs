//! Bitcoin Script: what locks a coin, and what unlocks it.

mod error;
mod flags;
pub mod instruction;
pub mod number;
pub mod op;

pub use error::ScriptError;
pub use flags::Flags;
