//! Looking coins up: all that a block needs, at once.

use super::{Chain, ChainFailure};
use crate::chain::store::ChainStore;
use crate::ledger::CoinView;
use crate::primitives::OutPoint;

impl<S: ChainStore> Chain<S> {
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
