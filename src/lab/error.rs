//! Why something could not be done in the lab.

use crate::chain::{ChainFailure, MempoolError};
use crate::primitives::CompactTarget;
use crate::wallet::WalletError;

/// Why something could not be done, as a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum LabError {
    /// The chain's store failed.
    #[error(transparent)]
    Chain(#[from] ChainFailure),
    /// The wallet could not do it.
    #[error(transparent)]
    Wallet(#[from] WalletError),
    /// The mempool refused the transaction.
    #[error("the mempool refuses the transaction ({}): {error}", .error.reject())]
    Mempool { error: MempoolError },
    /// Nobody has this name.
    #[error("there is no wallet {name:?}; {}", known_names(.known))]
    NoWallet { name: String, known: Vec<String> },
    /// The name is taken.
    #[error("there is a wallet {name:?} already; choose another name")]
    WalletExists { name: String },
    /// A name that would not do for a file.
    #[error("{name:?} cannot be the name of a wallet: use letters, digits, - and _, at most 40")]
    BadName { name: String },
    /// No block has this name.
    #[error(
        "there is no block {name:?}: give a height, the beginning of a hash (6 digits or more), or `tip`"
    )]
    NoBlock { name: String },
    /// Several blocks have this name.
    #[error("{count} blocks have a hash that begins with {name:?}: give more digits")]
    ManyBlocks { name: String, count: usize },
    /// Not an output of the chain.
    #[error(
        "{text:?} is no output of this chain: write the beginning of a transaction's id (6 digits or more), a colon and the output's number, such as 3fa9c1:0"
    )]
    NoCoin { text: String },
    /// Not an amount.
    #[error(
        "{text:?} is no amount: write bitcoin such as 2.5, with at most 8 digits after the point"
    )]
    BadAmount { text: String },
    /// Not an address of this network, nor a wallet.
    #[error("{text:?} is neither a wallet here nor an address of this network: {reason}")]
    BadRecipient { text: String, reason: String },
    /// Nothing to spend.
    #[error(
        "{name} has no coin to spend: {unripe} bitcoin are too young and {waiting} wait in the mempool; mine a block to {name} and let {maturity} blocks follow"
    )]
    NothingToSpend { name: String, unripe: String, waiting: String, maturity: u32 },
    /// No proof of work was found.
    #[error(
        "no block was found in {hashes} hashes: the target of {bits} is too hard for that; allow more with --max-hashes"
    )]
    NotMined { bits: CompactTarget, hashes: u64 },
    /// The search was stopped.
    #[error("the search was stopped after {hashes} hashes")]
    MiningStopped { hashes: u64 },
    /// Nobody to pay jointly with.
    #[error(
        "a joint payment needs two wallets or more: name them with a comma between, such as Alice,Bob"
    )]
    AloneJointly,
    /// Not a deed.
    #[error("{text:?} is not understood: {expected}")]
    BadDeed { text: String, expected: String },
    /// Nothing was refused yet.
    #[error("no block has been refused here yet; `forge` makes one that will be")]
    NothingRefused,
    /// There is nothing to forge with.
    #[error("to forge this, {needs}")]
    CannotForge { needs: String },
}

impl LabError {
    /// Whether it only ends a search that found so many blocks: what was found stays found.
    pub(super) fn ends_the_search(&self, found: usize) -> bool {
        match self {
            LabError::MiningStopped { .. } => true,
            LabError::NotMined { .. } => found > 0,
            _ => false,
        }
    }
}

impl From<MempoolError> for LabError {
    fn from(error: MempoolError) -> LabError {
        LabError::Mempool { error }
    }
}

fn known_names(names: &[String]) -> String {
    match names {
        [] => "make one with `wallet new NAME`".into(),
        names => format!("there are {}", names.join(", ")),
    }
}
