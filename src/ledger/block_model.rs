//! All checks of a block, a check a step: the lists that a chain runs, in the order in which it runs
//! them, on the coins that lie before the block.
//!
//! First the block by itself, then its header and the whole against the chain before it, then each
//! transaction against the coins, the coinbase's amount, and last the scripts. The first rule that is
//! broken ends the walk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::block::check::BLOCK_CHECKS;
use super::block::contextual::CONTEXT_CHECKS;
use super::block::header::HEADER_CHECKS;
use super::block::{
    BlockContext, BlockError, BlockProof, Connected, Connecting, HeaderContext, IndexedBlock,
    ScriptChecks,
};
use super::lock_time::MedianTimes;
use super::{CoinView, block_panes};
use crate::primitives::pow::Target;
use crate::spelling::counted;
use crate::trace::{Model, Scene, Window};

/// A block, what the chain before it says, and the coins before it.
pub struct BlockModel {
    pub(super) title: String,
    pub(super) block: IndexedBlock,
    pub(super) setting: BlockSetting,
    /// What the block needs of the coins before it.
    pub(super) coins: CoinView,
}

/// What the chain before a block says.
#[derive(Debug, Clone)]
pub struct BlockSetting {
    /// The easiest target.
    pub limit: Target,
    /// The challenge of a signet.
    pub signet_challenge: Option<Vec<u8>>,
    /// What the header's rules need; none where the chain before the block is not known.
    pub header: Option<HeaderContext>,
    /// What the block's rules need.
    pub context: BlockContext,
    /// Median times past before the heights of the coins that it spends.
    pub times: BTreeMap<u32, u32>,
}

impl MedianTimes for BTreeMap<u32, u32> {
    fn median_time_past_before(&self, height: u32) -> Option<u32> {
        self.get(&height).copied()
    }
}

/// One check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockStep {
    /// Of the block by itself: the number in [`BLOCK_CHECKS`].
    Alone(usize),
    /// Of the header against the chain: the number in [`HEADER_CHECKS`].
    Header(usize),
    /// Of the block against the chain: the number in [`CONTEXT_CHECKS`].
    Context(usize),
    /// Whether a coin would be made twice.
    Overwrites,
    /// The transaction of this number takes its coins and makes its own.
    Transaction(usize),
    /// What the coinbase pays.
    CoinbaseAmount,
    /// The scripts of the transaction of this number.
    Scripts(usize),
}

/// How far the checks have come.
#[derive(Debug, Clone)]
pub struct BlockState {
    pub(super) done: usize,
    pub(super) coins: CoinView,
    pub(super) connected: Connected,
    pub(super) fault: Option<BlockError>,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockAction {
    /// The next check.
    Check,
    /// All checks up to the first transaction, the first script, or the end.
    Stage,
}

impl BlockModel {
    /// The checks of `block`, none of which has run. `coins` must know what the block needs.
    pub fn new(
        title: impl Into<String>,
        block: IndexedBlock,
        setting: BlockSetting,
        coins: CoinView,
    ) -> BlockModel {
        BlockModel { title: title.into(), block, setting, coins }
    }

    /// The number of checks.
    pub(super) fn count(&self) -> usize {
        let transactions = self.block.block().transactions.len();
        self.first_transaction() + transactions + 1 + transactions.saturating_sub(1)
    }

    fn header_checks(&self) -> usize {
        if self.setting.header.is_some() { HEADER_CHECKS.len() } else { 0 }
    }

    fn first_transaction(&self) -> usize {
        BLOCK_CHECKS.len() + self.header_checks() + CONTEXT_CHECKS.len() + 1
    }

    /// Check number `index`; none after the last.
    pub(super) fn step(&self, index: usize) -> Option<BlockStep> {
        let transactions = self.block.block().transactions.len();
        let mut at = index;
        for (count, step) in [
            (BLOCK_CHECKS.len(), BlockStep::Alone as fn(usize) -> BlockStep),
            (self.header_checks(), BlockStep::Header),
            (CONTEXT_CHECKS.len(), BlockStep::Context),
            (1, |_| BlockStep::Overwrites),
            (transactions, BlockStep::Transaction),
            (1, |_| BlockStep::CoinbaseAmount),
            (transactions.saturating_sub(1), |at| BlockStep::Scripts(at + 1)),
        ] {
            if at < count {
                return Some(step(at));
            }
            at -= count;
        }
        None
    }

    /// A check's name.
    pub(super) fn name(&self, step: BlockStep) -> String {
        let what = |list: Option<&'static str>| list.unwrap_or_default().to_owned();
        match step {
            BlockStep::Alone(at) => what(BLOCK_CHECKS.get(at).map(|check| check.what)),
            BlockStep::Header(at) => what(HEADER_CHECKS.get(at).map(|check| check.what)),
            BlockStep::Context(at) => what(CONTEXT_CHECKS.get(at).map(|check| check.what)),
            BlockStep::Overwrites => "no coin made twice".into(),
            BlockStep::Transaction(0) => "the coinbase's new coins".into(),
            BlockStep::Transaction(at) => format!("the coins of transaction {at}"),
            BlockStep::CoinbaseAmount => "what the coinbase pays".into(),
            BlockStep::Scripts(at) => format!("the scripts of transaction {at}"),
        }
    }

    fn connecting(&self) -> Connecting<'_> {
        let BlockSetting { context, times, .. } = &self.setting;
        Connecting { block: &self.block, context, times }
    }

    /// The very functions that a chain runs.
    fn run(&self, state: &mut BlockState, step: BlockStep) -> Result<(), BlockError> {
        let proof = BlockProof {
            limit: self.setting.limit,
            signet_challenge: self.setting.signet_challenge.as_deref(),
        };
        let header = &self.block.block().header;
        match step {
            BlockStep::Alone(at) => {
                BLOCK_CHECKS.get(at).map_or(Ok(()), |check| (check.run)(&self.block, &proof))
            }
            BlockStep::Header(at) => match (HEADER_CHECKS.get(at), &self.setting.header) {
                (Some(check), Some(context)) => (check.run)(header, context),
                _ => Ok(()),
            },
            BlockStep::Context(at) => CONTEXT_CHECKS
                .get(at)
                .map_or(Ok(()), |check| (check.run)(&self.block, &self.setting.context)),
            BlockStep::Overwrites => self.connecting().check_overwrites(&state.coins),
            BlockStep::Transaction(_) => {
                self.connecting().connect_transaction(&mut state.connected, &mut state.coins)
            }
            BlockStep::CoinbaseAmount => self.connecting().check_coinbase_amount(&state.connected),
            BlockStep::Scripts(at) => self.run_scripts(state, at),
        }
    }

    fn run_scripts(&self, state: &BlockState, index: usize) -> Result<(), BlockError> {
        let tx = self.block.block().transactions.get(index);
        let spent = index.checked_sub(1).and_then(|at| state.connected.undo.spent.get(at));
        let Some((tx, spent)) = tx.zip(spent) else { return Ok(()) };
        ScriptChecks::default()
            .check_transaction(tx, spent, self.setting.context.flags)
            .map_err(|(input, error)| BlockError::Script { index, input, error })
    }

    fn check(&self, state: &mut BlockState) {
        if let Some(step) = self.step(state.done) {
            state.fault = self.run(state, step).err();
            state.done += 1;
        }
    }

    /// Where the stage that is under way ends.
    fn stage_end(&self, done: usize) -> usize {
        let first = self.first_transaction();
        let scripts = first + self.block.block().transactions.len() + 1;
        [first, scripts].into_iter().find(|end| done < *end).unwrap_or(self.count())
    }
}

impl Model for BlockModel {
    type State = BlockState;
    type Action = BlockAction;

    fn initial(&self) -> BlockState {
        let (coins, connected) = (self.coins.clone(), Connected::default());
        BlockState { done: 0, coins, connected, fault: None }
    }

    fn next(&self, state: &BlockState) -> Option<BlockAction> {
        let open = state.fault.is_none() && state.done < self.count();
        open.then_some(BlockAction::Check)
    }

    fn choices(&self, state: &BlockState) -> Vec<BlockAction> {
        let more = self.next(state).map(|_| BlockAction::Stage);
        self.next(state).into_iter().chain(more).collect()
    }

    fn allowed(&self, state: &BlockState, _: &BlockAction) -> bool {
        self.next(state).is_some()
    }

    fn apply(&self, state: &mut BlockState, action: &BlockAction) {
        match action {
            BlockAction::Check => self.check(state),
            BlockAction::Stage => {
                let end = self.stage_end(state.done);
                while state.done < end && state.fault.is_none() {
                    self.check(state);
                }
            }
        }
    }

    fn label(&self, state: &BlockState, action: &BlockAction) -> String {
        match action {
            BlockAction::Check => {
                self.step(state.done).map_or_else(String::new, |step| self.name(step))
            }
            BlockAction::Stage => {
                let count = self.stage_end(state.done).saturating_sub(state.done);
                format!("the next {}, up to the next stage", counted(count, "check"))
            }
        }
    }

    fn scene(
        &self,
        before: Option<&BlockState>,
        after: &BlockState,
        _: Option<&BlockAction>,
        window: &Window,
    ) -> Scene {
        block_panes::scene(self, before, after, window)
    }
}
