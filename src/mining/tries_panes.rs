//! The picture of many puzzles: how many tries they took beside how many they should have taken.

// Counts become shares with a few digits.
#![allow(clippy::cast_precision_loss)]

use super::odds::percent;
use super::tries::{Bin, Histogram};
use super::tries_model::{ENOUGH_PUZZLES, TriesAction, TriesModel, TriesState};
use crate::rules::block::HIGH_HASH;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Mark, Pane, Row, Scene, Verdict, Window};

/// Signs of the longest bar.
const BAR: f64 = 14.0;
/// Multiples of the mean that a puzzle may exceed.
const MULTIPLES: [u64; 3] = [1, 3, 5];

/// The whole picture.
pub(super) fn scene(
    model: &TriesModel,
    before: Option<&TriesState>,
    state: &TriesState,
    last: Option<&TriesAction>,
    window: &Window,
) -> Scene {
    let histogram = state.histogram();
    let solved = state.sorted_tries().len();
    let new = solved.saturating_sub(before.map_or(0, |before| before.sorted_tries().len()));
    Scene {
        title: format!(
            "Puzzles with {}, seed {:?}",
            counted(state.zero_bits().into(), "zero bit"),
            model.seed()
        ),
        panes: vec![histogram_pane(&histogram, before, window), figures_pane(state, window)],
        changes: match last {
            Some(TriesAction::Solve { .. }) => {
                vec![format!("{} more, {} in all", grouped(new as i128), grouped(solved as i128))]
            }
            Some(TriesAction::Difficulty { .. }) => vec!["the counts begin anew".into()],
            None => Vec::new(),
        },
        sentence: sentence(state),
        rule: (solved > 0).then_some(&HIGH_HASH),
        verdict: (solved >= ENOUGH_PUZZLES).then_some(Verdict::Done),
    }
}

fn sentence(state: &TriesState) -> String {
    let (law, tries) = (state.law(), state.sorted_tries());
    let mean = grouped(law.mean());
    match tries {
        [] => format!(
            "A nonce is wanted whose hash begins with {}: one hash in {mean} does. How many tries will a \
             puzzle take, and how much does that differ from puzzle to puzzle?",
            counted(state.zero_bits().into(), "zero bit")
        ),
        [one] => format!(
            "One puzzle took {}, where the mean is {mean}: one alone tells little. After 1,000 \
             tries in vain the expectation is the same as before, {mean} more: a hash has no memory.",
            spelled(*one)
        ),
        _ => format!(
            "{} puzzles took {} tries on average, and one hash each to check. The law says {mean}, but half \
             are solved within {}, and 1 in 20 takes over 3 times the mean: tries in vain bring none nearer.",
            grouped(tries.len() as i128),
            grouped(whole(average(tries))),
            grouped(law.median()),
        ),
    }
}

fn spelled(tries: u64) -> String {
    if tries == 1 { "1 try".into() } else { format!("{} tries", grouped(tries)) }
}

fn average(tries: &[u64]) -> f64 {
    if tries.is_empty() { 0.0 } else { tries.iter().sum::<u64>() as f64 / tries.len() as f64 }
}

/// To the nearest whole number.
fn whole(number: f64) -> u64 {
    number.round() as u64
}

fn histogram_pane(histogram: &Histogram, before: Option<&TriesState>, window: &Window) -> Pane {
    let old = before.map(TriesState::histogram);
    let most = histogram.bins.iter().map(|bin| bin.expected.max(bin.puzzles as f64));
    let most = most.fold(1.0, f64::max);
    let total = histogram.bins.len();
    let range = window.range(0, total, 0);
    let first = range.start;
    let row = |(at, bin): (usize, &Bin)| {
        let old = old.as_ref().and_then(|old| old.bins.get(at));
        let same = old.is_none_or(|old| old.puzzles == bin.puzzles);
        let row = Row::new([
            range_of(bin),
            grouped(bin.puzzles as i128),
            format!("{:.1}", bin.expected),
            bar(bin, most),
        ]);
        row.marked(if same { Mark::Plain } else { Mark::Changed })
    };
    let rows = histogram.bins.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    let headers = ["tries", "puzzles", "the law", "# puzzles, | law"];
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part("how many tries", Body::Table { headers, rows }, first, total)
}

fn range_of(bin: &Bin) -> String {
    let (first, end) = (bin.tries.start, bin.tries.end);
    match end {
        u64::MAX => format!("{} and more", grouped(first)),
        _ if end - first == 1 => grouped(first),
        _ => format!("{} to {}", grouped(first), grouped(end - 1)),
    }
}

/// A sign for each part of the puzzles, and a line where the law expects the bar to end.
fn bar(bin: &Bin, most: f64) -> String {
    let place = |count: f64| whole(count / most * BAR) as usize;
    let (length, law) = (place(bin.puzzles as f64), place(bin.expected));
    let mut signs: Vec<char> = "#".repeat(length).chars().collect();
    if bin.expected > 0.0 {
        signs.resize(length.max(law + 1), ' ');
        if let Some(sign) = signs.get_mut(law) {
            *sign = '|';
        }
    }
    signs.into_iter().collect()
}

fn figures_pane(state: &TriesState, window: &Window) -> Pane {
    let (law, tries) = (state.law(), state.sorted_tries());
    let mean = average(tries);
    let square = tries.iter().map(|tries| (*tries as f64 - mean).powi(2)).sum::<f64>();
    let deviation = (square / tries.len().max(1) as f64).sqrt();
    let late = &tries[tries.partition_point(|tries| *tries <= law.mean())..];
    let to_go = average(late) - law.mean() as f64;
    let found = |number: f64| if tries.is_empty() { "-".into() } else { grouped(whole(number)) };
    let to_go = if late.is_empty() { "-".into() } else { found(to_go) };
    let expected = |number: f64| grouped(whole(number));
    let middle = tries.get(tries.len().saturating_sub(1) / 2).map_or(0, |middle| *middle);
    let mut rows = vec![
        [String::from("mean"), found(mean), grouped(law.mean())],
        ["median".into(), found(middle as f64), grouped(law.median())],
        ["deviation".into(), found(deviation), expected(law.standard_deviation())],
        [
            "longest".into(),
            found(tries.last().map_or(0.0, |longest| *longest as f64)),
            if tries.is_empty() { "-".into() } else { expected(law.longest_of(tries.len())) },
        ],
        [format!("more after {}", grouped(law.mean())), to_go, grouped(law.mean())],
    ];
    rows.extend(MULTIPLES.map(|times| {
        let limit = law.mean().saturating_mul(times);
        let longer = tries.len() - tries.partition_point(|tries| *tries <= limit);
        let share = longer as f64 / tries.len().max(1) as f64;
        let happened = if tries.is_empty() { "-".into() } else { percent(share) };
        [format!("over {times} x mean"), happened, percent(law.beyond(limit))]
    }));
    rows.push(["checks".into(), grouped(state.checks() as i128), grouped(tries.len() as i128)]);
    let headers = ["tries", "happened", "the law"];
    windowed("in figures", &headers, rows, 1, window)
}

/// The rows of a table that fit the window.
fn windowed<const N: usize>(
    name: &str,
    headers: &[&str; N],
    rows: Vec<[String; N]>,
    pane: usize,
    window: &Window,
) -> Pane {
    let total = rows.len();
    let range = window.range(pane, total, 0);
    let first = range.start;
    let rows = rows.into_iter().skip(first).take(range.len()).map(Row::new).collect();
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part(name, Body::Table { headers, rows }, first, total)
}
