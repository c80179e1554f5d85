//! The story as a whole: long enough, the same every time, each refusal for its own reason, and no byte of it
//! changed unnoticed. That nothing secret is in it is tested in `tests/medical.rs`, with the commands' output.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::encode::{Decode, Encode};
use crate::medical::chain::{Body, Event, Tree};
use crate::medical::moment::Moment;
use crate::medical::world::{Tx, World};
use crate::rng::Rng;

fn sally() -> Tale {
    tell(SEED).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_story_is_told_to_the_end_and_uses_every_kind_of_transaction() {
    let tale = sally();
    let blocks = tale.tree().blocks();
    let kinds: BTreeSet<&str> =
        blocks.iter().flat_map(|block| &block.transactions).map(Tx::name).collect();
    let transactions: usize = blocks.iter().map(|block| block.transactions.len()).sum();
    assert!(transactions >= 60, "{transactions} transactions");
    let wanted = [
        "admit",
        "burn",
        "commit",
        "emergency",
        "entrust",
        "fetch",
        "issue",
        "open-pool",
        "part",
        "prove",
        "publish",
        "publish-key",
        "rate",
        "redeem",
        "register",
        "release",
        "reveal",
        "revoke",
        "reward",
        "share",
        "store",
        "transfer",
        "withdraw",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), wanted);
    assert_eq!(tale.tree().final_height(), tale.steps().last().unwrap().height);
    let refusals = tale.steps().iter().filter(|step| step.is_refusal());
    let reasons: BTreeSet<&str> = refusals
        .map(|step| match &step.outcome {
            Outcome::Refused { reason } => reason.split([':', ',']).next().unwrap_or(""),
            _ => "",
        })
        .collect();
    assert!(reasons.len() >= 30, "{}: {reasons:#?}", reasons.len());
}

#[test]
fn one_seed_tells_one_story_byte_by_byte() {
    let (one, two) = (sally().chain_bytes(), sally().chain_bytes());
    assert_eq!(one, two);
    assert_ne!(one, tell("another seed").unwrap().chain_bytes());
    // The same on every platform, in debug and release, for any number of threads.
    assert_eq!(hex::encode(crate::hash::sha256(&one)), STORY);
}

const STORY: &str = "323ab2b75dc265084ead8dbaa6719f5467668bb4c089e47d61e90f0699c889fc";

#[test]
fn who_revealed_is_paid_and_who_was_silent_is_not() {
    let tale = sally();
    let world = tale.tree().body().unwrap();
    let ends = world.epochs().iter().filter_map(|epoch| epoch.end.as_ref());
    let found: Vec<(usize, usize)> =
        ends.map(|end| (end.withheld.len(), end.earned.len())).collect();
    // Two epochs of founders; one in which all three reveal; one in which Münster is silent.
    assert_eq!(found, [(0, 0), (0, 0), (0, 3), (1, 2)]);
}

#[test]
fn its_events_make_the_same_chain_again() {
    let tale = sally();
    let world = World::new(tale.setting().clone());
    let mut tree = Tree::new(*world.chain(), world);
    for event in tale.events() {
        let bytes = event.to_bytes();
        tree.take(&Event::from_bytes(&bytes).unwrap()).unwrap();
    }
    assert_eq!(tree.tip(), tale.tree().tip());
    assert_eq!(tree.finalized(), tale.tree().finalized());
    let (again, told) = (tree.body().unwrap(), tale.tree().body().unwrap());
    assert_eq!(again.data(), told.data());
    assert_eq!(again.tokens(), told.tokens());
    assert_eq!(again.registry(), told.registry());
    assert!(told.tokens().is_conserved());
}

#[test]
fn every_changed_byte_of_every_transaction_is_noticed_by_a_check_with_a_name() {
    let tale = sally();
    let mut rng = Rng::from_seed(1);
    let mut noticed: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut state = World::new(tale.setting().clone());
    let final_heights = final_heights(&tale);
    for (block, final_height) in tale.tree().blocks().into_iter().zip(final_heights) {
        let header = &block.head.header;
        let at = Moment { height: header.height, slot: header.slot, final_height };
        state.begin_block(&at);
        for tx in &block.transactions {
            let bytes = tx.to_bytes();
            let count = 70.min(bytes.len());
            for number in 0..count {
                let place = number * bytes.len() / count;
                let mut changed = bytes.clone();
                changed[place] ^= 1 << rng.below(8);
                let by = judged(&state, &changed, &at);
                let by = by.unwrap_or_else(|| panic!("byte {place} of {} passes", tx.name()));
                *noticed.entry(by).or_default() += 1;
            }
            let proof = state.prove(tx, &tx.txid()).unwrap();
            state.apply(tx, &proof, &at).unwrap();
        }
    }
    let all: usize = noticed.values().sum();
    assert!(all >= 5_000, "{all}: {noticed:?}");
    for wanted in ["when it is read", "statement-signed", "token-unlock", "mint-once", "reward-due"]
    {
        assert!(noticed.contains_key(wanted), "{wanted}: {noticed:?}");
    }
}

/// The check that notices, by the name of its rule; none where nothing does.
fn judged(state: &World, bytes: &[u8], at: &Moment) -> Option<&'static str> {
    let Ok(tx) = Tx::from_bytes(bytes) else { return Some("when it is read") };
    let proof = match state.prove(&tx, &tx.txid()) {
        Ok(proof) => proof,
        Err(error) => return Some(error.rule().name),
    };
    let mut state = state.clone();
    state.apply(&tx, &proof, at).err().map(|error| error.rule().name)
}

/// The height that was final when each block was made.
fn final_heights(tale: &Tale) -> Vec<u32> {
    let world = World::new(tale.setting().clone());
    let mut tree = Tree::new(*world.chain(), world);
    let mut heights = Vec::new();
    for event in tale.events() {
        if let Event::Block(_) = event {
            heights.push(tree.final_height());
        }
        tree.take(event).unwrap();
    }
    heights
}
