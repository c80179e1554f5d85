//! The day as a walk: its path, and everything else that can be done.

use std::sync::OnceLock;

use super::action::{PlayAction, Player};
use super::day::Day;
use super::{panes, words};
use crate::medical::story::alone::alone;
use crate::medical::story::{Outcome, SEED, StoryFault, Tale, opening};
use crate::trace::{Model, Scene, Window};

/// Once through the day: a record is made, stored, shared, read, and the sharing taken back.
pub const PATH: [PlayAction; 17] = [
    PlayAction::Be(Player::Berlin),
    PlayAction::Release,
    PlayAction::Block,
    PlayAction::Be(Player::Sally),
    PlayAction::Store,
    PlayAction::Block,
    PlayAction::Pick(8),
    PlayAction::Share(Player::Northcare),
    PlayAction::Block,
    PlayAction::Be(Player::Northcare),
    PlayAction::Fetch(8),
    PlayAction::Block,
    PlayAction::Open(8),
    PlayAction::Be(Player::Sally),
    PlayAction::Revoke,
    PlayAction::Be(Player::Northcare),
    PlayAction::Fetch(8),
];

/// A day that is played.
#[derive(Debug, Clone)]
pub struct PlayModel {
    begin: Day,
}

impl PlayModel {
    /// A day that begins where the story's first delegates have their seats.
    pub fn new() -> Result<PlayModel, StoryFault> {
        static OPENING: OnceLock<Result<Tale, StoryFault>> = OnceLock::new();
        let mut tale = OPENING.get_or_init(|| alone(|| opening(SEED))).clone()?;
        tale.chapter("Your day");
        tale.step("you", "The day begins", words::BEGIN, Outcome::Told, None);
        Ok(PlayModel { begin: Day::new(tale) })
    }
}

impl Model for PlayModel {
    type State = Day;
    type Action = PlayAction;

    fn initial(&self) -> Day {
        self.begin.clone()
    }

    fn next(&self, state: &Day) -> Option<PlayAction> {
        PATH.get(state.path).filter(|action| state.possible(action)).copied()
    }

    fn choices(&self, state: &Day) -> Vec<PlayAction> {
        let next = self.next(state);
        let others = state.all().into_iter().filter(|action| Some(*action) != next);
        next.into_iter().chain(others).collect()
    }

    fn allowed(&self, state: &Day, action: &PlayAction) -> bool {
        state.possible(action)
    }

    fn apply(&self, state: &mut Day, action: &PlayAction) {
        if PATH.get(state.path) == Some(action) {
            state.path += 1;
        }
        state.act(action);
    }

    fn label(&self, state: &Day, action: &PlayAction) -> String {
        words::label(state, action)
    }

    fn scene(
        &self,
        before: Option<&Day>,
        after: &Day,
        last: Option<&PlayAction>,
        window: &Window,
    ) -> Scene {
        panes::scene(before, after, last, window)
    }
}
