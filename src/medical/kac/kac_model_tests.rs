//! The walk there and back, and sets of a reader's own.

use super::*;
use crate::trace::{Stepper, Trace};

fn trace() -> Trace<KacModel> {
    Trace::new(KacModel::new("blockstep").unwrap())
}

#[test]
fn the_walk_opens_the_set_and_nothing_else() {
    let mut trace = trace();
    let scenes = crate::trace::walked::there_and_back(&mut trace);
    assert_eq!(scenes.len(), 1 + 2 + 5 + 1 + 3 + 3);
    let outcomes: Vec<bool> = (trace.state().tries.iter())
        .map(|tried| matches!(tried.outcome, Outcome::Opened(_)))
        .collect();
    assert_eq!(outcomes, [true, true, true, false, false, false]);
    let told = &scenes.last().unwrap().sentence;
    assert!(told.contains("record 2 stays shut"), "{told}");
}

#[test]
fn a_set_can_be_typed() {
    let mut trace = trace();
    while !trace.asks().iter().any(|ask| ask.contains("set of your own")) {
        assert!(trace.forward());
    }
    assert!(trace.typed(0, "7").is_err());
    assert!(trace.typed(0, "two").is_err());
    trace.typed(0, "2, 5").unwrap();
    while trace.forward() {}
    let opened: Vec<u32> = (trace.state().tries.iter())
        .filter(|tried| matches!(tried.outcome, Outcome::Opened(_)))
        .map(|tried| tried.class)
        .collect();
    assert_eq!(opened, [2, 5]);
}

#[test]
fn the_master_secret_is_in_no_picture() {
    let model = KacModel::new("blockstep").unwrap();
    let secret = hex::encode(&*model.secret.secret_bytes());
    let mut trace = Trace::new(model);
    for scene in crate::trace::walked::there_and_back(&mut trace) {
        assert!(!format!("{scene:?}").contains(&secret[..16]));
    }
}
