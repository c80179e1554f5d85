//! The things on the wire: transactions, blocks, and what is computed from their bytes alone.

pub mod address;
pub mod amount;
pub mod block;
pub mod bytes_document;
pub mod bytes_field;
pub mod bytes_model;
pub mod merkle;
pub mod merkle_model;
pub mod network;
pub mod pow;
pub mod script_buf;
pub mod transaction;
pub mod witness_commitment;

pub use address::Address;
pub use block::{Block, BlockHeader};
pub use network::Network;
pub use pow::CompactTarget;
pub use script_buf::ScriptBuf;
pub use transaction::{OutPoint, Transaction, TxIn, TxOut, Witness};
