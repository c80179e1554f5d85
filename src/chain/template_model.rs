//! Building a block, a package a step: what waits, what goes in, and why; then the coinbase, what
//! commits to the rest, and the proof of work that is still missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::block_packing::Packing;
use super::choice::Choice;
use super::mempool::Mempool;
use super::template::{
    BlockRequest, commit_to_transactions, commit_to_witnesses, room, with_coinbase,
};
use super::template_panes;
use crate::hash::Txid;
use crate::primitives::Block;
use crate::trace::{Model, Scene, Window};

/// A pool, and what the block is for.
#[derive(Debug, Clone)]
pub struct TemplateModel {
    pub(super) title: String,
    pub(super) pool: Arc<Mempool>,
    pub(super) request: BlockRequest,
    /// All that waits, the best package first.
    pub(super) order: Vec<Txid>,
    /// Where each stands in that order.
    pub(super) places: BTreeMap<Txid, usize>,
}

/// A block on its way.
#[derive(Debug, Clone)]
pub struct TemplateState {
    pub(super) packing: Packing,
    /// The last package that was looked at.
    pub(super) last: Option<Choice>,
    /// The block, once it has a coinbase.
    pub(super) block: Option<Arc<Block>>,
    pub(super) stage: Stage,
}

/// How far the block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Choosing,
    CoinbaseMade,
    WitnessesCommitted,
    TransactionsCommitted,
}

/// A step towards a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateAction {
    /// Take the best package that is left, or skip it where it does not fit.
    Choose,
    /// Make the coinbase.
    Coinbase,
    /// Commit to the witnesses.
    CommitToWitnesses,
    /// Commit to the transactions: the Merkle root.
    CommitToTransactions,
}

impl TemplateModel {
    /// A block for `request`, from a pool that has followed the chain there.
    pub fn new(title: impl Into<String>, pool: Arc<Mempool>, request: BlockRequest) -> Self {
        let mut order: Vec<_> = pool.entries().collect();
        order.sort_by_key(|(_, entry)| (std::cmp::Reverse(entry.ancestors.rate()), entry.arrival));
        let order: Vec<Txid> = order.into_iter().map(|(txid, _)| *txid).collect();
        let places = order.iter().enumerate().map(|(place, txid)| (*txid, place)).collect();
        TemplateModel { title: title.into(), pool, request, order, places }
    }

    /// The block of a state, once it is complete but for its proof of work.
    pub fn block(state: &TemplateState) -> Option<&Block> {
        let complete = state.stage == Stage::TransactionsCommitted;
        state.block.as_deref().filter(|_| complete)
    }
}

impl Model for TemplateModel {
    type State = TemplateState;
    type Action = TemplateAction;

    fn initial(&self) -> TemplateState {
        TemplateState {
            packing: Packing::new(&self.pool, room(&self.request)),
            last: None,
            block: None,
            stage: Stage::Choosing,
        }
    }

    fn next(&self, state: &TemplateState) -> Option<TemplateAction> {
        Some(match state.stage {
            Stage::Choosing if state.packing.next().is_some() => TemplateAction::Choose,
            Stage::Choosing => TemplateAction::Coinbase,
            Stage::CoinbaseMade if self.request.context.segwit => TemplateAction::CommitToWitnesses,
            Stage::CoinbaseMade | Stage::WitnessesCommitted => TemplateAction::CommitToTransactions,
            Stage::TransactionsCommitted => return None,
        })
    }

    fn allowed(&self, state: &TemplateState, action: &TemplateAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut TemplateState, action: &TemplateAction) {
        match action {
            TemplateAction::Choose => state.last = state.packing.step(&self.pool),
            TemplateAction::Coinbase => {
                let block = with_coinbase(&self.pool, &state.packing, &self.request, 0);
                state.block = Some(Arc::new(block));
                state.stage = Stage::CoinbaseMade;
            }
            TemplateAction::CommitToWitnesses => {
                state.block.as_mut().map(Arc::make_mut).into_iter().for_each(commit_to_witnesses);
                state.stage = Stage::WitnessesCommitted;
            }
            TemplateAction::CommitToTransactions => {
                let block = state.block.as_mut().map(Arc::make_mut);
                block.into_iter().for_each(commit_to_transactions);
                state.stage = Stage::TransactionsCommitted;
            }
        }
    }

    fn label(&self, state: &TemplateState, action: &TemplateAction) -> String {
        match action {
            TemplateAction::Choose => {
                let next = state.packing.next();
                format!("package of {}", next.map(|txid| txid.short()).unwrap_or_default())
            }
            TemplateAction::Coinbase => "coinbase".into(),
            TemplateAction::CommitToWitnesses => "witness commitment".into(),
            TemplateAction::CommitToTransactions => "Merkle root".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&TemplateState>,
        after: &TemplateState,
        last: Option<&TemplateAction>,
        window: &Window,
    ) -> Scene {
        template_panes::scene(self, before, after, last, window)
    }
}

#[cfg(test)]
#[path = "template_model_tests.rs"]
mod tests;
