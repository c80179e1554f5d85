//! Which coins a payment spends: three ways to choose, each a machine that says why it takes a coin.
//!
//! A coin is spent whole, so the choice decides what is left over, what the payment weighs, and what
//! it tells the world. [`Strategy::LargestFirst`] is short and cheap today, but breaks large coins
//! and leaves the small ones lying. [`Strategy::BranchAndBound`] looks for coins that fit so well
//! that nothing needs to come back (Erhardt 2016; Core: `SelectCoinsBnB`). [`Strategy::SpendAll`]
//! takes everything, which tidies a wallet up and tells everyone what belongs together.
//!
//! All three count in *effective values*: what a coin is worth less what it costs to spend it. A coin
//! that costs more than it brings is left alone.

mod branch_and_bound;
mod largest_first;
mod model;
pub(super) mod panes;
mod spend_all;

pub use branch_and_bound::TRIES_LIMIT;
pub use model::{Choice, SelectionModel, SelectionState};

use serde::{Deserialize, Serialize};

use super::{FeeRate, WalletError};
use crate::primitives::OutPoint;
use crate::trace::Model;

/// What spending is expected to cost in quieter times: coins are cheap to gather below this rate and
/// dear above it (Core's consolidation rate).
pub const LONG_TERM_SATOSHIS_PER_VBYTE: i64 = 10;

/// How coins are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// The largest first, until it is enough.
    LargestFirst,
    /// Look for a set without change, and take the largest first where there is none.
    BranchAndBound,
    /// All coins, needed or not.
    SpendAll,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Strategy; 3] =
        [Strategy::LargestFirst, Strategy::BranchAndBound, Strategy::SpendAll];

    /// Its name, as commands have it.
    pub fn name(self) -> &'static str {
        match self {
            Strategy::LargestFirst => "largest-first",
            Strategy::BranchAndBound => "branch-and-bound",
            Strategy::SpendAll => "spend-all",
        }
    }

    /// The strategy of this name.
    pub fn from_name(name: &str) -> Result<Strategy, WalletError> {
        let found = Strategy::ALL.into_iter().find(|strategy| strategy.name() == name.trim());
        found.ok_or_else(|| WalletError::UnknownStrategy { name: name.chars().take(24).collect() })
    }
}

/// A coin that could be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which output.
    pub outpoint: OutPoint,
    /// Satoshis.
    pub value: i64,
    /// Weight units of the input that would spend it.
    pub input_weight: usize,
}

impl Candidate {
    /// Satoshis that spending it costs.
    pub fn fee(&self, rate: FeeRate) -> i64 {
        rate.fee_of_weight(self.input_weight)
    }

    /// Satoshis that it brings: its value less that fee.
    pub fn effective_value(&self, rate: FeeRate) -> i64 {
        self.value.saturating_sub(self.fee(rate))
    }

    /// What it costs more to spend it now than in quieter times; less than 0 where now is cheap.
    fn waste(&self, rate: FeeRate) -> i64 {
        let vbytes = i64::try_from(self.input_weight).unwrap_or(i64::MAX);
        let then = vbytes.saturating_mul(LONG_TERM_SATOSHIS_PER_VBYTE).saturating_add(3) / 4;
        self.fee(rate).saturating_sub(then)
    }
}

/// What is to be chosen from, and how much it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The coins, the highest effective value first.
    candidates: Vec<Candidate>,
    effective: Vec<i64>,
    needed: i64,
    cost_of_change: i64,
    fee_rate: FeeRate,
}

impl Problem {
    /// The coins and what they must bring: `needed` satoshis, which are all payments and the fee of
    /// the transaction without its inputs. `cost_of_change` is what an output of change costs, now
    /// and when it is spent.
    pub fn new(
        mut candidates: Vec<Candidate>,
        needed: i64,
        cost_of_change: i64,
        fee_rate: FeeRate,
    ) -> Problem {
        candidates.sort_by_key(|coin| (-coin.effective_value(fee_rate), coin.outpoint));
        let effective = candidates.iter().map(|coin| coin.effective_value(fee_rate)).collect();
        Problem { candidates, effective, needed, cost_of_change, fee_rate }
    }

    /// The coins, the highest effective value first.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Satoshis that the coins taken must bring.
    pub fn needed(&self) -> i64 {
        self.needed
    }

    /// Satoshis above which change would be made rather than given away.
    pub fn cost_of_change(&self) -> i64 {
        self.cost_of_change
    }

    /// The price of a virtual byte.
    pub fn fee_rate(&self) -> FeeRate {
        self.fee_rate
    }

    /// What coin number `index` brings; 0 for one that there is not.
    pub fn effective(&self, index: usize) -> i64 {
        self.effective.get(index).copied().unwrap_or(0)
    }

    /// Satoshis that all coins together bring, without those that cost more than they are worth.
    pub fn available(&self) -> i64 {
        let worth = self.effective.iter().filter(|value| **value > 0);
        worth.fold(0, |sum: i64, value| sum.saturating_add(*value))
    }

    /// The coins that bring anything: being sorted, they are the first so many.
    fn worthwhile(&self) -> usize {
        self.effective.partition_point(|value| *value > 0)
    }

    fn waste(&self, index: usize) -> i64 {
        self.candidates.get(index).map_or(0, |coin| coin.waste(self.fee_rate))
    }
}

/// The coins that a strategy takes, in the order in which it takes them. Runs the same machine as
/// [`SelectionModel`] to its end.
pub fn select(strategy: Strategy, problem: Problem) -> Result<Vec<OutPoint>, WalletError> {
    let model = SelectionModel::new(strategy, problem);
    let mut state = model.initial();
    while let Some(choice) = model.next(&state) {
        model.apply(&mut state, &choice);
    }
    model.outcome(&state)
}

#[cfg(test)]
mod tests;
