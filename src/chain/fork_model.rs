//! Blocks and payments reach a node one after another, and its chain follows the most work: what
//! arrives, which blocks are taken back and which are connected, and which payments wait again.
//!
//! What happens is what a real [`Chain`] does with the same blocks; the walk only takes its answer apart
//! into steps, with the coins after each made by the functions that the chain itself uses. A reader may
//! let another block arrive first.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fork_news::{ForkNames, News};
use super::mempool::Followed;
use super::tree::Place;
use super::{
    Arrival, Chain, ChainFailure, ChainParams, ChainStore, MemoryStore, Mempool, MempoolPolicy,
    NextBlock, TipChange, fork_panes,
};
use crate::hash::BlockHash;
use crate::ledger::block::{BlockError, Connecting, IndexedBlock, ScriptChecks, disconnect_block};
use crate::ledger::{Coin, CoinView, apply_changes};
use crate::primitives::{Block, OutPoint, Transaction};
use crate::trace::{Model, Scene, Window};

/// What reaches the node, and what it knows at the start.
pub struct ForkModel {
    pub(super) title: String,
    params: ChainParams,
    start: ForkState,
    now: u32,
    pub(super) news: Vec<News>,
    pub(super) names: ForkNames,
}

/// What the node knows.
#[derive(Clone)]
pub struct ForkState {
    pub(super) chain: Arc<Chain<MemoryStore>>,
    /// The numbers of what has arrived, in order.
    pub(super) arrived: Vec<usize>,
    /// What the last arrival still has to change.
    pub(super) queue: VecDeque<Move>,
    /// The last arrival's part of the story.
    pub(super) story: Story,
    /// The tip as far as the walk has come.
    pub(super) tip: Place,
    /// The coins there.
    pub(super) coins: BTreeMap<OutPoint, Coin>,
    pub(super) pool: Mempool,
    /// A fault of this program.
    pub(super) broken: Option<String>,
}

/// One change of the chain.
#[derive(Debug, Clone)]
pub(super) enum Move {
    /// A block turned out invalid, and its branch is given up.
    Fail(BlockHash, BlockError),
    /// A block is taken back.
    Disconnect(BlockHash),
    /// A block is connected.
    Connect(BlockHash),
    /// The payments that wait are looked through.
    Pool,
}

/// What has come of the last arrival so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Story {
    /// What became of the block.
    pub(super) arrival: Option<Arrival>,
    /// Why a payment was not taken in, Core's name and a sentence.
    pub(super) refused: Option<(String, String)>,
    pub(super) moved: TipChange,
    pub(super) disconnected: Vec<BlockHash>,
    pub(super) connected: Vec<BlockHash>,
    pub(super) failed: Vec<(BlockHash, BlockError)>,
    pub(super) followed: Option<Followed>,
    pub(super) last: Option<Last>,
}

/// What the last step was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Arrived(usize),
    Failed,
    Disconnected,
    Connected,
    Followed,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForkAction {
    /// The news of this number arrives.
    Arrive(usize),
    /// The next change that the last arrival brings.
    Change,
}

impl ForkModel {
    /// A node that has the blocks in `store`, by a clock that says `now`.
    pub fn new(
        title: impl Into<String>,
        (params, store): (ChainParams, MemoryStore),
        now: u32,
        news: Vec<News>,
        names: ForkNames,
    ) -> Result<ForkModel, ChainFailure> {
        let chain = Chain::open(params.clone(), store)?;
        let start = ForkState {
            tip: chain.tip(),
            coins: chain.all_coins()?,
            chain: Arc::new(chain),
            arrived: Vec::new(),
            queue: VecDeque::new(),
            story: Story::default(),
            pool: Mempool::new(MempoolPolicy::default()),
            broken: None,
        };
        Ok(ForkModel { title: title.into(), params, start, now, news, names })
    }

    /// Whether news number `at` has not come yet and can be made sense of: a block's parent is known.
    fn may_arrive(&self, state: &ForkState, at: usize) -> bool {
        let known = |hash: &BlockHash| state.chain.tree().find(hash).is_some();
        let sensible = match self.news.get(at) {
            Some(News::Payment(_)) => true,
            Some(News::Block(block)) => known(&block.header.prev_block_hash),
            None => false,
        };
        sensible && !state.arrived.contains(&at)
    }

    fn arrive(&self, state: &mut ForkState, at: usize) -> Result<(), ChainFailure> {
        state.arrived.push(at);
        state.story = Story::default();
        state.story.last = Some(Last::Arrived(at));
        match self.news.get(at) {
            Some(News::Payment(tx)) => self.wait(state, tx),
            Some(News::Block(block)) => self.take_in(state, block),
            None => Ok(()),
        }
    }

    /// A payment asks to wait.
    fn wait(&self, state: &mut ForkState, tx: &Arc<Transaction>) -> Result<(), ChainFailure> {
        let mut coins = CoinView::default();
        state.chain.load_coins(state.pool.needs_of(tx), &mut coins)?;
        let context = state.chain.block_context(state.chain.tip(), BlockHash::default());
        let times = state.chain.branch(state.chain.tip());
        let next = NextBlock { coins: &coins, context: &context, times: &times };
        let taken = state.pool.accept(Arc::clone(tx), &next, &ScriptChecks::default());
        let refused = taken.err();
        state.story.refused = refused.map(|error| (error.reject().into_owned(), error.to_string()));
        Ok(())
    }

    /// The chain takes a block in; what it did is taken apart into changes.
    fn take_in(&self, state: &mut ForkState, block: &Block) -> Result<(), ChainFailure> {
        let mut chain = Chain::open(self.params.clone(), state.chain.store().clone())?;
        let accepted = chain.accept(block.clone(), self.now)?;
        state.chain = Arc::new(chain);
        let moved = accepted.moved;
        let failed = moved.failed.iter().map(|(hash, error)| Move::Fail(*hash, error.clone()));
        state.queue.extend(failed);
        state.queue.extend(moved.disconnected.iter().map(|hash| Move::Disconnect(*hash)));
        state.queue.extend(moved.connected.iter().map(|hash| Move::Connect(*hash)));
        let grows = moved.disconnected.is_empty();
        if !moved.is_none() {
            state.queue.push_back(Move::Pool);
        }
        state.story.arrival = Some(accepted.arrival);
        state.story.moved = moved;
        // A block that simply follows the tip is one step.
        while grows && matches!(state.queue.front(), Some(Move::Connect(_) | Move::Pool)) {
            let last = state.story.last;
            self.change(state)?;
            state.story.last = last;
        }
        Ok(())
    }

    fn change(&self, state: &mut ForkState) -> Result<(), ChainFailure> {
        match state.queue.pop_front() {
            Some(Move::Fail(hash, error)) => {
                state.story.failed.push((hash, error));
                state.story.last = Some(Last::Failed);
            }
            Some(Move::Disconnect(hash)) => self.disconnect(state, hash)?,
            Some(Move::Connect(hash)) => self.connect(state, hash)?,
            Some(Move::Pool) => self.follow(state)?,
            None => {}
        }
        Ok(())
    }

    fn disconnect(&self, state: &mut ForkState, hash: BlockHash) -> Result<(), ChainFailure> {
        let block = read(&state.chain, &hash)?;
        let undo = state.chain.store().undo(&hash)?;
        let undo = undo.ok_or(ChainFailure::Missing { what: "undo data", hash })?;
        let mut view = CoinView::from_iter(&state.coins);
        disconnect_block(&block, undo, &mut view).map_err(|_| ChainFailure::Undo { hash })?;
        apply_changes(&mut state.coins, view.into_changes());
        let parent = block.block().header.prev_block_hash;
        state.tip = state.chain.tree().find(&parent).unwrap_or(Place::GENESIS);
        state.story.disconnected.push(hash);
        state.story.last = Some(Last::Disconnected);
        Ok(())
    }

    fn connect(&self, state: &mut ForkState, hash: BlockHash) -> Result<(), ChainFailure> {
        let block = read(&state.chain, &hash)?;
        let context = state.chain.block_context(state.tip, hash);
        let times = state.chain.branch(state.tip);
        let connecting = Connecting { block: &block, context: &context, times: &times };
        let mut view = CoinView::from_iter(&state.coins);
        // The chain has found it valid a moment ago, on the same coins.
        if let Err(error) = connecting.run(&mut view) {
            state.broken = Some(error.to_string());
        }
        apply_changes(&mut state.coins, view.into_changes());
        state.tip = state.chain.tree().find(&hash).unwrap_or(state.tip);
        state.story.connected.push(hash);
        state.story.last = Some(Last::Connected);
        Ok(())
    }

    fn follow(&self, state: &mut ForkState) -> Result<(), ChainFailure> {
        let chain = Arc::clone(&state.chain);
        let blocks = |hashes: &[BlockHash]| -> Result<Vec<IndexedBlock>, ChainFailure> {
            hashes.iter().map(|hash| read(&chain, hash)).collect()
        };
        let (off, on) = (blocks(&state.story.disconnected)?, blocks(&state.story.connected)?);
        let (off, on): (Vec<_>, Vec<_>) = (off.iter().collect(), on.iter().collect());
        let mut coins = CoinView::default();
        chain.load_coins(state.pool.needs_to_follow(&off), &mut coins)?;
        let context = chain.block_context(chain.tip(), BlockHash::default());
        let times = chain.branch(chain.tip());
        let next = NextBlock { coins: &coins, context: &context, times: &times };
        let followed = state.pool.follow(&off, &on, &next, &ScriptChecks::default());
        state.story.followed = Some(followed);
        state.story.last = Some(Last::Followed);
        Ok(())
    }
}

/// A block with its ids.
fn read(chain: &Chain<MemoryStore>, hash: &BlockHash) -> Result<IndexedBlock, ChainFailure> {
    let place = chain.tree().find(hash);
    let place = place.ok_or(ChainFailure::Missing { what: "block", hash: *hash })?;
    Ok(IndexedBlock::new(chain.block(place)?))
}

impl Model for ForkModel {
    type State = ForkState;
    type Action = ForkAction;

    fn initial(&self) -> ForkState {
        self.start.clone()
    }

    fn next(&self, state: &ForkState) -> Option<ForkAction> {
        if state.broken.is_some() {
            return None;
        }
        if !state.queue.is_empty() {
            return Some(ForkAction::Change);
        }
        let first = (0..self.news.len()).find(|at| self.may_arrive(state, *at));
        first.map(ForkAction::Arrive)
    }

    fn choices(&self, state: &ForkState) -> Vec<ForkAction> {
        match self.next(state) {
            Some(ForkAction::Arrive(_)) => {
                let open = (0..self.news.len()).filter(|at| self.may_arrive(state, *at));
                open.map(ForkAction::Arrive).collect()
            }
            next => next.into_iter().collect(),
        }
    }

    fn allowed(&self, state: &ForkState, action: &ForkAction) -> bool {
        self.choices(state).contains(action)
    }

    fn apply(&self, state: &mut ForkState, action: &ForkAction) {
        let done = match action {
            ForkAction::Arrive(at) => self.arrive(state, *at),
            ForkAction::Change => self.change(state),
        };
        if let Err(failure) = done {
            state.broken = Some(failure.to_string());
        }
    }

    fn label(&self, state: &ForkState, action: &ForkAction) -> String {
        match (action, state.queue.front()) {
            (ForkAction::Arrive(at), _) => format!("{} arrives", self.names.news(&self.news, *at)),
            (ForkAction::Change, Some(Move::Fail(hash, _))) => {
                format!("try block {}", self.names.block(hash))
            }
            (ForkAction::Change, Some(Move::Disconnect(hash))) => {
                format!("disconnect block {}", self.names.block(hash))
            }
            (ForkAction::Change, Some(Move::Connect(hash))) => {
                format!("connect block {}", self.names.block(hash))
            }
            (ForkAction::Change, _) => "look through the payments that wait".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&ForkState>,
        after: &ForkState,
        _: Option<&ForkAction>,
        window: &Window,
    ) -> Scene {
        fork_panes::scene(self, before, after, window)
    }
}

#[cfg(test)]
#[path = "fork_model_tests.rs"]
mod tests;
