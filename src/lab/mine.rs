//! Finding blocks: from the mempool on the tip, or empty ones anywhere else, which makes a fork.

use std::sync::Arc;

use super::{BlockName, Lab, LabError, Outcome};
use crate::chain::template::{BlockRequest, BlockTemplate};
use crate::chain::template_model::TemplateModel;
use crate::chain::tree::Place;
use crate::chain::{Arrival, ChainStore, Mempool};
use crate::hash::BlockHash;
use crate::primitives::{Block, ScriptBuf};
use crate::spelling::counted;
use crate::wallet::{AddressKind, Branch};

/// The most blocks in one go.
pub const MAX_BLOCKS: u32 = 10_000;

impl<S: ChainStore> Lab<S> {
    pub(super) fn mine(
        &mut self,
        to: &str,
        blocks: u32,
        on: Option<&BlockName>,
        now: u32,
    ) -> Result<Outcome, LabError> {
        let mut parent = match on {
            Some(name) => self.find_block(name)?,
            None => self.chain.tip(),
        };
        let pay_to = self.reward_script(to)?;
        let mut outcome = Outcome::default();
        let mut ended_by = None;
        let (mut off, mut paid) = (0, 0);
        for _ in 0..blocks.min(MAX_BLOCKS) {
            let block = match self.found_block(parent, &pay_to, now) {
                Err(error) if error.ends_the_search(outcome.made.len()) => {
                    ended_by = Some(error);
                    break;
                }
                block => block?,
            };
            paid += block.transactions.len() - 1;
            let accepted = self.accept(block, now)?;
            off += accepted.moved.disconnected.len();
            if let Arrival::Rejected(rejection) = &accepted.arrival {
                outcome.refused = true;
                let says = format!("The block {} is refused: {rejection}.", accepted.hash);
                return Ok(outcome.and(says).made(accepted.hash));
            }
            outcome = outcome.made(accepted.hash);
            let Some(place) = self.chain.tree().find(&accepted.hash) else { break };
            parent = place;
        }
        let (blocks, paid) = (counted(outcome.made.len(), "block"), counted(paid, "payment"));
        outcome = outcome.and(format!("{blocks} found for {to}, with {paid}."));
        if let Some(error) = ended_by {
            outcome = outcome.and(format!("Then {error}."));
        }
        let node = self.chain.tree().node(parent);
        let stands = match self.chain.is_active(parent) {
            true if off > 0 => format!(
                "A reorganisation: {} no longer count, and the tip is {} at height {}.",
                counted(off, "block"),
                node.hash,
                node.height
            ),
            true => format!("The tip is {} at height {}.", node.hash, node.height),
            false => format!(
                "The last is {} at height {}, on a side branch: the tip at height {} has as much work or \
                 more, and was there first.",
                node.hash,
                node.height,
                self.chain.height()
            ),
        };
        Ok(outcome.and(stands))
    }

    /// A block on `parent` with its proof of work. On the tip it takes what waits; elsewhere nothing,
    /// since what waits is valid on the tip.
    pub(super) fn found_block(
        &mut self,
        parent: Place,
        pay_to: &ScriptBuf,
        now: u32,
    ) -> Result<Block, LabError> {
        let block = self.template(parent, pay_to, now).block;
        self.miner.mined(block)
    }

    /// The building of the next block, to be stepped.
    pub fn template_model(&self, now: u32) -> TemplateModel {
        // Nobody mines it, so it pays to nobody: a coin that anyone could spend.
        let pay_to = vec![crate::script::op::OP_1].into();
        let request = self.block_request(self.chain.tip(), &pay_to, now);
        TemplateModel::new("The next block", Arc::new(self.mempool.clone()), request)
    }

    /// A block on `parent`, without its proof of work.
    pub(super) fn template(&self, parent: Place, pay_to: &ScriptBuf, now: u32) -> BlockTemplate {
        let request = self.block_request(parent, pay_to, now);
        // Two blocks on one parent for one wallet must differ.
        let extra_nonce = self.chain.tree().len() as u64;
        match parent == self.chain.tip() {
            true => BlockTemplate::new(&self.mempool, &request, extra_nonce),
            false => BlockTemplate::new(&Mempool::default(), &request, extra_nonce),
        }
    }

    fn block_request(&self, parent: Place, pay_to: &ScriptBuf, now: u32) -> BlockRequest {
        let header = self.chain.header_context(parent, now, now);
        // On a testnet the target follows the time that the block says.
        let time = crate::chain::template::block_time(&header);
        let header = self.chain.header_context(parent, time, now);
        let context = self.chain.block_context(parent, BlockHash::default());
        let prev_block_hash = self.chain.tree().node(parent).hash;
        BlockRequest { prev_block_hash, header, context, pay_to: pay_to.clone() }
    }

    /// Where a wallet, or an address, gets its reward.
    pub(super) fn reward_script(&mut self, to: &str) -> Result<ScriptBuf, LabError> {
        if self.wallet(to).is_err() {
            return self.recipient(to, AddressKind::P2wpkh);
        }
        let wallet = self.wallet_mut(to)?;
        // The last address again: a thousand blocks should not take a thousand addresses.
        let index = wallet.next_index(AddressKind::P2wpkh, Branch::Receive);
        let owned = match index.checked_sub(1) {
            Some(last) => wallet.lock_at(AddressKind::P2wpkh, Branch::Receive, last)?,
            None => wallet.fresh(AddressKind::P2wpkh, Branch::Receive)?,
        };
        Ok(owned.lock.script_pubkey())
    }
}
