//! A double spend, block by block: the attacker's secret branch against the one with the payment.
//!
//! The rules of the race are those of [`rosenfeld`] and of Nakamoto's section 11.
//! Each block goes to whoever the seed draws, or to whom the reader gives it.

use serde::{Deserialize, Serialize};

use super::{Share, race_panes, rosenfeld};
use crate::rng::Rng;
use crate::trace::{Model, Scene, Window};

/// An attacker with a smaller chance than this gives up.
const GIVE_UP: f64 = 0.001;

/// Blocks after which a race without an end is broken off.
pub const MAX_BLOCKS: usize = 2_000;

/// An attacker, and a payee who waits.
#[derive(Debug, Clone, PartialEq)]
pub struct RaceModel {
    pub(super) attacker: Share,
    pub(super) confirmations: u16,
    seed: String,
}

/// How far the race is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaceState {
    rng: Rng,
    /// Blocks of the honest branch since the branches parted: the confirmations of the payment.
    pub honest: u16,
    /// Blocks of the attacker's branch.
    pub attacker: u16,
    /// Who found the last block.
    pub last: Option<Finder>,
    /// How far the attacker was behind after each block; below 0 where he was ahead.
    pub(super) deficits: Vec<i32>,
}

/// Who found a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finder {
    /// One of the honest miners.
    Honest,
    /// The attacker.
    Attacker,
}

/// The next block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RaceAction {
    /// Goes to whoever is drawn.
    Draw,
    /// Goes to the honest miners.
    Honest,
    /// Goes to the attacker.
    Attacker,
}

/// How a race ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RaceEnd {
    /// The payee had enough confirmations, and the attacker is level.
    CaughtUp,
    /// The attacker is too far behind.
    GaveUp,
    /// [`MAX_BLOCKS`] were found.
    BrokenOff,
}

impl RaceModel {
    /// The race of an attacker with this share of the work against so many confirmations.
    pub fn new(attacker: Share, confirmations: u16, seed: impl Into<String>) -> RaceModel {
        RaceModel { attacker, confirmations, seed: seed.into() }
    }

    /// How the race ended, once it has.
    pub fn end(&self, state: &RaceState) -> Option<RaceEnd> {
        let delivered = state.honest >= self.confirmations;
        let chance = self.attacker.catches_up(state.deficit().max(0).unsigned_abs());
        match () {
            () if delivered && state.deficit() <= 0 => Some(RaceEnd::CaughtUp),
            () if delivered && chance < GIVE_UP => Some(RaceEnd::GaveUp),
            () if state.blocks() >= MAX_BLOCKS => Some(RaceEnd::BrokenOff),
            () => None,
        }
    }

    /// The chance, as things stand, that the payment will be taken back.
    pub fn risk(&self, state: &RaceState) -> f64 {
        let to_come = self.confirmations.saturating_sub(state.honest);
        let then = self.confirmations.max(state.honest);
        rosenfeld::catch_up_from(self.attacker, to_come, then.saturating_sub(state.attacker))
    }
}

impl RaceState {
    /// How far the attacker is behind; below 0 where he is ahead.
    pub fn deficit(&self) -> i32 {
        i32::from(self.honest) - i32::from(self.attacker)
    }

    /// All blocks since the branches parted.
    pub fn blocks(&self) -> usize {
        usize::from(self.honest) + usize::from(self.attacker)
    }
}

impl Model for RaceModel {
    type State = RaceState;
    type Action = RaceAction;

    fn initial(&self) -> RaceState {
        let rng = Rng::from_text(&self.seed);
        RaceState { rng, honest: 0, attacker: 0, last: None, deficits: vec![0] }
    }

    fn next(&self, state: &RaceState) -> Option<RaceAction> {
        self.end(state).is_none().then_some(RaceAction::Draw)
    }

    fn choices(&self, state: &RaceState) -> Vec<RaceAction> {
        match self.next(state) {
            Some(next) => vec![next, RaceAction::Honest, RaceAction::Attacker],
            None => Vec::new(),
        }
    }

    fn allowed(&self, state: &RaceState, _: &RaceAction) -> bool {
        self.next(state).is_some()
    }

    fn apply(&self, state: &mut RaceState, action: &RaceAction) {
        let finder = match action {
            RaceAction::Draw if self.attacker.happens(state.rng.next_u64()) => Finder::Attacker,
            RaceAction::Draw | RaceAction::Honest => Finder::Honest,
            RaceAction::Attacker => Finder::Attacker,
        };
        let count = match finder {
            Finder::Honest => &mut state.honest,
            Finder::Attacker => &mut state.attacker,
        };
        *count = count.saturating_add(1);
        state.last = Some(finder);
        state.deficits.push(state.deficit());
    }

    fn label(&self, _: &RaceState, action: &RaceAction) -> String {
        let label = match action {
            RaceAction::Draw => "the next block, by chance",
            RaceAction::Honest => "the honest miners find a block",
            RaceAction::Attacker => "the attacker finds a block",
        };
        label.into()
    }

    fn scene(
        &self,
        before: Option<&RaceState>,
        after: &RaceState,
        _: Option<&RaceAction>,
        window: &Window,
    ) -> Scene {
        race_panes::scene(self, before, after, window)
    }
}

#[cfg(test)]
#[path = "race_model_tests.rs"]
mod tests;
