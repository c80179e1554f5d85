//! Who owns what: the rules of transactions, and four ledgers that settle the same question.
//!
//! [`AccountReplay`] and [`AccountTable`] record payments between accounts, [`TransactionScan`] and
//! [`UtxoSet`] transactions that spend outputs. All four are a [`Ledger`]: they check a [`Payment`]
//! step by step and count what they look at. [`check_transaction()`] and [`check_tx_inputs()`] are
//! Bitcoin Core's rules.

mod account;
pub mod bip54;
pub mod block;
pub mod block_model;
mod block_panes;
mod check;
pub mod check_transaction;
pub mod check_tx_inputs;
mod coin;
mod coin_view;
pub mod connect_model;
mod connect_panes;
mod draft;
mod error;
pub mod generated;
pub mod lecture;
pub mod ledger_model;
pub mod lineage_model;
mod lineage_panes;
pub mod lock_time;
mod names;
mod owners;
mod party;
mod payment;
mod scan;
mod scrooge;
pub mod signet;
pub mod sigops;
mod spend;
mod transaction_checks;
pub mod transaction_model;
mod transaction_panes;
mod undo;
mod utxo;
pub mod utxo_model;

pub use account::{AccountReplay, AccountState, AccountTable};
pub use block::BlockError;
pub use check::{Check, Ledger, LedgerKind, Scripts, Step, check_block};
pub use check_transaction::check_transaction;
pub use check_tx_inputs::{COINBASE_MATURITY, check_tx_inputs};
pub use coin::{Coin, Coins};
pub use coin_view::{CoinView, apply_changes};
pub use draft::{Draft, Paying, Spend};
pub use error::{EntryError, LedgerError, TxError};
pub use names::Names;
pub use owners::Owners;
pub use party::Party;
pub use payment::{Account, Entry, Payer, Payment, Receiver};
pub use scan::TransactionScan;
pub use scrooge::{Finding, Holds, scrooge};
pub use spend::is_unspendable;
pub use undo::BlockUndo;
pub use utxo::UtxoSet;

#[cfg(test)]
mod tests;
