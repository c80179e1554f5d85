//! Selfish mining, block by block: what is secret, what is published, and what it has earned.
//!
//! The machine is [`Selfish`], which the long simulations run too. Each block goes to whoever the seed
//! draws, or to whom the reader gives it.

use serde::{Deserialize, Serialize};

use super::selfish::{FoundBy, Move, Selfish, Tally};
use super::{Share, selfish_panes};
use crate::rng::Rng;
use crate::trace::{Model, Scene, Window};

/// The most blocks that are shown.
pub const MOST_BLOCKS: usize = 5_000;

/// A pool that keeps blocks secret, and the others.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfishModel {
    pub(super) pool: Share,
    /// The part of the others that works on the pool's branch in a tie.
    pub(super) gamma: Share,
    pub(super) blocks: usize,
    seed: String,
}

/// The branches, and what is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfishState {
    rng: Rng,
    /// The machine.
    pub selfish: Selfish,
    /// Who found the last block, and what the pool did about it.
    pub last: Option<(FoundBy, Move)>,
    /// What was certain after each block.
    pub(super) history: Vec<Tally>,
}

/// The next block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelfishAction {
    /// Goes to whoever is drawn.
    Draw,
    /// Goes to this one.
    Found(FoundBy),
}

impl SelfishModel {
    /// A pool with this share of the work, for so many blocks ([`MOST_BLOCKS`] at most).
    pub fn new(pool: Share, gamma: Share, blocks: usize, seed: impl Into<String>) -> SelfishModel {
        SelfishModel { pool, gamma, blocks: blocks.min(MOST_BLOCKS), seed: seed.into() }
    }
}

impl Model for SelfishModel {
    type State = SelfishState;
    type Action = SelfishAction;

    fn initial(&self) -> SelfishState {
        let rng = Rng::from_text(&self.seed);
        SelfishState { rng, selfish: Selfish::default(), last: None, history: Vec::new() }
    }

    fn next(&self, state: &SelfishState) -> Option<SelfishAction> {
        (state.history.len() < self.blocks).then_some(SelfishAction::Draw)
    }

    fn choices(&self, state: &SelfishState) -> Vec<SelfishAction> {
        let Some(next) = self.next(state) else { return Vec::new() };
        let mut choices = vec![next];
        choices.extend([FoundBy::Pool, FoundBy::Others].map(SelfishAction::Found));
        let on_pool = SelfishAction::Found(FoundBy::OthersOnPool);
        choices.extend(state.selfish.is_tie().then_some(on_pool));
        choices
    }

    fn allowed(&self, state: &SelfishState, action: &SelfishAction) -> bool {
        let on_pool = *action == SelfishAction::Found(FoundBy::OthersOnPool);
        self.next(state).is_some() && (!on_pool || state.selfish.is_tie())
    }

    fn apply(&self, state: &mut SelfishState, action: &SelfishAction) {
        let by = match *action {
            SelfishAction::Found(by) => by,
            SelfishAction::Draw => {
                state.selfish.finder(self.pool, self.gamma, || state.rng.next_u64())
            }
        };
        let did = state.selfish.found(by);
        state.last = Some((by, did));
        state.history.push(state.selfish.tally);
    }

    fn label(&self, state: &SelfishState, action: &SelfishAction) -> String {
        let label = match action {
            SelfishAction::Draw => "the next block, by chance",
            SelfishAction::Found(FoundBy::Pool) => "the pool finds a block",
            SelfishAction::Found(FoundBy::Others) if state.selfish.is_tie() => {
                "the others find a block on their branch"
            }
            SelfishAction::Found(FoundBy::Others) => "the others find a block",
            SelfishAction::Found(FoundBy::OthersOnPool) => {
                "the others find a block on the pool's branch"
            }
        };
        label.into()
    }

    fn scene(
        &self,
        before: Option<&SelfishState>,
        after: &SelfishState,
        _: Option<&SelfishAction>,
        window: &Window,
    ) -> Scene {
        selfish_panes::scene(self, before, after, window)
    }
}

#[cfg(test)]
#[path = "selfish_model_tests.rs"]
mod tests;
