//! Bitcoin Script: what locks a coin, and what unlocks it.

pub mod asm;
pub mod cache;
pub mod checker;
pub mod der;
mod error;
mod error_rule;
mod error_text;
mod flags;
pub mod instruction;
pub mod interpreter;
pub mod number;
pub mod op;
pub mod opcode;
pub mod sighash;
mod spend_failure;
mod spend_lock;
pub mod spend_model;
mod spend_names;
mod spend_panes;
mod spend_words;
pub mod standard;
pub mod taproot;
pub mod twin;
pub mod verify;
mod witness;
pub mod witness_program;

pub use error::ScriptError;
pub use flags::Flags;
pub use sighash::TxContext;
pub use verify::{verify_spend, verify_spend_with};
