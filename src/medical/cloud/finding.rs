//! What an answer of the cloud is, found by comparing its hash with the pointers on the chain.

use serde::Serialize;

use super::node::Reply;
use crate::medical::data::DataState;
use crate::medical::data::action::CloudPointer;

/// What an answer turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// What was asked for.
    Good,
    /// Nothing: the node has lost it.
    Lost,
    /// No answer: the node is gone.
    Gone,
    /// Bytes that no pointer on the chain is the hash of.
    Altered,
    /// Another record, by a pointer on the chain.
    Swapped,
    /// An older ciphertext of the same record, which was replaced.
    Stale,
}

/// What a node answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Which node.
    pub node: String,
    /// What it was.
    pub finding: Finding,
}

/// Judges a reply to the question for `pointer`.
pub fn judge(state: &DataState, pointer: &CloudPointer, reply: &Reply) -> Finding {
    let bytes = match reply {
        Reply::Nothing => return Finding::Lost,
        Reply::Silence => return Finding::Gone,
        Reply::Bytes(bytes) => bytes,
    };
    let found = CloudPointer::to(bytes);
    if found == *pointer {
        return Finding::Good;
    }
    let of = |wanted: &CloudPointer| {
        let mut storages = state.storages().values();
        storages.find(|storage| storage.pointer == *wanted).map(|storage| storage.release)
    };
    match (of(&found), of(pointer)) {
        (None, _) => Finding::Altered,
        (found, wanted) if found == wanted => Finding::Stale,
        _ => Finding::Swapped,
    }
}

impl Finding {
    /// In a sentence: how it shows.
    pub fn told(self) -> &'static str {
        match self {
            Finding::Good => "its hash is the pointer on the chain",
            Finding::Lost => "the node has nothing under this pointer",
            Finding::Gone => "the node does not answer",
            Finding::Altered => "its hash is no pointer on the chain: the bytes were changed",
            Finding::Swapped => "its hash is the pointer of another record",
            Finding::Stale => "its hash is the pointer that was replaced: an old version",
        }
    }
}
