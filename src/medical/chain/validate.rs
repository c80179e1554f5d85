//! The one function that says whether a block is valid, and what it makes of the state.
//!
//! Its checks are a list, cheap ones first, so that a walk can show them one by one: the very same.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::block::{Parent, SIZE_MAX_BYTES, merkle_root};
use super::{Block, BlockError, BlockFault, Body};
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
    let mut next = body.clone();
    let at = moment(block, final_height);
    next.begin_block(&at);
    for check in BlockCheck::ALL {
        check_one(check, chain, parent, block, &next)?;
    }
    let proofs: Vec<Result<B::Proof, B::Error>> =
        block.transactions.par_iter().map(|tx| next.prove(tx)).collect();
    for (index, (tx, proof)) in block.transactions.iter().zip(proofs).enumerate() {
        let proof = proof.map_err(|error| BlockError::Transaction { index, error })?;
        let applied = next.apply(tx, &proof, &at);
        applied.map_err(|error| BlockError::Transaction { index, error })?;
    }
    Ok(next)
}

/// When a block's transactions happen.
pub fn moment<T>(block: &Block<T>, final_height: u32) -> Moment {
    let header = &block.head.header;
    Moment { height: header.height, slot: header.slot, final_height }
}

/// One check. `body` is the state in which the block's transactions begin.
pub fn check_one<B: Body>(
    check: BlockCheck,
    chain: &BlockHash,
    parent: &Parent,
    block: &Block<B::Tx>,
    body: &B,
) -> Result<(), BlockFault> {
    let header = &block.head.header;
    let fault = match check {
        BlockCheck::Parent if header.previous != parent.id => {
            BlockFault::OtherParent { found: header.previous, wanted: parent.id }
        }
        BlockCheck::Height if Some(header.height) != parent.height.checked_add(1) => {
            let wanted = parent.height.saturating_add(1);
            BlockFault::WrongHeight { found: header.height, wanted }
        }
        BlockCheck::Slot if header.slot <= parent.slot => {
            BlockFault::SlotNotLater { found: header.slot, before: parent.slot }
        }
        BlockCheck::Producer => match body.producer(header.slot) {
            None => BlockFault::NobodysSlot { slot: header.slot },
            Some(wanted) if wanted != header.producer => {
                BlockFault::NotItsTurn { slot: header.slot, found: header.producer, wanted }
            }
            Some(_) => return Ok(()),
        },
        BlockCheck::Signature if !block.head.is_signed(chain) => {
            BlockFault::NotSigned { producer: header.producer }
        }
        BlockCheck::Size if block.encoded_len() > SIZE_MAX_BYTES => {
            BlockFault::TooLarge { bytes: block.encoded_len(), limit: SIZE_MAX_BYTES }
        }
        BlockCheck::Repeats => match repeated::<B>(block) {
            Some(txid) => BlockFault::Repeated { txid },
            None => return Ok(()),
        },
        BlockCheck::Root => {
            let wanted = merkle_root(&txids::<B>(block)).hash;
            match wanted == header.merkle_root {
                true => return Ok(()),
                false => BlockFault::WrongRoot { found: header.merkle_root, wanted },
            }
        }
        _ => return Ok(()),
    };
    Err(fault)
}

/// The first transaction that is in a block a second time: with it the same root could stand for two
/// lists (CVE-2012-2459).
fn repeated<B: Body>(block: &Block<B::Tx>) -> Option<Txid> {
    let mut seen = BTreeSet::new();
    txids::<B>(block).into_iter().find(|txid| !seen.insert(*txid))
}

/// The ids of all transactions, hashed on all cores.
fn txids<B: Body>(block: &Block<B::Tx>) -> Vec<Txid> {
    block.transactions.par_iter().map(B::txid).collect()
}
