//! The things on the wire: transactions, blocks, and what is computed from their bytes alone.

pub mod amount;
pub mod script_buf;
pub mod transaction;

pub use script_buf::ScriptBuf;
pub use transaction::{OutPoint, Transaction, TxIn, TxOut, Witness};
