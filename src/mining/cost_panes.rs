//! The picture of what puzzles cost: a row for each difficulty, and lines that rise with it, or do not.

use super::cost_model::{Cost, CostModel, CostState, LAST_BITS, PUZZLES};
use crate::rules::block::HIGH_HASH;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(model: &CostModel, state: &CostState, window: &Window) -> Scene {
    let last = state.rows.last();
    Scene {
        title: format!("What a puzzle costs, seed {:?}", model.seed()),
        panes: vec![
            table(state, window),
            Pane::whole("tries over difficulty", Body::Chart { chart: state.chart() }),
            target_pane(last, window),
        ],
        changes: last.map(change).into_iter().collect(),
        sentence: sentence(state),
        rule: last.map(|_| &HIGH_HASH),
        verdict: last.filter(|row| row.zero_bits >= LAST_BITS).map(|_| Verdict::Done),
    }
}

fn change(row: &Cost) -> String {
    format!("{}: {} tries on average", bits(row), mean(row))
}

/// `12`, and `12, x 1.5` for a target between two bits.
fn bits(row: &Cost) -> String {
    match row.tenths {
        10 => row.zero_bits.to_string(),
        tenths => format!("{}, x {}.{}", row.zero_bits, tenths / 10, tenths % 10),
    }
}

/// Small means with their tenths.
fn mean(row: &Cost) -> String {
    let mean = row.mean();
    if mean < 100.0 { format!("{mean:.1}") } else { grouped(mean.round() as u64) }
}

fn sentence(state: &CostState) -> String {
    let Some(row) = state.rows.last() else {
        return format!(
            "A puzzle should be hard to solve, as hard as one wishes, and easy to check. Each step asks for \
             one zero bit more and solves {PUZZLES} puzzles; from 18 bits on fewer, which tell less."
        );
    };
    let solved = format!(
        "{} took {} tries on average; {} are expected.",
        counted(row.puzzles, "puzzle"),
        mean(row),
        grouped(row.expected())
    );
    match (row.tenths, row.zero_bits) {
        (10, 1) => {
            format!("{solved} One hash in two begins with a zero bit. Checking takes one hash.")
        }
        (10, _) => format!(
            "{solved} One zero bit more is twice the work, since half of the hashes that won before lose now. \
             Checking a solution still takes one hash."
        ),
        (tenths, zero_bits) => format!(
            "{solved} A target is a number, and can lie anywhere between two zero bits: this one is {}.{} times \
             as hard as {}. Bitcoin sets its difficulty this finely.",
            tenths / 10,
            tenths % 10,
            counted(zero_bits.into(), "zero bit")
        ),
    }
}

fn table(state: &CostState, window: &Window) -> Pane {
    let total = state.rows.len();
    let range = window.range(0, total, total.saturating_sub(1));
    let first = range.start;
    let row = |(at, cost): (usize, &Cost)| {
        #[allow(clippy::cast_precision_loss)] // Two decimals are shown.
        let ratio = cost.mean() / cost.expected().max(1) as f64;
        let row = Row::new([
            bits(cost),
            cost.target.to_compact().to_string(),
            cost.puzzles.to_string(),
            mean(cost),
            grouped(cost.expected()),
            format!("{ratio:.2}"),
            if cost.checks == cost.puzzles { "1".into() } else { "unsolved".into() },
        ]);
        row.marked(if at + 1 == total { Mark::Changed } else { Mark::Plain })
    };
    let rows = state.rows.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    let headers = ["zero bits", "target", "puzzles", "mean tries", "expected", "ratio", "to check"];
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part("cost by difficulty", Body::Table { headers, rows }, first, total)
}

fn target_pane(last: Option<&Cost>, window: &Window) -> Pane {
    let lines = last.map_or(Vec::new(), |row| {
        let bits = row.target.to_compact();
        vec![
            Line::new(format!("target   {}", row.target)),
            Line::new(format!("in short {bits}, as a header writes it")),
            Line::new(format!("restored {}", crate::primitives::pow::Target(bits.expand().value))),
        ]
    });
    let total = lines.len();
    let range = window.range(2, total, 0);
    let first = range.start;
    let lines = lines.into_iter().skip(first).take(range.len()).collect();
    Pane::part("the target", Body::Text { lines }, first, total)
}
