//! The rules of blocks, in Core's order, each check named after what it needs.
//!
//! 1. [`check_block`] needs nothing but the block.
//! 2. [`contextual_check_block_header`] and [`contextual_check_block`] need the chain before it, handed
//!    in as a [`HeaderContext`] and a [`BlockContext`].
//! 3. [`Connecting`] needs the coins, and [`ScriptChecks`] runs the scripts, on all cores.
//!
//! A chain runs them one after the other; a student steps through the very same lists.

pub mod check;
mod connect;
mod context;
pub mod contextual;
mod error;
pub mod header;
mod indexed;
pub mod scripts;

pub use check::{BlockProof, check_block};
pub use connect::{Connected, Connecting, UndoMismatch, disconnect_block, disconnect_transaction};
pub use context::{BlockContext, HeaderContext, WindowStart};
pub use contextual::contextual_check_block;
pub use error::BlockError;
pub(crate) use error::lock_says;
pub use header::{check_block_header, contextual_check_block_header};
pub use indexed::IndexedBlock;
pub use scripts::{ScriptCache, ScriptChecks};
