//! Why a step of an election is refused.

use thiserror::Error;

use super::PoolNumber;
use crate::rules::{Rule, election as rules};

/// Why a step of an election is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ElectionError {
    /// No pool has this number.
    #[error("there is no {pool}; {pools} are open, counted from 0")]
    NoSuchPool {
        /// The number.
        pool: PoolNumber,
        /// How many there are.
        pools: usize,
    },
    /// A name that another pool has.
    #[error("another pool is called {name:?} already: choose another name")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// A key that another pool's delegate has.
    #[error("the delegate of {pool} has this key already: a delegate has one pool")]
    DelegateTaken {
        /// Whose delegate it is.
        pool: PoolNumber,
    },
    /// Too little to lose.
    #[error("a bond of {bond} is too small: a delegate stands to lose {smallest} at least")]
    BondTooSmall {
        /// Units offered.
        bond: u64,
        /// Units asked for.
        smallest: u64,
    },
    /// More than everything.
    #[error(
        "a commission of {per_mille} per mille is more than all that there is: 1000 is the most"
    )]
    CommissionTooHigh {
        /// What was asked.
        per_mille: u16,
    },
    /// The pool is expelled or closed.
    #[error("{pool} is {standing}, and takes no further part")]
    NoPart {
        /// The pool.
        pool: PoolNumber,
        /// `expelled` or `closed`.
        standing: &'static str,
    },
    /// Only who sits may help to make the next randomness.
    #[error("{pool} has no seat in this epoch, and only those who sit make the next randomness")]
    NoSeat {
        /// The pool.
        pool: PoolNumber,
    },
    /// Secrets are out already.
    #[error("{pool} commits too late: secrets are being revealed already")]
    CommitTooLate {
        /// The pool.
        pool: PoolNumber,
    },
    /// One secret for each epoch.
    #[error("{pool} has committed to a secret in this epoch already, and cannot change it")]
    CommittedTwice {
        /// The pool.
        pool: PoolNumber,
    },
    /// While others may still commit.
    #[error("{pool} reveals too early: while others may still commit, a secret stays secret")]
    RevealTooEarly {
        /// The pool.
        pool: PoolNumber,
    },
    /// No commitment.
    #[error("{pool} has committed to nothing in this epoch, so that there is nothing to reveal")]
    NothingCommitted {
        /// The pool.
        pool: PoolNumber,
    },
    /// Another secret.
    #[error(
        "{pool} committed to {committed}, and this secret hashes to {found}: reveal the secret that was committed to"
    )]
    RevealDoesNotMatch {
        /// The pool.
        pool: PoolNumber,
        /// What it committed to, in hexadecimal.
        committed: String,
        /// What the secret gives.
        found: String,
    },
    /// Again.
    #[error("{pool} has revealed its secret already")]
    RevealedTwice {
        /// The pool.
        pool: PoolNumber,
    },
    /// One header shown twice.
    #[error(
        "both headers are one and the same, {header}: two different ones are needed to prove double signing"
    )]
    SameHeader {
        /// Its digest, in hexadecimal.
        header: String,
    },
    /// Nobody's signature.
    #[error(
        "header {header} is not signed by the delegate of {pool}: it proves nothing against it"
    )]
    NotSigned {
        /// The pool.
        pool: PoolNumber,
        /// The header's digest, in hexadecimal.
        header: String,
    },
}

impl ElectionError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        use ElectionError as E;
        match self {
            E::NoSuchPool { .. } | E::NameTaken { .. } | E::DelegateTaken { .. } => {
                &rules::POOL_NUMBER
            }
            E::BondTooSmall { .. } => &rules::BOND,
            E::CommissionTooHigh { .. } => &rules::COMMISSION_NOTICE,
            E::NoPart { .. } => &rules::STANDING,
            E::NoSeat { .. } | E::CommitTooLate { .. } | E::CommittedTwice { .. } => &rules::COMMIT,
            E::RevealTooEarly { .. }
            | E::NothingCommitted { .. }
            | E::RevealDoesNotMatch { .. }
            | E::RevealedTwice { .. } => &rules::REVEAL,
            E::SameHeader { .. } | E::NotSigned { .. } => &rules::DOUBLE_SIGNING,
        }
    }
}
