//! Simplified payment verification as a walk: the headers one by one, the climb a hash a step, and what
//! lies on top.
//!
//! The checks are those of [`super::spv`]; this model only stops between them. Where the coins are given,
//! a full node is asked at the end: it sees what no phone can.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::spv::{self, Handed, HeaderRun, SpvError};
use super::{PowParams, spv_panes};
use crate::hash::MerkleNode;
use crate::ledger::{COINBASE_MATURITY, Coin, check_tx_inputs};
use crate::primitives::OutPoint;
use crate::trace::{Model, Scene, Window};

/// A phone, and what it is handed.
#[derive(Debug, Clone)]
pub struct SpvModel {
    pub(super) title: String,
    pub(super) params: PowParams,
    pub(super) run: HeaderRun,
    pub(super) handed: Handed,
    full_node: Option<BTreeMap<OutPoint, Coin>>,
}

/// How far the phone has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpvState {
    /// The number of headers checked, the last perhaps with a fault.
    pub(super) checked: usize,
    /// The txid, and each hash above it.
    pub(super) path: Vec<MerkleNode>,
    /// The climb was compared with the header.
    pub(super) compared: bool,
    /// What lies on top was counted: the phone is done.
    pub(super) counted: bool,
    /// A full node has answered.
    pub(super) asked: bool,
    /// Why the phone, or the full node, refuses.
    pub(super) fault: Option<SpvError>,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpvAction {
    /// Check the next header.
    Header,
    /// Hash the transaction.
    Txid,
    /// Hash the node on the way with its neighbour.
    Hash,
    /// Compare the last hash with the header.
    Compare,
    /// Count the blocks on top.
    Count,
    /// Ask a full node, which has the coins.
    FullNode,
}

impl SpvModel {
    /// A phone on a network with `params` that has the headers of `run`, of which it has checked the
    /// first, and is `handed` a payment.
    pub fn new(
        title: impl Into<String>,
        params: PowParams,
        run: HeaderRun,
        handed: Handed,
    ) -> SpvModel {
        SpvModel { title: title.into(), params, run, handed, full_node: None }
    }

    /// The same, and at the end a full node is asked that has these coins.
    pub fn with_full_node(self, coins: BTreeMap<OutPoint, Coin>) -> SpvModel {
        SpvModel { full_node: Some(coins), ..self }
    }

    /// The height of the header that is checked after so many others.
    pub(super) fn height_after(&self, checked: usize) -> u32 {
        let checked = u32::try_from(checked).unwrap_or(u32::MAX);
        self.run.first_height.saturating_add(checked).saturating_add(1)
    }

    /// The number of hashes in the branch.
    pub(super) fn levels(&self) -> usize {
        self.handed.branch.neighbours.len()
    }

    fn check(&self, state: &mut SpvState, action: &SpvAction) -> Result<(), SpvError> {
        let level = state.path.len().saturating_sub(1);
        let own = state.path.last().copied().unwrap_or_default();
        match action {
            SpvAction::Header => {
                let height = self.height_after(state.checked);
                state.checked += 1;
                spv::check_header(&self.params, &self.run, height)?;
            }
            SpvAction::Txid => {
                spv::check_size(&self.handed.transaction)?;
                state.path.push(MerkleNode(self.handed.transaction.txid().0));
            }
            SpvAction::Hash => state.path.push(spv::climb(&self.handed.branch, level, &own)?),
            SpvAction::Compare => {
                state.compared = true;
                spv::check_root(&self.run, &self.handed, own)?;
            }
            SpvAction::Count => state.counted = true,
            SpvAction::FullNode => {
                state.asked = true;
                let (Handed { transaction, height, .. }, coins) = (&self.handed, &self.full_node);
                if let Some(coins) = coins {
                    check_tx_inputs(transaction, coins, *height, COINBASE_MATURITY)
                        .map_err(SpvError::FullNode)?;
                }
            }
        }
        Ok(())
    }
}

impl Model for SpvModel {
    type State = SpvState;
    type Action = SpvAction;

    fn initial(&self) -> SpvState {
        SpvState::default()
    }

    fn next(&self, state: &SpvState) -> Option<SpvAction> {
        if state.fault.is_some() {
            return None;
        }
        Some(match state {
            _ if state.checked + 1 < self.run.headers.len() => SpvAction::Header,
            _ if state.path.is_empty() => SpvAction::Txid,
            _ if state.path.len() <= self.levels() => SpvAction::Hash,
            _ if !state.compared => SpvAction::Compare,
            _ if !state.counted => SpvAction::Count,
            _ if self.full_node.is_some() && !state.asked => SpvAction::FullNode,
            _ => return None,
        })
    }

    fn allowed(&self, state: &SpvState, action: &SpvAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut SpvState, action: &SpvAction) {
        state.fault = self.check(state, action).err();
    }

    fn label(&self, state: &SpvState, action: &SpvAction) -> String {
        match action {
            SpvAction::Header => format!("header {}", self.height_after(state.checked)),
            SpvAction::Txid => "hash the transaction".into(),
            SpvAction::Hash => format!("hash up to height {}", state.path.len()),
            SpvAction::Compare => format!("compare with header {}", self.handed.height),
            SpvAction::Count => "count the blocks on top".into(),
            SpvAction::FullNode => "ask a full node".into(),
        }
    }

    fn scene(
        &self,
        _before: Option<&SpvState>,
        after: &SpvState,
        last: Option<&SpvAction>,
        window: &Window,
    ) -> Scene {
        spv_panes::scene(self, after, last, window)
    }
}

#[cfg(test)]
#[path = "spv_model_tests.rs"]
mod tests;
