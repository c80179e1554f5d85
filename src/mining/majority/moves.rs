//! What each step of the walk does to the node and to the secret branch.

use std::sync::Arc;

use super::forge::{Ground, MajorityFailure, Plan};
use super::history::branch;
use super::majority_model::{
    BlockName, Event, MAX_BLOCKS, MajorityAction, MajorityEnd, MajorityModel, MajorityState, Phase,
};
use super::node::Unwanted;
use super::tries::Deed;
use crate::chain::{Arrival, TipChange};
use crate::primitives::{Block, Transaction};
use crate::rng::Rng;

/// More blocks than this that change nothing are handed over at once.
const ONE_BY_ONE: usize = 2;

/// The chain before the payment.
pub(super) fn initial(model: &MajorityModel, rng: Rng) -> MajorityState {
    let node = model.past.node.clone();
    let her_end = Ground::tip(node.chain());
    let mut state = MajorityState {
        rng,
        node,
        phase: Phase::Before,
        secret: Default::default(),
        her_end,
        honest: 0,
        attacker: 0,
        lacks: vec![1],
        delivered: false,
        names: Arc::default(),
        found: model.past.found,
        branches: 0,
        tried: Vec::new(),
        rewritten: false,
        last: Event::Start,
        moved: TipChange::default(),
        broken: None,
    };
    let names = model.past.node.chain().tree().nodes().map(|(_, node)| {
        let holds = if node.height > super::past::FIRST_BLOCKS { "Carol pays" } else { "" };
        (node.hash, BlockName { name: node.height.to_string(), holds })
    });
    state.names = Arc::new(names.collect());
    state
}

/// One step.
pub(super) fn apply(
    model: &MajorityModel,
    state: &mut MajorityState,
    action: MajorityAction,
) -> Result<(), MajorityFailure> {
    match action {
        MajorityAction::Prepare => {
            mine_in_secret(model, state)?;
            state.phase = Phase::Paying;
            state.last = Event::SecretFirst;
        }
        MajorityAction::Pay => pay(model, state)?,
        MajorityAction::Draw => match model.attacker.happens(state.rng.next_u64()) {
            true => find_secret(model, state)?,
            false => find_honest(model, state)?,
        },
        MajorityAction::Honest => find_honest(model, state)?,
        MajorityAction::Attacker => find_secret(model, state)?,
        MajorityAction::Publish => {
            state.delivered = state.honest >= model.confirmations;
            state.phase = Phase::Handing;
            state.moved = TipChange::default();
            hand_over(state, 1)?;
        }
        MajorityAction::HandOver => {
            let count = batch(state);
            hand_over(state, count)?;
        }
        MajorityAction::GiveUp => {
            let long = state.blocks() >= MAX_BLOCKS;
            let end = if long { MajorityEnd::BrokenOff } else { MajorityEnd::GaveUp };
            state.phase = Phase::Over(end);
            state.last = Event::Ended;
        }
        MajorityAction::Look => look(model, state)?,
        MajorityAction::Try(deed) => attempt(model, state, deed)?,
        MajorityAction::Rewrite(depth) => rewrite(model, state, depth)?,
    }
    Ok(())
}

/// Alice's payment, and one of Carol's that has nothing to do with it.
fn pay(model: &MajorityModel, state: &mut MajorityState) -> Result<(), MajorityFailure> {
    for tx in [&model.past.to_bob, &model.past.next_of_carol] {
        if let Some(refused) = state.node.submit(tx)? {
            state.broken = Some(refused.reason);
        }
    }
    state.phase = Phase::Race;
    state.last = Event::Paid;
    Ok(())
}

fn name(state: &mut MajorityState, block: &Block, letter: char, holds: &'static str, height: u32) {
    let name = BlockName { name: format!("{height}{letter}"), holds };
    Arc::make_mut(&mut state.names).insert(block.block_hash(), name);
}

/// The letter of Alice's branch or lone block of this number: b, c, and so on to z.
fn letter(branch: u8) -> char {
    char::from(b'b'.saturating_add(branch.min(24)))
}

fn find_honest(model: &MajorityModel, state: &mut MajorityState) -> Result<(), MajorityFailure> {
    let (transactions, fees) = state.node.waiting();
    let ground = Ground::tip(state.node.chain());
    state.found += 1;
    let plan = Plan {
        miner: &model.past.mia,
        transactions: &transactions,
        claims: fees,
        extra_nonce: state.found,
    };
    let block = ground.find(state.node.chain().params(), &plan)?;
    let pays_bob = transactions.contains(&model.past.to_bob);
    let holds = if pays_bob { "pays Bob" } else { "" };
    name(state, &block, 'a', holds, ground.height + 1);
    let moved = state.node.take(&block)?.moved;
    state.node.follow(&moved.disconnected, &moved.connected)?;
    state.moved = moved;
    state.honest = state.honest.saturating_add(1);
    state.lacks.push(state.lacks());
    state.last = Event::HonestFound;
    Ok(())
}

fn find_secret(model: &MajorityModel, state: &mut MajorityState) -> Result<(), MajorityFailure> {
    mine_in_secret(model, state)?;
    state.lacks.push(state.lacks());
    state.last = Event::SecretFound;
    Ok(())
}

/// Alice's next block; the first one pays her own coin back to her.
fn mine_in_secret(model: &MajorityModel, state: &mut MajorityState) -> Result<(), MajorityFailure> {
    let first = state.attacker == 0;
    let transactions: &[Transaction] = match first {
        true => std::slice::from_ref(&model.past.to_herself),
        false => &[],
    };
    state.found += 1;
    let plan = Plan { miner: &model.past.alice, transactions, claims: 0, extra_nonce: state.found };
    let block = state.her_end.find(state.node.chain().params(), &plan)?;
    let holds = if first { "pays Alice" } else { "" };
    let (branch, height) = (state.branches, state.her_end.height + 1);
    name(state, &block, letter(branch), holds, height);
    state.her_end = state.her_end.then(&block);
    state.secret.push_back(Arc::new(block));
    state.attacker = state.attacker.saturating_add(1);
    state.moved = TipChange::default();
    Ok(())
}

/// How many blocks are handed over next: one, or all at once that leave the tip where it is.
fn batch(state: &MajorityState) -> usize {
    let height = state.node.chain().height();
    let first = state.her_end.height.saturating_sub(state.secret.len() as u32);
    let idle = (height.saturating_sub(first) as usize).min(state.secret.len());
    if idle > ONE_BY_ONE { idle } else { 1 }
}

fn hand_over(state: &mut MajorityState, count: usize) -> Result<(), MajorityFailure> {
    let mut moved = TipChange::default();
    let mut last = String::new();
    for _ in 0..count {
        let Some(block) = state.secret.pop_front() else { break };
        last = state.name(&block.block_hash());
        moved.then(state.node.take(&block)?.moved);
    }
    let reorganised = !moved.disconnected.is_empty();
    // What the blocks after the first of a branch move adds to what that one moved.
    match reorganised {
        true => state.moved = moved,
        false => state.moved.then(moved),
    }
    state.last = Event::Handed { count, name: last };
    if state.secret.is_empty() {
        let hers = state.node.chain().tip_hash() == state.her_end.header.block_hash();
        state.phase = if hers { Phase::Looking } else { Phase::Over(MajorityEnd::TooFew) };
    }
    Ok(())
}

/// The payments of the blocks that count no longer, and Bob who sends his again.
fn look(model: &MajorityModel, state: &mut MajorityState) -> Result<(), MajorityFailure> {
    let (off, on) = (state.moved.disconnected.clone(), state.moved.connected.clone());
    let followed = state.node.follow(&off, &on)?;
    let known = state.node.pool.get(&model.past.to_bob.txid()).is_some();
    let again = if known { None } else { state.node.submit(&model.past.to_bob)? };
    state.phase = Phase::Limits;
    state.last = Event::Looked { followed, again };
    Ok(())
}

fn attempt(
    model: &MajorityModel,
    state: &mut MajorityState,
    deed: Deed,
) -> Result<(), MajorityFailure> {
    state.found += 1;
    state.branches = state.branches.saturating_add(1);
    let height = state.node.chain().height() + 1;
    let block = deed.block(&model.past, &state.node, state.found)?;
    name(state, &block, letter(state.branches), "", height);
    let accepted = state.node.accept(&block)?;
    let refused = match &accepted.arrival {
        Arrival::Rejected(rejection) => Some(Unwanted {
            reject: rejection.reject().into_owned(),
            reason: rejection.to_string(),
            rule: rejection.rule(),
        }),
        _ => None,
    };
    state.node.follow(&accepted.moved.disconnected, &accepted.moved.connected)?;
    state.moved = accepted.moved;
    state.her_end = Ground::tip(state.node.chain());
    if !state.tried.contains(&deed) {
        state.tried.push(deed);
    }
    state.last = Event::Tried { deed, refused };
    Ok(())
}

/// A whole branch from `depth` blocks back, one block longer than what it replaces.
fn rewrite(
    model: &MajorityModel,
    state: &mut MajorityState,
    depth: u32,
) -> Result<(), MajorityFailure> {
    let chain = state.node.chain();
    let fork = Ground::at(chain, chain.height().saturating_sub(depth));
    let before_the_payment = fork.height <= model.past.height();
    let first: &[Transaction] = match before_the_payment {
        true => std::slice::from_ref(&model.past.to_herself),
        false => &[],
    };
    let count = depth.saturating_add(1);
    let blocks = branch(&model.past, fork, first, (count, state.found))?;
    state.found = state.found.saturating_add(count.into());
    state.branches = state.branches.saturating_add(1);
    let mut end = fork;
    for block in blocks {
        let holds = if block.transactions.len() > 1 { "pays Alice" } else { "" };
        name(state, &block, letter(state.branches), holds, end.height + 1);
        end = end.then(&block);
        state.secret.push_back(Arc::new(block));
    }
    state.her_end = end;
    state.moved = TipChange::default();
    state.rewritten = true;
    state.phase = Phase::Handing;
    state.last = Event::Rewriting { depth };
    Ok(())
}
