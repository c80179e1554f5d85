//! What a puzzle costs, against how hard it is: a zero bit more, step by step.
//!
//! At each difficulty the same number of drawn puzzles is solved by the search that mines, and their
//! tries are averaged. Solving doubles with each bit, checking stays one hash: difficult to compute,
//! parameterizable cost, trivial to verify (lecture, "Hash puzzles: properties"; BCT 2.4). A target
//! is finer than a bit: any cost between two bits can be asked for (BCT 5.1).

use serde::{Deserialize, Serialize};

use super::cost_panes;
use super::kernel::Engine;
use super::odds::FastRng;
use super::puzzle::target_of;
use super::tries::solve;
use crate::primitives::CompactTarget;
use crate::primitives::pow::{Target, U256};
use crate::trace::{Chart, Model, Scene, Series, Window};

/// Zero bits up to which the default steps go.
pub const LAST_BITS: u8 = 20;
/// Zero bits that can be asked for at most.
pub const MOST_BITS: u8 = 24;
/// Puzzles solved at each difficulty.
pub const PUZZLES: usize = 32;
/// Hashes that a step takes at most, on average, as long as one puzzle does not need more.
const STEP_HASHES: u64 = 1 << 22;

/// Puzzles from a seed, harder and harder.
#[derive(Debug, Clone)]
pub struct CostModel {
    seed: String,
    last_bits: u8,
    engine: Engine,
}

/// What was measured so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CostState {
    /// One for each difficulty, the easiest first.
    pub rows: Vec<Cost>,
}

/// What puzzles of one difficulty cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// The zero bits.
    pub zero_bits: u8,
    /// How many times as hard as these bits alone, in tenths: 10 for a whole bit, and below 20.
    pub tenths: u8,
    /// The highest hash that counts.
    pub target: Target,
    /// The puzzles solved.
    pub puzzles: usize,
    /// The tries of them all.
    pub tries: u64,
    /// Hashes to check all solutions.
    pub checks: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostAction {
    /// Puzzles with so many zero bits, more than before.
    Bits {
        /// 24 at most.
        zero_bits: u8,
    },
    /// Puzzles whose target lies between the last bits and the next.
    Between {
        /// How many times as hard as the last bits, in tenths: from 11 to 19.
        tenths: u8,
    },
}

impl CostModel {
    /// Up to 20 zero bits by default, puzzles drawn from `seed`.
    pub fn new(seed: impl Into<String>) -> CostModel {
        CostModel { seed: seed.into(), last_bits: LAST_BITS, engine: Engine::best() }
    }

    /// The same, up to so many zero bits (from 1 to 24) by default.
    pub fn up_to(self, last_bits: u8) -> CostModel {
        CostModel { last_bits: last_bits.clamp(1, MOST_BITS), ..self }
    }

    /// The same, solved by this kernel. No count changes with it.
    pub fn solved_by(self, engine: Engine) -> CostModel {
        CostModel { engine, ..self }
    }

    pub(super) fn seed(&self) -> &str {
        &self.seed
    }

    fn measure(&self, zero_bits: u8, tenths: u8, target: Target) -> Cost {
        let puzzles = puzzles_at(zero_bits);
        // The same headers at every difficulty: what is hard at one is no easier at the next.
        let solved = solve(&mut FastRng::from_text(&self.seed), puzzles, target, self.engine);
        Cost {
            zero_bits,
            tenths,
            target,
            puzzles,
            tries: solved.iter().map(|one| one.tries).sum(),
            checks: solved.iter().filter(|one| one.checked).count(),
        }
    }
}

/// Fewer puzzles are solved where they take long, so that no step does.
pub fn puzzles_at(zero_bits: u8) -> usize {
    let afforded = STEP_HASHES.checked_shr(zero_bits.into()).unwrap_or(0);
    PUZZLES.min((afforded as usize).max(1))
}

/// The target that takes `tenths / 10` times as many tries as so many zero bits, as exactly as a header
/// can write it.
fn between(zero_bits: u8, tenths: u8) -> Target {
    let cost = U256::from(u64::from(tenths.max(1)) << zero_bits.min(MOST_BITS));
    let part = U256::MAX.div_rem(cost).and_then(|(part, _)| part.checked_mul(10));
    Target(CompactTarget::from_value(part.unwrap_or(U256::MAX)).expand().value)
}

impl Cost {
    /// The mean of the tries.
    #[allow(clippy::cast_precision_loss)] // It is shown with a few digits.
    pub fn mean(&self) -> f64 {
        self.tries as f64 / self.puzzles.max(1) as f64
    }

    /// The tries that the target asks for on average.
    pub fn expected(&self) -> u64 {
        self.target.work().0.low_u64()
    }
}

impl CostState {
    /// Powers of ten on both axes, so that doubling is a straight line.
    pub fn chart(&self) -> Chart {
        let series = |name: &str, value: &dyn Fn(&Cost) -> f64| {
            #[allow(clippy::cast_precision_loss)] // A place on a chart.
            let point = |row: &Cost| (row.expected() as f64, value(row));
            Series { name: name.to_owned(), points: self.rows.iter().map(point).collect() }
        };
        #[allow(clippy::cast_precision_loss)] // A place on a chart.
        let expected = |row: &Cost| row.expected() as f64;
        Chart {
            x_name: "difficulty: 2 to the power of the zero bits".into(),
            y_name: "hashes".into(),
            logarithmic: true,
            series: vec![
                series("to solve, measured", &Cost::mean),
                series("to solve, expected", &expected),
                series("to check", &|_| 1.0),
            ],
        }
    }

    fn last_bits(&self) -> u8 {
        self.rows.last().map_or(0, |row| row.zero_bits)
    }
}

impl Model for CostModel {
    type State = CostState;
    type Action = CostAction;

    fn initial(&self) -> CostState {
        CostState::default()
    }

    fn next(&self, state: &CostState) -> Option<CostAction> {
        let last = state.last_bits();
        (last < self.last_bits).then_some(CostAction::Bits { zero_bits: last + 1 })
    }

    fn choices(&self, state: &CostState) -> Vec<CostAction> {
        let zero_bits = state.last_bits().saturating_add(1);
        let all = [CostAction::Bits { zero_bits }, CostAction::Between { tenths: 15 }];
        all.into_iter().filter(|action| self.allowed(state, action)).collect()
    }

    fn asks(&self, _: &CostState) -> Vec<&'static str> {
        vec!["a number of zero bits"]
    }

    fn typed(&self, _: &CostState, _: usize, text: &str) -> Option<CostAction> {
        text.parse().ok().map(|zero_bits| CostAction::Bits { zero_bits })
    }

    fn allowed(&self, state: &CostState, action: &CostAction) -> bool {
        match action {
            CostAction::Bits { zero_bits } => {
                *zero_bits > state.last_bits() && *zero_bits <= MOST_BITS
            }
            CostAction::Between { tenths } => {
                let last = state.rows.last();
                last.is_some_and(|row| row.zero_bits < MOST_BITS && row.tenths < *tenths)
                    && (11..=19).contains(tenths)
            }
        }
    }

    fn apply(&self, state: &mut CostState, action: &CostAction) {
        let row = match *action {
            CostAction::Bits { zero_bits } => self.measure(zero_bits, 10, target_of(zero_bits)),
            CostAction::Between { tenths } => {
                let zero_bits = state.last_bits();
                self.measure(zero_bits, tenths, between(zero_bits, tenths))
            }
        };
        state.rows.push(row);
    }

    fn label(&self, state: &CostState, action: &CostAction) -> String {
        match action {
            CostAction::Bits { zero_bits: 1 } => "1 zero bit".into(),
            CostAction::Bits { zero_bits } => format!("{zero_bits} zero bits"),
            CostAction::Between { tenths } => format!(
                "a target {}.{} times as hard as {} bits",
                tenths / 10,
                tenths % 10,
                state.last_bits()
            ),
        }
    }

    fn scene(
        &self,
        _: Option<&CostState>,
        after: &CostState,
        _: Option<&CostAction>,
        window: &Window,
    ) -> Scene {
        cost_panes::scene(self, after, window)
    }
}

#[cfg(test)]
#[path = "cost_model_tests.rs"]
mod tests;
