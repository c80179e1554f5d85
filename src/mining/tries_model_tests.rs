//! Many puzzles to the end and back, harder and easier, by every kernel, and against the law.

use serde_json::json;

use super::*;
use crate::mining::kernel::Kernel;
use crate::trace::walked::there_and_back;
use crate::trace::{Body, Stepper, Trace};

#[test]
fn ten_thousand_puzzles_take_a_few_growing_steps_and_can_be_walked_back() {
    for zero_bits in [1, 8] {
        let mut trace = Trace::new(TriesModel::new(zero_bits, "walk"));
        assert_eq!(there_and_back(&mut trace).len(), 5 + 1);
    }
}

/// Fifty thousand puzzles in five runs of the model's own steps. The eleven bins have ten degrees of
/// freedom: chi-square is above 29.59 once in a thousand runs. All together is tested in finer bins.
#[test]
fn the_counts_follow_the_geometric_law() {
    let mut all = Vec::new();
    for seed in 0..5 {
        let mut trace = Trace::new(TriesModel::new(8, format!("law {seed}")));
        while trace.forward() {}
        let state = trace.state();
        assert_eq!((state.sorted_tries().len(), state.checks()), (10_000, 10_000));
        let chi_square = state.histogram().chi_square();
        assert_eq!(chi_square.degrees, 10);
        assert!(chi_square.value < 29.59, "seed {seed}: {chi_square:?}");
        all.extend_from_slice(state.sorted_tries());
    }
    all.sort_unstable();
    // 40 bins of an eighth and the rest: 40 degrees of freedom, above 73.40 once in a thousand.
    let fine = Histogram::new(&all, Law::of_zero_bits(8), 8, 40);
    let chi_square = fine.chi_square();
    assert!(chi_square.degrees == 40 && chi_square.value < 73.40, "{chi_square:?}");
    // A law that is a little off is noticed: tries that are 4 in 100 too few.
    let fewer: Vec<u64> = all.iter().map(|tries| (tries * 96).div_ceil(100)).collect();
    let off = Histogram::new(&fewer, Law::of_zero_bits(8), 8, 40).chi_square();
    assert!(!off.agrees(), "{off:?}");
}

#[test]
fn engines_count_alike() {
    let scenes = |engine: Engine| {
        let mut trace = Trace::new(TriesModel::new(9, "engines").solved_by(engine));
        trace.seek(4);
        (trace.state().clone(), trace.scene(&Window::all()))
    };
    let best = scenes(Engine::best());
    for kernel in [Kernel::Naive, Kernel::Reference, Kernel::Portable] {
        assert!(scenes(kernel.engine().unwrap()) == best, "{}", kernel.name());
    }
}

#[test]
fn a_reader_sets_the_difficulty_and_the_counts_begin_anew() {
    let mut trace = Trace::new(TriesModel::new(10, "reader"));
    trace.seek(3);
    assert_eq!(
        trace.choices()[1..],
        ["solve 100 puzzles", "begin anew with 11 zero bits", "begin anew with 9 zero bits"]
    );
    trace.act(&json!({"difficulty": {"zero_bits": 12}})).unwrap();
    assert_eq!((trace.state().zero_bits(), trace.state().sorted_tries().len()), (12, 0));
    trace.act(&json!({"solve": {"puzzles": 50}})).unwrap();
    assert_eq!(trace.state().sorted_tries().len(), 50);
    for refused in [
        json!({"difficulty": {"zero_bits": 0}}),
        json!({"difficulty": {"zero_bits": 17}}),
        json!({"solve": {"puzzles": 0}}),
        json!({"solve": {"puzzles": 4_097}}),
    ] {
        assert!(trace.act(&refused).is_err(), "{refused}");
    }
    assert_eq!(TriesModel::new(0, "").initial().zero_bits(), 1);
    assert_eq!(TriesModel::new(200, "").initial().zero_bits(), 16);
}

#[test]
fn the_panes_say_what_the_state_is() {
    let mut trace = Trace::new(TriesModel::new(8, "panes"));
    trace.seek(4);
    let tries = trace.state().sorted_tries().to_vec();
    let scene = trace.scene(&Window::all());
    let Body::Table { rows, .. } = &scene.panes[0].body else { panic!("a table") };
    let in_halves = |half: usize| {
        let within = |tries: &&u64| (**tries as usize - 1) / 128 == half;
        tries.iter().filter(within).count().to_string()
    };
    for (half, row) in rows.iter().enumerate().take(10) {
        assert_eq!(row.cells[1].text, in_halves(half), "{half}");
    }
    let Body::Table { rows, .. } = &scene.panes[1].body else { panic!("a table") };
    let cells = |row: usize| rows[row].cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>();
    let mean = tries.iter().sum::<u64>() as f64 / tries.len() as f64;
    assert_eq!(cells(0), ["mean", &format!("{mean:.0}"), "256"]);
    assert_eq!(cells(1), ["median", &tries[499].to_string(), "178"]);
    assert_eq!(cells(8), ["checks", "1,000", "1,000"]);
    let chart = trace.state().histogram().chart(trace.state().law());
    assert_eq!((chart.series.len(), chart.series[0].points.len()), (2, 10));
    assert_eq!(trace.scene(&Window::following(3)).panes[0].body.rows(), 3);
}
