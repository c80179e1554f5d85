//! Why a chain's database could not be opened.

use std::path::{Path, PathBuf};

/// Why a chain's database could not be opened or made. No rule of Bitcoin was broken.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("there is no chain at {}; `blockstep chain new` makes one", .path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is one already.
    #[error("there is a chain at {} already; name another folder with --chain", .path.display())]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// Another version of this program wrote it.
    #[error("the chain at {} is of form {found:?}, which this blockstep does not read; import its blocks into a new chain", .path.display())]
    OtherFormat {
        /// Where.
        path: PathBuf,
        /// What the file says.
        found: String,
    },
    /// The database says no.
    #[error("the chain at {} cannot be opened: {reason}", .path.display())]
    Failed {
        /// Where.
        path: PathBuf,
        /// What the system or the database said.
        reason: String,
    },
}

impl OpenError {
    /// The database said no.
    pub(super) fn new(path: &Path, error: impl std::fmt::Display) -> OpenError {
        OpenError::Failed { path: path.to_path_buf(), reason: error.to_string() }
    }
}
