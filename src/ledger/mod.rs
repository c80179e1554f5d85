//! Who owns what: the rules of transactions, and three ledgers that settle the same question.

pub mod check_transaction;
pub mod check_tx_inputs;
pub mod error;

pub use check_transaction::check_transaction;
pub use check_tx_inputs::{COINBASE_MATURITY, Coin, Coins, check_tx_inputs};
pub use error::TxError;
