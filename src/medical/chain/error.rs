//! Why a block, an endorsement or a proof of double signing is refused.

use thiserror::Error;

use crate::hash::{BlockHash, MerkleNode, Txid};
use crate::medical::identity::Identity;
use crate::rules::{Rule, medical_chain as rules};

/// Why a block or an endorsement is refused, whatever the transactions do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BlockFault {
    /// It hangs elsewhere.
    #[error("it is built on {found}, and the block before it is {wanted}")]
    OtherParent {
        /// What it says.
        found: BlockHash,
        /// What it was checked against.
        wanted: BlockHash,
    },
    /// A height that does not follow.
    #[error("it says height {found}, and after the block before it comes height {wanted}")]
    WrongHeight {
        /// What it says.
        found: u32,
        /// What follows.
        wanted: u32,
    },
    /// Not later.
    #[error("it says slot {found}, and the block before it has slot {before}: a block comes later")]
    SlotNotLater {
        /// What it says.
        found: u64,
        /// The slot of the block before.
        before: u64,
    },
    /// Nobody's turn.
    #[error("nobody has a seat for slot {slot}, so that there can be no block")]
    NobodysSlot {
        /// The slot.
        slot: u64,
    },
    /// Another's turn.
    #[error("slot {slot} is {wanted}'s, and the block is {found}'s")]
    NotItsTurn {
        /// The slot.
        slot: u64,
        /// Who made it.
        found: Identity,
        /// Whose turn it is.
        wanted: Identity,
    },
    /// No signature.
    #[error("its producer {producer} has not signed it for this chain")]
    NotSigned {
        /// Who should have.
        producer: Identity,
    },
    /// Too large.
    #[error("it has {bytes} bytes, and {limit} are the most")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// A transaction twice.
    #[error("transaction {txid} is in it twice")]
    Repeated {
        /// Which.
        txid: Txid,
    },
    /// Other transactions.
    #[error("its header has the root {found}, and its transactions have {wanted}")]
    WrongRoot {
        /// What the header says.
        found: MerkleNode,
        /// What follows.
        wanted: MerkleNode,
    },
    /// It hangs on nothing.
    #[error("the block before it, {previous}, is not known: ask for that first")]
    NoParent {
        /// What it is built on.
        previous: BlockHash,
    },
    /// Against what is final.
    #[error(
        "it contradicts the final block {finalized} at height {height}, which is never taken back"
    )]
    AgainstFinal {
        /// The final block.
        finalized: BlockHash,
        /// Its height.
        height: u32,
    },
    /// Seen before.
    #[error("block {block} is known already")]
    Known {
        /// Which.
        block: BlockHash,
    },
    /// An endorsement of nothing.
    #[error("an endorsement of block {block}, which is not known")]
    EndorsesNothing {
        /// Which.
        block: BlockHash,
    },
    /// An endorsement by somebody.
    #[error("{signer} has no seat at block {block}, and does not endorse it")]
    NoSeat {
        /// Who.
        signer: Identity,
        /// What.
        block: BlockHash,
    },
    /// An endorsement that is not signed.
    #[error("{signer} has not signed this endorsement of block {block} for this chain")]
    EndorsementNotSigned {
        /// Who should have.
        signer: Identity,
        /// What.
        block: BlockHash,
    },
    /// An endorsement twice.
    #[error("{signer} has endorsed block {block} already")]
    EndorsedTwice {
        /// Who.
        signer: Identity,
        /// What.
        block: BlockHash,
    },
    /// No two headers.
    #[error(
        "the two headers are of different slots or producers: {first} and {second} prove nothing together"
    )]
    NotOneSlot {
        /// One.
        first: BlockHash,
        /// The other.
        second: BlockHash,
    },
    /// One header.
    #[error("both headers are {header}: two different ones are needed")]
    SameHeader {
        /// Its id.
        header: BlockHash,
    },
}

impl BlockFault {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        use BlockFault as F;
        match self {
            F::OtherParent { .. } | F::WrongHeight { .. } | F::NoParent { .. } => {
                &rules::BLOCK_FOLLOWS
            }
            F::SlotNotLater { .. } => &rules::BLOCK_SLOT,
            F::NobodysSlot { .. } | F::NotItsTurn { .. } => &rules::BLOCK_PRODUCER,
            F::NotSigned { .. } => &rules::BLOCK_SIGNATURE,
            F::TooLarge { .. } => &rules::BLOCK_SIZE,
            F::Repeated { .. } | F::WrongRoot { .. } => &rules::BLOCK_ROOT,
            F::AgainstFinal { .. } => &rules::FINALITY,
            F::Known { .. } | F::EndorsedTwice { .. } => &rules::SEEN_ONCE,
            F::EndorsesNothing { .. } | F::NoSeat { .. } | F::EndorsementNotSigned { .. } => {
                &rules::ENDORSEMENT
            }
            F::NotOneSlot { .. } | F::SameHeader { .. } => &rules::TWO_HEADERS,
        }
    }
}

/// Why a block is refused: for what it is, or for what a transaction of it does.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BlockError<E> {
    /// For what it is.
    #[error("the block is refused: {0}")]
    Block(BlockFault),
    /// For a transaction.
    #[error("the block is refused, since its transaction {index} is: {error}")]
    Transaction {
        /// Which, from 0.
        index: usize,
        /// Why.
        error: E,
    },
}

impl<E> From<BlockFault> for BlockError<E> {
    fn from(fault: BlockFault) -> BlockError<E> {
        BlockError::Block(fault)
    }
}
