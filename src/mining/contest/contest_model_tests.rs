//! The race walked to its end and back, and what more machines do.

use serde_json::json;

use super::*;
use crate::trace::walked::there_and_back;
use crate::trace::{Stepper, Trace};

#[test]
fn both_races_are_walked_to_the_end_and_back() {
    for model in [ContestModel::example(), ContestModel::hashing_example()] {
        assert_eq!(there_and_back(&mut Trace::new(model)).len(), STORY.len() + 1);
    }
}

#[test]
fn more_machines_bring_a_larger_share_and_no_more_blocks() {
    let mut trace = Trace::new(ContestModel::example());
    trace.seek(6);
    assert_eq!(trace.state().race.until_change(), 2_016, "a window is full");
    trace.seek(8);
    let faster = trace.state().last_step.unwrap().0 as f64;
    // 140 hashes instead of 100: 600 s become 428.6, within 4 standard deviations of the mean.
    let sigma = 428_571.0 / 2_016_f64.sqrt();
    assert!((faster - 428_571.0).abs() < 5.0 * sigma, "{faster}");
    trace.seek(9);
    let again = trace.state().last_step.unwrap().0 as f64;
    // Both windows scatter: the one that is measured, and the one that the difficulty followed.
    assert!((again - 600_000.0).abs() < 5.0 * 600_000.0 * (2.0 / 2_016_f64).sqrt(), "{again}");
    let won = &trace.state().won;
    let all: u64 = won.iter().sum();
    let share = won[0] as f64 / all as f64;
    let expected: f64 = 80.0 / 140.0;
    let sigma = (expected * (1.0 - expected) / all as f64).sqrt();
    assert!((share - expected).abs() < 4.0 * sigma, "{share}");
    assert!(trace.state().intervals.chi_square().unwrap() < 37.7);
}

#[test]
fn rates_may_be_typed_and_nonsense_may_not() {
    let mut trace = Trace::new(ContestModel::example());
    trace.typed(0, "bob 0").unwrap();
    assert_eq!(trace.state().race.miners[1].rate, 0);
    for text in ["Bob", "Bob many", "Erin 50", "", "Bob 99999999"] {
        assert!(trace.typed(0, text).is_err(), "{text}");
    }
    for action in [json!({"blocks": {"count": 0}}), json!({"rate": {"miner": 9, "percent": 1}})] {
        assert!(trace.act(&action).is_err());
    }
    for name in ["Alice", "Carol", "David"] {
        trace.typed(0, &format!("{name} 0")).unwrap();
    }
    assert!(trace.act(&json!("window")).is_err(), "nobody hashes");
    assert!(trace.finished());
}
