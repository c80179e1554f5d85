//! Wallets: keys from a few words, the choice of coins, payments built and signed, alone or jointly.
//!
//! A [`Wallet`] is words and how far its addresses are used; it knows no chain and does no I/O. The
//! one who has a chain hands it coins, and a payment is made in three steps:
//!
//! 1. [`Wallet::spendable`] picks the wallet's own out of any coins.
//! 2. [`build()`] chooses among them ([`Strategy`]) and writes an [`UnsignedPayment`]: payees,
//!    change, and a fee by size. [`consolidate`] makes one coin of all instead.
//! 3. [`Wallet::sign`] signs it and checks that every coin opens.
//!
//! Where several must sign, a [`JointPayment`] takes the place of the third step: it is a file that
//! goes round. Scripts of one's own are unlocked by a template ([`custom`]).
//!
//! Everything can be watched: [`derive_model::DeriveModel`], [`coin_selection::SelectionModel`],
//! [`payment_model::PaymentModel`] and [`joint_model::JointModel`] are machines that run the very same
//! functions, a step at a time.
//!
//! ```
//! use blockstep::hash::Txid;
//! use blockstep::ledger::Coin;
//! use blockstep::primitives::{Network, OutPoint, TxOut};
//! use blockstep::wallet::{
//!     AddressKind, Branch, ChangeTo, FeeRate, Payee, PaymentRequest, Strategy, Wallet, build,
//! };
//!
//! # fn main() -> Result<(), blockstep::wallet::WalletError> {
//! let mut alice = Wallet::of_party("Alice", Network::Regtest);
//! let mut bob = Wallet::of_party("Bob", Network::Regtest);
//!
//! // A coin that a chain has for Alice.
//! let address = alice.fresh(AddressKind::P2wpkh, Branch::Receive)?;
//! assert!(address.text(Network::Regtest).starts_with("bcrt1q"));
//! let output = TxOut { value: 100_000, script_pubkey: address.lock.script_pubkey() };
//! let coin = Coin { output, height: 1, coinbase: false };
//! let outpoint = OutPoint { txid: Txid([1; 32]), vout: 0 };
//!
//! // She pays Bob, and takes the change to a fresh address.
//! let coins = alice.spendable([(&outpoint, &coin)])?;
//! let to_bob = bob.fresh(AddressKind::P2tr, Branch::Receive)?;
//! let change = alice.fresh(AddressKind::P2wpkh, Branch::Change)?;
//! let request = PaymentRequest {
//!     payees: vec![Payee { script_pubkey: to_bob.lock.script_pubkey(), amount: 60_000 }],
//!     fee_rate: FeeRate::new(2)?,
//!     strategy: Strategy::BranchAndBound,
//!     change: ChangeTo::Lock(change.lock),
//!     lock_time: 0,
//! };
//! let payment = build(&request, &coins)?;
//! assert_eq!(payment.fee, 2 * payment.virtual_size as i64);
//! let tx = alice.sign(&payment)?;
//! assert_eq!(tx.outputs[1].value, 40_000 - payment.fee);
//! # Ok(())
//! # }
//! ```

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
pub mod joint_model;
mod keyring;
pub mod keys;
pub mod lock;
mod malleability_form;
pub mod malleability_model;
pub mod mnemonic;
pub mod path;
pub mod payment_model;
mod payment_panes;
pub mod sign;
pub mod size;
pub mod ways;
pub mod ways_model;

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
