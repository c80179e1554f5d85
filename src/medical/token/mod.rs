//! Tokens: outputs on the same kind of ledger as Bitcoin's, with assets beside amounts.
//!
//! Medical data are valuable, and a chain can pay in what each of its users wants (lecture slides
//! "Medical Blockchain: Tokens" I and II, "Rewards"). One [`Asset::Data`] token is minted for each episode of
//! care; it pays fees, and locked to a pool it votes. Rewards are other assets, which are redeemed. Coins,
//! scripts and their machine are those of [`crate::ledger`] and [`crate::script`]; what a signature
//! signs is wider, see [`checker`].

pub mod apply;
pub mod asset;
pub mod checker;
mod error;
pub mod facts;
pub mod ledger;
pub mod lock;
pub mod rate;
pub mod setting;
mod spend;
pub mod transaction;

pub use asset::{Asset, Role};
pub use error::TokenError;
pub use facts::{Episode, Facts};
pub use ledger::{Supply, TokenLedger};
pub use setting::TokenSetting;
pub use transaction::{Kind, TokenInput, TokenOutput, TokenTx};

#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;
