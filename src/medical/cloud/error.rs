//! Why the cloud hands nothing out.

use thiserror::Error;

use crate::hash::Txid;
use crate::rules::{Rule, cloud as rules};

/// Why the cloud hands nothing out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CloudError {
    /// No trace.
    #[error(
        "{access} is no line of the access log: first the fetch stands on the chain, then the bytes go out"
    )]
    NoTrace {
        /// What was shown.
        access: Txid,
    },
    /// A trace that could go away.
    #[error(
        "the fetch {access} stands at height {height}, and only blocks up to {final_height} are final: wait until nobody can take it back"
    )]
    TraceNotFinal {
        /// What was shown.
        access: Txid,
        /// Its block.
        height: u32,
        /// The last final one.
        final_height: u32,
    },
}

impl CloudError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            CloudError::NoTrace { .. } | CloudError::TraceNotFinal { .. } => &rules::TRACE_FIRST,
        }
    }
}
