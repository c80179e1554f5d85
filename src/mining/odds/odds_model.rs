//! The risk of a double spend, one more confirmation a step: two formulas and a simulation.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Estimate, Share, nakamoto, odds_panes, race, rosenfeld};
use crate::spelling::counted;
use crate::trace::{Model, Scene, Window};

/// The most confirmations that are shown.
pub const MOST_CONFIRMATIONS: u16 = 200;

/// An attacker, and the numbers of confirmations to look at.
#[derive(Debug, Clone)]
pub struct OddsModel {
    pub(super) attacker: Share,
    races: u32,
    seed: String,
    /// For 0 confirmations, 1 and so on: worked out when first looked at, and the same ever after.
    rows: Vec<OnceLock<OddsRow>>,
}

/// The risk after some number of confirmations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OddsRow {
    /// The confirmations.
    pub confirmations: u16,
    /// The risk by the paper of 2008.
    pub nakamoto: f64,
    /// The exact risk.
    pub exact: f64,
    /// What the races found; none for an attacker too large to be simulated.
    pub simulated: Option<Estimate>,
}

/// How many numbers of confirmations have been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OddsState {
    done: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddsAction {
    /// Wait for one more confirmation.
    Wait,
}

impl OddsModel {
    /// An attacker with this share of the work, from no confirmation to `most`
    /// ([`MOST_CONFIRMATIONS`] at most), and so many simulated races for each.
    pub fn new(attacker: Share, most: u16, races: u32, seed: impl Into<String>) -> OddsModel {
        let rows = (0..=most.min(MOST_CONFIRMATIONS)).map(|_| OnceLock::new()).collect();
        OddsModel { attacker, races, seed: seed.into(), rows }
    }

    /// The risk after so many confirmations, where they are among those to look at.
    pub fn row(&self, confirmations: u16) -> Option<&OddsRow> {
        let row = self.rows.get(usize::from(confirmations))?;
        Some(row.get_or_init(|| self.work_out(confirmations)))
    }

    fn work_out(&self, confirmations: u16) -> OddsRow {
        let seed = format!("{}, z = {confirmations}", self.seed);
        OddsRow {
            confirmations,
            nakamoto: nakamoto::catch_up(self.attacker, confirmations),
            exact: rosenfeld::catch_up(self.attacker, confirmations),
            simulated: race::simulate(self.attacker, confirmations, self.races, &seed),
        }
    }

    /// What has been looked at.
    pub(super) fn seen(&self, state: &OddsState) -> Vec<OddsRow> {
        let numbers = 0..u16::try_from(state.done).unwrap_or(u16::MAX);
        numbers.map_while(|confirmations| self.row(confirmations).copied()).collect()
    }

    /// Whether all has been.
    pub(super) fn is_over(&self, state: &OddsState) -> bool {
        state.done >= self.rows.len()
    }
}

impl Model for OddsModel {
    type State = OddsState;
    type Action = OddsAction;

    fn initial(&self) -> OddsState {
        OddsState::default()
    }

    fn next(&self, state: &OddsState) -> Option<OddsAction> {
        (state.done < self.rows.len()).then_some(OddsAction::Wait)
    }

    fn allowed(&self, state: &OddsState, _: &OddsAction) -> bool {
        self.next(state).is_some()
    }

    fn apply(&self, state: &mut OddsState, _: &OddsAction) {
        state.done += 1;
    }

    fn label(&self, state: &OddsState, _: &OddsAction) -> String {
        counted(state.done, "confirmation")
    }

    fn scene(
        &self,
        _: Option<&OddsState>,
        after: &OddsState,
        _: Option<&OddsAction>,
        window: &Window,
    ) -> Scene {
        odds_panes::scene(self, after, window)
    }
}

#[cfg(test)]
#[path = "odds_model_tests.rs"]
mod tests;
