//! The walk there and back, and what an absence does.

use super::*;
use crate::trace::{Body, Stepper, Trace, Verdict};

fn walked(seed: &str) -> (Trace<SimulationModel>, Vec<Scene>) {
    let mut trace = Trace::new(SimulationModel::new(seed).unwrap());
    let scenes = crate::trace::walked::there_and_back(&mut trace);
    (trace, scenes)
}

#[test]
fn twelve_epochs_there_and_back() {
    for seed in ["blockstep", "another", "a third"] {
        let (trace, scenes) = walked(seed);
        assert_eq!(scenes.len(), 13);
        assert_eq!(scenes[12].verdict, Some(Verdict::Done));
        assert!(scenes[..12].iter().all(|scene| scene.verdict.is_none()));
        assert!(trace.finished() && trace.choices().is_empty());
        for (at, scene) in scenes.iter().enumerate() {
            assert!(scene.sentence.len() <= 300, "{}: {}", scene.sentence.len(), scene.sentence);
            let Body::Chart { chart } = &scene.panes[2].body else { panic!("no chart") };
            assert!(chart.series.iter().all(|series| series.points.len() == at + 1));
            let y = chart.series.iter().flat_map(|series| &series.points).map(|point| point.1);
            assert!(y.into_iter().all(|y| (0.0..=100.0).contains(&y)));
        }
        assert!(scenes.iter().any(|scene| scene.sentence.contains("moved")), "somebody moves");
    }
}

#[test]
fn the_walk_is_what_the_simulation_simulates() {
    let (trace, _) = walked("blockstep");
    let simulated = super::super::simulate(&trace.model().setting, 12).unwrap();
    assert_eq!(trace.state().reports, simulated);
    let board = |state: &SimulationState| state.simulation.tally().unwrap().stakes().to_vec();
    let after: Vec<u64> =
        (0..8).map(|pool| simulated[11].pool(PoolNumber(pool)).unwrap().stake_after).collect();
    assert_eq!(board(trace.state()), after);
}

#[test]
fn a_delegate_with_a_seat_can_be_kept_away_and_others_cannot() {
    let mut trace = Trace::new(SimulationModel::new("blockstep").unwrap());
    assert_eq!(trace.choices().len(), 5);
    let seats = trace.state().simulation.registry().election().seats.clone();
    let pool = seats[0].pool;
    let elsewhere = (0..8).find(|pool| seats.iter().all(|seat| seat.pool.0 != *pool)).unwrap();
    assert!(trace.act(&serde_json::json!({"absent": {"pool": elsewhere}})).is_err());
    trace.act(&serde_json::json!({"absent": {"pool": pool.0}})).unwrap();
    let report = trace.state().reports[0].clone();
    assert_eq!(
        (report.pool(pool).unwrap().slots.produced, report.pool(pool).unwrap().slots.missed),
        (0, 4)
    );
    assert!(report.suspended.contains(&pool), "four are more than two");
    let seats = &trace.state().simulation.registry().election().seats;
    assert!(seats.iter().all(|seat| seat.pool != pool));
    let scene = trace.scene(&Window::all());
    assert!(
        scene.sentence.contains("never there") && scene.sentence.len() <= 300,
        "{}",
        scene.sentence
    );
    assert_eq!(scene.rule.unwrap().name, "pool-standing");
}

#[test]
fn the_next_epoch_is_found_without_allocating() {
    let model = SimulationModel::new("blockstep").unwrap();
    let state = model.initial();
    let info = allocation_counter::measure(|| {
        assert_eq!(model.next(&state), Some(SimulationAction::Epoch));
    });
    assert_eq!(info.count_total, 0);
}

#[test]
fn a_narrow_window_has_its_rows_and_no_more() {
    let (trace, _) = walked("blockstep");
    let scene = trace.scene(&Window::following(3));
    assert_eq!((scene.panes[0].body.rows(), scene.panes[0].total), (3, 8));
}
