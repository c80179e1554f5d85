//! An honest node: a real chain, and the payments that wait at it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::forge::MajorityFailure;
use crate::chain::mempool::Followed;
use crate::chain::{
    Accepted, Arrival, Chain, ChainFailure, ChainStore, MemoryStore, Mempool, MempoolPolicy,
    NextBlock,
};
use crate::hash::BlockHash;
use crate::ledger::block::{IndexedBlock, ScriptChecks};
use crate::ledger::{Coin, CoinView, Party};
use crate::primitives::{Block, OutPoint, Transaction};
use crate::rules::Rule;

/// What the node knows. A copy shares the chain until one of the two changes it.
#[derive(Clone)]
pub(super) struct HonestNode {
    chain: Arc<Chain<MemoryStore>>,
    pub(super) pool: Mempool,
}

/// Why a payment may not wait.
#[derive(Debug, Clone)]
pub(super) struct Unwanted {
    pub(super) reject: String,
    pub(super) reason: String,
    pub(super) rule: &'static Rule,
}

impl HonestNode {
    pub(super) fn new(chain: Chain<MemoryStore>) -> HonestNode {
        HonestNode { chain: Arc::new(chain), pool: Mempool::new(MempoolPolicy::default()) }
    }

    pub(super) fn chain(&self) -> &Chain<MemoryStore> {
        &self.chain
    }

    /// Hands the node a block, on a chain of its own where others look at the same one.
    pub(super) fn accept(&mut self, block: &Block) -> Result<Accepted, ChainFailure> {
        let now = block.header.time;
        if let Some(chain) = Arc::get_mut(&mut self.chain) {
            return chain.accept(block.clone(), now);
        }
        let (params, store) = (self.chain.params().clone(), self.chain.store().clone());
        let mut chain = Chain::open(params, store)?;
        let accepted = chain.accept(block.clone(), now)?;
        self.chain = Arc::new(chain);
        Ok(accepted)
    }

    /// Hands over a block that was made by the rules; anything else than a refusal will do.
    pub(super) fn take(&mut self, block: &Block) -> Result<Accepted, MajorityFailure> {
        let accepted = self.accept(block)?;
        match &accepted.arrival {
            Arrival::Rejected(rejection) => Err(MajorityFailure::Refused {
                height: self.chain.height().saturating_add(1),
                reason: rejection.to_string(),
            }),
            _ => Ok(accepted),
        }
    }

    /// Lets the payments that wait follow the chain from one tip to the next.
    pub(super) fn follow(
        &mut self,
        off: &[BlockHash],
        on: &[BlockHash],
    ) -> Result<Followed, ChainFailure> {
        let (off, on) = (self.blocks(off)?, self.blocks(on)?);
        let (off, on): (Vec<_>, Vec<_>) = (off.iter().collect(), on.iter().collect());
        let mut coins = CoinView::default();
        self.chain.load_coins(self.pool.needs_to_follow(&off), &mut coins)?;
        let context = self.chain.block_context(self.chain.tip(), BlockHash::default());
        let times = self.chain.branch(self.chain.tip());
        let next = NextBlock { coins: &coins, context: &context, times: &times };
        Ok(self.pool.follow(&off, &on, &next, &ScriptChecks::default()))
    }

    /// A payment asks to wait; why it may not, if so.
    pub(super) fn submit(&mut self, tx: &Transaction) -> Result<Option<Unwanted>, ChainFailure> {
        let mut coins = CoinView::default();
        self.chain.load_coins(self.pool.needs_of(tx), &mut coins)?;
        let context = self.chain.block_context(self.chain.tip(), BlockHash::default());
        let times = self.chain.branch(self.chain.tip());
        let next = NextBlock { coins: &coins, context: &context, times: &times };
        let taken = self.pool.accept(Arc::new(tx.clone()), &next, &ScriptChecks::default());
        Ok(taken.err().map(|error| Unwanted {
            reject: error.reject().into_owned(),
            reason: error.to_string(),
            rule: error.rule(),
        }))
    }

    /// What waits, parents first, and the fees of it in satoshis.
    pub(super) fn waiting(&self) -> (Vec<Transaction>, i64) {
        let mut entries: Vec<_> = self.pool.entries().map(|(_, entry)| entry).collect();
        // What came back after a reorganisation came back in the order of the chain.
        entries.sort_by_key(|entry| entry.arrival);
        let fees = entries.iter().map(|entry| entry.own.fee_satoshis).sum();
        (entries.into_iter().map(|entry| entry.tx.as_ref().clone()).collect(), fees)
    }

    /// The coins of an owner at the tip.
    pub(super) fn coins_of(&self, owner: &Party) -> BTreeMap<OutPoint, Coin> {
        let lock = owner.script_pubkey();
        let mut coins = BTreeMap::new();
        // A store in memory does not fail.
        let _ = self.chain.store().each_coin(&mut |outpoint, coin| {
            if coin.output.script_pubkey == lock {
                coins.insert(outpoint, coin);
            }
        });
        coins
    }

    /// What an owner has at the tip, in satoshis.
    pub(super) fn balance(&self, owner: &Party) -> i64 {
        self.coins_of(owner).values().fold(0, |sum, coin| sum.saturating_add(coin.output.value))
    }

    fn blocks(&self, hashes: &[BlockHash]) -> Result<Vec<IndexedBlock>, ChainFailure> {
        let read = |hash: &BlockHash| {
            let place = self.chain.tree().find(hash);
            let place = place.ok_or(ChainFailure::Missing { what: "block", hash: *hash })?;
            Ok(IndexedBlock::new(self.chain.block(place)?))
        };
        hashes.iter().map(read).collect()
    }
}
