//! Walks through transactions: their bytes, and the checks on them.

use super::{Scenario, Subject};
use crate::encode::decode_hex;
use crate::primitives::bytes_model::{BytesModel, Form};
use crate::trace::Trace;

use super::CatalogError;
use crate::trace::Stepper;

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[Scenario {
    id: "genesis-coinbase-bytes",
    subject: Subject::Transactions,
    title: "The first transaction's bytes",
    about: "The only transaction of block 0, field by field: no input but a newspaper headline, and \
            50 bitcoin that nobody can ever spend.",
    next: None,
    open: genesis_coinbase_bytes,
}];

/// The transaction of block 0 (3 January 2009), a public fact.
pub const GENESIS_COINBASE: &str = "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000";

fn genesis_coinbase_bytes() -> Result<Box<dyn Stepper>, CatalogError> {
    let bytes = decode_hex(GENESIS_COINBASE)
        .map_err(|error| CatalogError::Unreadable { what: "transaction", error })?;
    let model = BytesModel::new("The transaction of block 0", Form::Transaction, bytes);
    Ok(Box::new(Trace::new(model)))
}
