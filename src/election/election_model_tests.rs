//! The walk there and back, and what a reader can change.

use super::*;
use crate::election::example::{fifty_twenty_ten, seven_pools};
use crate::trace::{Stepper, Trace};

fn walked(model: ElectionModel) -> Trace<ElectionModel> {
    let mut trace = Trace::new(model);
    let scenes = crate::trace::walked::there_and_back(&mut trace);
    assert!(scenes.len() > 10);
    trace
}

#[test]
fn every_walk_pays_what_its_blocks_earn() {
    for model in [seven_pools(SeatRule::Ranked), seven_pools(SeatRule::Lottery), fifty_twenty_ten()]
    {
        let (slots, reward) = (u64::from(model.setting.slots), model.setting.block_reward);
        let trace = walked(model);
        let paid: u64 = trace.state().paid.iter().map(|paid| paid.payout.total()).sum();
        assert_eq!(paid, slots * reward);
    }
}

#[test]
fn the_walk_elects_what_the_rule_elects() {
    let model = seven_pools(SeatRule::Lottery);
    let derived = model.elected(SeatRule::Lottery);
    let trace = walked(model);
    assert_eq!(trace.state().election, Some(derived));
}

#[test]
fn an_absent_delegate_is_not_paid() {
    let mut trace = Trace::new(seven_pools(SeatRule::Ranked));
    while trace.state().scheduled < 10 {
        assert!(trace.forward());
    }
    let absent = trace.state().next_producer().unwrap();
    trace.act(&serde_json::json!({"slot":{"produced":false}})).unwrap();
    while trace.forward() {}
    let slots = trace.state().slots().of(absent);
    assert_eq!((slots.produced, slots.missed), (1, 1));
    let paid = trace.state().paid.iter().find(|paid| paid.pool == absent).unwrap();
    assert_eq!(paid.earned, 10);
}

#[test]
fn the_rule_can_be_changed_until_the_ballots_are_counted() {
    let mut trace = Trace::new(seven_pools(SeatRule::Ranked));
    trace.act(&serde_json::json!({"use":"lottery"})).unwrap();
    while trace.state().election.is_none() {
        assert!(trace.forward());
    }
    assert!(trace.state().election.as_ref().unwrap().seats[0].draw.is_some());
    assert!(trace.act(&serde_json::json!({"use":"ranked"})).is_err());
}
