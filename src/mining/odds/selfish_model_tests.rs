//! Selfish mining stepped to its end and back, drawn and by hand.

use serde_json::json;

use super::super::selfish::{revenue, simulate};
use super::*;
use crate::trace::walked::there_and_back;
use crate::trace::{Body, Length, Stepper, Trace, Verdict};

fn mining(pool: u8, gamma: u8, blocks: usize) -> Trace<SelfishModel> {
    Trace::new(SelfishModel::new(Share::percent(pool), Share::percent(gamma), blocks, "pool"))
}

#[test]
fn it_goes_to_its_end_and_back() {
    for (pool, gamma) in [(0, 0), (25, 50), (40, 0), (45, 100), (100, 100)] {
        let mut trace = mining(pool, gamma, 150);
        assert_eq!(trace.length(), Length::Exactly(150));
        let scenes = there_and_back(&mut trace);
        assert_eq!(scenes.last().unwrap().verdict, Some(Verdict::Done));
    }
}

#[test]
fn every_move_can_be_had_by_hand_and_says_what_happened() {
    let mut trace = mining(30, 50, 100);
    let steps: [(serde_json::Value, Move, &str, &str); 13] = [
        (json!("others"), Move::Stood, "nothing to set against it", "publish-at-once"),
        (json!("pool"), Move::Kept, "works 1 block ahead", "publish-at-once"),
        (json!("others"), Move::Raced, "50% of the others", "first-seen"),
        (json!("pool"), Move::WonTie, "Both its blocks count", "most-work"),
        (json!("pool"), Move::Kept, "1 block ahead", "publish-at-once"),
        (json!("others"), Move::Raced, "equally long", "first-seen"),
        (json!("others_on_pool"), Move::SharedTie, "One block counts for each", "most-work"),
        (json!("pool"), Move::Kept, "1 block ahead", "publish-at-once"),
        (json!("pool"), Move::Kept, "2 blocks ahead", "publish-at-once"),
        (json!("pool"), Move::Kept, "3 blocks ahead", "publish-at-once"),
        (json!("others"), Move::Matched, "keeps 2", "publish-at-once"),
        (json!("others"), Move::Overrode, "publishes all", "most-work"),
        (json!("others"), Move::Stood, "stands", "publish-at-once"),
    ];
    for (by, did, says, rule) in steps {
        trace.act(&json!({ "found": by })).unwrap();
        let scene = trace.scene(&Window::all());
        assert_eq!(trace.state().last.map(|last| last.1), Some(did));
        assert!(scene.sentence.contains(says), "{}", scene.sentence);
        assert_eq!(scene.rule.map(|rule| rule.name), Some(rule));
    }
    let Tally { pool, others, orphaned } = trace.state().selfish.tally;
    assert_eq!([pool, others, orphaned], [6, 3, 4]);
    assert!(trace.act(&json!({ "found": "others_on_pool" })).is_err(), "there is no tie");
    assert_eq!(trace.choices().len(), 3);
}

#[test]
fn what_is_stepped_is_what_is_simulated() {
    let model = SelfishModel::new(Share::percent(40), Share::percent(50), MOST_BLOCKS, "long");
    let mut state = model.initial();
    while let Some(action) = model.next(&state) {
        model.apply(&mut state, &action);
    }
    let stepped = state.selfish.tally.pool_share().unwrap();
    let simulated = simulate(model.pool, model.gamma, 5_000_000, "long").pool_share().unwrap();
    assert!((stepped - simulated).abs() < 0.05, "{stepped} and {simulated}");
    assert!((simulated - revenue(model.pool, model.gamma)).abs() < 0.001);
}

#[test]
fn windows_and_long_branches_are_kept_short() {
    let mut trace = mining(100, 0, 60);
    trace.seek(60);
    let scene = trace.scene(&Window::following(1));
    assert_eq!([scene.panes[0].body.rows(), scene.panes[0].total], [1, 2]);
    assert_eq!([scene.panes[1].body.rows(), scene.panes[1].total], [1, 8]);
    let Body::Table { rows, .. } = &scene.panes[0].body else { panic!("a table") };
    assert_eq!(rows[0].cells[3].text, format!("{}…", "?".repeat(24)));
}
