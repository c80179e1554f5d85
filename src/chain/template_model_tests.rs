use super::*;
use crate::chain::block_packing::Room;
use crate::chain::mempool::MempoolPolicy;
use crate::chain::mempool::test_chain::{SUBSIDY, TestChain, anyone, output, pay, send};
use crate::chain::template::BlockTemplate;
use crate::hash::BlockHash;
use crate::ledger::block::HeaderContext;
use crate::primitives::{CompactTarget, Transaction};
use crate::trace::{Body, Stepper, Trace, Verdict};

const HALF: i64 = SUBSIDY / 2;

fn request(chain: &TestChain) -> BlockRequest {
    let header = HeaderContext {
        height: chain.context.height,
        expected_bits: CompactTarget(0x207f_ffff),
        median_time_past: chain.context.median_time_past,
        window_follows: None,
        window_began: None,
        now: 0,
        min_version: 4,
    };
    let pay_to = anyone().into();
    BlockRequest { prev_block_hash: BlockHash([7; 32]), header, context: chain.context, pay_to }
}

fn model(chain: &TestChain, transactions: &[Transaction]) -> TemplateModel {
    let mut pool = Mempool::new(MempoolPolicy::default());
    for tx in transactions {
        send(&mut pool, chain, tx).unwrap();
    }
    TemplateModel::new("A block", Arc::new(pool), request(chain))
}

#[test]
fn the_steps_end_in_the_very_block_of_the_template() {
    let chain = TestChain::new(6);
    let parent = pay(&[chain.coin(1, 0)], &[HALF - 10], 0);
    let child = pay(&[output(&parent, 0)], &[HALF - 1_010], 0);
    let other = pay(&[chain.coin(2, 0)], &[HALF - 200], 0);
    let model = model(&chain, &[parent.clone(), child.clone(), other.clone()]);
    let mut state = model.initial();
    let mut said = Vec::new();
    while let Some(action) = model.next(&state) {
        assert!(model.allowed(&state, &action));
        let before = state.clone();
        model.apply(&mut state, &action);
        let scene = model.scene(Some(&before), &state, Some(&action), &Window::all());
        said.push(scene.sentence);
    }
    let template = BlockTemplate::new(&model.pool, &request(&chain), 0);
    assert_eq!(TemplateModel::block(&state), Some(&template.block));
    assert_eq!(said.len(), 5);
    let first = child.txid().short();
    assert!(said[0].starts_with(&first) && said[0].contains("1 transaction that it rests on"));
    assert!(said[1].starts_with(&other.txid().short()) && said[1].ends_with("taken."));
    assert!(said[2].contains("0.0005") && said[2].contains("0.0000121"), "{}", said[2]);
}

#[test]
fn a_stepper_walks_it_both_ways_and_shows_windows() {
    let mut chain = TestChain::new(4);
    let coins = pay(&[chain.coin(1, 0)], &[20; 1_100], 0);
    chain.mine(vec![coins.clone()]);
    let payments: Vec<_> =
        (0..1_100).map(|vout| pay(&[output(&coins, vout)], &[0], 150 + vout as usize)).collect();
    let mut pool = Mempool::new(MempoolPolicy {
        min_relay: crate::chain::FeeRate::per_thousand(0),
        ..MempoolPolicy::default()
    });
    for tx in &payments {
        send(&mut pool, &chain, tx).unwrap();
    }
    let model = TemplateModel::new("A block", Arc::new(pool), request(&chain));
    let window = Window::following(10);
    let mut trace = Trace::new(model);
    let start = trace.scene(&window);
    assert_eq!((start.panes[0].total, start.panes[0].body.rows()), (1_100, 10));
    assert!(start.sentence.starts_with("1100 transactions wait"));
    assert_eq!(trace.seek(600), 600);
    let middle = trace.scene(&window);
    assert!(middle.panes[0].first > 590 && middle.panes[2].first > 590, "it follows the choice");
    assert_eq!(middle.panes[2].total, 601);
    let end = trace.seek(usize::MAX);
    let scene = trace.scene(&window);
    assert_eq!((end, scene.verdict), (1_103, Some(Verdict::Done)));
    let Body::Text { lines } = &scene.panes[1].body else { panic!("the block is text") };
    assert!(lines.iter().any(|line| line.text.starts_with("root      ") && line.text.len() > 70));
    trace.seek(600);
    assert_eq!(trace.scene(&window), middle);
}

#[test]
fn what_does_not_fit_is_skipped_and_says_so() {
    let chain = TestChain::new(6);
    let small = pay(&[chain.coin(1, 0)], &[HALF - 100], 0);
    let large = pay(&[chain.coin(2, 0)], &[HALF - 5_000], 500);
    let model = model(&chain, &[small.clone(), large.clone()]);
    let mut state = model.initial();
    let room = Room { max_weight: small.weight(), reserved_weight: 0, ..Room::default() };
    state.packing = Packing::new(&model.pool, room);
    let action = model.next(&state).unwrap();
    assert_eq!(model.label(&state, &action), format!("package of {}", large.txid().short()));
    model.apply(&mut state, &action);
    let scene = model.scene(None, &state, Some(&action), &Window::all());
    assert_eq!(scene.rule.unwrap().name, "bad-blk-weight");
    assert!(scene.sentence.ends_with(&format!("has {} left: skipped.", small.weight())));
    model.apply(&mut state, &action);
    assert_eq!(state.packing.taken(), [small.txid()]);
    assert_eq!(model.next(&state), Some(TemplateAction::Coinbase));
}
