//! The picture of a chain with forks: the tree of blocks, the coins by their owners, what has moved, and
//! what waits or is still to come.

use super::Arrival;
use super::fork_model::{ForkModel, ForkState};
use super::fork_news::News;
use super::fork_words::{rule, sentence};
use super::tree::{BlockTree, Node, Place};
use crate::hash::BlockHash;
use crate::ledger::Coin;
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short;
use crate::primitives::pow::Work;
use crate::trace::{Body, Branch, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &ForkModel,
    before: Option<&ForkState>,
    after: &ForkState,
    window: &Window,
) -> Scene {
    let arrived = before.is_some_and(|before| before.arrived.len() < after.arrived.len());
    let changes = before.filter(|before| before.tip != after.tip).map(|before| {
        let name = |state: &ForkState| model.names.block(&node(state).hash);
        format!("the tip: {}, now {}", name(before), name(after))
    });
    Scene {
        title: model.title.clone(),
        panes: vec![
            tree_pane(model, after, window),
            moved_pane(model, after),
            coins_pane(model, before, after, window),
            waiting_pane(model, after, arrived),
        ],
        changes: changes.into_iter().collect(),
        sentence: sentence(model, after),
        rule: rule(after),
        verdict: verdict(model, after),
    }
}

/// The block at the tip, as far as the walk has come.
fn node(state: &ForkState) -> &Node {
    state.chain.tree().node(state.tip)
}

/// How it ends: with the reason for which the last block was refused, if it was.
fn verdict(model: &ForkModel, state: &ForkState) -> Option<Verdict> {
    use crate::trace::Model;
    if model.next(state).is_some() {
        return None;
    }
    Some(match &state.story.arrival {
        Some(Arrival::Rejected(rejection)) => Verdict::Invalid {
            name: rejection.reject().into_owned(),
            reason: model.names.readable(&rejection.to_string()),
        },
        _ => Verdict::Done,
    })
}

/// A work as a number, where it is a small one.
pub(super) fn tries(work: Work) -> String {
    match work.0.bits() {
        0..=64 => work.0.low_u64().to_string(),
        _ => work.to_string(),
    }
}

/// The tree from the genesis block on; the branch that counts at the margin, others further in.
fn tree_pane(model: &ForkModel, state: &ForkState, window: &Window) -> Pane {
    let tree = state.chain.tree();
    let order = drawn(tree, state.tip);
    let focus = order.iter().position(|(place, _)| *place == state.tip).unwrap_or(0);
    let total = order.len();
    let range = window.range(0, total, focus);
    let first = range.start;
    let shown = order.into_iter().skip(first).take(range.len());
    let branches =
        shown.map(|(place, depth)| Branch { depth, line: block_line(model, state, place) });
    let branches = branches.collect();
    Pane::part("the tree of blocks", Body::Tree { branches }, first, total)
}

/// The blocks of a small tree in drawing order, each with its depth: after each block the branches that
/// leave the way to `tip` there, and then the way goes on. Where several branches leave the tip itself,
/// as in the middle of a change, the one with the most work goes on.
fn drawn(tree: &BlockTree, tip: Place) -> Vec<(Place, usize)> {
    let mut order = Vec::new();
    let mut rest = vec![(Place::GENESIS, 0)];
    while let Some((place, depth)) = rest.pop() {
        order.push((place, depth));
        let children = tree.nodes().filter(|(_, node)| node.parent == Some(place));
        let children: Vec<Place> = children.map(|(child, _)| child).collect();
        // Towards the tip, or on a side branch the first child, goes on in the same column; it is
        // drawn last, so it is put in first.
        let towards = match place == tip && children.len() > 1 {
            true => heaviest(tree, &children),
            false => children.iter().copied().find(|child| tree.descends(tip, *child)),
        };
        let on_the_way = depth == 0 && tree.descends(tip, place);
        let goes_on = match on_the_way {
            true => towards,
            false => children.first().copied(),
        };
        rest.extend(goes_on.map(|child| (child, depth)));
        let others = children.iter().rev().filter(|child| Some(**child) != goes_on);
        rest.extend(others.map(|child| (*child, depth + 1)));
    }
    order
}

/// The block of these on which the most work is built.
fn heaviest(tree: &BlockTree, children: &[Place]) -> Option<Place> {
    let above = |child: Place| {
        let nodes = tree.nodes().filter(move |(place, _)| tree.descends(*place, child));
        nodes.map(|(_, node)| node.work).max()
    };
    children.iter().copied().max_by_key(|child| above(*child))
}

/// Whether a block is known to have failed by now; what the next steps will find is not told before.
fn has_failed(state: &ForkState, place: Place) -> bool {
    let tree = state.chain.tree();
    let told = |hash: &BlockHash| {
        let failing = state.story.moved.failed.iter().any(|(failed, _)| failed == hash);
        !failing || state.story.failed.iter().any(|(failed, _)| failed == hash)
    };
    tree.back_from(place).any(|at| tree.node(at).invalid && told(&tree.node(at).hash))
}

fn block_line(model: &ForkModel, state: &ForkState, place: Place) -> Line {
    let node = state.chain.tree().node(place);
    let name = model.names.block(&node.hash);
    let new = state.story.arrival.is_some() && state.arrived.last().is_some_and(|at| {
        matches!(model.news.get(*at), Some(News::Block(block)) if block.block_hash() == node.hash)
    });
    let failed = has_failed(state, place);
    let counts = state.chain.tree().descends(state.tip, place);
    let says = match () {
        () if place == state.tip => "  the tip",
        () if failed && node.invalid => "  invalid",
        () if failed => "  on an invalid block",
        () if new => "  has arrived",
        () => "",
    };
    let mark = match () {
        () if place == state.tip => Mark::Current,
        () if failed => Mark::Bad,
        () if new => Mark::Changed,
        () if counts => Mark::Plain,
        () => Mark::Dim,
    };
    let text = format!("{name}  work {}{says}", tries(node.work));
    Line::new(text).with_hex(node.hash.to_string()).marked(mark)
}

/// Which blocks the last arrival moved.
fn moved_pane(model: &ForkModel, state: &ForkState) -> Pane {
    let names = |hashes: &[BlockHash]| -> String {
        let names: Vec<String> = hashes.iter().map(|hash| model.names.block(hash)).collect();
        if names.is_empty() { "none".into() } else { names.join(", ") }
    };
    let story = &state.story;
    let line = |what: &str, hashes: &[BlockHash], mark| {
        let mark = if hashes.is_empty() { Mark::Dim } else { mark };
        Line::new(format!("{what:<13}{}", names(hashes))).marked(mark)
    };
    let failed: Vec<BlockHash> = story.failed.iter().map(|(hash, _)| *hash).collect();
    let lines = vec![
        line("disconnected", &story.disconnected, Mark::Plain),
        line("connected", &story.connected, Mark::Good),
        line("invalid", &failed, Mark::Bad),
    ];
    Pane::whole("what this arrival moved", Body::Text { lines })
}

/// The coins at the tip, by owner, and those that the last step took away.
fn coins_pane(
    model: &ForkModel,
    before: Option<&ForkState>,
    after: &ForkState,
    window: &Window,
) -> Pane {
    let height = node(after).height;
    let was = before.map(|before| &before.coins);
    let mut all: Vec<(&OutPoint, &Coin, Mark)> = Vec::new();
    for (outpoint, coin) in &after.coins {
        let new = was.is_some_and(|was| !was.contains_key(outpoint));
        all.push((outpoint, coin, if new { Mark::Changed } else { Mark::Plain }));
    }
    let gone =
        was.into_iter().flatten().filter(|(outpoint, _)| !after.coins.contains_key(outpoint));
    all.extend(gone.map(|(outpoint, coin)| (outpoint, coin, Mark::Dim)));
    all.sort_by_key(|(outpoint, coin, _)| (coin.height, **outpoint));
    let row = |(outpoint, coin, mark): &(&OutPoint, &Coin, Mark)| {
        let owner = model.names.owners.line(&coin.output.script_pubkey);
        let from = match coin.coinbase {
            true => "reward".to_owned(),
            false => model.names.payment(&outpoint.txid),
        };
        let depth = match mark {
            Mark::Dim => "gone".into(),
            _ => (height + 1).saturating_sub(coin.height).to_string(),
        };
        let value = bitcoin_short(coin.output.value);
        let mut cells = vec![owner];
        cells.extend([value, from, depth].map(Line::new));
        Row { cells, mark: *mark }
    };
    let rows: Vec<Row> = all.iter().map(row).collect();
    let total = rows.len();
    let focus = rows.iter().position(|row| row.mark == Mark::Changed).unwrap_or(total);
    let range = window.range(2, total, focus.min(total.saturating_sub(1)));
    let first = range.start;
    let rows = rows.into_iter().skip(first).take(range.len()).collect();
    let headers = ["owner", "bitcoin", "from", "conf."].map(str::to_owned).to_vec();
    Pane::part("coins at the tip", Body::Table { headers, rows }, first, total)
}

/// What waits for a block, and what has not arrived yet.
fn waiting_pane(model: &ForkModel, state: &ForkState, arrived: bool) -> Pane {
    let mut lines: Vec<Line> = Vec::new();
    for (txid, _) in state.pool.entries() {
        let name = model.names.payment(txid);
        let back = state.story.followed.as_ref().is_some_and(|it| it.returned.contains(txid));
        let note = if back { "  waits again" } else { "  waits" };
        let mark = if back || arrived { Mark::Changed } else { Mark::Plain };
        lines.push(Line::new(name + note).with_hex(txid.to_string()).marked(mark));
    }
    let to_come = (0..model.news.len()).filter(|at| !state.arrived.contains(at));
    let to_come = to_come.map(|at| model.names.news(&model.news, at));
    lines.extend(to_come.map(|name| Line::new(name + "  is to come").marked(Mark::Dim)));
    if lines.is_empty() {
        lines.push(Line::new("nothing").marked(Mark::Dim));
    }
    Pane::whole("waiting, and to come", Body::Text { lines })
}
