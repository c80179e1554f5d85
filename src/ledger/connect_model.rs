//! Connecting a block, a transaction a step, with the set of unspent coins before and after side by
//! side; and the way back, from the undo data alone, to the very set that there was before.
//!
//! The functions are those that a chain runs (Core: `ConnectBlock`, `DisconnectBlock`). The scripts are
//! left to the walk through all checks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::block::{
    BlockContext, BlockError, Connected, Connecting, IndexedBlock, disconnect_transaction,
};
use super::{BlockUndo, Coin, CoinView, Coins, Owners, connect_panes};
use crate::primitives::OutPoint;
use crate::trace::{Model, Scene, Window};

/// A block, the coins before it, and names for their owners.
pub struct ConnectModel {
    pub(super) title: String,
    pub(super) block: IndexedBlock,
    pub(super) context: BlockContext,
    times: BTreeMap<u32, u32>,
    /// The coins before the block.
    pub(super) before: BTreeMap<OutPoint, Coin>,
    /// Whether those are all that there are, or only those that the block touches.
    pub(super) whole: bool,
    pub(super) owners: Owners,
    /// Every outpoint that can ever be in the set of this walk: first what was there, then what the
    /// block makes.
    pub(super) outpoints: Vec<OutPoint>,
}

/// What a block is connected to.
pub struct ConnectSetting {
    /// What the chain before it says.
    pub context: BlockContext,
    /// Median times past before the heights of the coins that it spends.
    pub times: BTreeMap<u32, u32>,
    /// The coins before it.
    pub coins: BTreeMap<OutPoint, Coin>,
    /// Whether those are all that there are.
    pub whole: bool,
}

/// How far it has come.
#[derive(Debug, Clone)]
pub struct ConnectState {
    pub(super) coins: CoinView,
    pub(super) connected: Connected,
    pub(super) stage: ConnectStage,
    /// The undo data that are left to use on the way back.
    pub(super) undo: BlockUndo,
    pub(super) fault: Option<BlockError>,
    /// The undo data did not fit: a fault of this program, since they were just made.
    pub(super) mismatch: bool,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConnectStage {
    /// Transactions go in.
    In,
    /// All are in; the sum of the coinbase is next.
    Sum,
    /// The block is connected, and so many transactions are still in it.
    Back(usize),
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectAction {
    /// The next transaction takes its coins and makes its own.
    Connect,
    /// Look at what the coinbase pays, and keep the undo data.
    Finish,
    /// The last transaction is taken back.
    Disconnect,
}

impl ConnectModel {
    /// `block` on the coins before it.
    pub fn new(
        title: impl Into<String>,
        block: IndexedBlock,
        setting: ConnectSetting,
        owners: Owners,
    ) -> ConnectModel {
        let ConnectSetting { context, times, coins: before, whole } = setting;
        let made = block.outpoints().map(|(_, outpoint)| outpoint);
        let mut outpoints: Vec<OutPoint> = before.keys().copied().collect();
        // In the order in which they were made; of one block in the order of their names.
        outpoints.sort_by_key(|outpoint| before.get(outpoint).map(|coin| coin.height));
        outpoints.extend(made.filter(|outpoint| !before.contains_key(outpoint)));
        let title = title.into();
        ConnectModel { title, block, context, times, before, whole, owners, outpoints }
    }

    fn connecting(&self) -> Connecting<'_> {
        Connecting { block: &self.block, context: &self.context, times: &self.times }
    }

    /// The number of transactions.
    pub(super) fn count(&self) -> usize {
        self.block.block().transactions.len()
    }

    /// The coins that are there in a state, in a fixed order.
    pub(super) fn set<'a>(
        &'a self,
        state: &'a ConnectState,
    ) -> impl Iterator<Item = (&'a OutPoint, &'a Coin)> {
        self.outpoints.iter().filter_map(|outpoint| Some((outpoint, state.coins.coin(outpoint)?)))
    }

    /// Whether the set is the one before the block.
    pub(super) fn is_as_before(&self, state: &ConnectState) -> bool {
        self.set(state).count() == self.before.len()
            && self.set(state).all(|(outpoint, coin)| self.before.get(outpoint) == Some(coin))
    }

    fn finish(&self, state: &mut ConnectState) {
        match self.connecting().check_coinbase_amount(&state.connected) {
            Ok(()) => {
                state.undo = state.connected.undo.clone();
                state.stage = ConnectStage::Back(self.count());
            }
            Err(error) => state.fault = Some(error),
        }
    }

    fn disconnect(&self, state: &mut ConnectState) {
        let ConnectStage::Back(left) = state.stage else { return };
        let Some(index) = left.checked_sub(1) else { return };
        // The coinbase spent nothing, and has no undo data.
        let spent = if index > 0 { state.undo.spent.pop().unwrap_or_default() } else { Vec::new() };
        let done = disconnect_transaction(&self.block, index, spent, &mut state.coins);
        state.mismatch |= done.is_err();
        state.stage = ConnectStage::Back(index);
    }
}

impl Model for ConnectModel {
    type State = ConnectState;
    type Action = ConnectAction;

    fn initial(&self) -> ConnectState {
        ConnectState {
            coins: CoinView::from_iter(&self.before),
            connected: Connected::default(),
            stage: ConnectStage::In,
            undo: BlockUndo::default(),
            fault: None,
            mismatch: false,
        }
    }

    fn next(&self, state: &ConnectState) -> Option<ConnectAction> {
        if state.fault.is_some() || state.mismatch {
            return None;
        }
        match state.stage {
            ConnectStage::In if state.connected.transactions < self.count() => {
                Some(ConnectAction::Connect)
            }
            ConnectStage::In | ConnectStage::Sum => Some(ConnectAction::Finish),
            ConnectStage::Back(0) => None,
            ConnectStage::Back(_) => Some(ConnectAction::Disconnect),
        }
    }

    fn allowed(&self, state: &ConnectState, action: &ConnectAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut ConnectState, action: &ConnectAction) {
        match action {
            ConnectAction::Connect => {
                let connecting = self.connecting();
                let done = connecting.connect_transaction(&mut state.connected, &mut state.coins);
                state.fault = done.err();
                if state.connected.transactions == self.count() {
                    state.stage = ConnectStage::Sum;
                }
            }
            ConnectAction::Finish => self.finish(state),
            ConnectAction::Disconnect => self.disconnect(state),
        }
    }

    fn label(&self, state: &ConnectState, action: &ConnectAction) -> String {
        match (action, state.stage) {
            (ConnectAction::Connect, _) => {
                format!("connect transaction {}", state.connected.transactions)
            }
            (ConnectAction::Finish, _) => "what the coinbase pays".into(),
            (ConnectAction::Disconnect, ConnectStage::Back(left)) => {
                format!("take transaction {} back", left.saturating_sub(1))
            }
            (ConnectAction::Disconnect, _) => "take a transaction back".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&ConnectState>,
        after: &ConnectState,
        last: Option<&ConnectAction>,
        window: &Window,
    ) -> Scene {
        connect_panes::scene(self, before, after, last, window)
    }
}

#[cfg(test)]
#[path = "connect_model_tests.rs"]
mod tests;
