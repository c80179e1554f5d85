//! Walks through the blocks of one's own chain: every check again, on the coins that lay before the
//! block.

use super::{BlockName, Lab, LabError};
use crate::chain::tree::Place;
use crate::chain::{ChainFailure, ChainStore};
use crate::ledger::block::{Connecting, IndexedBlock, disconnect_block};
use crate::ledger::block_model::{BlockModel, BlockSetting};
use crate::ledger::connect_model::{ConnectModel, ConnectSetting};
use crate::ledger::lineage_model::{CoinHistory, LineageModel};
use crate::ledger::{CoinView, Coins, Owners};
use crate::primitives::{Block, OutPoint};
use crate::trace::{Stepper, Trace};

impl<S: ChainStore> Lab<S> {
    /// All checks of a block of the chain.
    pub fn walk_block(&self, name: &BlockName, now: u32) -> Result<Box<dyn Stepper>, LabError> {
        let place = self.find_block(name)?;
        let node = self.chain.tree().node(place);
        let Some(parent) = node.parent else { return Err(ChainFailure::Genesis.into()) };
        let title = format!("Block {} at height {}", short(&node.hash.to_string()), node.height);
        self.walk(title, self.chain.block(place)?, parent, now)
    }

    /// All checks of the block that was refused last, up to the one that it fails.
    pub fn walk_refused(&self, now: u32) -> Result<Box<dyn Stepper>, LabError> {
        let block = self.refused().ok_or(LabError::NothingRefused)?.clone();
        let hash = block.block_hash();
        let parent = self.chain.tree().find(&block.header.prev_block_hash);
        let parent = parent.ok_or(LabError::NothingRefused)?;
        self.walk(format!("The refused block {}", short(&hash.to_string())), block, parent, now)
    }

    fn walk(
        &self,
        title: String,
        block: Block,
        parent: Place,
        now: u32,
    ) -> Result<Box<dyn Stepper>, LabError> {
        let block = IndexedBlock::new(block);
        let coins = self.coins_at(parent, self.chain.needs_of(parent, &block))?;
        let setting = self.chain.block_setting(parent, &block, &coins, now);
        Ok(Box::new(Trace::new(BlockModel::new(title, block, setting, coins))))
    }

    /// A block of the chain connected, a transaction a step, and taken back again.
    pub fn walk_connect(&self, name: &BlockName, now: u32) -> Result<Box<dyn Stepper>, LabError> {
        let place = self.find_block(name)?;
        let node = self.chain.tree().node(place);
        let Some(parent) = node.parent else { return Err(ChainFailure::Genesis.into()) };
        let block = IndexedBlock::new(self.chain.block(place)?);
        let needs = self.chain.needs_of(parent, &block);
        let view = self.coins_at(parent, needs.clone())?;
        let BlockSetting { context, times, .. } =
            self.chain.block_setting(parent, &block, &view, now);
        let coins = needs.iter().filter_map(|at| Some((*at, view.coin(at)?.clone()))).collect();
        let title = format!("Connecting block {}", short(&node.hash.to_string()));
        let setting = ConnectSetting { context, times, coins, whole: false };
        Ok(Box::new(Trace::new(ConnectModel::new(title, block, setting, self.owners()?))))
    }

    /// Where an output of the branch that counts came from, and where it went.
    pub fn walk_lineage(&self, coin: &str) -> Result<Box<dyn Stepper>, LabError> {
        let bad = || LabError::NoCoin { text: coin.chars().take(80).collect() };
        let (txid, vout) = coin.split_once(':').ok_or_else(bad)?;
        let vout = vout.parse().map_err(|_| bad())?;
        let mut history = CoinHistory::default();
        for height in 0..=self.chain.height() {
            let Some(place) = self.chain.active_at(height) else { break };
            history.add(height, &self.chain.block(place)?);
        }
        let digits = txid.to_lowercase();
        let coin = match history.txids_from(&digits).as_slice() {
            [only] if digits.len() >= 6 => OutPoint { txid: *only, vout },
            _ => return Err(bad()),
        };
        let title = format!("The lineage of {}:{vout}", digits);
        let model = LineageModel::new(title, history, self.owners()?, coin).ok_or_else(bad)?;
        Ok(Box::new(Trace::new(model)))
    }

    /// The wallets by their scripts.
    fn owners(&self) -> Result<Owners, LabError> {
        let mut owners = Owners::default();
        for wallet in self.wallets().values() {
            for owned in wallet.book()?.iter() {
                owners.add(owned.lock.script_pubkey().0, wallet.name().to_owned());
            }
        }
        Ok(owners)
    }

    /// The coins at `outpoints` as they were after the block at `place`: back from the tip to the fork,
    /// and on along the other branch.
    fn coins_at(&self, place: Place, outpoints: Vec<OutPoint>) -> Result<CoinView, LabError> {
        let tree = self.chain.tree();
        let fork = tree.fork(self.chain.tip(), place);
        let mut coins = CoinView::default();
        for at in tree.back_from(self.chain.tip()).take_while(|at| *at != fork) {
            let hash = tree.node(at).hash;
            let block = IndexedBlock::new(self.chain.block(at)?);
            let undo = self.chain.store().undo(&hash).map_err(ChainFailure::from)?;
            let undo = undo.ok_or(ChainFailure::Missing { what: "undo data", hash })?;
            let made = block.outpoints().map(|(_, outpoint)| outpoint).collect();
            self.chain.load_coins(made, &mut coins)?;
            disconnect_block(&block, undo, &mut coins).map_err(|_| ChainFailure::Undo { hash })?;
        }
        let way: Vec<Place> = tree.back_from(place).take_while(|at| *at != fork).collect();
        for at in way.into_iter().rev() {
            let node = tree.node(at);
            let block = IndexedBlock::new(self.chain.block(at)?);
            let parent = node.parent.unwrap_or(Place::GENESIS);
            let context = self.chain.block_context(parent, node.hash);
            let branch = self.chain.branch(parent);
            let connecting = Connecting { block: &block, context: &context, times: &branch };
            self.chain.load_coins(connecting.needs(), &mut coins)?;
            // A block on a branch that never counted may be invalid: then so is what follows it, and
            // the coins are those up to there.
            if connecting.run(&mut coins).is_err() {
                break;
            }
        }
        self.chain.load_coins(outpoints, &mut coins)?;
        Ok(coins)
    }
}

/// The last digits of a hash: the first are zeros.
fn short(hash: &str) -> &str {
    hash.get(hash.len().saturating_sub(12)..).unwrap_or(hash)
}
