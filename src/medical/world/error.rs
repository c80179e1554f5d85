//! Why a transaction of the chain is refused.

use thiserror::Error;

use crate::election::verify::Difference;
use crate::election::{ElectionError, PoolNumber};
use crate::hash::Txid;
use crate::medical::chain::BlockFault;
use crate::medical::data::DataError;
use crate::medical::identity::Identity;
use crate::medical::token::TokenError;
use crate::rules::{Rule, election, medical_data, token};

/// Why a transaction of the chain is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WorldError {
    /// It stands there already.
    #[error(
        "transaction {txid} stands on the chain already, at height {height}: nothing counts twice"
    )]
    Replayed {
        /// Which.
        txid: Txid,
        /// Where.
        height: u32,
    },
    /// For what it says about records.
    #[error(transparent)]
    Data(#[from] DataError),
    /// For what it does to tokens.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// For what it says about pools.
    #[error(transparent)]
    Pool(#[from] PoolError),
}

/// Why a statement about pools is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PoolError {
    /// No signature.
    #[error("{author} has not signed this for this chain")]
    NotSigned {
        /// Who should have.
        author: Identity,
    },
    /// No pool.
    #[error("{author} is no pool's delegate")]
    NoDelegate {
        /// Who.
        author: Identity,
    },
    /// No bond.
    #[error("output {vout} of {txid} is no unspent bond of data tokens of whoever opens the pool")]
    NoBond {
        /// The transaction.
        txid: Txid,
        /// Which output.
        vout: u32,
    },
    /// A bond twice.
    #[error("output {vout} of {txid} is another pool's bond already")]
    BondInUse {
        /// The transaction.
        txid: Txid,
        /// Which output.
        vout: u32,
    },
    /// No proof.
    #[error("the two headers prove nothing: {0}")]
    NoProof(BlockFault),
    /// A proof twice.
    #[error("that the delegate of {pool} signed twice is proven already")]
    ProvenTwice {
        /// Whose.
        pool: PoolNumber,
    },
    /// Another election.
    #[error("this is not the election that follows from the chain: {0}")]
    Differs(Difference),
    /// An election twice.
    #[error("the election of epoch {epoch} is published already")]
    PublishedTwice {
        /// Which.
        epoch: u32,
    },
    /// For the election's own reasons.
    #[error(transparent)]
    Election(#[from] ElectionError),
}

impl WorldError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            WorldError::Replayed { .. } => &medical_data::STATEMENT_SIGNED,
            WorldError::Data(error) => error.rule(),
            WorldError::Token(error) => error.rule(),
            WorldError::Pool(error) => error.rule(),
        }
    }
}

impl PoolError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            PoolError::NotSigned { .. } => &medical_data::STATEMENT_SIGNED,
            PoolError::NoDelegate { .. } => &election::POOL_NUMBER,
            PoolError::NoBond { .. } => &election::BOND,
            PoolError::BondInUse { .. } => &token::BOND_AT_STAKE,
            PoolError::NoProof(fault) => fault.rule(),
            PoolError::ProvenTwice { .. } => &election::DOUBLE_SIGNING,
            PoolError::Differs(_) | PoolError::PublishedTwice { .. } => {
                &election::STAKE_FROM_OUTPUTS
            }
            PoolError::Election(error) => error.rule(),
        }
    }
}
