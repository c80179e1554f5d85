//! A whole chain: what it has settled and what it has taken in, and playing it anew.

use thiserror::Error;

use super::{Tx, World, WorldError, WorldSetting};
use crate::medical::chain::{BlockError, Event, Tree};
use crate::rules::Rule;

/// A chain: what it has settled, and all blocks and endorsements in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// What it has settled.
    pub setting: WorldSetting,
    /// Blocks and endorsements.
    pub events: Vec<Event<Tx>>,
}

/// A block or endorsement that is refused when the chain is played anew.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("event {number} of the chain, {what}: {error}")]
pub struct PlayError {
    /// Which, from 1.
    pub number: usize,
    /// What it is, in words.
    pub what: String,
    /// Why.
    pub error: BlockError<WorldError>,
}

impl History {
    /// Plays it: every block is judged as if it came in now.
    pub fn play(&self) -> Result<Tree<World>, Box<PlayError>> {
        let world = World::new(self.setting.clone());
        let mut tree = Tree::new(*world.chain(), world);
        for (at, event) in self.events.iter().enumerate() {
            tree.take(event).map_err(|error| {
                let what = match event {
                    Event::Block(block) => format!("the block of height {}", block.height()),
                    Event::Endorsement(_) => "an endorsement".to_owned(),
                };
                Box::new(PlayError { number: at + 1, what, error })
            })?;
        }
        Ok(tree)
    }
}

impl PlayError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match &self.error {
            BlockError::Block(fault) => fault.rule(),
            BlockError::Transaction { error, .. } => error.rule(),
        }
    }
}
