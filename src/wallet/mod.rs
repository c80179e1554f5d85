//! Wallets: keys from a few words, the choice of coins, payments built and signed.

pub mod bip32;
mod error;
pub mod mnemonic;
pub mod path;

pub use bip32::ExtendedKey;
pub use error::WalletError;
pub use mnemonic::Mnemonic;
pub use path::{ChildNumber, DerivationPath};
