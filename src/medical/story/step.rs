//! A step of the story: who did what, and what came of it.

use std::sync::Arc;

use serde::Serialize;

use crate::hash::Txid;
use crate::medical::world::World;
use crate::rules::Rule;

/// A step of the story.
#[derive(Debug, Clone)]
pub struct Step {
    /// The chapter that it belongs to.
    pub chapter: &'static str,
    /// Who acts.
    pub who: &'static str,
    /// What is done, in a few words.
    pub title: String,
    /// What happened, and why, in a sentence or two.
    pub told: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The rule at work, if there is one.
    pub rule: Option<&'static Rule>,
    /// The state after it, with what waits for the next block.
    pub world: Arc<World>,
    /// Height of the last block.
    pub height: u32,
    /// Height of the last final block.
    pub final_height: u32,
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A transaction waits for the next block.
    Accepted {
        /// Its id.
        txid: Txid,
        /// What it is, as one word.
        kind: &'static str,
    },
    /// It was refused.
    Refused {
        /// Why.
        reason: String,
    },
    /// A block was made.
    Block {
        /// Its height.
        height: u32,
        /// Its transactions.
        transactions: usize,
        /// By whom.
        producer: String,
    },
    /// A record was read.
    Read {
        /// Its lines, as the reader has them.
        lines: Vec<(String, String)>,
    },
    /// Something that is on no chain.
    Told,
}

impl Step {
    /// Whether something was refused.
    pub fn is_refusal(&self) -> bool {
        matches!(self.outcome, Outcome::Refused { .. })
    }
}
