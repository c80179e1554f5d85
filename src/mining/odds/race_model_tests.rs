//! Races to their end and back, drawn and by hand.

use serde_json::json;

use super::*;
use crate::trace::walked::there_and_back;
use crate::trace::{Body, Length, Pane, Stepper, Trace};

fn race(share: u8, confirmations: u16, seed: &str) -> Trace<RaceModel> {
    Trace::new(RaceModel::new(Share::percent(share), confirmations, seed))
}

#[test]
fn every_race_ends_and_can_be_walked_back() {
    for seed in ["a", "b", "c"] {
        for (share, confirmations) in [(10, 6), (30, 2), (45, 6), (0, 1), (100, 3), (60, 4)] {
            let steps = there_and_back(&mut race(share, confirmations, seed)).len() - 1;
            assert!(steps >= usize::from(confirmations), "{share}%");
        }
    }
    let at_once = there_and_back(&mut race(10, 0, "a")).len() - 1;
    assert_eq!(at_once, 0, "without a confirmation all is lost at once");
}

#[test]
fn a_race_without_an_end_is_broken_off() {
    let mut trace = race(0, u16::MAX, "long");
    assert_eq!(trace.length(), Length::Exactly(MAX_BLOCKS));
    trace.seek(MAX_BLOCKS);
    assert_eq!(trace.model().end(trace.state()), Some(RaceEnd::BrokenOff));
    assert!(trace.scene(&Window::all()).sentence.contains("2,000 blocks"));
}

#[test]
fn a_reader_may_say_who_finds_a_block() {
    let mut trace = race(10, 2, "x");
    assert_eq!(trace.choices().len(), 3);
    for action in ["attacker", "honest", "honest"] {
        trace.act(&json!(action)).unwrap();
    }
    assert_eq!((trace.state().honest, trace.state().attacker), (2, 1));
    let scene = trace.scene(&Window::all());
    assert!(scene.sentence.contains("confirmation 2 of 2"), "{}", scene.sentence);
    assert!(scene.sentence.contains("behind by 1"), "{}", scene.sentence);
    assert!((trace.model().risk(trace.state()) - 1.0 / 9.0).abs() < 1e-15);
    trace.choose(2).unwrap();
    assert_eq!(trace.model().end(trace.state()), Some(RaceEnd::CaughtUp));
    assert_eq!((trace.finished(), trace.model().risk(trace.state())), (true, 1.0));
    assert!(trace.act(&json!("honest")).is_err() && trace.choices().is_empty());
    assert_eq!(trace.scene(&Window::all()).rule.map(|rule| rule.name), Some("most-work"));
}

#[test]
fn the_drawn_races_are_lost_as_often_as_the_formula_says() {
    let wins = (0..2000).filter(|seed| {
        let mut trace = race(30, 2, &format!("race {seed}"));
        trace.run_until(MAX_BLOCKS, &mut |_| false);
        trace.model().end(trace.state()) == Some(RaceEnd::CaughtUp)
    });
    let found = super::super::Estimate { trials: 2000, hits: wins.count() as u64 };
    let (least, most) = found.within(4.0);
    assert!((least..=most).contains(&rosenfeld::catch_up(Share::percent(30), 2)), "{found}");
}

#[test]
fn the_panes_say_what_the_state_is() {
    let mut trace = race(30, 6, "panes");
    trace.seek(4);
    let scene = trace.scene(&Window::following(3));
    let [table, Pane { body: Body::Chart { chart }, .. }] = &scene.panes[..] else { panic!("two") };
    assert_eq!((table.body.rows(), table.total), (3, 8));
    assert_eq!(chart.series[0].points.len(), 5);
    let (last_x, last_y) = chart.series[0].points[4];
    assert_eq!((last_x, last_y), (4.0, f64::from(trace.state().deficit())));
    let text = format!("{:?}", trace.scene(&Window::all()));
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
}
