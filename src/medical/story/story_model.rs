//! The story as a walk: all of it, or the chapters about one thing.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::alone::alone;
use super::{SEED, Step, StoryFault, Tale, panes, tell};
use crate::medical::world::World;
use crate::trace::{Model, Scene, Window};

/// Which chapters, and what is shown beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// How records are made, delivered and stored.
    Records,
    /// How they are shared and read.
    Sharing,
    /// The emergency, and the audit.
    Emergency,
    /// Tokens, delegates and rewards.
    Tokens,
    /// A delegate that signs twice.
    DoubleSigning,
}

/// A walk through a part of the story.
#[derive(Debug, Clone)]
pub struct StoryModel {
    pub(super) tale: Arc<Tale>,
    pub(super) part: Part,
    /// The steps, by number in the tale.
    numbers: Vec<usize>,
    genesis: World,
}

/// How many steps are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryState {
    pub(super) told: usize,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoryAction {
    /// The next step is told.
    Tell,
}

/// The story as the lessons tell it, told once for all walks.
pub fn sally() -> Result<Arc<Tale>, StoryFault> {
    static TOLD: OnceLock<Result<Arc<Tale>, StoryFault>> = OnceLock::new();
    TOLD.get_or_init(|| alone(|| tell(SEED).map(Arc::new))).clone()
}

impl StoryModel {
    /// The part of the story as the lessons tell it.
    pub fn new(part: Part) -> Result<StoryModel, StoryFault> {
        Ok(StoryModel::of(sally()?, part))
    }

    /// A part of a story that is told.
    pub fn of(tale: Arc<Tale>, part: Part) -> StoryModel {
        let steps = tale.steps().iter().enumerate();
        let numbers = steps.filter(|(_, step)| part.tells(step.chapter)).map(|(at, _)| at);
        let numbers: Vec<usize> = numbers.collect();
        let genesis = World::new(tale.setting().clone());
        StoryModel { tale, part, numbers, genesis }
    }

    /// The step that was told last.
    pub(super) fn step(&self, state: &StoryState) -> Option<&Step> {
        self.tale.steps().get(*self.numbers.get(state.told.checked_sub(1)?)?)
    }

    /// The state of the chain at this point of the walk: after the step that was told last, or as the chapters
    /// before left it.
    pub(super) fn world(&self, state: &StoryState) -> &World {
        if let Some(step) = self.step(state) {
            return &step.world;
        }
        let before = self.numbers.first().and_then(|first| first.checked_sub(1));
        let step = before.and_then(|before| self.tale.steps().get(before));
        step.map_or(&self.genesis, |step| &step.world)
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl Part {
    /// Whether a chapter belongs to it.
    fn tells(self, chapter: &str) -> bool {
        match self {
            Part::Whole => true,
            Part::Records => ["Who takes part", "Three hospitals"].contains(&chapter),
            Part::Sharing => chapter == "Sharing",
            Part::Emergency => {
                ["An emergency", "A lost key", "Who looked at what"].contains(&chapter)
            }
            Part::Tokens => {
                let own = [
                    "Tokens for data",
                    "Delegates",
                    "A new epoch",
                    "A secret is missing",
                    "Rewards",
                    "Data and tokens part",
                ];
                own.contains(&chapter)
            }
            Part::DoubleSigning => chapter == "Two blocks for one slot",
        }
    }

    /// What the walk is called.
    pub fn title(self) -> &'static str {
        match self {
            Part::Whole => "Sally Smith at three hospitals",
            Part::Records => "Records that belong to Sally",
            Part::Sharing => "Sharing, revoking, and encrypting anew",
            Part::Emergency => "An emergency, and an audit",
            Part::Tokens => "Tokens for data, votes and rewards",
            Part::DoubleSigning => "Two blocks for one slot",
        }
    }
}

impl Model for StoryModel {
    type State = StoryState;
    type Action = StoryAction;

    fn initial(&self) -> StoryState {
        StoryState { told: 0 }
    }

    fn next(&self, state: &StoryState) -> Option<StoryAction> {
        (state.told < self.numbers.len()).then_some(StoryAction::Tell)
    }

    fn allowed(&self, state: &StoryState, action: &StoryAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut StoryState, _: &StoryAction) {
        state.told += 1;
    }

    fn label(&self, state: &StoryState, _: &StoryAction) -> String {
        let next = self.step(&StoryState { told: state.told + 1 });
        next.map_or_else(|| "the end".into(), |step| step.title.clone())
    }

    fn scene(
        &self,
        before: Option<&StoryState>,
        after: &StoryState,
        _: Option<&StoryAction>,
        window: &Window,
    ) -> Scene {
        panes::scene(self, before, after, window)
    }
}

#[cfg(test)]
#[path = "story_model_tests.rs"]
mod tests;
