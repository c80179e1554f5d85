//! Walks to their end and back, what the node has in the end, and how often an attack succeeds.

use serde_json::json;

use super::*;
use crate::mining::odds::Estimate;
use crate::rules::block::BAD_CB_AMOUNT;
use crate::rules::transaction::{INPUTS_MISSING_OR_SPENT, SCRIPT_VERIFY};
use crate::trace::walked::there_and_back;
use crate::trace::{Stepper, Trace};

fn walk(share: u8, confirmations: u16, seed: &str) -> Trace<MajorityModel> {
    Trace::new(MajorityModel::new(Share::percent(share), confirmations, seed).unwrap())
}

/// To the end of the race: until it is over or the payment has been looked at.
fn to_the_limits(trace: &mut Trace<MajorityModel>) {
    while !matches!(trace.state().phase, Phase::Limits | Phase::Over(_)) {
        assert!(trace.forward(), "{:?}", trace.state().broken);
    }
}

#[test]
fn every_walk_ends_and_can_be_walked_back() {
    for (share, confirmations, seed) in [(60, 2, "majority"), (51, 2, "bare"), (30, 2, "minority")]
    {
        let mut trace = walk(share, confirmations, seed);
        let steps = there_and_back(&mut trace).len() - 1;
        assert_eq!(trace.state().broken, None);
        assert!((8..=60).contains(&steps), "{share}%: {steps} steps");
    }
    for (share, confirmations) in [(0, 1), (100, 3), (50, 0)] {
        there_and_back(&mut walk(share, confirmations, "ends"));
    }
}

#[test]
fn after_publication_the_tip_is_hers_and_bob_has_nothing() {
    let mut trace = walk(60, 2, "majority");
    while trace.state().phase != Phase::Handing {
        trace.forward();
    }
    let fork = trace.model().past.node.chain().tip_hash();
    assert_eq!(trace.state().node.balance(&trace.model().past.bob), 40 * 1_0000_0000);
    assert!(trace.state().delivered && trace.state().honest >= 2);
    let honest = trace.state().honest;
    while trace.state().phase != Phase::Looking {
        trace.forward();
    }
    let state = trace.state();
    assert_eq!(state.tip_hash(), state.her_end.header.block_hash());
    assert_eq!(state.moved.disconnected.len(), usize::from(honest), "all of them");
    assert_eq!(state.node.balance(&trace.model().past.bob), 0);
    assert!(trace.model().succeeded(state));
    let chain = state.node.chain();
    assert!(chain.is_active(chain.tree().find(&fork).unwrap()), "the fork is where it was");
    trace.forward();
    let Event::Looked { followed, again } = &trace.state().last else { panic!("looked") };
    assert_eq!(followed.returned.len(), 1, "Carol's");
    assert_eq!(again.as_ref().unwrap().rule, &INPUTS_MISSING_OR_SPENT);
    let scene = trace.scene(&Window::all());
    assert_eq!(scene.rule, Some(&INPUTS_MISSING_OR_SPENT));
}

#[test]
fn forged_blocks_are_refused_by_name_and_a_censor_s_is_not() {
    let mut trace = walk(60, 2, "majority");
    to_the_limits(&mut trace);
    let cases = [
        ("steal", &SCRIPT_VERIFY),
        ("double_subsidy", &BAD_CB_AMOUNT),
        ("spend_again", &INPUTS_MISSING_OR_SPENT),
    ];
    for (deed, rule) in cases {
        let (tip, coins) = (trace.state().tip_hash(), trace.state().node.chain().all_coins());
        let waiting = trace.state().node.pool.len();
        trace.act(&json!({"try": deed})).unwrap();
        assert_eq!(trace.state().refused_by().map(|rule| rule.name), Some(rule.name), "{deed}");
        assert_eq!(trace.state().tip_hash(), tip);
        let chain = trace.state().node.chain();
        assert_eq!(chain.all_coins().unwrap(), coins.unwrap());
        assert_eq!(trace.state().node.pool.len(), waiting);
        // The block was looked at as deeply as it takes: its proof of work is real.
        let (_, newest) = chain.tree().nodes().next_back().unwrap();
        assert!(newest.invalid && newest.header.prev_block_hash == tip);
        assert!(newest.header.bits.target().unwrap().is_met_by(&newest.hash));
    }
    let tip = trace.state().tip_hash();
    trace.act(&json!({"try": "censor"})).unwrap();
    assert_eq!(trace.state().refused_by(), None);
    assert_ne!(trace.state().tip_hash(), tip);
    assert_eq!(trace.state().node.pool.len(), 1, "Carol's payment waits on");
}

#[test]
fn she_can_go_back_further_and_no_further_than_there_is() {
    let mut trace = walk(60, 1, "majority");
    to_the_limits(&mut trace);
    let height = trace.state().node.chain().height();
    for wrong in [0, height - 2, 1_000] {
        assert!(trace.act(&json!({"rewrite": wrong})).is_err(), "{wrong}");
    }
    for depth in [1, height - 3] {
        let height = trace.state().node.chain().height();
        trace.act(&json!({"rewrite": depth})).unwrap();
        while trace.state().phase == Phase::Handing {
            trace.forward();
        }
        assert_eq!(trace.state().moved.disconnected.len() as u32, depth);
        assert_eq!(trace.state().node.chain().height(), height + 1);
        trace.forward();
        assert_eq!(trace.state().broken, None);
    }
    // Carol's payments of the blocks before the fork wait again, beside the one after it.
    assert!(trace.state().node.pool.len() > 1);
    assert_eq!(trace.state().node.balance(&trace.model().past.bob), 0);
}

#[test]
fn a_branch_that_is_published_too_early_stays_aside() {
    let mut trace = walk(60, 2, "x");
    for action in ["prepare", "pay", "honest", "honest", "attacker", "publish", "hand_over"] {
        trace.act(&json!(action)).unwrap();
    }
    let model = trace.model();
    assert_eq!(model.end(trace.state()), Some(MajorityEnd::TooFew));
    assert_eq!(trace.state().node.balance(&model.past.bob), 40 * 1_0000_0000);
    assert!(trace.finished() && trace.choices().is_empty());
    assert!(trace.act(&json!("draw")).is_err());
    // With more work, but before Bob relies on it, nothing is gained.
    let mut trace = walk(60, 2, "x");
    for action in ["prepare", "pay", "honest", "attacker", "publish", "hand_over"] {
        trace.act(&json!(action)).unwrap();
    }
    assert_eq!(trace.state().phase, Phase::Looking);
    assert!(!trace.model().succeeded(trace.state()) && !trace.state().delivered);
    for wrong in [json!("pay"), json!({"try": "steal"}), json!("look at it")] {
        assert!(trace.act(&wrong).is_err(), "{wrong}");
    }
}

/// Races by default actions: those that succeed, and those that were broken off.
fn races(share: u8, confirmations: u16, count: u32) -> (Estimate, u64) {
    let (mut hits, mut broken_off) = (0, 0);
    for seed in 0..count {
        let mut trace = walk(share, confirmations, &format!("race {seed}"));
        to_the_limits(&mut trace);
        hits += u64::from(trace.model().succeeded(trace.state()));
        let end = trace.model().end(trace.state());
        broken_off += u64::from(end == Some(MajorityEnd::BrokenOff));
    }
    (Estimate { trials: count.into(), hits }, broken_off)
}

#[test]
fn attacks_succeed_as_often_as_the_formula_says() {
    let (found, broken_off) = races(60, 2, 300);
    assert_eq!(rosenfeld::catch_up(Share::percent(60), 2), 1.0);
    assert!(broken_off <= 3, "{broken_off}");
    assert_eq!(found.hits + broken_off, 300, "a majority always gets there");
    let (found, broken_off) = races(30, 1, 300);
    assert_eq!(broken_off, 0);
    let (least, most) = found.within(4.0);
    let exact = rosenfeld::catch_up(Share::percent(30), 1);
    assert!((least..=most).contains(&exact), "{found}, exact {exact}");
}

#[test]
fn the_risk_on_screen_is_rosenfeld_s_from_the_start() {
    for (share, confirmations) in [(10, 1), (30, 2), (45, 6), (60, 3)] {
        let mut trace = walk(share, confirmations, "risk");
        trace.seek(2);
        let risk = trace.model().risk(trace.state());
        let exact = rosenfeld::catch_up(Share::percent(share), confirmations);
        assert!((risk - exact).abs() < 1e-12, "{share}%, {confirmations}: {risk} and {exact}");
    }
}

#[test]
fn a_copy_of_the_state_shares_the_blocks() {
    let mut trace = walk(60, 2, "majority");
    to_the_limits(&mut trace);
    let copy = trace.state().clone();
    assert!(std::ptr::eq(copy.node.chain(), trace.state().node.chain()));
    assert!(Arc::ptr_eq(&copy.names, &trace.state().names));
}
