//! A whole chain as one string of bytes, and playing it anew: what a file of it holds.

use thiserror::Error;

use super::{Tx, World, WorldError, WorldSetting};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::BlockHash;
use crate::medical::chain::{BlockError, Event, Tree};
use crate::rules::Rule;

/// What such bytes begin with.
const MAGIC: &[u8; 8] = b"BSMED\x01\r\n";

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

    /// The chain's id.
    pub fn chain(&self) -> BlockHash {
        self.setting.chain()
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

impl Encode for History {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(MAGIC);
        self.setting.encode(sink);
        sink.put(&(self.events.len() as u32).to_le_bytes());
        self.events.iter().for_each(|event| event.encode(sink));
    }
}

impl Decode for History {
    fn decode(r: &mut Reader<'_>) -> Result<History, DecodeError> {
        let offset = r.position();
        let magic: [u8; 8] = r.array()?;
        if magic != *MAGIC {
            let (what, found) = ("the beginning of a medical chain", hex::encode(magic));
            return Err(DecodeError::NotAValue { offset, what, found });
        }
        let setting = WorldSetting::decode(r)?;
        let count = r.u32()?;
        let mut events = Vec::new();
        for _ in 0..count {
            // Each takes bytes, so that a false count ends with them.
            events.push(Event::decode(r)?);
        }
        Ok(History { setting, events })
    }
}
