//! What the rules ask of the chain before a block, answered along one branch of the tree.

use super::Chain;
use crate::chain::difficulty::{self, HeaderChain};
use crate::chain::tree::{BlockTree, Place};
use crate::hash::BlockHash;
use crate::ledger::block::{BlockContext, HeaderContext};
use crate::ledger::lock_time::MedianTimes;
use crate::primitives::BlockHeader;

/// The branch that ends at a block.
#[derive(Debug, Clone, Copy)]
pub struct Branch<'a> {
    tree: &'a BlockTree,
    end: Place,
}

impl<'a> Branch<'a> {
    /// The branch of `tree` that ends at `end`.
    pub fn new(tree: &'a BlockTree, end: Place) -> Branch<'a> {
        Branch { tree, end }
    }
}

impl HeaderChain for Branch<'_> {
    fn header(&self, height: u32) -> Option<BlockHeader> {
        self.tree.ancestor(self.end, height).map(|place| self.tree.node(place).header)
    }
}

impl MedianTimes for Branch<'_> {
    fn median_time_past_before(&self, height: u32) -> Option<u32> {
        let before = height.checked_sub(1)?;
        self.tree.ancestor(self.end, before)?;
        Some(difficulty::median_time_past(before, self))
    }
}

impl<S> Chain<S> {
    /// The branch that ends at `end`.
    pub fn branch(&self, end: Place) -> Branch<'_> {
        Branch { tree: &self.tree, end }
    }

    /// What the rules of a header that follows `parent` and says `time` need to know, at the time
    /// `now`; both in seconds since 1970.
    pub fn header_context(&self, parent: Place, time: u32, now: u32) -> HeaderContext {
        let height = self.tree.node(parent).height;
        difficulty::header_context(&self.params, height, &self.branch(parent), time, now)
    }

    /// What the rules of a block with this hash that follows `parent` need to know.
    pub fn block_context(&self, parent: Place, hash: BlockHash) -> BlockContext {
        let height = self.tree.node(parent).height;
        let median_time_past = difficulty::median_time_past(height, &self.branch(parent));
        let bip34 = self.tree.ancestor(parent, self.params.deployments.bip34_height);
        let bip34 = bip34.map(|place| self.tree.node(place).hash);
        difficulty::block_context(&self.params, height + 1, &hash, median_time_past, bip34)
    }
}
