//! Why a story cannot be told on: a fault of the story, since what is refused on purpose is part of it.

use thiserror::Error;

use crate::medical::chain::BlockError;
use crate::medical::client::ClientError;
use crate::medical::cloud::CloudError;
use crate::medical::world::WorldError;

/// Why a story cannot be told on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoryError {
    /// A transaction that should have passed.
    #[error("\"{title}\" was refused: {error}")]
    Refused {
        /// What was to happen.
        title: String,
        /// Why it did not.
        error: WorldError,
    },
    /// A block that should have passed.
    #[error(transparent)]
    Block(#[from] BlockError<WorldError>),
    /// Something on a party's own machine.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The cloud.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// Something that should have been refused.
    #[error("\"{title}\" should have been refused, and was not")]
    Passed {
        /// What was tried.
        title: String,
    },
    /// Something that is not there.
    #[error("the story has no {what}")]
    Missing {
        /// What.
        what: &'static str,
    },
}

impl StoryError {
    /// The rule that was broken, where it is one of the chain's.
    pub fn rule(&self) -> &'static crate::rules::Rule {
        match self {
            StoryError::Refused { error, .. } => error.rule(),
            StoryError::Client(error) => error.rule(),
            StoryError::Cloud(error) => error.rule(),
            StoryError::Block(BlockError::Block(fault)) => fault.rule(),
            StoryError::Block(BlockError::Transaction { error, .. }) => error.rule(),
            StoryError::Passed { .. } | StoryError::Missing { .. } => {
                &crate::rules::medical_data::STATEMENT_SIGNED
            }
        }
    }
}
