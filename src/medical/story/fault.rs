//! Why a story cannot be told on: a fault of the story, since what is refused on purpose is part of it.

use thiserror::Error;

use crate::medical::chain::BlockError;
use crate::medical::client::ClientError;
use crate::medical::cloud::CloudError;
use crate::medical::world::WorldError;

/// Why a story cannot be told on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoryFault {
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
