//! Where a coin came from, back to the coinbases, and where it went: a transaction a step.
//!
//! An input names the output that it spends by the hash of the transaction that made it, so the way back
//! is written in the transactions themselves (BCT 3.1). The way on is not: it takes an index of who
//! spent what, which is made here once from all the blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Owners, lineage_panes};
use crate::hash::Txid;
use crate::primitives::{Block, OutPoint, Transaction, TxOut};
use crate::trace::{Model, Scene, Window};

/// The most transactions that one walk goes through.
pub const MAX_VISITS: usize = 2_000;

/// Blocks to look coins up in.
#[derive(Debug, Clone, Default)]
pub struct CoinHistory {
    transactions: BTreeMap<Txid, (u32, Arc<Transaction>)>,
    spenders: BTreeMap<OutPoint, Txid>,
    /// The height of the highest block.
    pub(super) top: u32,
}

/// A coin, the transactions around it, and names for owners.
pub struct LineageModel {
    pub(super) title: String,
    pub(super) history: CoinHistory,
    /// Names for locking scripts.
    pub(super) owners: Owners,
    pub(super) coin: OutPoint,
    /// Everything that will be seen, in drawing order: the way back, then the way on.
    pub(super) lines: Vec<CoinLine>,
    /// What each step looks at, in order.
    pub(super) visits: Vec<Visit>,
    /// Whether there were more transactions than one walk goes through.
    pub(super) cut: bool,
}

/// A coin in the drawing.
#[derive(Debug, Clone)]
pub(super) struct CoinLine {
    pub(super) depth: usize,
    pub(super) coin: OutPoint,
    pub(super) way: Way,
    /// The number of steps after which it is seen.
    pub(super) seen_after: usize,
    /// The step that looks at the transaction behind it; none where there is none to look at.
    pub(super) visit: Option<usize>,
    /// The transaction behind it stands elsewhere in the drawing.
    pub(super) repeated: bool,
}

/// One transaction looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit {
    pub(super) txid: Txid,
    pub(super) coin: OutPoint,
    pub(super) way: Way,
}

/// Which way the walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    On,
}

/// How far the walk has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineageState {
    pub(super) done: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineageAction {
    /// One transaction further.
    Follow,
}

impl CoinHistory {
    /// Takes in a block; it must come after those that it spends of.
    pub fn add(&mut self, height: u32, block: &Block) {
        for tx in &block.transactions {
            let txid = tx.txid();
            if !tx.is_coinbase() {
                let spent = tx.inputs.iter().map(|input| (input.previous_output, txid));
                self.spenders.extend(spent);
            }
            self.transactions.insert(txid, (height, Arc::new(tx.clone())));
        }
        self.top = self.top.max(height);
    }

    /// A transaction and the height of its block.
    pub(super) fn find(&self, txid: &Txid) -> Option<(u32, &Transaction)> {
        self.transactions.get(txid).map(|(height, tx)| (*height, tx.as_ref()))
    }

    /// The transactions whose ids begin with these digits.
    pub fn txids_from(&self, digits: &str) -> Vec<Txid> {
        let begins = self.transactions.keys().filter(|txid| txid.to_string().starts_with(digits));
        begins.copied().collect()
    }

    /// An output, if a known transaction makes it.
    pub fn output(&self, coin: &OutPoint) -> Option<&TxOut> {
        let (_, tx) = self.find(&coin.txid)?;
        tx.outputs.get(usize::try_from(coin.vout).ok()?)
    }

    /// The transaction behind a coin: the one that made it, or the one that spends it.
    pub(super) fn behind(&self, coin: &OutPoint, way: Way) -> Option<Txid> {
        match way {
            Way::Back => self.transactions.contains_key(&coin.txid).then_some(coin.txid),
            Way::On => self.spenders.get(coin).copied(),
        }
    }

    /// The coins beyond a transaction: those that it spent, or those that it made.
    fn beyond(&self, txid: &Txid, way: Way) -> Vec<OutPoint> {
        let Some((_, tx)) = self.find(txid) else { return Vec::new() };
        match way {
            Way::Back if tx.is_coinbase() => Vec::new(),
            Way::Back => tx.inputs.iter().map(|input| input.previous_output).collect(),
            Way::On => {
                let made = 0..tx.outputs.len() as u32;
                made.map(|vout| OutPoint { txid: *txid, vout }).collect()
            }
        }
    }
}

impl LineageModel {
    /// The lineage of `coin`; none where no known transaction makes it.
    pub fn new(
        title: impl Into<String>,
        history: CoinHistory,
        owners: Owners,
        coin: OutPoint,
    ) -> Option<LineageModel> {
        history.output(&coin)?;
        let title = title.into();
        let (lines, visits) = (Vec::new(), Vec::new());
        let mut model = LineageModel { title, history, owners, coin, lines, visits, cut: false };
        model.draw(Way::Back);
        model.draw(Way::On);
        Some(model)
    }

    /// Depth first, with a stack of our own: a chain of payments can be long.
    fn draw(&mut self, way: Way) {
        let mut looked_at: BTreeSet<Txid> = BTreeSet::new();
        let mut stack = vec![(self.coin, 0, if way == Way::On { self.visits.len() } else { 0 })];
        while let Some((coin, depth, seen_after)) = stack.pop() {
            let behind = self.history.behind(&coin, way);
            let repeated = behind.is_some_and(|txid| looked_at.contains(&txid));
            let full = self.visits.len() >= MAX_VISITS;
            self.cut |= full && behind.is_some() && !repeated;
            let visit = behind.filter(|_| !repeated && !full).map(|txid| {
                looked_at.insert(txid);
                self.visits.push(Visit { txid, coin, way });
                let number = self.visits.len();
                let beyond = self.history.beyond(&txid, way).into_iter().rev();
                stack.extend(beyond.map(|coin| (coin, depth + 1, number)));
                number - 1
            });
            self.lines.push(CoinLine { depth, coin, way, seen_after, visit, repeated });
        }
    }
}

impl Model for LineageModel {
    type State = LineageState;
    type Action = LineageAction;

    fn initial(&self) -> LineageState {
        LineageState { done: 0 }
    }

    fn next(&self, state: &LineageState) -> Option<LineageAction> {
        (state.done < self.visits.len()).then_some(LineageAction::Follow)
    }

    fn allowed(&self, state: &LineageState, _: &LineageAction) -> bool {
        self.next(state).is_some()
    }

    fn apply(&self, state: &mut LineageState, _: &LineageAction) {
        state.done = (state.done + 1).min(self.visits.len());
    }

    fn label(&self, state: &LineageState, _: &LineageAction) -> String {
        let Some(visit) = self.visits.get(state.done) else { return String::new() };
        let way = if visit.way == Way::Back { "back to" } else { "on to" };
        format!("{way} {}", visit.txid.short())
    }

    fn scene(
        &self,
        _: Option<&LineageState>,
        after: &LineageState,
        _: Option<&LineageAction>,
        window: &Window,
    ) -> Scene {
        lineage_panes::scene(self, after, window)
    }
}

#[cfg(test)]
#[path = "lineage_model_tests.rs"]
mod tests;
