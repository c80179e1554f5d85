//! A hash puzzle solved by hand: a nonce, its hash, and how near it came.
//!
//! A step tries a batch of nonces in order; a single one, the next or any that is typed, can be tried
//! as well. What stays on screen are the records, the lowest hashes so far: with each zero bit more the
//! next one takes twice as long to come.

use serde::{Deserialize, Serialize};

use super::puzzle::{Puzzle, zero_bits};
use crate::hash::BlockHash;
use crate::primitives::pow::U256;
use crate::rules::block::HIGH_HASH;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// A puzzle that takes about so many batches.
const BATCHES: u64 = 16;

/// A puzzle, to be solved.
#[derive(Debug, Clone)]
pub struct PuzzleModel {
    title: String,
    puzzle: Puzzle,
    batch: u32,
}

/// A nonce and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Try {
    /// The how-manieth it was, from 1.
    number: u64,
    nonce: u64,
    hash: BlockHash,
}

/// What was tried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PuzzleState {
    tries: u64,
    next_nonce: u64,
    last: Option<Try>,
    records: Vec<Try>,
    solved: bool,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PuzzleAction {
    /// Try so many nonces in order, and stop at a solution.
    Batch {
        /// How many.
        nonces: u32,
    },
    /// Try this one.
    Try {
        /// Which.
        nonce: u64,
    },
}

impl PuzzleModel {
    /// Solves `puzzle`, from nonce 0 on.
    pub fn new(title: impl Into<String>, puzzle: Puzzle) -> PuzzleModel {
        let (expected, _) =
            puzzle.expected_tries().0.div_rem(U256::from(BATCHES)).unwrap_or_default();
        let batch = if expected.bits() > 20 { 1 << 20 } else { expected.low_u64().max(1) as u32 };
        PuzzleModel { title: title.into(), puzzle, batch }
    }

    fn attempt(&self, state: &mut PuzzleState, nonce: u64) {
        let hash = self.puzzle.hash(nonce);
        state.tries += 1;
        let attempt = Try { number: state.tries, nonce, hash };
        let number =
            |hash: &BlockHash| crate::primitives::pow::Target(U256::from_le_bytes(&hash.0));
        if state.records.last().is_none_or(|best| number(&hash) < number(&best.hash)) {
            state.records.push(attempt);
        }
        state.last = Some(attempt);
        state.solved = self.puzzle.target().is_met_by(&hash);
    }
}

impl Model for PuzzleModel {
    type State = PuzzleState;
    type Action = PuzzleAction;

    fn initial(&self) -> PuzzleState {
        PuzzleState::default()
    }

    fn next(&self, state: &PuzzleState) -> Option<PuzzleAction> {
        (!state.solved).then_some(PuzzleAction::Batch { nonces: self.batch })
    }

    fn choices(&self, state: &PuzzleState) -> Vec<PuzzleAction> {
        let one = (self.batch > 1).then_some(PuzzleAction::Batch { nonces: 1 });
        self.next(state).into_iter().chain(one.filter(|_| !state.solved)).collect()
    }

    fn asks(&self, state: &PuzzleState) -> Vec<&'static str> {
        if state.solved { Vec::new() } else { vec!["a nonce of your own"] }
    }

    fn typed(&self, _: &PuzzleState, _: usize, text: &str) -> Option<PuzzleAction> {
        text.parse().ok().map(|nonce| PuzzleAction::Try { nonce })
    }

    fn allowed(&self, state: &PuzzleState, action: &PuzzleAction) -> bool {
        match action {
            PuzzleAction::Batch { nonces } => !state.solved && (1..=1 << 20).contains(nonces),
            PuzzleAction::Try { .. } => !state.solved,
        }
    }

    fn apply(&self, state: &mut PuzzleState, action: &PuzzleAction) {
        match action {
            PuzzleAction::Batch { nonces } => {
                for _ in 0..*nonces {
                    let nonce = state.next_nonce;
                    state.next_nonce = nonce.wrapping_add(1);
                    self.attempt(state, nonce);
                    if state.solved {
                        break;
                    }
                }
            }
            PuzzleAction::Try { nonce } => self.attempt(state, *nonce),
        }
    }

    fn label(&self, state: &PuzzleState, action: &PuzzleAction) -> String {
        match action {
            PuzzleAction::Batch { nonces: 1 } => format!("nonce {}", state.next_nonce),
            PuzzleAction::Batch { nonces } => {
                format!("the next {} nonces", grouped(*nonces))
            }
            PuzzleAction::Try { nonce } => format!("nonce {nonce}"),
        }
    }

    fn scene(
        &self,
        before: Option<&PuzzleState>,
        after: &PuzzleState,
        _last: Option<&PuzzleAction>,
        window: &Window,
    ) -> Scene {
        let known = before.map_or(0, |before| before.records.len());
        Scene {
            title: self.title.clone(),
            panes: vec![self.puzzle_pane(after), records_pane(after, known, window)],
            changes: Vec::new(),
            sentence: self.sentence(before, after),
            rule: Some(&HIGH_HASH),
            verdict: after.solved.then_some(Verdict::Valid),
        }
    }
}

impl PuzzleModel {
    fn puzzle_pane(&self, state: &PuzzleState) -> Pane {
        let challenge = String::from_utf8_lossy(self.puzzle.challenge()).into_owned();
        let mut lines = vec![
            Line::new(format!("challenge  {challenge}")),
            Line::new(format!("target     {}", self.puzzle.target())),
        ];
        if let Some(last) = state.last {
            let mark = if state.solved { Mark::Good } else { Mark::Changed };
            lines.push(Line::new(format!("hash       {}", last.hash)).marked(mark));
            lines.push(Line::new(format!("nonce      {}", last.nonce)));
        }
        Pane::whole("the puzzle", Body::Text { lines })
    }

    fn sentence(&self, before: Option<&PuzzleState>, after: &PuzzleState) -> String {
        let expected = tries(self.puzzle.expected_tries().0);
        let Some(last) = after.last else {
            return format!(
                "A nonce is wanted whose hash, together with the challenge, is not above the target. On \
                 average that takes {expected}, and there is no way but to try."
            );
        };
        if after.solved {
            return format!(
                "Nonce {} solves it, at try {}; the average is {expected}. Whoever is told the nonce \
                 needs one hash to see that it does.",
                last.nonce,
                grouped(after.tries),
            );
        }
        let new = after.tries - before.map_or(0, |before| before.tries);
        let best = after.records.last().map_or(0, |best| zero_bits(&best.hash));
        format!(
            "Tried {} more, {} in all, and no hash was low enough; the best begins with {}. The next ones \
             are no nearer for that: a hash does not remember.",
            grouped(new),
            grouped(after.tries),
            counted(best as usize, "zero bit"),
        )
    }
}

fn tries(number: U256) -> String {
    match number.bits() {
        0..=63 => format!("{} tries", grouped(number.low_u64())),
        bits => format!("2^{} tries or more", bits - 1),
    }
}

fn records_pane(state: &PuzzleState, known: usize, window: &Window) -> Pane {
    let headers = ["try", "nonce", "zero bits", "hash"].map(str::to_owned).into();
    let total = state.records.len();
    let range = window.range(1, total, total.saturating_sub(1));
    let first = range.start;
    let row = |(at, record): (usize, &Try)| {
        let row = Row::new([
            grouped(record.number),
            record.nonce.to_string(),
            zero_bits(&record.hash).to_string(),
            format!("{:.24}…", record.hash.to_string()),
        ]);
        if at >= known { row.marked(Mark::Changed) } else { row }
    };
    let rows = state.records.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    Pane::part("the lowest hashes so far", Body::Table { headers, rows }, first, total)
}

#[cfg(test)]
mod tests {
    use super::super::puzzle::Difficulty;
    use super::*;
    use crate::trace::{Stepper, Trace};
    use serde_json::json;

    fn model(bits: u8) -> PuzzleModel {
        let target = Difficulty::ZeroBits(bits).target().unwrap();
        PuzzleModel::new("a puzzle", Puzzle::new("Alice pays Bob", target))
    }

    #[test]
    fn batches_find_the_lowest_nonce_and_stop_there() {
        for bits in [0, 1, 4, 8, 12, 16] {
            let model = model(bits);
            let lowest = (0..).find(|nonce| model.puzzle.check(*nonce)).unwrap();
            let mut trace = Trace::new(model);
            while trace.forward() {}
            let scene = trace.scene(&Window::all());
            assert_eq!(scene.verdict, Some(Verdict::Valid));
            assert!(
                scene.sentence.starts_with(&format!("Nonce {lowest} solves it")),
                "{}",
                scene.sentence
            );
        }
    }

    #[test]
    fn any_nonce_can_be_typed_until_it_is_solved() {
        let model = model(12);
        let solution = (1_000..).find(|nonce| model.puzzle.check(*nonce)).unwrap();
        let mut trace = Trace::new(model);
        let wrong = (2_000..).find(|nonce| !self::model(12).puzzle.check(*nonce)).unwrap();
        trace.act(&json!({"try": {"nonce": wrong}})).unwrap();
        trace.act(&json!({"batch": {"nonces": 3}})).unwrap();
        assert!(trace.act(&json!({"batch": {"nonces": 0}})).is_err());
        trace.act(&json!({"try": {"nonce": solution}})).unwrap();
        assert!(trace.finished());
        assert!(trace.act(&json!({"try": {"nonce": 1}})).is_err());
        assert!(trace.scene(&Window::all()).sentence.contains("at try 5"), "1 + 3 + 1");
    }

    #[test]
    fn records_only_fall() {
        let mut trace = Trace::new(model(12));
        while trace.forward() {
            let scene = trace.scene(&Window::all());
            let Body::Table { rows, .. } = &scene.panes[1].body else { panic!("a table") };
            let bits: Vec<u32> =
                rows.iter().map(|row| row.cells[2].text.parse().unwrap()).collect();
            assert!(bits.is_sorted() && !bits.is_empty(), "{bits:?}");
        }
    }
}
