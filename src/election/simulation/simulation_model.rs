//! Twelve epochs of a small chain, one epoch a step.
//!
//! Two hundred owners, eight pools, four seats by lottery. The reader can keep the delegate of a pool
//! with a seat away for an epoch, and see what it earns and who leaves it then.

use serde::{Deserialize, Serialize};

use super::simulation_panes;
use super::{EpochReport, Simulation, SimulationFault, SimulationSetting};
use crate::election::measures::Measures;
use crate::election::{PoolNumber, SeatRule, Setting};
use crate::trace::{Model, Scene, Window};

/// A chain that is about to run for twelve epochs.
#[derive(Debug, Clone)]
pub struct SimulationModel {
    pub(super) setting: SimulationSetting,
    pub(super) epochs: usize,
    start: SimulationState,
}

/// How far it has come.
#[derive(Debug, Clone)]
pub struct SimulationState {
    pub(super) simulation: Simulation,
    /// The measures before the first epoch.
    pub(super) at_first: Measures,
    /// The epochs so far.
    pub(super) reports: Vec<EpochReport>,
    /// Why it cannot go on.
    pub(super) fault: Option<SimulationFault>,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SimulationAction {
    /// An epoch goes by.
    Epoch,
    /// An epoch goes by in which a delegate with a seat is never there.
    Absent {
        /// Whose delegate it is.
        pool: PoolNumber,
    },
}

impl SimulationModel {
    /// The chain whose owners, delegates and luck follow from `seed`.
    pub fn new(seed: &str) -> Result<SimulationModel, SimulationFault> {
        let election =
            Setting { rule: SeatRule::Lottery, seats: 4, slots: 16, ..Setting::default() };
        let setting = SimulationSetting {
            election,
            voters: 200,
            supply: 20_000,
            pools: 8,
            seed: seed.to_owned(),
            ..SimulationSetting::default()
        };
        let epochs: u32 = 12;
        setting.check(epochs)?;
        let simulation = Simulation::new(&setting)?;
        let at_first = simulation.measures()?;
        let start = SimulationState { simulation, at_first, reports: Vec::new(), fault: None };
        Ok(SimulationModel { setting, epochs: epochs as usize, start })
    }
}

impl Model for SimulationModel {
    type State = SimulationState;
    type Action = SimulationAction;

    fn initial(&self) -> SimulationState {
        self.start.clone()
    }

    fn next(&self, state: &SimulationState) -> Option<SimulationAction> {
        let more = state.reports.len() < self.epochs && state.fault.is_none();
        more.then_some(SimulationAction::Epoch)
    }

    fn choices(&self, state: &SimulationState) -> Vec<SimulationAction> {
        let Some(next) = self.next(state) else { return Vec::new() };
        let mut pools: Vec<PoolNumber> = state.simulation.registry().election().sitting().collect();
        pools.sort_unstable();
        let absent = pools.into_iter().map(|pool| SimulationAction::Absent { pool });
        std::iter::once(next).chain(absent).collect()
    }

    fn allowed(&self, state: &SimulationState, action: &SimulationAction) -> bool {
        self.choices(state).contains(action)
    }

    fn apply(&self, state: &mut SimulationState, action: &SimulationAction) {
        let absent = match action {
            SimulationAction::Epoch => None,
            SimulationAction::Absent { pool } => Some(*pool),
        };
        match state.simulation.step(absent) {
            Ok(report) => state.reports.push(report),
            Err(fault) => state.fault = Some(fault),
        }
    }

    fn label(&self, state: &SimulationState, action: &SimulationAction) -> String {
        let epoch = state.reports.len() + 1;
        match action {
            SimulationAction::Epoch => format!("epoch {epoch}"),
            SimulationAction::Absent { pool } => {
                format!("epoch {epoch}, the delegate of {pool} absent")
            }
        }
    }

    fn scene(
        &self,
        before: Option<&SimulationState>,
        after: &SimulationState,
        last: Option<&SimulationAction>,
        window: &Window,
    ) -> Scene {
        simulation_panes::scene(self, before, after, last, window)
    }
}

#[cfg(test)]
#[path = "simulation_model_tests.rs"]
mod tests;
