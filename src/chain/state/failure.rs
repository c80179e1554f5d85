//! What can go wrong with a chain that is not the blocks' fault.

use crate::chain::store::StoreFailure;
use crate::hash::BlockHash;

/// The chain cannot go on. No rule of Bitcoin was broken.
#[derive(Debug, thiserror::Error)]
pub enum ChainFailure {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreFailure),
    /// The database lacks something that it must have.
    #[error(
        "the chain's database is damaged: the {what} of {hash} is missing; import the blocks into a new chain"
    )]
    Missing {
        /// What is missing.
        what: &'static str,
        /// Of which block.
        hash: BlockHash,
    },
    /// The database holds a block that leads nowhere.
    #[error(
        "the chain's database is damaged, or of another network: {hash} does not lead back to the genesis block"
    )]
    Unrooted {
        /// The block.
        hash: BlockHash,
    },
    /// The undo data are not those of the block.
    #[error(
        "the chain's database is damaged: the undo data of {hash} are not those of its transactions; import the blocks into a new chain"
    )]
    Undo {
        /// The block.
        hash: BlockHash,
    },
    /// The genesis block cannot be invalid.
    #[error("the genesis block is valid by decree: choose a block after it")]
    Genesis,
}
