//! A chain of one's own, with everything that belongs to it: wallets, and transactions that wait.
//!
//! The [`Lab`] is what the commands, the full screen and the plain prompt share. A [`Deed`] is something
//! that a person does (pay, mine, fork, forge a block); doing it changes chain, mempool and wallets and
//! gives an [`Outcome`]: sentences that say what happened, and a walk through it, step by step, where
//! there is one. The lab decides nothing that the chain's rules decide: a forged block is handed to the
//! very chain that refuses it.

mod blocks;
mod coins;
mod deed;
mod error;
mod folder;
mod forge;
mod joint;
mod mine;
mod miner;
mod outcome;
mod parse;
mod pay;
mod walks;
mod wallets;

use std::collections::BTreeMap;

pub use blocks::BlockName;
pub use coins::{Balance, Holding};
pub use deed::{Deed, Payment};
pub use error::LabError;
pub use folder::{FolderError, LabFolder, NetworkChoice};
pub use forge::Forgery;
pub use miner::{Miner, Progress, Watch};
pub use outcome::Outcome;
pub use parse::{DEEDS, amount};

use crate::chain::{Accepted, Chain, ChainFailure, ChainStore, Mempool, NextBlock, TipChange};
use crate::hash::BlockHash;
use crate::ledger::CoinView;
use crate::ledger::block::{IndexedBlock, ScriptChecks};
use crate::primitives::{Block, OutPoint, Transaction};
use crate::script::checker::Secp256k1;
use crate::wallet::Wallet;

/// A chain, its mempool and its wallets.
#[derive(Debug)]
pub struct Lab<S> {
    chain: Chain<S>,
    mempool: Mempool,
    wallets: BTreeMap<String, Wallet>,
    /// The block that was refused last.
    refused: Option<Block>,
    miner: Miner,
}

impl<S: ChainStore> Lab<S> {
    /// A lab over a chain, with nothing waiting and nobody there.
    pub fn new(chain: Chain<S>) -> Lab<S> {
        Lab {
            chain,
            mempool: Mempool::default(),
            wallets: BTreeMap::new(),
            refused: None,
            miner: Miner::default(),
        }
    }

    /// Lets `miner` find the blocks from here on.
    pub fn mine_with(&mut self, miner: Miner) {
        self.miner = miner;
    }

    /// The chain.
    pub fn chain(&self) -> &Chain<S> {
        &self.chain
    }

    /// What waits for a block.
    pub fn mempool(&self) -> &Mempool {
        &self.mempool
    }

    /// The wallets, by name.
    pub fn wallets(&self) -> &BTreeMap<String, Wallet> {
        &self.wallets
    }

    /// Puts a wallet in, over one of the same name.
    pub fn put_wallet(&mut self, wallet: Wallet) {
        self.wallets.insert(wallet.name().to_owned(), wallet);
    }

    /// The block that was refused last, if one was.
    pub fn refused(&self) -> Option<&Block> {
        self.refused.as_ref()
    }

    /// Remembers a block as the one that was refused last.
    pub fn remember_refused(&mut self, block: Block) {
        self.refused = Some(block);
    }

    /// Returns once all blocks that were taken in outlast a crash, of the program as of the machine; what
    /// came after the last call can be lost in either. What only waits, in the mempool or for another
    /// block, is in memory alone ([`LabFolder::save`] keeps the mempool).
    pub fn sync(&mut self) -> Result<(), ChainFailure> {
        self.chain.sync()
    }

    /// Hands a transaction to the mempool.
    pub fn submit(&mut self, tx: Transaction) -> Result<crate::chain::mempool::Accepted, LabError> {
        let coins = self.coins_for(self.mempool.needs_of(&tx))?;
        let context = self.next_context();
        let times = self.chain.branch(self.chain.tip());
        let next = NextBlock { coins: &coins, context: &context, times: &times };
        let checks = ScriptChecks { verifier: &Secp256k1, cache: Some(self.chain.script_cache()) };
        Ok(self.mempool.accept(tx.into(), &next, &checks)?)
    }

    /// Hands a block to the chain; the mempool follows.
    pub fn accept(&mut self, block: Block, now: u32) -> Result<Accepted, LabError> {
        let accepted = self.chain.accept(block.clone(), now)?;
        if let crate::chain::Arrival::Rejected(_) = accepted.arrival {
            self.refused = Some(block);
        }
        self.follow(&accepted.moved)?;
        Ok(accepted)
    }

    /// Calls a block invalid by hand, or takes that back; the mempool follows.
    fn judge_by_hand(&mut self, name: &BlockName, invalid: bool) -> Result<TipChange, LabError> {
        let place = self.find_block(name)?;
        let moved = match invalid {
            true => self.chain.invalidate(place)?,
            false => self.chain.reconsider(place)?,
        };
        self.follow(&moved)?;
        Ok(moved)
    }

    fn follow(&mut self, moved: &TipChange) -> Result<(), LabError> {
        let disconnected = self.read_blocks(&moved.disconnected)?;
        let connected = self.read_blocks(&moved.connected)?;
        let disconnected: Vec<&IndexedBlock> = disconnected.iter().collect();
        let connected: Vec<&IndexedBlock> = connected.iter().collect();
        let coins = self.coins_for(self.mempool.needs_to_follow(&disconnected))?;
        let context = self.next_context();
        let times = self.chain.branch(self.chain.tip());
        let next = NextBlock { coins: &coins, context: &context, times: &times };
        let checks = ScriptChecks { verifier: &Secp256k1, cache: Some(self.chain.script_cache()) };
        self.mempool.follow(&disconnected, &connected, &next, &checks);
        Ok(())
    }

    fn read_blocks(&self, hashes: &[BlockHash]) -> Result<Vec<IndexedBlock>, ChainFailure> {
        let places = hashes.iter().filter_map(|hash| self.chain.tree().find(hash));
        places.map(|place| Ok(IndexedBlock::new(self.chain.block(place)?))).collect()
    }

    fn coins_for(&self, outpoints: Vec<OutPoint>) -> Result<CoinView, ChainFailure> {
        let mut coins = CoinView::default();
        self.chain.load_coins(outpoints, &mut coins)?;
        Ok(coins)
    }

    /// What the chain says of the block after the tip. No block has a hash of zeros, so none of the
    /// exceptions of the past is met.
    fn next_context(&self) -> crate::ledger::block::BlockContext {
        self.chain.block_context(self.chain.tip(), BlockHash::default())
    }
}

#[cfg(test)]
mod tests;
