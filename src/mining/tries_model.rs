//! Many hash puzzles solved, and their tries counted: expected tries and their spread against what
//! happened.
//!
//! Puzzles are headers drawn from a seed, solved by the search that mines. A step solves a batch, ten
//! times as many puzzles as there were before, while that takes no longer than a moment. The reader may
//! make the puzzles harder or easier, which begins the counts anew (lecture, "Hash puzzles:
//! parameterizable cost"; BCT 2.4).

use serde::{Deserialize, Serialize};

use super::kernel::Engine;
use super::odds::FastRng;
use super::puzzle::target_of;
use super::tries::{Histogram, Law, solve};
use super::tries_panes;
use crate::spelling::{counted, grouped};
use crate::trace::{Model, Scene, Window};

/// The zero bits that can be asked for, the fewest and the most.
pub const ZERO_BITS: std::ops::RangeInclusive<u8> = 1..=16;
/// Puzzles after which there is nothing more to see.
pub const ENOUGH_PUZZLES: usize = 10_000;
/// Puzzles that are counted at most.
const MOST_PUZZLES: usize = 20_000;
/// Hashes that a step takes at most, on average: under a second on the slowest kernel and a few cores.
const STEP_HASHES: u64 = 1 << 24;
/// The histogram's bins in a mean, and how many there are before the last, which has no end.
pub(super) const BINS: (u64, u64) = (2, 10);

/// Puzzles from a seed, and what solves them.
#[derive(Debug, Clone)]
pub struct TriesModel {
    zero_bits: u8,
    seed: String,
    engine: Engine,
}

/// The puzzles solved so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriesState {
    rng: FastRng,
    zero_bits: u8,
    /// The tries of each puzzle, the fewest first.
    sorted: Vec<u64>,
    /// Hashes that checked a solution.
    checks: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriesAction {
    /// So many puzzles more are solved.
    Solve {
        /// How many.
        puzzles: usize,
    },
    /// The hashes of new puzzles must begin with so many zero bits; the counts begin anew.
    Difficulty {
        /// From 1 to 16.
        zero_bits: u8,
    },
}

impl TriesModel {
    /// Puzzles with so many zero bits (from 1 to 16; 10 do well), drawn from `seed`.
    pub fn new(zero_bits: u8, seed: impl Into<String>) -> TriesModel {
        let zero_bits = zero_bits.clamp(*ZERO_BITS.start(), *ZERO_BITS.end());
        TriesModel { zero_bits, seed: seed.into(), engine: Engine::best() }
    }

    /// The same puzzles, solved by this kernel. No count changes with it.
    pub fn solved_by(self, engine: Engine) -> TriesModel {
        TriesModel { engine, ..self }
    }

    pub(super) fn seed(&self) -> &str {
        &self.seed
    }

    fn begin(&self, zero_bits: u8) -> TriesState {
        TriesState { rng: FastRng::from_text(&self.seed), zero_bits, sorted: Vec::new(), checks: 0 }
    }
}

impl TriesState {
    /// How hard the puzzles are.
    pub fn zero_bits(&self) -> u8 {
        self.zero_bits
    }

    /// The tries of every puzzle solved, the fewest first.
    pub fn sorted_tries(&self) -> &[u64] {
        &self.sorted
    }

    /// The hashes spent on checking the solutions: one for each.
    pub fn checks(&self) -> usize {
        self.checks
    }

    /// What the tries should be.
    pub fn law(&self) -> Law {
        Law::of_zero_bits(self.zero_bits)
    }

    /// The puzzles by their tries, in halves of the mean up to five times the mean, and the rest.
    pub fn histogram(&self) -> Histogram {
        Histogram::new(&self.sorted, self.law(), BINS.0, BINS.1)
    }

    /// The most puzzles that a step solves.
    fn most_in_a_step(&self) -> usize {
        (STEP_HASHES >> self.zero_bits) as usize
    }

    /// Ten times as many as before: 1, 9, 90, 900, 9,000.
    fn batch(&self) -> usize {
        let solved = self.sorted.len();
        let left = ENOUGH_PUZZLES.saturating_sub(solved);
        if solved == 0 { 1 } else { (9 * solved).min(self.most_in_a_step()).min(left) }
    }
}

impl Model for TriesModel {
    type State = TriesState;
    type Action = TriesAction;

    fn initial(&self) -> TriesState {
        self.begin(self.zero_bits)
    }

    fn next(&self, state: &TriesState) -> Option<TriesAction> {
        let puzzles = state.batch();
        (puzzles > 0).then_some(TriesAction::Solve { puzzles })
    }

    fn choices(&self, state: &TriesState) -> Vec<TriesAction> {
        let harder = state.zero_bits.saturating_add(1);
        let easier = state.zero_bits.saturating_sub(1);
        let others = [
            TriesAction::Solve { puzzles: 100 },
            TriesAction::Difficulty { zero_bits: harder },
            TriesAction::Difficulty { zero_bits: easier },
        ];
        let others = others.into_iter().filter(|action| self.allowed(state, action));
        self.next(state).into_iter().chain(others).collect()
    }

    fn asks(&self, _: &TriesState) -> Vec<&'static str> {
        vec!["a number of zero bits"]
    }

    fn typed(&self, _: &TriesState, _: usize, text: &str) -> Option<TriesAction> {
        text.parse().ok().map(|zero_bits| TriesAction::Difficulty { zero_bits })
    }

    fn allowed(&self, state: &TriesState, action: &TriesAction) -> bool {
        match action {
            TriesAction::Solve { puzzles } => {
                let room = MOST_PUZZLES.saturating_sub(state.sorted.len());
                (1..=state.most_in_a_step().min(room)).contains(puzzles)
            }
            TriesAction::Difficulty { zero_bits } => ZERO_BITS.contains(zero_bits),
        }
    }

    fn apply(&self, state: &mut TriesState, action: &TriesAction) {
        match action {
            TriesAction::Solve { puzzles } => {
                let target = target_of(state.zero_bits);
                let solved = solve(&mut state.rng, *puzzles, target, self.engine);
                state.checks += solved.iter().filter(|one| one.checked).count();
                state.sorted.extend(solved.iter().map(|one| one.tries));
                state.sorted.sort_unstable();
            }
            TriesAction::Difficulty { zero_bits } => *state = self.begin(*zero_bits),
        }
    }

    fn label(&self, _: &TriesState, action: &TriesAction) -> String {
        match action {
            TriesAction::Solve { puzzles } => match puzzles {
                1 => "solve 1 puzzle".into(),
                _ => format!("solve {} puzzles", grouped(*puzzles as i128)),
            },
            TriesAction::Difficulty { zero_bits } => {
                format!("begin anew with {}", counted((*zero_bits).into(), "zero bit"))
            }
        }
    }

    fn scene(
        &self,
        before: Option<&TriesState>,
        after: &TriesState,
        last: Option<&TriesAction>,
        window: &Window,
    ) -> Scene {
        tries_panes::scene(self, before, after, last, window)
    }
}

#[cfg(test)]
#[path = "tries_model_tests.rs"]
mod tests;
