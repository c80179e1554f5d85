use super::super::example::{ExampleChain, Plan, pay, reward};
use super::*;
use crate::ledger::{Owners, Party};
use crate::primitives::amount::COIN;
use crate::trace::{Stepper, Trace};

/// A story of two branches on block 1: `3b` pays what `3a` pays to another, and grows to overtake.
struct Story2 {
    model: ForkModel,
    blocks: Vec<Block>,
    payment: Transaction,
    /// The chain on which the blocks were found, which took them in as they came.
    example: ExampleChain,
}

fn story(claims: i64) -> Story2 {
    let [alice, bob] = ["Alice", "Bob"].map(Party::named);
    let mut example = ExampleChain::new().unwrap();
    let mine = |example: &mut ExampleChain, on, transactions: &[Transaction], claims| {
        example.mine(Plan { on, miner: &alice, transactions, claims }).unwrap().0
    };
    let genesis = example.chain().tip_hash();
    let first = mine(&mut example, genesis, &[], 0);
    let second = mine(&mut example, first.block_hash(), &[], 0);
    let store = example.store();
    let payment = pay(&alice, &[reward(&first)], &[(&bob, 49 * COIN)]);
    let other = pay(&alice, &[reward(&first)], &[(&alice, 49 * COIN)]);
    let on = second.block_hash();
    let a3 = mine(&mut example, on, std::slice::from_ref(&payment), COIN);
    let b3 = mine(&mut example, on, &[other], COIN + claims);
    let b4 = mine(&mut example, b3.block_hash(), &[], 0);
    let b5 = mine(&mut example, b4.block_hash(), &[], 0);
    let blocks = vec![a3, b3, b4, b5];
    let mut news = vec![News::Payment(Arc::new(payment.clone()))];
    news.extend(blocks.iter().map(|block| News::Block(Arc::new(block.clone()))));
    let names = ForkNames { owners: Owners::of([&alice, &bob]), ..ForkNames::default() };
    let (params, now) = (example.params().clone(), example.now());
    let model = ForkModel::new("two branches", (params, store), now, news, names).unwrap();
    Story2 { model, blocks, payment, example }
}

fn labels(trace: &mut Trace<ForkModel>) -> Vec<String> {
    let mut labels = Vec::new();
    while let Some(label) = trace.upcoming() {
        labels.push(label.split_whitespace().next().unwrap().to_owned());
        trace.forward();
    }
    labels
}

#[test]
fn every_step_ends_where_the_chain_ends() {
    let Story2 { model, blocks, payment, example } = story(0);
    let mut trace = Trace::new(model);
    trace.seek(2);
    let shop = |state: &ForkState| state.coins.keys().any(|coin| coin.txid == payment.txid());
    assert!(shop(trace.state()), "one confirmation");
    assert_eq!(trace.state().story.arrival, Some(Arrival::Connected));
    trace.seek(3);
    assert_eq!(trace.state().story.arrival, Some(Arrival::Side), "seen second");
    assert!(shop(trace.state()));
    let rest = labels(&mut trace);
    assert_eq!(rest, ["block", "disconnect", "connect", "connect", "look", "block"]);
    let state = trace.state();
    assert!(!shop(state) && state.pool.is_empty(), "the payment is void");
    assert_eq!(state.tip, state.chain.tip());
    assert_eq!(state.coins, state.chain.all_coins().unwrap());
    // The chain that never was taken apart has come to the same.
    assert_eq!(state.coins, example.chain().all_coins().unwrap());
    assert_eq!(state.chain.tip_hash(), example.chain().tip_hash());
    assert_eq!(state.chain.tip_hash(), blocks[3].block_hash());
    assert_eq!(state.broken, None);
}

#[test]
fn after_every_default_step_the_coins_are_those_of_the_tip_shown() {
    let mut trace = Trace::new(story(0).model);
    loop {
        let state = trace.state();
        if state.queue.is_empty() {
            assert_eq!(state.coins, state.chain.all_coins().unwrap(), "step {}", trace.position());
            assert_eq!(state.tip, state.chain.tip());
        } else {
            assert_ne!(state.story.last, None);
        }
        if !trace.forward() {
            break;
        }
    }
}

#[test]
fn another_order_gives_another_first() {
    let mut trace = Trace::new(story(0).model);
    trace.forward();
    // Block 3b first: then 3a is the one that comes second.
    assert_eq!(
        trace.choices().len(),
        2,
        "blocks 3a and 3b; the others follow what is not there yet"
    );
    trace.choose(1).unwrap();
    assert_eq!(trace.state().story.arrival, Some(Arrival::Connected));
    let held = trace.state().tip;
    trace.forward();
    assert_eq!(trace.state().story.arrival, Some(Arrival::Side));
    assert_eq!(trace.state().tip, held);
}

#[test]
fn an_invalid_branch_moves_nothing_however_heavy() {
    let Story2 { model, blocks, .. } = story(1);
    let mut trace = Trace::new(model);
    trace.seek(4);
    let (before, tip) = (trace.state().coins.clone(), trace.state().tip);
    assert_eq!(labels(&mut trace), ["try", "block"]);
    let state = trace.state();
    assert_eq!((&state.coins, state.tip), (&before, tip));
    assert_eq!(state.chain.tip_hash(), blocks[0].block_hash());
    let Some(Arrival::Rejected(rejection)) = &state.story.arrival else { panic!() };
    assert_eq!(rejection.reject(), "bad-prevblk");
    trace.seek(5);
    let (hash, error) = &trace.state().story.failed[0];
    assert_eq!((*hash, error.reject().as_ref()), (blocks[1].block_hash(), "bad-cb-amount"));
}
