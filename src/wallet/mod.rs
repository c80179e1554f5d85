//! Wallets: keys from a few words, the choice of coins, payments built and signed.

pub mod address_kind;
pub mod bip32;
pub mod book;
pub mod build;
pub mod coin_selection;
pub mod custom;
pub mod derive_model;
mod error;
mod file;
pub mod joint;
mod joint_file;
mod keyring;
pub mod keys;
pub mod lock;
pub mod mnemonic;
pub mod path;
pub mod payment_model;
mod payment_panes;
pub mod sign;
pub mod size;

pub use address_kind::{AddressKind, Branch};
pub use bip32::ExtendedKey;
pub use book::{Book, Origin, Owned};
pub use build::{
    ChangeTo, Payee, PaymentRequest, SpendableCoin, UnsignedPayment, build, consolidate,
};
pub use coin_selection::Strategy;
pub use error::WalletError;
pub use joint::{JointInput, JointPayment};
pub use keyring::KeyRing;
pub use keys::Wallet;
pub use lock::{KeyBytes, Lock};
pub use mnemonic::Mnemonic;
pub use path::{ChildNumber, DerivationPath};
pub use size::FeeRate;
