//! What is said of a chain with forks, a sentence a step, and the rule at work.

use super::Arrival;
use super::fork_model::{ForkModel, ForkState, Last};
use super::fork_news::{ForkNames, News};
use super::fork_panes::tries;
use super::tree::Place;
use crate::hash::{BlockHash, Txid};
use crate::rules::{Rule, chain as rules, transaction};

/// The rule that decided the last step.
pub(super) fn rule(state: &ForkState) -> Option<&'static Rule> {
    let story = &state.story;
    match (story.last?, &story.arrival) {
        (Last::Failed, _) => story.failed.last().map(|(_, error)| error.rule()),
        (Last::Disconnected, _) => Some(&rules::UNDO_DATA),
        (Last::Connected, _) => Some(&rules::MOST_WORK),
        (Last::Followed, _) => Some(&rules::PAYMENTS_RETURN),
        (Last::Arrived(_), Some(Arrival::Side)) if ties(state) => Some(&rules::FIRST_SEEN),
        (Last::Arrived(_), Some(Arrival::Rejected(rejection))) if state.queue.is_empty() => {
            Some(rejection.rule())
        }
        (Last::Arrived(_), Some(_)) => Some(&rules::MOST_WORK),
        (Last::Arrived(_), None) => Some(&transaction::INPUTS_MISSING_OR_SPENT),
    }
}

/// What just happened, and why.
pub(super) fn sentence(model: &ForkModel, state: &ForkState) -> String {
    if let Some(broken) = &state.broken {
        return format!("This program failed: {broken}.");
    }
    let name = |place: Place| model.names.block(&state.chain.tree().node(place).hash);
    let story = &state.story;
    let Some(last) = story.last else {
        return format!(
            "A node that knows the chain up to block {}. More is on its way: blocks, and payments that \
             wait for one.",
            name(state.tip)
        );
    };
    match last {
        Last::Arrived(at) => match model.news.get(at) {
            Some(News::Block(block)) => block_came(model, state, &block.block_hash()),
            _ => payment_came(model, state, at),
        },
        Last::Failed => failed(model, state),
        Last::Disconnected => {
            let block = story.disconnected.last().map(|hash| model.names.block(hash));
            format!(
                "Block {} is disconnected: what it made is gone, what it spent is back from its undo \
                 data. The tip is {} for now.",
                block.unwrap_or_default(),
                name(state.tip)
            )
        }
        Last::Connected => {
            let block = story.connected.last().map(|hash| model.names.block(hash));
            format!(
                "Block {} is connected: now its coins and scripts are checked too, and all is well.",
                block.unwrap_or_default()
            )
        }
        Last::Followed => followed(model, state),
    }
}

/// Whether the branch that just grew has as much work as the tip's.
fn ties(state: &ForkState) -> bool {
    let tree = state.chain.tree();
    let newest = tree.nodes().next_back().map(|(_, node)| node.work);
    newest == Some(tree.node(state.tip).work)
}

fn payment_came(model: &ForkModel, state: &ForkState, at: usize) -> String {
    let name = model.names.news(&model.news, at);
    match &state.story.refused {
        None => format!("The payment \"{name}\" arrives. It is valid, and waits for a block."),
        Some((reject, reason)) => {
            format!("The payment \"{name}\" arrives and is refused ({reject}): {reason}.")
        }
    }
}

fn block_came(model: &ForkModel, state: &ForkState, hash: &BlockHash) -> String {
    let tree = state.chain.tree();
    let name = model.names.block(hash);
    let came = tree.find(hash).map(|place| tree.node(place));
    let parent = came.and_then(|node| node.parent);
    let parent = parent.map(|at| model.names.block(&tree.node(at).hash)).unwrap_or_default();
    let work = came.map(|node| tries(node.work)).unwrap_or_default();
    let tip = tree.node(state.tip);
    let (tip_name, tip_work) = (model.names.block(&tip.hash), tries(tip.work));
    match &state.story.arrival {
        _ if !state.queue.is_empty() => {
            let fork = came.and_then(|_| tree.find(hash)).map(|at| tree.fork(state.tip, at));
            let fork = fork.map(|at| model.names.block(&tree.node(at).hash)).unwrap_or_default();
            format!(
                "Block {name} arrives on {parent}. Its branch has more work, {work} against {tip_work}: \
                 the node sets out to change over, back to {fork}, where the branches part."
            )
        }
        Some(Arrival::Connected) => format!(
            "Block {name} arrives on the tip {parent} and is connected: the work is {work} now.{}",
            confirmed(&model.names, state)
        ),
        Some(Arrival::Side) if ties(state) => format!(
            "Block {name} arrives on {parent}. Its branch has work {work}, no more than {tip_name}: the \
             node keeps to {tip_name}, which it saw first. The coins of {name} are not looked at."
        ),
        Some(Arrival::Side) => format!(
            "Block {name} arrives on {parent}. Its branch has work {work} and {tip_name} has {tip_work}: \
             it is kept in case it grows, and its coins are not looked at yet."
        ),
        Some(Arrival::Rejected(rejection)) => format!(
            "Block {name} arrives and is refused ({}): {}. The tip stays {tip_name}.",
            rejection.reject(),
            model.names.readable(&rejection.to_string())
        ),
        _ => format!("Block {name} arrives and changes nothing."),
    }
}

/// Which payments a block confirmed, as a sentence after another.
fn confirmed(names: &ForkNames, state: &ForkState) -> String {
    let confirmed = state.story.followed.as_ref().map(|followed| &followed.confirmed);
    match confirmed.filter(|confirmed| !confirmed.is_empty()) {
        Some(confirmed) => format!(" It confirms {}.", list(names, confirmed)),
        None => String::new(),
    }
}

/// Names in quotation marks.
fn list<'a>(names: &ForkNames, txids: impl IntoIterator<Item = &'a Txid>) -> String {
    let names: Vec<String> =
        txids.into_iter().map(|txid| format!("\"{}\"", names.payment(txid))).collect();
    names.join(" and ")
}

fn failed(model: &ForkModel, state: &ForkState) -> String {
    let Some((hash, error)) = state.story.failed.last() else { return String::new() };
    let tip = model.names.block(&state.chain.tree().node(state.tip).hash);
    format!(
        "Block {} is looked at for the first time, on a copy of the coins, and is invalid ({}): {}. The \
         copy is thrown away and the tip stays {tip}: work does not make up for a broken rule.",
        model.names.block(hash),
        error.reject(),
        model.names.readable(&error.to_string())
    )
}

fn followed(model: &ForkModel, state: &ForkState) -> String {
    let Some(followed) = &state.story.followed else { return String::new() };
    let names = &model.names;
    let mut parts = Vec::new();
    if !followed.returned.is_empty() {
        parts.push(format!("{} waits again", list(names, &followed.returned)));
    }
    if !followed.confirmed.is_empty() {
        parts.push(format!("{} is confirmed", list(names, &followed.confirmed)));
    }
    // Payments of the blocks that were taken back which neither wait nor are in the branch that counts.
    let lost = lost(state);
    if !lost.is_empty() {
        parts.push(format!(
            "{} is void: its coin is spent in this branch, or not made in it",
            list(names, &lost)
        ));
    }
    let gone: Vec<&Txid> = followed.conflicting.iter().chain(&followed.invalid).collect();
    if !gone.is_empty() {
        parts.push(format!("{} can no longer wait", list(names, gone)));
    }
    let tip = names.block(&state.chain.tree().node(state.tip).hash);
    match parts.is_empty() {
        true => format!("The tip is {tip}. No payment was touched."),
        false => format!("The tip is {tip}. The payments: {}.", parts.join("; ")),
    }
}

/// Payments that stood in a block that was taken back, and neither wait nor stand in a block that was
/// connected.
fn lost(state: &ForkState) -> Vec<Txid> {
    let payments = |hashes: &[BlockHash]| -> Vec<Txid> {
        let tree = state.chain.tree();
        let places = hashes.iter().filter_map(|hash| tree.find(hash));
        let blocks = places.filter_map(|place| state.chain.block(place).ok());
        blocks
            .flat_map(|block| block.transactions.into_iter().skip(1).map(|tx| tx.txid()))
            .collect()
    };
    let kept = payments(&state.story.connected);
    let mut lost = payments(&state.story.disconnected);
    lost.retain(|txid| !kept.contains(txid) && state.pool.get(txid).is_none());
    lost
}
