//! Walks through transactions: their bytes, and the checks on them.

use super::data::{early, early_block};
use super::source::bytes_walk;
use super::{CatalogError, Scenario, Subject};
use crate::encode::Encode;
use crate::primitives::bytes_model::Form;
use crate::trace::Stepper;

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        id: "genesis-coinbase-bytes",
        subject: Subject::Transactions,
        title: "The first transaction's bytes",
        about: "The only transaction of block 0, field by field: no input but a newspaper headline, \
                and 50 bitcoin that nobody can ever spend.",
        next: Some("first-payment-bytes"),
        open: genesis_coinbase_bytes,
    },
    Scenario {
        id: "first-payment-bytes",
        subject: Subject::Transactions,
        title: "The first payment's bytes",
        about: "Block 170, 12 January 2009: 10 of 50 bitcoin change hands, 40 come back as change. \
                Which bytes say so?",
        next: Some("cut-off-bytes"),
        open: first_payment_bytes,
    },
    Scenario {
        id: "cut-off-bytes",
        subject: Subject::Transactions,
        title: "A transaction that was cut off",
        about: "The first payment without its last three bytes: where a reader notices, and what it \
                says.",
        next: Some("first-payment-checks"),
        open: cut_off_bytes,
    },
];

fn genesis_coinbase_bytes() -> Result<Box<dyn Stepper>, CatalogError> {
    let hex = transaction_hex(early::BLOCK_0, 0)?;
    bytes_walk("The transaction of block 0", Form::Transaction, &hex)
}

fn first_payment_bytes() -> Result<Box<dyn Stepper>, CatalogError> {
    let hex = transaction_hex(early::BLOCK_170, 1)?;
    bytes_walk("The first payment (block 170)", Form::Transaction, &hex)
}

fn cut_off_bytes() -> Result<Box<dyn Stepper>, CatalogError> {
    let hex = transaction_hex(early::BLOCK_170, 1)?;
    let cut = hex.get(..hex.len() - 6).unwrap_or_default();
    bytes_walk("The first payment, cut off", Form::Transaction, cut)
}

/// The bytes of transaction `index` of a block in the box.
fn transaction_hex(block: &str, index: usize) -> Result<String, CatalogError> {
    let view = early_block(block)?;
    let count = view.block().transactions.len();
    let tx = view.block().transactions.get(index);
    let tx = tx.ok_or(CatalogError::NoSuchTransaction { index, count })?;
    Ok(hex::encode(tx.to_bytes()))
}
