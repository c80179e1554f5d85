//! One election, step by step: ballots, stake, seats, schedule, slots, payouts, measures.
//!
//! A step counts one pool's ballots, decides one seat, shuffles one round, sees one slot go by, or pays
//! one pool. Which rule gives the seats, and whether a delegate is there when its slot comes, is the
//! reader's to choose.

use serde::{Deserialize, Serialize};

use super::election_panes;
use super::measures::Measures;
use super::payout::{Payout, payout};
use super::slots::SlotCount;
use super::stake::Vote;
use super::{Beacon, Election, PoolNumber, SeatRule, Setting, Tally, elect};
use crate::trace::{Model, Scene, Window};

/// A pool, and who has locked how much to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotPool {
    /// What people call it.
    pub name: &'static str,
    /// What the delegate keeps of 1,000 units.
    pub commission_per_mille: u16,
    /// The members, and their units.
    pub members: Vec<(&'static str, u64)>,
}

/// An election that is about to begin.
#[derive(Debug, Clone)]
pub struct ElectionModel {
    pub(super) title: &'static str,
    pub(super) setting: Setting,
    pub(super) pools: Vec<BallotPool>,
    pub(super) beacon: Beacon,
    /// All units that there are, voting or not.
    pub(super) eligible: u64,
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionState {
    pub(super) rule: SeatRule,
    /// Pools whose ballots are counted.
    pub(super) counted: usize,
    /// What follows from the ballots, once all are counted.
    pub(super) election: Option<Election>,
    /// Seats decided.
    pub(super) seats: usize,
    /// Slots that have a producer.
    pub(super) scheduled: usize,
    /// Slots that have gone by, and whether a block was made.
    pub(super) made: Vec<bool>,
    /// Pools that are paid.
    pub(super) paid: Vec<Paid>,
    pub(super) measures: Option<Measured>,
}

/// What one pool has earned, and how it was shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paid {
    pub pool: PoolNumber,
    pub earned: u64,
    pub payout: Payout,
}

/// Measures in tenths of a per cent, so that states can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measured {
    pub turnout_per_mille: u32,
    pub gini_per_mille: u32,
    pub nakamoto_half: usize,
    pub nakamoto_third: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElectionAction {
    /// Another rule for the seats.
    Use(SeatRule),
    /// The ballots of the next pool are counted.
    Count,
    /// The next seat is decided.
    Seat,
    /// The next round of slots is shuffled.
    Shuffle,
    /// The next slot goes by, with a block or without.
    Slot {
        /// Whether the delegate was there.
        produced: bool,
    },
    /// The next pool is paid.
    Pay,
    /// How unequal it all is.
    Measure,
}

impl ElectionModel {
    /// An election among `pools`, of `eligible` units in all, by the randomness of `seed`.
    pub fn new(
        title: &'static str,
        setting: Setting,
        pools: Vec<BallotPool>,
        eligible: u64,
        seed: &str,
    ) -> ElectionModel {
        let beacon =
            Beacon(crate::hash::tagged_hash("blockstep/election/seed", &[seed.as_bytes()]));
        ElectionModel { title, setting, pools, beacon, eligible }
    }

    /// The stake behind each pool.
    pub(super) fn tally(&self) -> Tally {
        let votes = (0..).map(PoolNumber).zip(&self.pools).flat_map(|(number, pool)| {
            pool.members.iter().map(move |(_, amount)| Vote { pool: number, amount: *amount })
        });
        // The ballots of an example are a few thousand units.
        Tally::count(self.pools.len(), votes).unwrap_or_default()
    }

    /// The name of a pool.
    pub(super) fn name(&self, pool: PoolNumber) -> &'static str {
        self.pools.get(pool.index()).map_or("-", |pool| pool.name)
    }

    fn elected(&self, rule: SeatRule) -> Election {
        let setting = Setting { rule, ..self.setting };
        elect(&setting, 1, &self.tally(), |_| true, self.beacon)
    }

    /// The next pool to be paid, and what its blocks have earned.
    fn next_pay(&self, state: &ElectionState) -> Option<(PoolNumber, u64)> {
        let last = state.paid.last().map(|paid| paid.pool);
        let slots = state.slots();
        let mut earned = slots.pools().filter(|(_, slots)| slots.produced > 0);
        earned
            .find(|(pool, _)| last.is_none_or(|last| *pool > last))
            .map(|(pool, slots)| (pool, u64::from(slots.produced) * self.setting.block_reward))
    }

    fn pay(&self, pool: PoolNumber, earned: u64) -> Paid {
        let found = self.pools.get(pool.index());
        let stakes: Vec<u64> =
            found.iter().flat_map(|pool| pool.members.iter().map(|(_, stake)| *stake)).collect();
        let per_mille = found.map_or(0, |pool| pool.commission_per_mille);
        Paid { pool, earned, payout: payout(earned, per_mille, &stakes) }
    }
}

impl ElectionState {
    /// The slots so far, by pool.
    pub(super) fn slots(&self) -> SlotCount {
        let mut slots = SlotCount::default();
        let schedule = self.election.iter().flat_map(|election| &election.schedule);
        schedule.zip(&self.made).for_each(|(pool, made)| slots.count(*pool, *made));
        slots
    }

    /// Who makes the block of the next slot.
    pub(super) fn next_producer(&self) -> Option<PoolNumber> {
        self.election.as_ref()?.schedule.get(self.made.len()).copied()
    }
}

impl Model for ElectionModel {
    type State = ElectionState;
    type Action = ElectionAction;

    fn initial(&self) -> ElectionState {
        ElectionState {
            rule: self.setting.rule,
            counted: 0,
            election: None,
            seats: 0,
            scheduled: 0,
            made: Vec::new(),
            paid: Vec::new(),
            measures: None,
        }
    }

    fn next(&self, state: &ElectionState) -> Option<ElectionAction> {
        let Some(election) = &state.election else { return Some(ElectionAction::Count) };
        if state.seats < election.seats.len() {
            Some(ElectionAction::Seat)
        } else if state.scheduled < election.schedule.len() {
            Some(ElectionAction::Shuffle)
        } else if state.made.len() < election.schedule.len() {
            Some(ElectionAction::Slot { produced: true })
        } else if self.next_pay(state).is_some() {
            Some(ElectionAction::Pay)
        } else {
            state.measures.is_none().then_some(ElectionAction::Measure)
        }
    }

    fn choices(&self, state: &ElectionState) -> Vec<ElectionAction> {
        let mut choices: Vec<ElectionAction> = self.next(state).into_iter().collect();
        match choices.first() {
            Some(ElectionAction::Count) => {
                let other = match state.rule {
                    SeatRule::Ranked => SeatRule::Lottery,
                    SeatRule::Lottery => SeatRule::Ranked,
                };
                choices.push(ElectionAction::Use(other));
            }
            Some(ElectionAction::Slot { .. }) => {
                choices.push(ElectionAction::Slot { produced: false });
            }
            _ => {}
        }
        choices
    }

    fn allowed(&self, state: &ElectionState, action: &ElectionAction) -> bool {
        self.choices(state).contains(action)
    }

    fn apply(&self, state: &mut ElectionState, action: &ElectionAction) {
        match action {
            ElectionAction::Use(rule) => state.rule = *rule,
            ElectionAction::Count => {
                state.counted = (state.counted + 1).min(self.pools.len());
                if state.counted == self.pools.len() {
                    state.election = Some(self.elected(state.rule));
                }
            }
            ElectionAction::Seat => state.seats += 1,
            ElectionAction::Shuffle => {
                let slots = state.election.as_ref().map_or(0, |election| election.schedule.len());
                state.scheduled = (state.scheduled + state.seats).min(slots);
            }
            ElectionAction::Slot { produced } => state.made.push(*produced),
            ElectionAction::Pay => {
                if let Some((pool, earned)) = self.next_pay(state) {
                    state.paid.push(self.pay(pool, earned));
                }
            }
            ElectionAction::Measure => {
                let found = Measures::of(self.tally().stakes(), self.eligible);
                state.measures = Some(Measured::from(&found));
            }
        }
    }

    fn label(&self, state: &ElectionState, action: &ElectionAction) -> String {
        let pool = |at: usize| self.pools.get(at).map_or("-", |pool| pool.name);
        match action {
            ElectionAction::Use(rule) => format!("seats by the {} rule", rule.name()),
            ElectionAction::Count => format!("count the ballots for {}", pool(state.counted)),
            ElectionAction::Seat => format!("decide seat {}", state.seats + 1),
            ElectionAction::Shuffle => {
                format!("shuffle the round of slot {}", state.scheduled)
            }
            ElectionAction::Slot { produced } => {
                let name = state.next_producer().map_or("-", |pool| self.name(pool));
                let verb = if *produced { "makes a block" } else { "is absent" };
                format!("slot {}: {name} {verb}", state.made.len())
            }
            ElectionAction::Pay => match self.next_pay(state) {
                Some((pool, _)) => format!("pay {}", self.name(pool)),
                None => "pay".into(),
            },
            ElectionAction::Measure => "measure".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&ElectionState>,
        after: &ElectionState,
        last: Option<&ElectionAction>,
        window: &Window,
    ) -> Scene {
        election_panes::scene(self, before, after, last, window)
    }
}

impl From<&Measures> for Measured {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 1,000.
    fn from(measures: &Measures) -> Measured {
        let per_mille = |part: f64| (part * 1000.0).round() as u32;
        Measured {
            turnout_per_mille: per_mille(measures.turnout),
            gini_per_mille: per_mille(measures.gini),
            nakamoto_half: measures.nakamoto_half,
            nakamoto_third: measures.nakamoto_third,
        }
    }
}

#[cfg(test)]
#[path = "election_model_tests.rs"]
mod tests;
