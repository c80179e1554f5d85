//! Blocks that come too late: how often the chain forks, for news that travels fast and slowly.
//!
//! A step is one delay; 100,000 blocks are simulated for it, seeded and on all cores, beside the formula
//! and what other simulations published ([`delay`](super::delay)).

use serde::{Deserialize, Serialize};

use super::delay::{Forks, Network, forked_share, simulate};
use crate::mining::odds::percent;
use crate::rules::chain::FIRST_SEEN;
use crate::spelling::grouped;
use crate::trace::{Body, Chart, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// Blocks for each delay.
const BLOCKS: u32 = 100_000;
/// Miners, all alike.
const MINERS: u32 = 100;
/// Bitcoin's interval.
const INTERVAL_MS: u64 = 600_000;
/// The delays of the walk, in milliseconds; 8.7 s is what Bitcoin was measured at in 2016, 12.6 s in 2013.
const DELAYS_MS: [u64; 7] = [0, 500, 2_000, 8_700, 12_600, 60_000, 300_000];
/// The longest delay that may be typed: the formula means nothing beyond.
const LONGEST_MS: u64 = 600_000;

/// Miners whose news travels.
#[derive(Debug, Clone)]
pub struct StaleModel {
    seed: String,
}

/// The delays that were simulated, with what came of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StaleState {
    /// One for each delay.
    pub rows: Vec<(Network, Forks)>,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaleAction {
    /// News travels for so many milliseconds.
    Delay {
        /// Ten minutes at most.
        milliseconds: u64,
    },
}

impl StaleModel {
    /// Draws from this seed.
    pub fn new(seed: impl Into<String>) -> StaleModel {
        StaleModel { seed: seed.into() }
    }
}

fn network(delay_ms: u64) -> Network {
    Network { miners: MINERS, delay_ms, interval_ms: INTERVAL_MS }
}

impl Model for StaleModel {
    type State = StaleState;
    type Action = StaleAction;

    fn initial(&self) -> StaleState {
        StaleState::default()
    }

    fn next(&self, state: &StaleState) -> Option<StaleAction> {
        let milliseconds = *DELAYS_MS.get(state.rows.len())?;
        Some(StaleAction::Delay { milliseconds })
    }

    fn asks(&self, _: &StaleState) -> Vec<&'static str> {
        vec!["a delay in seconds"]
    }

    fn typed(&self, _: &StaleState, _: usize, text: &str) -> Option<StaleAction> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if part.len() > 3 || !digits(part) || !digits(whole) {
            return None;
        }
        let part: u64 = format!("{part:0<3}").parse().ok()?;
        let milliseconds = whole.parse::<u64>().ok()?.checked_mul(1_000)?.checked_add(part)?;
        Some(StaleAction::Delay { milliseconds })
    }

    fn allowed(&self, state: &StaleState, action: &StaleAction) -> bool {
        let StaleAction::Delay { milliseconds } = action;
        *milliseconds <= LONGEST_MS && state.rows.len() < 50
    }

    fn apply(&self, state: &mut StaleState, action: &StaleAction) {
        let StaleAction::Delay { milliseconds } = action;
        let network = network(*milliseconds);
        let seed = format!("{}, delay {milliseconds}", self.seed);
        state.rows.push((network, simulate(&network, BLOCKS, &seed)));
    }

    fn label(&self, _: &StaleState, action: &StaleAction) -> String {
        let StaleAction::Delay { milliseconds } = action;
        format!("news travels {}", seconds(*milliseconds))
    }

    fn scene(
        &self,
        before: Option<&StaleState>,
        after: &StaleState,
        _: Option<&StaleAction>,
        window: &Window,
    ) -> Scene {
        Scene {
            title: format!("Forks by chance, seed {:?}", self.seed),
            panes: vec![
                table(before, after, window),
                Pane::whole("forked heights", Body::Chart { chart: chart(after) }),
            ],
            changes: Vec::new(),
            sentence: sentence(after),
            rule: after.rows.last().map(|_| &FIRST_SEEN),
            verdict: self.next(after).is_none().then_some(Verdict::Done),
        }
    }
}

#[allow(clippy::cast_precision_loss)] // One decimal is shown.
fn seconds(milliseconds: u64) -> String {
    format!("{:.1} s", milliseconds as f64 / 1e3)
}

fn sentence(state: &StaleState) -> String {
    let Some((network, forks)) = state.rows.last() else {
        return format!(
            "{MINERS} miners find a block every ten minutes. Whoever has not heard of the last one works on \
             the block before it: two blocks at one height, of which one is for nothing."
        );
    };
    let share = percent(forks.forked_share().share());
    let seconds = seconds(network.delay_ms);
    match network.delay_ms {
        0 => "News travels at once: nobody works on an old block, and no height has two.".into(),
        _ => format!(
            "News travels {seconds}: of {} heights {share} have two blocks or more, and the formula says {}. \
             {} blocks were found for nothing. Shorter intervals would fork as longer news does.",
            grouped(forks.heights),
            percent(forked_share(network)),
            grouped(forks.stale())
        ),
    }
}

fn table(before: Option<&StaleState>, state: &StaleState, window: &Window) -> Pane {
    let known = before.map_or(0, |before| before.rows.len());
    let total = state.rows.len();
    let range = window.range(0, total, total.saturating_sub(1));
    let first = range.start;
    let row = |(at, (network, forks)): (usize, &(Network, Forks))| {
        let row = Row::new([
            seconds(network.delay_ms),
            percent(forks.forked_share().share()),
            percent(forked_share(network)),
            grouped(forks.stale()),
        ]);
        row.marked(if at >= known { Mark::Changed } else { Mark::Plain })
    };
    let rows = state.rows.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    let headers = ["news takes", "forked", "formula", "lost"];
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part("forks by delay", Body::Table { headers, rows }, first, total)
}

fn chart(state: &StaleState) -> Chart {
    let series = |name: &str, value: &dyn Fn(&Network, &Forks) -> f64| {
        #[allow(clippy::cast_precision_loss)] // A place on a chart.
        let point = |(network, forks): &(Network, Forks)| {
            (network.delay_ms as f64 / 1e3, value(network, forks) * 100.0)
        };
        let mut points: Vec<(f64, f64)> = state.rows.iter().map(point).collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        Series { name: name.to_owned(), points }
    };
    Chart {
        x_name: "seconds that news takes".into(),
        y_name: "per cent forked".into(),
        logarithmic: false,
        series: vec![
            series("simulated", &|_, forks| forks.forked_share().share()),
            series("by the formula", &|network, _| forked_share(network)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::walked::there_and_back;
    use crate::trace::{Stepper, Trace};

    #[test]
    fn delays_are_walked_there_and_back_and_may_be_typed() {
        let mut trace = Trace::new(StaleModel::new("stale"));
        let scenes = there_and_back(&mut trace);
        assert_eq!(scenes.len(), DELAYS_MS.len() + 1);
        trace.seek(0);
        trace.typed(0, "12.6").unwrap();
        assert_eq!(trace.state().rows[0].0.delay_ms, 12_600);
        for text in ["", "-1", "1.2345", "x", "601", "1e3", "18446744073709551615"] {
            assert!(trace.typed(0, text).is_err(), "{text}");
        }
    }
}
