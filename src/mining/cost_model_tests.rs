//! Costs to the end and back, finer than bits, and by every kernel.

use serde_json::json;

use super::*;
use crate::mining::kernel::Kernel;
use crate::trace::{Body, Stepper, Trace, Verdict};

#[test]
fn costs_can_be_walked_to_the_end_and_back() {
    let mut trace = Trace::new(CostModel::new("walk"));
    let mut scenes = vec![trace.scene(&Window::all())];
    while trace.forward() {
        scenes.push(trace.scene(&Window::all()));
    }
    assert_eq!((scenes.len(), scenes[20].verdict.clone()), (21, Some(Verdict::Done)));
    // Replaying costs the work again: back from the early steps only.
    for at in [20, 10, 5, 1, 0] {
        assert_eq!(trace.seek(at), at);
        assert_eq!(trace.scene(&Window::all()), scenes[at], "step {at}");
        assert!(scenes[at].sentence.len() <= 300, "{}", scenes[at].sentence);
    }
    assert!(!trace.back());
}

/// The standard deviation of the mean of n puzzles is the mean divided by the root of n.
#[test]
fn the_means_are_those_of_the_law() {
    let mut trace = Trace::new(CostModel::new("means").up_to(16));
    while trace.forward() {}
    for row in &trace.state().rows {
        assert_eq!((row.puzzles, row.checks), (PUZZLES, PUZZLES));
        assert_eq!(row.expected(), 1 << row.zero_bits);
        let off = row.mean() / row.expected() as f64 - 1.0;
        assert!(off.abs() < 4.0 / (PUZZLES as f64).sqrt(), "{row:?}");
    }
    let tries: Vec<u64> = trace.state().rows.iter().map(|row| row.tries).collect();
    assert!(tries.is_sorted(), "the same headers, harder and harder: {tries:?}");
}

#[test]
fn engines_measure_alike() {
    let rows = |engine: Engine| {
        let mut trace = Trace::new(CostModel::new("engines").up_to(11).solved_by(engine));
        while trace.forward() {}
        trace.state().clone()
    };
    let best = rows(Engine::best());
    for kernel in [Kernel::Naive, Kernel::Reference, Kernel::Portable] {
        assert_eq!(rows(kernel.engine().unwrap()), best, "{}", kernel.name());
    }
}

#[test]
fn a_target_lies_between_two_bits() {
    for (zero_bits, tenths) in [(1, 15), (8, 11), (12, 15), (16, 19), (23, 15)] {
        let target = between(zero_bits, tenths);
        assert!(target < target_of(zero_bits) && target > target_of(zero_bits + 1));
        assert_eq!(target.to_compact().target().unwrap(), target, "a header can write it");
        let ratio = target.work().0.low_u64() as f64 / (1_u64 << zero_bits) as f64;
        let rounding = 1.0 / (1_u64 << zero_bits) as f64 + 1e-3;
        assert!((ratio - f64::from(tenths) / 10.0).abs() <= rounding, "{zero_bits}: {ratio}");
    }
    let mut trace = Trace::new(CostModel::new("between"));
    assert!(trace.act(&json!({"between": {"tenths": 15}})).is_err(), "nothing was measured yet");
    trace.seek(8);
    trace.act(&json!({"between": {"tenths": 15}})).unwrap();
    assert_eq!(trace.state().rows[8].expected(), 384);
    assert!(trace.scene(&Window::all()).sentence.contains("1.5 times as hard as 8 zero bits"));
    assert!(trace.act(&json!({"between": {"tenths": 15}})).is_err(), "once is enough");
    assert!(trace.act(&json!({"between": {"tenths": 20}})).is_err());
    trace.act(&json!({"between": {"tenths": 18}})).unwrap();
    assert_eq!(trace.upcoming().as_deref(), Some("9 zero bits"));
}

#[test]
fn a_reader_may_go_on_to_24_bits_and_no_further() {
    let mut trace = Trace::new(CostModel::new("on").up_to(2));
    trace.seek(2);
    assert!(trace.finished());
    assert_eq!(trace.choices(), ["3 zero bits", "a target 1.5 times as hard as 2 bits"]);
    trace.choose(0).unwrap();
    for refused in [3, 25, 255] {
        assert!(trace.act(&json!({"bits": {"zero_bits": refused}})).is_err(), "{refused}");
    }
    assert_eq!([1, 17, 18, 20, 22, 24].map(puzzles_at), [32, 32, 16, 4, 1, 1]);
}

#[test]
fn the_panes_say_what_the_state_is() {
    let mut trace = Trace::new(CostModel::new("panes"));
    trace.seek(9);
    let scene = trace.scene(&Window::all());
    let Body::Table { rows, .. } = &scene.panes[0].body else { panic!("a table") };
    let cells: Vec<&str> = rows[8].cells.iter().map(|cell| &*cell.text).collect();
    let row = trace.state().rows[8];
    let mean = format!("{:.0}", row.mean());
    assert_eq!(cells[..5], ["9", "1f7fffff", "32", &mean, "512"]);
    assert_eq!(cells[6], "1");
    let Body::Chart { chart } = &scene.panes[1].body else { panic!("a chart") };
    assert!(chart.logarithmic && chart.series.iter().all(|series| series.points.len() == 9));
    assert_eq!(trace.scene(&Window::following(4)).panes[0].body.rows(), 4);
}
