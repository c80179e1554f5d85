//! The lab as a walk: a step is a window, and the reader may decide what the miners do.

use serde::{Deserialize, Serialize};

use super::lab::{LabParams, LabState, WindowRow};
use super::retarget_lab_panes;
use crate::trace::{Model, Scene, Window};

/// Windows by default.
const WINDOWS: u32 = 10;
/// The most that are kept.
const MOST_WINDOWS: u32 = 200;
/// The highest hash rate that may be asked for, in per cent of that at the start.
const MOST_PERCENT: u32 = 1_000_000;

/// A chain, and what its miners do unless the reader decides.
#[derive(Debug, Clone)]
pub struct RetargetLabModel {
    pub(super) title: String,
    pub(super) params: LabParams,
}

/// The windows so far.
#[derive(Debug, Clone, PartialEq)]
pub struct RetargetLabState {
    /// The chain.
    pub lab: LabState,
    /// One for each window.
    pub rows: Vec<WindowRow>,
    /// Whether the next window did not fit into the times that headers can say.
    pub ended: bool,
}

/// The next window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetargetLabAction {
    /// At the hash rate that the schedule has for it.
    Window,
    /// At this hash rate.
    Rate {
        /// Per cent of that at the start.
        percent: u32,
    },
}

impl RetargetLabModel {
    /// A walk under this title.
    pub fn new(title: impl Into<String>, params: LabParams) -> RetargetLabModel {
        RetargetLabModel { title: title.into(), params }
    }

    fn percent(&self, state: &RetargetLabState, action: RetargetLabAction) -> u32 {
        match action {
            RetargetLabAction::Window => state.lab.scheduled_percent(&self.params),
            RetargetLabAction::Rate { percent } => percent,
        }
    }
}

impl Model for RetargetLabModel {
    type State = RetargetLabState;
    type Action = RetargetLabAction;

    fn initial(&self) -> RetargetLabState {
        RetargetLabState { lab: LabState::new(&self.params), rows: Vec::new(), ended: false }
    }

    fn next(&self, state: &RetargetLabState) -> Option<RetargetLabAction> {
        let more = state.lab.windows() < WINDOWS && !state.ended;
        more.then_some(RetargetLabAction::Window)
    }

    fn choices(&self, state: &RetargetLabState) -> Vec<RetargetLabAction> {
        let now = state.rows.last().map_or(100, |row| row.rate_percent);
        let rates = [now.saturating_mul(2), now / 2, now];
        let rates = rates.map(|percent| RetargetLabAction::Rate { percent });
        // What the schedule has anyway is offered once.
        let scheduled = state.lab.scheduled_percent(&self.params);
        let rates = rates.into_iter().filter(|action| {
            self.allowed(state, action) && self.percent(state, *action) != scheduled
        });
        self.next(state).into_iter().chain(rates).collect()
    }

    fn asks(&self, state: &RetargetLabState) -> Vec<&'static str> {
        match state.lab.windows() < MOST_WINDOWS && !state.ended {
            true => vec!["a hash rate in per cent of that at the start"],
            false => Vec::new(),
        }
    }

    fn typed(&self, _: &RetargetLabState, _: usize, text: &str) -> Option<RetargetLabAction> {
        let percent = text.trim_end_matches(['%', ' ']).parse().ok()?;
        Some(RetargetLabAction::Rate { percent })
    }

    fn allowed(&self, state: &RetargetLabState, action: &RetargetLabAction) -> bool {
        let percent = self.percent(state, *action);
        let more = state.lab.windows() < MOST_WINDOWS && !state.ended;
        more && (1..=MOST_PERCENT).contains(&percent)
    }

    fn apply(&self, state: &mut RetargetLabState, action: &RetargetLabAction) {
        let percent = self.percent(state, *action);
        match state.lab.fill(&self.params, percent) {
            Some(row) => state.rows.push(row),
            None => state.ended = true,
        }
    }

    fn label(&self, state: &RetargetLabState, action: &RetargetLabAction) -> String {
        let now = state.rows.last().map_or(100, |row| row.rate_percent);
        let percent = self.percent(state, *action);
        let what = match percent {
            same if same == now => "as many machines as before".to_owned(),
            twice if Some(twice) == now.checked_mul(2) => "twice the machines".to_owned(),
            half if half == now / 2 => "half the machines".to_owned(),
            other => format!("{other} % of the machines of the start"),
        };
        format!("window {} with {what}", state.lab.windows() + 1)
    }

    fn scene(
        &self,
        _: Option<&RetargetLabState>,
        after: &RetargetLabState,
        last: Option<&RetargetLabAction>,
        window: &Window,
    ) -> Scene {
        retarget_lab_panes::scene(self, after, last, window)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Schedule;
    use super::*;
    use crate::trace::walked::there_and_back;
    use crate::trace::{Stepper, Trace, Verdict};
    use serde_json::json;

    #[test]
    fn every_schedule_is_walked_to_its_end_and_back() {
        for schedule in Schedule::ALL {
            let params = LabParams::bitcoin(schedule, "walk");
            let mut trace = Trace::new(RetargetLabModel::new(schedule.name(), params));
            let scenes = there_and_back(&mut trace);
            assert_eq!(scenes.len() as u32, WINDOWS + 1);
            assert_eq!(scenes.last().unwrap().verdict, Some(Verdict::Done));
        }
    }

    #[test]
    fn too_slow_a_chain_ends_and_says_so() {
        let params = LabParams::bitcoin(Schedule::Steady, "slow").with_testnet_rule();
        let mut trace = Trace::new(RetargetLabModel::new("slow", params));
        trace.typed(0, "10").unwrap();
        let said = trace.scene(&Window::all()).sentence;
        assert!(said.contains("too slowly") && said.contains("easiest target"), "{said}");
        while trace.typed(0, "1").is_ok() {}
        assert!(trace.state().ended && trace.finished() && trace.choices().is_empty());
        assert!(trace.scene(&Window::all()).sentence.contains("2106"));
    }

    #[test]
    fn a_reader_decides_what_the_miners_do() {
        let params = LabParams::bitcoin(Schedule::Steady, "reader");
        let mut trace = Trace::new(RetargetLabModel::new("reader", params));
        trace.typed(0, "400 %").unwrap();
        trace.choose(1).unwrap();
        trace.choose(2).unwrap();
        let rates: Vec<u32> = trace.state().rows.iter().map(|row| row.rate_percent).collect();
        assert_eq!(rates, [400, 800, 400]);
        for action in [json!({"rate": {"percent": 0}}), json!({"rate": {"percent": 1_000_001}})] {
            assert!(trace.act(&action).is_err());
        }
        assert!(trace.typed(0, "many").is_err());
    }
}
