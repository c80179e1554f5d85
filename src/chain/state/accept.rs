//! A block comes: is it known, does it follow something, is it in order?

use std::borrow::Cow;
use std::collections::VecDeque;

use super::{Chain, ChainFailure, TipChange};
use crate::chain::store::ChainStore;
use crate::chain::tree::Place;
use crate::hash::BlockHash;
use crate::ledger::block::{
    BlockError, IndexedBlock, check_block, contextual_check_block, contextual_check_block_header,
};
use crate::primitives::Block;
use crate::rules::{Rule, chain as rules};

/// The most refused blocks that are remembered.
const MAX_REFUSED: usize = 10_000;

/// What became of a block that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its hash.
    pub hash: BlockHash,
    /// What became of it.
    pub arrival: Arrival,
    /// How the tip moved.
    pub moved: TipChange,
    /// The orphans that had waited for it, and what became of them.
    pub adopted: Vec<(BlockHash, Arrival)>,
}

/// What became of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// It is on the branch that counts.
    Connected,
    /// It is on another branch, with its coins and scripts unchecked.
    Side,
    /// It waits for the block that it follows.
    Orphan,
    /// It was there already.
    Duplicate,
    /// It breaks a rule.
    Rejected(Rejection),
}

/// Why a block is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It breaks a rule itself.
    #[error(transparent)]
    Block(#[from] BlockError),
    /// It made its branch the best, and a block before it turned out to be invalid.
    #[error(
        "the block follows {ancestor}, which was looked at now that its branch has the most work, and is invalid: {error}"
    )]
    Ancestor {
        /// The invalid block.
        ancestor: BlockHash,
        /// What is wrong with it.
        error: BlockError,
    },
    /// It was refused before.
    #[error("the block {hash} is known, and was found invalid")]
    KnownInvalid {
        /// The block.
        hash: BlockHash,
    },
    /// It follows an invalid block.
    #[error("the block follows {parent}, which is invalid or follows an invalid block")]
    InvalidParent {
        /// The block that it follows.
        parent: BlockHash,
    },
}

impl Rejection {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            Rejection::Block(error) | Rejection::Ancestor { error, .. } => error.rule(),
            Rejection::KnownInvalid { .. } => &rules::DUPLICATE_INVALID,
            Rejection::InvalidParent { .. } => &rules::BAD_PREVBLK,
        }
    }

    /// Core's reject string.
    pub fn reject(&self) -> Cow<'static, str> {
        match self {
            Rejection::Block(error) | Rejection::Ancestor { error, .. } => error.reject(),
            _ => self.rule().name.into(),
        }
    }
}

impl<S: ChainStore> Chain<S> {
    /// Takes in a block at the time `now`, in seconds since 1970, and then the orphans that waited for
    /// it: its children, the oldest first, then theirs. What was accepted outlasts a crash of this
    /// program, or of the machine, once [`Chain::sync`] has returned; before that the latest blocks may
    /// be lost, though never out of order and never by halves. Orphans wait in memory alone.
    pub fn accept(&mut self, block: Block, now: u32) -> Result<Accepted, ChainFailure> {
        let block = IndexedBlock::new(block);
        let hash = block.hash();
        let (arrival, mut moved) = self.accept_one(block, now)?;
        let mut adopted = Vec::new();
        let mut parents = VecDeque::from([hash]);
        while let Some(parent) = parents.pop_front() {
            if self.tree.find(&parent).is_none() && !self.refused.contains(&parent) {
                continue;
            }
            for orphan in self.orphans.take_children(&parent) {
                let hash = orphan.hash();
                let (arrival, change) = self.accept_one(orphan, now)?;
                moved.then(change);
                adopted.push((hash, arrival));
                parents.push_back(hash);
            }
        }
        Ok(Accepted { hash, arrival, moved, adopted })
    }

    fn accept_one(
        &mut self,
        block: IndexedBlock,
        now: u32,
    ) -> Result<(Arrival, TipChange), ChainFailure> {
        match self.judge(&block, now) {
            Judgement::Ends(arrival) => {
                if arrival == Arrival::Orphan {
                    self.orphans.insert(block);
                }
                Ok((arrival, TipChange::default()))
            }
            Judgement::Follows(parent) => self.store_and_activate(block, parent),
        }
    }

    /// All that can be said of a block without its coins.
    fn judge(&mut self, block: &IndexedBlock, now: u32) -> Judgement {
        let hash = block.hash();
        let known = self.tree.find(&hash).map(|place| self.tree.node(place).failed);
        match known.or(self.refused.contains(&hash).then_some(true)) {
            Some(true) => return Judgement::rejected(Rejection::KnownInvalid { hash }),
            Some(false) => return Judgement::Ends(Arrival::Duplicate),
            None => {}
        }
        if let Err(error) = check_block(block, &self.params.proof()) {
            return Judgement::rejected(error.into());
        }
        let parent_hash = block.block().header.prev_block_hash;
        let parent = self.tree.find(&parent_hash);
        let parent_failed = parent.is_some_and(|parent| self.tree.node(parent).failed);
        if parent_failed || self.refused.contains(&parent_hash) {
            self.refuse(hash);
            return Judgement::rejected(Rejection::InvalidParent { parent: parent_hash });
        }
        let Some(parent) = parent else { return Judgement::Ends(Arrival::Orphan) };
        let header = &block.block().header;
        let context = self.header_context(parent, header.time, now);
        if let Err(error) = contextual_check_block_header(header, &context) {
            return Judgement::rejected(error.into());
        }
        if let Err(error) = contextual_check_block(block, &self.block_context(parent, hash)) {
            // The witnesses can be changed by anyone on the way; the hash says nothing of them, so
            // it must not be held against the block that has the right ones.
            if !matches!(error, BlockError::WitnessCommitment(_)) {
                self.refuse(hash);
            }
            return Judgement::rejected(error.into());
        }
        Judgement::Follows(parent)
    }

    /// Remembers a block as refused.
    fn refuse(&mut self, hash: BlockHash) {
        if self.refused.len() >= MAX_REFUSED {
            // Which of them goes matters little: it would be checked again.
            self.refused.pop_first();
        }
        self.refused.insert(hash);
    }

    fn store_and_activate(
        &mut self,
        block: IndexedBlock,
        parent: Place,
    ) -> Result<(Arrival, TipChange), ChainFailure> {
        let hash = block.hash();
        let place = self.tree.insert(block.block().header, parent);
        let moved = self.activate(Some(block))?;
        let on_the_way = |failed: &BlockHash| {
            self.tree.find(failed).is_some_and(|failed| self.tree.descends(place, failed))
        };
        let arrival = match moved.failed.iter().find(|(failed, _)| on_the_way(failed)) {
            Some((failed, error)) if *failed == hash => Arrival::Rejected(error.clone().into()),
            Some((ancestor, error)) => {
                let (ancestor, error) = (*ancestor, error.clone());
                Arrival::Rejected(Rejection::Ancestor { ancestor, error })
            }
            None if self.is_active(place) => Arrival::Connected,
            None => Arrival::Side,
        };
        Ok((arrival, moved))
    }
}

enum Judgement {
    /// That is all.
    Ends(Arrival),
    /// It follows a good block; its coins and scripts are next.
    Follows(Place),
}

impl Judgement {
    fn rejected(rejection: Rejection) -> Judgement {
        Judgement::Ends(Arrival::Rejected(rejection))
    }
}
