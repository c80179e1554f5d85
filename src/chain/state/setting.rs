//! What the walk through all checks of a block needs to know of the chain before it.

use std::collections::BTreeMap;

use super::Chain;
use crate::chain::tree::Place;
use crate::ledger::block::{Connecting, IndexedBlock};
use crate::ledger::block_model::BlockSetting;
use crate::ledger::lock_time::MedianTimes;
use crate::ledger::{CoinView, Coins};
use crate::primitives::OutPoint;

impl<S> Chain<S> {
    /// The outpoints that a block which follows `parent` has to know of the coins before it.
    pub fn needs_of(&self, parent: Place, block: &IndexedBlock) -> Vec<OutPoint> {
        let context = self.block_context(parent, block.hash());
        let branch = self.branch(parent);
        Connecting { block, context: &context, times: &branch }.needs()
    }

    /// What the chain before a block says which follows `parent`; `coins` knows what it needs, and the
    /// clock says `now`, in seconds since 1970.
    pub fn block_setting(
        &self,
        parent: Place,
        block: &IndexedBlock,
        coins: &CoinView,
        now: u32,
    ) -> BlockSetting {
        let context = self.block_context(parent, block.hash());
        let header = self.header_context(parent, block.block().header.time, now);
        let branch = self.branch(parent);
        let needs = Connecting { block, context: &context, times: &branch }.needs();
        let heights = needs.iter().filter_map(|outpoint| Some(coins.coin(outpoint)?.height));
        // Coins that the block makes itself have its own height.
        let heights = heights.chain([context.height]).map(|height| height.max(1));
        let times: BTreeMap<u32, u32> = heights
            .filter_map(|height| Some((height, branch.median_time_past_before(height)?)))
            .collect();
        BlockSetting {
            limit: self.params.pow.limit,
            signet_challenge: self.params.signet_challenge.clone(),
            header: Some(header),
            context,
            times,
        }
    }
}
