//! What a phone can check without the blocks: simplified payment verification (Nakamoto 2008,
//! section 8).
//!
//! It keeps the headers alone. Whoever pays it hands over the transaction and a Merkle branch. The
//! headers show the work, the branch shows that the transaction is under it; that the transaction is
//! valid, nothing here shows.

use std::borrow::Cow;

use super::PowParams;
use super::difficulty::{HeaderChain, begins_window, next_bits};
use crate::hash::{BlockHash, MerkleNode};
use crate::ledger::block::{BlockError, check_block_header};
use crate::ledger::{TxError, bip54};
use crate::primitives::merkle::{Proof, parent};
use crate::primitives::{BlockHeader, Transaction};
use crate::rules::{Rule, block as block_rules, chain as rules};

/// Headers that follow one another, the first of which needs no check: the phone made it before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderRun {
    /// The height of the first.
    pub first_height: u32,
    /// The headers, by height.
    pub headers: Vec<BlockHeader>,
}

/// What a payer hands over: a transaction, and why it should be believed to be in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The whole transaction.
    pub transaction: Transaction,
    /// The height of the block that is said to hold it.
    pub height: u32,
    /// Its place in that block, and the hashes that lead to the root.
    pub branch: Proof,
}

/// Why a phone does not believe it.
#[allow(missing_docs, reason = "the messages say what the fields are")]
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpvError {
    /// A header that does not follow the one before it.
    #[error("header {height} names {found} as the block before it, and that is {expected}")]
    Unlinked { height: u32, found: BlockHash, expected: BlockHash },
    /// A header that breaks a rule by itself or in its place.
    #[error("header {height} does not count: {error}")]
    Header { height: u32, error: BlockError },
    /// The block that is named is none that the phone knows.
    #[error("the phone has no header of block {height}")]
    NoHeader { height: u32 },
    /// The transaction looks like an inner node.
    #[error(
        "the transaction has 64 bytes, as two hashes side by side have: it could be a node of the tree"
    )]
    InnerNode,
    /// Two different places hold one hash.
    #[error("at height {level} the branch repeats the hash that it is paired with")]
    Repeated { level: usize },
    /// The place lies outside a tree of this height.
    #[error("a tree of {levels} levels has no place {place}")]
    Place { place: usize, levels: usize },
    /// The climb ends elsewhere.
    #[error("the climb ends at {found}, and header {height} says {expected}")]
    Root { height: u32, found: MerkleNode, expected: MerkleNode },
    /// What a full node says, which the phone cannot ask itself.
    #[error("{0}")]
    FullNode(TxError),
}

impl SpvError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            SpvError::Unlinked { .. } => &rules::PREV_BLK_NOT_FOUND,
            SpvError::Header { error, .. } => error.rule(),
            SpvError::InnerNode => &block_rules::BAD_TXNS_SIZE,
            SpvError::Repeated { .. } => &block_rules::BAD_TXNS_DUPLICATE,
            SpvError::NoHeader { .. } | SpvError::Place { .. } | SpvError::Root { .. } => {
                &rules::SPV_BRANCH
            }
            SpvError::FullNode(error) => error.rule(),
        }
    }

    /// Core's reject string, where Core has the same check; the rule's name elsewhere.
    pub fn reject(&self) -> Cow<'static, str> {
        match self {
            SpvError::Header { error, .. } => error.reject(),
            SpvError::FullNode(error) => error.reject().into(),
            other => other.rule().name.into(),
        }
    }
}

impl HeaderChain for HeaderRun {
    fn header(&self, height: u32) -> Option<BlockHeader> {
        let place = height.checked_sub(self.first_height)?;
        self.headers.get(usize::try_from(place).ok()?).copied()
    }
}

impl HeaderRun {
    /// The height of the last header.
    pub fn tip(&self) -> u32 {
        let after = u32::try_from(self.headers.len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_height.saturating_add(after)
    }
}

/// Checks the header at `height` against the one before it: the link, the work, and the bits where the
/// headers at hand can tell them. The first of a window needs the whole window before it.
pub fn check_header(params: &PowParams, run: &HeaderRun, height: u32) -> Result<(), SpvError> {
    let before = height.checked_sub(1).and_then(|before| run.header(before));
    let (Some(header), Some(before)) = (run.header(height), before) else {
        return Err(SpvError::NoHeader { height });
    };
    let (found, expected) = (header.prev_block_hash, before.block_hash());
    if found != expected {
        return Err(SpvError::Unlinked { height, found, expected });
    }
    let broken = |error| SpvError::Header { height, error };
    check_block_header(&header, params.limit).map_err(broken)?;
    if can_tell_bits(params, run, height) {
        let (found, expected) = (header.bits, next_bits(params, height - 1, run, header.time));
        if found != expected {
            return Err(broken(BlockError::Bits { found, expected }));
        }
    }
    Ok(())
}

/// Whether the headers at hand are enough to know which target the block at `height` must meet.
pub fn can_tell_bits(params: &PowParams, run: &HeaderRun, height: u32) -> bool {
    let begins = params.retargets && begins_window(params, height);
    !begins || height.checked_sub(params.window_blocks).is_some_and(|at| run.header(at).is_some())
}

/// Refuses a transaction that an inner node of the tree could be taken for (CVE-2017-12842).
pub fn check_size(transaction: &Transaction) -> Result<(), SpvError> {
    bip54::check_size(0, transaction).map_err(|_| SpvError::InnerNode)
}

/// One hash up from `own`, which stands on `level` of the climb (Core:
/// `CPartialMerkleTree::ExtractMatches`).
pub fn climb(branch: &Proof, level: usize, own: &MerkleNode) -> Result<MerkleNode, SpvError> {
    let levels = branch.neighbours.len();
    let outside = SpvError::Place { place: branch.index, levels };
    let Some(neighbour) = branch.neighbours.get(level) else { return Err(outside) };
    match is_left(branch, level) {
        true => Ok(parent(own, neighbour)),
        // Only in a list with a repeated tail is the left of a pair the same as the right.
        false if own == neighbour => Err(SpvError::Repeated { level }),
        false => Ok(parent(neighbour, own)),
    }
}

/// Whether the node on the way is the left of its pair on `level`.
pub fn is_left(branch: &Proof, level: usize) -> bool {
    u32::try_from(level).ok().and_then(|level| branch.index.checked_shr(level)).unwrap_or(0) & 1
        == 0
}

/// Checks that the climb has ended at the root of the block that was named.
pub fn check_root(run: &HeaderRun, handed: &Handed, found: MerkleNode) -> Result<(), SpvError> {
    let (height, place) = (handed.height, handed.branch.index);
    let header = run.header(height).ok_or(SpvError::NoHeader { height })?;
    let levels = handed.branch.neighbours.len();
    let rest = u32::try_from(levels).ok().and_then(|levels| place.checked_shr(levels)).unwrap_or(0);
    if rest != 0 {
        return Err(SpvError::Place { place, levels });
    }
    let expected = header.merkle_root;
    if found == expected { Ok(()) } else { Err(SpvError::Root { height, found, expected }) }
}
