//! The one function that says whether a block is valid, and what it makes of the state.
//!
//! Its checks are a list, cheap ones first, so that a walk can show them one by one: the very same. Those before
//! the transactions are done on all cores at once, and the first in the list that fails is the one that is
//! told.

use std::collections::HashSet;

use rayon::prelude::*;

use super::block::{Parent, SIZE_MAX_BYTES, merkle_root};
use super::{Block, BlockError, BlockFault, Body, in_order};
use crate::encode::Encode;
use crate::hash::{BlockHash, Txid};
use crate::medical::moment::Moment;

/// The checks before the transactions, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockCheck {
    /// It is built on the block before.
    Parent,
    /// Its height follows.
    Height,
    /// Its slot is later.
    Slot,
    /// Whose turn it is.
    Producer,
    /// The producer's signature.
    Signature,
    /// Its size.
    Size,
    /// No transaction twice.
    Repeats,
    /// The Merkle root.
    Root,
}

impl BlockCheck {
    /// All of them.
    pub const ALL: [BlockCheck; 8] = [
        BlockCheck::Parent,
        BlockCheck::Height,
        BlockCheck::Slot,
        BlockCheck::Producer,
        BlockCheck::Signature,
        BlockCheck::Size,
        BlockCheck::Repeats,
        BlockCheck::Root,
    ];

    /// In a few words.
    pub fn name(self) -> &'static str {
        match self {
            BlockCheck::Parent => "it is built on the block before",
            BlockCheck::Height => "its height follows",
            BlockCheck::Slot => "its slot is later",
            BlockCheck::Producer => "it is its producer's turn",
            BlockCheck::Signature => "its producer signed it",
            BlockCheck::Size => "it is not too large",
            BlockCheck::Repeats => "no transaction is in it twice",
            BlockCheck::Root => "its root is that of its transactions",
        }
    }
}

/// Whether `block` may follow `parent`, whose state is `body`; the state after it. `final_height` is that
/// of the last final block.
pub fn check_block<B: Body>(
    chain: &BlockHash,
    parent: &Parent,
    final_height: u32,
    block: &Block<B::Tx>,
    body: &B,
) -> Result<B, BlockError<B::Error>> {
    let at = moment(block, final_height);
    let mut next = body.clone();
    next.begin_block(&at);
    let candidate = Candidate::<B>::new(chain, parent, block);
    let checks = BlockCheck::ALL.par_iter();
    if let Some(fault) = checks.find_map_first(|check| candidate.check(*check, &next).err()) {
        return Err(fault.into());
    }
    let followed = in_order::follow(body, next, &block.transactions, &candidate.txids, &at);
    followed.map_err(|(index, error)| BlockError::Transaction { index, error })
}

/// When a block's transactions happen.
pub fn moment<T>(block: &Block<T>, final_height: u32) -> Moment {
    let header = &block.head.header;
    Moment { height: header.height, slot: header.slot, final_height }
}

/// A block that is to be judged, and the ids of its transactions, hashed once.
pub struct Candidate<'a, B: Body> {
    chain: &'a BlockHash,
    parent: &'a Parent,
    block: &'a Block<B::Tx>,
    txids: Vec<Txid>,
}

impl<'a, B: Body> Candidate<'a, B> {
    /// `block`, which is to follow `parent`. The ids are hashed on all cores.
    pub fn new(chain: &'a BlockHash, parent: &'a Parent, block: &'a Block<B::Tx>) -> Self {
        let txids = block.transactions.par_iter().map(B::txid).collect();
        Candidate { chain, parent, block, txids }
    }

    /// One check. `body` is the state in which the block's transactions begin.
    pub fn check(&self, check: BlockCheck, body: &B) -> Result<(), BlockFault> {
        let (header, parent) = (&self.block.head.header, self.parent);
        match check {
            BlockCheck::Parent => demand(header.previous == parent.id, || {
                BlockFault::OtherParent { found: header.previous, wanted: parent.id }
            }),
            BlockCheck::Height => {
                let follows = Some(header.height) == parent.height.checked_add(1);
                let wanted = parent.height.saturating_add(1);
                demand(follows, || BlockFault::WrongHeight { found: header.height, wanted })
            }
            BlockCheck::Slot => demand(header.slot > parent.slot, || BlockFault::SlotNotLater {
                found: header.slot,
                before: parent.slot,
            }),
            BlockCheck::Producer => self.check_producer(body),
            BlockCheck::Signature => demand(self.block.head.is_signed(self.chain), || {
                BlockFault::NotSigned { producer: header.producer }
            }),
            BlockCheck::Size => {
                let (bytes, limit) = (self.block.encoded_len(), SIZE_MAX_BYTES);
                demand(bytes <= limit, || BlockFault::TooLarge { bytes, limit })
            }
            BlockCheck::Repeats => self.check_repeats(),
            BlockCheck::Root => {
                let (found, wanted) = (header.merkle_root, merkle_root(&self.txids).hash);
                demand(found == wanted, || BlockFault::WrongRoot { found, wanted })
            }
        }
    }

    fn check_producer(&self, body: &B) -> Result<(), BlockFault> {
        let (slot, found) = (self.block.head.header.slot, self.block.head.header.producer);
        let wanted = body.producer(slot).ok_or(BlockFault::NobodysSlot { slot })?;
        demand(found == wanted, || BlockFault::NotItsTurn { slot, found, wanted })
    }

    /// With a transaction that is in a block a second time the same root could stand for two lists
    /// (CVE-2012-2459).
    fn check_repeats(&self) -> Result<(), BlockFault> {
        let mut seen = HashSet::with_capacity(self.txids.len());
        match self.txids.iter().find(|txid| !seen.insert(**txid)) {
            Some(txid) => Err(BlockFault::Repeated { txid: *txid }),
            None => Ok(()),
        }
    }
}

fn demand(holds: bool, fault: impl FnOnce() -> BlockFault) -> Result<(), BlockFault> {
    if holds { Ok(()) } else { Err(fault()) }
}
