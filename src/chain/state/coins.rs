//! Looking coins up: all that a block needs, at once.

use std::collections::BTreeMap;

use super::{Chain, ChainFailure};
use crate::chain::store::ChainStore;
use crate::ledger::{Coin, CoinView};
use crate::primitives::OutPoint;

impl<S: ChainStore> Chain<S> {
    /// Every coin at the tip, ordered by outpoint. For small chains: it copies the whole set.
    pub fn all_coins(&self) -> Result<BTreeMap<OutPoint, Coin>, ChainFailure> {
        let mut coins = BTreeMap::new();
        self.store.each_coin(&mut |outpoint, coin| drop(coins.insert(outpoint, coin)))?;
        Ok(coins)
    }

    /// Puts into `coins` what the store has at `outpoints`, as far as the view does not know it.
    pub fn load_coins(
        &self,
        mut outpoints: Vec<OutPoint>,
        coins: &mut CoinView,
    ) -> Result<(), ChainFailure> {
        outpoints.retain(|outpoint| !coins.knows(outpoint));
        let found = self.store.coins(&outpoints)?;
        outpoints.into_iter().zip(found).for_each(|(outpoint, coin)| coins.load(outpoint, coin));
        Ok(())
    }
}
