//! A double spend by an attacker with a chosen share of the work, on a real chain, and what comes after.
//!
//! The race is Rosenfeld's: Alice finds one block in secret before she pays, and publishes once Bob has
//! the confirmations that he waits for and her branch has more work. So its outcome has the chance that
//! [`rosenfeld`] computes. She gives up as in
//! [`RaceModel`](crate::mining::odds::RaceModel). Everything that reaches the node is judged by a real
//! [`Chain`](crate::chain::Chain) and a real mempool (BCT 2.3, 2.5).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::forge::{Ground, MajorityFailure};
use super::history::GIVE_UP;
use super::node::{HonestNode, Unwanted};
use super::past::Past;
use super::tries::Deed;
use super::{majority_panes, moves};
use crate::chain::TipChange;
use crate::chain::mempool::Followed;
use crate::hash::BlockHash;
use crate::mining::odds::{Share, rosenfeld};
use crate::primitives::Block;
use crate::rng::Rng;
use crate::rules::Rule;
use crate::trace::{Model, Scene, Window};

/// Blocks since the fork, both sides' together, after which a race without an end is broken off.
pub const MAX_BLOCKS: usize = 120;
/// Blocks before the payment.
const PAST_BLOCKS: u32 = 6;
/// No more is tried on a chain of so many blocks.
const MAX_HEIGHT: u32 = 300;

/// An attacker, and a payee who waits.
pub struct MajorityModel {
    pub(super) attacker: Share,
    pub(super) confirmations: u16,
    pub(super) past: Past,
    seed: String,
}

/// How far it is.
#[derive(Clone)]
pub struct MajorityState {
    pub(super) rng: Rng,
    pub(super) node: HonestNode,
    pub(super) phase: Phase,
    /// Blocks that Alice has not handed over, the first one first.
    pub(super) secret: VecDeque<Arc<Block>>,
    /// The end of Alice's branch.
    pub(super) her_end: Ground,
    /// Blocks of the honest miners since the fork: the confirmations of the payment, until it is undone.
    pub honest: u16,
    /// Alice's blocks since the fork, the one before the payment included.
    pub attacker: u16,
    /// How many blocks Alice lacked to overtake, after each block.
    pub(super) lacks: Vec<i32>,
    /// Whether Bob had his confirmations when Alice published.
    pub(super) delivered: bool,
    /// What to call blocks, and what is in them.
    pub(super) names: Arc<BTreeMap<BlockHash, BlockName>>,
    /// Blocks found in all.
    pub(super) found: u64,
    /// Alice's branches and lone blocks so far.
    pub(super) branches: u8,
    /// What was tried by now.
    pub(super) tried: Vec<Deed>,
    pub(super) rewritten: bool,
    pub(super) last: Event,
    /// What the last change of the tip moved.
    pub(super) moved: TipChange,
    /// A fault of this program.
    pub(super) broken: Option<String>,
}

/// A block's name, and the payment in it.
#[derive(Debug, Clone)]
pub(super) struct BlockName {
    pub(super) name: String,
    pub(super) holds: &'static str,
}

/// Where the story stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing has happened.
    Before,
    /// Alice has a block in secret, and pays next.
    Paying,
    /// Blocks are found.
    Race,
    /// Alice hands her blocks over.
    Handing,
    /// The node looks through the payments.
    Looking,
    /// The payment is undone; what else can she do?
    Limits,
    /// It is over.
    Over(MajorityEnd),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MajorityEnd {
    /// Alice gave up.
    GaveUp,
    /// [`MAX_BLOCKS`] were found.
    BrokenOff,
    /// Alice published a branch without more work.
    TooFew,
}

/// What the last step was.
#[derive(Debug, Clone)]
pub(super) enum Event {
    Start,
    SecretFirst,
    Paid,
    HonestFound,
    SecretFound,
    /// So many blocks were handed over; the last one's name.
    Handed {
        count: usize,
        name: String,
    },
    Looked {
        followed: Followed,
        again: Option<Unwanted>,
    },
    Tried {
        deed: Deed,
        refused: Option<Unwanted>,
    },
    Rewriting {
        depth: u32,
    },
    Ended,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MajorityAction {
    /// Alice finds a block in secret, before she pays.
    Prepare,
    /// Alice pays Bob.
    Pay,
    /// The next block goes to whoever is drawn.
    Draw,
    /// The next block goes to the honest miners.
    Honest,
    /// The next block goes to Alice.
    Attacker,
    /// Alice publishes: she hands her first block to the node.
    Publish,
    /// Alice gives up.
    GiveUp,
    /// Alice hands over what comes next.
    HandOver,
    /// The node looks through the payments.
    Look,
    /// Alice finds a block on the tip, and tries something with it.
    Try(Deed),
    /// Alice replaces so many of the last blocks.
    Rewrite(u32),
}

impl MajorityModel {
    /// An attacker with this share of the work against so many confirmations, at least one.
    pub fn new(
        attacker: Share,
        confirmations: u16,
        seed: impl Into<String>,
    ) -> Result<MajorityModel, MajorityFailure> {
        let past = Past::new(PAST_BLOCKS, false)?;
        Ok(MajorityModel { attacker, confirmations: confirmations.max(1), past, seed: seed.into() })
    }

    /// How it ended, where it ended without success.
    pub fn end(&self, state: &MajorityState) -> Option<MajorityEnd> {
        match state.phase {
            Phase::Over(end) => Some(end),
            _ => None,
        }
    }

    /// Whether the payment was undone after Bob had relied on it.
    pub fn succeeded(&self, state: &MajorityState) -> bool {
        state.delivered && state.node.balance(&self.past.bob) == 0
    }

    /// The chance, as things stand, that the payment will be undone.
    pub fn risk(&self, state: &MajorityState) -> f64 {
        let to_come = self.confirmations.saturating_sub(state.honest);
        let then = self.confirmations.max(state.honest);
        // The block that she found beforehand makes overtaking as likely as Rosenfeld's drawing level.
        let since = state.attacker.saturating_sub(1);
        rosenfeld::catch_up_from(self.attacker, to_come, then.saturating_sub(since))
    }

    /// How many blocks she replaces when she goes back further: two before the payment.
    pub(super) fn further(&self, state: &MajorityState) -> u32 {
        let fork = self.past.height().saturating_sub(2);
        let height = state.node.chain().height();
        height.saturating_sub(fork).min(Past::most_depth(height))
    }

    /// What the race comes to by itself.
    fn race_next(&self, state: &MajorityState) -> MajorityAction {
        let delivered = state.honest >= self.confirmations;
        let chance = self.attacker.catches_up(state.lacks().max(0).unsigned_abs());
        match () {
            () if delivered && state.lacks() <= 0 => MajorityAction::Publish,
            () if delivered && chance < GIVE_UP => MajorityAction::GiveUp,
            () if state.blocks() >= MAX_BLOCKS => MajorityAction::GiveUp,
            () => MajorityAction::Draw,
        }
    }

    fn limits_next(&self, state: &MajorityState) -> Option<MajorityAction> {
        let untried = Deed::ALL.into_iter().find(|deed| !state.tried.contains(deed));
        let further = (!state.rewritten).then(|| MajorityAction::Rewrite(self.further(state)));
        let room = state.node.chain().height() < MAX_HEIGHT;
        untried.map(MajorityAction::Try).or(further).filter(|_| room)
    }
}

impl MajorityState {
    /// How many blocks Alice lacks to have more work than the honest branch; 0 or less where she has.
    pub fn lacks(&self) -> i32 {
        i32::from(self.honest) + 1 - i32::from(self.attacker)
    }

    /// All blocks since the fork.
    pub fn blocks(&self) -> usize {
        usize::from(self.honest) + usize::from(self.attacker)
    }

    /// The hash of the node's tip.
    pub fn tip_hash(&self) -> BlockHash {
        self.node.chain().tip_hash()
    }

    /// A block's name.
    pub(super) fn name(&self, hash: &BlockHash) -> String {
        self.names.get(hash).map_or_else(|| "?".into(), |name| name.name.clone())
    }

    /// The rule for which the last block was refused, if it was.
    pub fn refused_by(&self) -> Option<&'static Rule> {
        match &self.last {
            Event::Tried { refused, .. } => refused.as_ref().map(|refused| refused.rule),
            _ => None,
        }
    }
}

impl Model for MajorityModel {
    type State = MajorityState;
    type Action = MajorityAction;

    fn initial(&self) -> MajorityState {
        moves::initial(self, Rng::from_text(&self.seed))
    }

    fn next(&self, state: &MajorityState) -> Option<MajorityAction> {
        if state.broken.is_some() {
            return None;
        }
        match state.phase {
            Phase::Before => Some(MajorityAction::Prepare),
            Phase::Paying => Some(MajorityAction::Pay),
            Phase::Race => Some(self.race_next(state)),
            Phase::Handing => Some(MajorityAction::HandOver),
            Phase::Looking => Some(MajorityAction::Look),
            Phase::Limits => self.limits_next(state),
            Phase::Over(_) => None,
        }
    }

    fn choices(&self, state: &MajorityState) -> Vec<MajorityAction> {
        let Some(next) = self.next(state) else { return Vec::new() };
        let others: Vec<MajorityAction> = match state.phase {
            Phase::Race if state.blocks() >= MAX_BLOCKS => {
                vec![MajorityAction::Publish, MajorityAction::GiveUp]
            }
            Phase::Race => vec![
                MajorityAction::Draw,
                MajorityAction::Honest,
                MajorityAction::Attacker,
                MajorityAction::Publish,
                MajorityAction::GiveUp,
            ],
            Phase::Limits => {
                let deeds = Deed::ALL.into_iter().map(MajorityAction::Try);
                deeds.chain([MajorityAction::Rewrite(self.further(state))]).collect()
            }
            _ => Vec::new(),
        };
        let others = others.into_iter().filter(|other| *other != next);
        std::iter::once(next).chain(others).collect()
    }

    fn allowed(&self, state: &MajorityState, action: &MajorityAction) -> bool {
        match action {
            MajorityAction::Rewrite(depth) => {
                let most = Past::most_depth(state.node.chain().height());
                state.phase == Phase::Limits
                    && self.next(state).is_some()
                    && (1..=most).contains(depth)
            }
            _ => self.choices(state).contains(action),
        }
    }

    fn apply(&self, state: &mut MajorityState, action: &MajorityAction) {
        if let Err(failure) = moves::apply(self, state, *action) {
            state.broken = Some(failure.to_string());
        }
    }

    fn label(&self, state: &MajorityState, action: &MajorityAction) -> String {
        match action {
            MajorityAction::Prepare => "Alice finds a block in secret".into(),
            MajorityAction::Pay => "Alice pays Bob".into(),
            MajorityAction::Draw => "the next block, by chance".into(),
            MajorityAction::Honest => "the honest miners find a block".into(),
            MajorityAction::Attacker => "Alice finds a block".into(),
            MajorityAction::Publish => "Alice publishes her branch now".into(),
            MajorityAction::GiveUp if state.blocks() >= MAX_BLOCKS => "break the race off".into(),
            MajorityAction::GiveUp => "Alice gives up".into(),
            MajorityAction::HandOver => "Alice hands over what comes next".into(),
            MajorityAction::Look => "look through the payments".into(),
            MajorityAction::Try(deed) => deed.label().into(),
            MajorityAction::Rewrite(depth) => {
                format!(
                    "Alice replaces the last {}",
                    crate::spelling::counted(*depth as usize, "block")
                )
            }
        }
    }

    fn scene(
        &self,
        before: Option<&MajorityState>,
        after: &MajorityState,
        _: Option<&MajorityAction>,
        window: &Window,
    ) -> Scene {
        majority_panes::scene(self, before, after, window)
    }
}

#[cfg(test)]
#[path = "majority_model_tests.rs"]
mod tests;
