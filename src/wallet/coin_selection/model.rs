//! The choice of coins as a machine, a coin a step.

use serde::{Deserialize, Serialize};

use super::branch_and_bound::{self, go_back};
use super::{Problem, Strategy, largest_first, panes, spend_all};
use crate::primitives::OutPoint;
use crate::trace::{Model, Scene, Window};
use crate::wallet::WalletError;

/// A strategy at work on a problem.
#[derive(Debug, Clone)]
pub struct SelectionModel {
    pub(super) strategy: Strategy,
    pub(super) problem: Problem,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The coin is taken.
    Take,
    /// The coin is left.
    Skip,
    /// The set fits and is remembered; the last coin taken is left, and the search goes on.
    Keep,
    /// Nothing good can follow: the last coin taken is left.
    Back,
    /// No more coins: what is taken is the choice, or it is not enough.
    Settle,
}

/// How far the choice has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionState {
    /// The coin that is looked at next.
    pub(super) position: usize,
    /// The coins taken.
    pub(super) taken: Vec<usize>,
    /// Satoshis that they bring.
    pub(super) sum: i64,
    /// Satoshis that the coins ahead would bring.
    pub(super) ahead: i64,
    /// What the coins taken cost more to spend now than later.
    pub(super) waste: i64,
    pub(super) best: Option<Best>,
    pub(super) tries: usize,
    pub(super) stage: Stage,
}

/// The best set without change so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Best {
    pub waste: i64,
    pub taken: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The strategy chooses.
    Choosing,
    /// Nothing fits without change: the largest first instead.
    Instead,
    /// It is enough.
    Enough,
    /// All that there is would not be enough.
    Short,
}

impl SelectionModel {
    /// A choice that has not begun.
    pub fn new(strategy: Strategy, problem: Problem) -> SelectionModel {
        SelectionModel { strategy, problem }
    }

    /// What is chosen from.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The coins taken once the machine has finished, or how much is missing.
    pub fn outcome(&self, state: &SelectionState) -> Result<Vec<OutPoint>, WalletError> {
        let needed = self.problem.needed;
        if state.stage != Stage::Enough {
            // Where it would have been enough, somebody left coins by hand: those taken count.
            let all = self.problem.available();
            let available = if all < needed { all } else { state.sum };
            let missing = needed.saturating_sub(available);
            return Err(WalletError::NotEnough { needed, available, missing });
        }
        let coins = state.taken.iter().filter_map(|index| self.problem.candidates.get(*index));
        Ok(coins.map(|coin| coin.outpoint).collect())
    }

    /// Who decides now.
    pub(super) fn deciding(&self, state: &SelectionState) -> Strategy {
        if state.stage == Stage::Instead { Strategy::LargestFirst } else { self.strategy }
    }

    fn take(&self, state: &mut SelectionState) {
        let index = state.position;
        self.pass(state);
        state.taken.push(index);
        state.sum = state.sum.saturating_add(self.problem.effective(index));
        state.waste = state.waste.saturating_add(self.problem.waste(index));
    }

    fn pass(&self, state: &mut SelectionState) {
        let ahead = self.problem.effective(state.position).max(0);
        state.ahead = state.ahead.saturating_sub(ahead);
        state.position += 1;
    }

    fn keep(&self, state: &mut SelectionState) {
        let waste = state.waste.saturating_add(state.sum).saturating_sub(self.problem.needed);
        if state.best.as_ref().is_none_or(|best| waste <= best.waste) {
            state.best = Some(Best { waste, taken: state.taken.clone() });
        }
        go_back(&self.problem, state);
    }

    fn settle(&self, state: &mut SelectionState) {
        if let Some(best) = state.best.take() {
            state.sum = best.taken.iter().map(|index| self.problem.effective(*index)).sum();
            state.taken = best.taken;
        }
        state.stage = match state.stage {
            _ if state.sum >= self.problem.needed => Stage::Enough,
            Stage::Choosing
                if self.strategy == Strategy::BranchAndBound
                    && self.problem.available() >= self.problem.needed =>
            {
                let tries = state.tries;
                *state = SelectionState { tries, stage: Stage::Instead, ..self.initial() };
                return;
            }
            _ => Stage::Short,
        };
    }
}

impl Model for SelectionModel {
    type State = SelectionState;
    type Action = Choice;

    fn initial(&self) -> SelectionState {
        SelectionState {
            position: 0,
            taken: Vec::new(),
            sum: 0,
            ahead: self.problem.available(),
            waste: 0,
            best: None,
            tries: 0,
            stage: Stage::Choosing,
        }
    }

    fn next(&self, state: &SelectionState) -> Option<Choice> {
        if matches!(state.stage, Stage::Enough | Stage::Short) {
            return None;
        }
        Some(match self.deciding(state) {
            Strategy::LargestFirst => largest_first::next(&self.problem, state),
            Strategy::BranchAndBound => branch_and_bound::next(&self.problem, state),
            Strategy::SpendAll => spend_all::next(&self.problem, state),
        })
    }

    fn choices(&self, state: &SelectionState) -> Vec<Choice> {
        let Some(next) = self.next(state) else { return Vec::new() };
        let others = [Choice::Take, Choice::Skip, Choice::Settle];
        let others = others.into_iter().filter(|choice| *choice != next);
        let others = others.filter(|choice| self.allowed(state, choice));
        std::iter::once(next).chain(others).collect()
    }

    fn allowed(&self, state: &SelectionState, action: &Choice) -> bool {
        let Some(next) = self.next(state) else { return false };
        // The search keeps books that another choice would spoil; the others may be overruled.
        let free = self.deciding(state) != Strategy::BranchAndBound;
        let left = state.position < self.problem.candidates.len();
        match action {
            action if *action == next => true,
            Choice::Take | Choice::Skip => free && left,
            Choice::Settle => free && state.sum >= self.problem.needed,
            Choice::Keep | Choice::Back => false,
        }
    }

    fn apply(&self, state: &mut SelectionState, action: &Choice) {
        state.tries += 1;
        match action {
            Choice::Take => self.take(state),
            Choice::Skip => self.pass(state),
            Choice::Keep => self.keep(state),
            Choice::Back => go_back(&self.problem, state),
            Choice::Settle => self.settle(state),
        }
    }

    fn label(&self, state: &SelectionState, action: &Choice) -> String {
        let number = state.position + 1;
        match action {
            Choice::Take => format!("take coin {number}"),
            Choice::Skip => format!("leave coin {number}"),
            Choice::Keep => "remember this set".into(),
            Choice::Back => "go back".into(),
            Choice::Settle => "settle".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&SelectionState>,
        after: &SelectionState,
        last: Option<&Choice>,
        window: &Window,
    ) -> Scene {
        panes::scene(self, before.zip(last.copied()), after, window)
    }
}
