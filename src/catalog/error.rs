//! Why a walk could not begin or be repeated.

use crate::encode::DecodeError;
use crate::script::asm::AsmError;
use crate::trace::ActError;

use super::saved::SAVED_VERSION;

/// Why a walk could not begin or be repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// No scenario has this id.
    #[error("there is no scenario {id:?}; the nearest is {nearest:?} (`blockstep step` lists all)")]
    UnknownScenario {
        /// What was asked for.
        id: String,
        /// The id that looks most like it.
        nearest: &'static str,
    },
    /// No candidate of the lecture's ledger has this id.
    #[error("there is no payment {id:?} to check; `blockstep ledger scan` lists all")]
    UnknownCandidate {
        /// What was asked for.
        id: String,
    },
    /// The bytes could not be read.
    #[error("the {what} cannot be read: {error}")]
    Unreadable {
        /// What the bytes were said to be.
        what: &'static str,
        /// What is wrong with them.
        error: DecodeError,
    },
    /// The block has no such transaction.
    #[error("there is no transaction {index}: the block has {count}, counted from 0")]
    NoSuchTransaction {
        /// What was asked for.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// The transaction has no such input.
    #[error("there is no input {input}: the transaction has {count}, counted from 0")]
    NoSuchInput {
        /// What was asked for.
        input: usize,
        /// How many there are.
        count: usize,
    },
    /// The coin that an input spends was not given.
    #[error(
        "the coin that input {input} spends is not known: give its value and its script_pubkey"
    )]
    UnknownCoin {
        /// Which input.
        input: usize,
    },
    /// An example could not be made: a fault of this program.
    #[error("the example could not be made: {reason}")]
    Unmade {
        /// Why.
        reason: String,
    },
    /// The text of a script cannot be read.
    #[error("the script cannot be read: {error}")]
    UnreadableScript {
        /// What is wrong with it.
        error: AsmError,
    },
    /// A block of our own found no proof of work.
    #[error("none of {tries} nonces gives the block its proof of work")]
    NoProofOfWork {
        /// How many were tried.
        tries: u64,
    },
    /// A payment of our own could not be made.
    #[cfg(feature = "wallet")]
    #[error("{0}")]
    Wallet(#[from] crate::wallet::WalletError),
    /// No verification flag has this name.
    #[error("there is no verification flag {name:?}; Core's names are like P2SH or NULLDUMMY")]
    UnknownFlag {
        /// What was given.
        name: String,
    },
    /// The text is no saved trace.
    #[error(
        "this is not a saved trace: {reason}; `blockstep step SCENARIO --save FILE` writes one"
    )]
    NotASavedTrace {
        /// What is wrong with it.
        reason: String,
    },
    /// The saved trace is of another version.
    #[error("this trace was saved in form {found}; this blockstep reads form {SAVED_VERSION}")]
    OtherVersion {
        /// The version in the file.
        found: u32,
    },
    /// A saved action cannot be taken any more.
    #[error("the saved trace cannot be repeated beyond step {step}: {error}")]
    CannotRepeat {
        /// The number of steps that could be taken.
        step: usize,
        /// Why the next could not.
        error: ActError,
    },
}
