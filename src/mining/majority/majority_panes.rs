//! The picture of a double spend on a real chain: the branches side by side by height, the payment, what
//! the last block moved, how far Alice is behind, and what it costs to go back further.

use std::collections::BTreeMap;

use super::majority_model::{Event, MajorityModel, MajorityState, Phase};
use super::majority_words::{payment_is, rule, sentence};
use super::overtake_cost;
use crate::hash::BlockHash;
use crate::mining::odds::{percent, rosenfeld};
use crate::primitives::amount::bitcoin_short;
use crate::primitives::pow::Work;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Chart, Line, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// Depths whose cost is shown.
const DEPTHS: [u32; 6] = [1, 2, 3, 6, 12, 100];

/// The whole picture.
pub(super) fn scene(
    model: &MajorityModel,
    before: Option<&MajorityState>,
    state: &MajorityState,
    window: &Window,
) -> Scene {
    let over = model.next(state).is_none();
    Scene {
        title: format!(
            "An attacker with {} of the work, against {}",
            model.attacker,
            counted(model.confirmations.into(), "confirmation")
        ),
        panes: panes(model, before, state, window),
        changes: before.map(|before| changes(model, before, state)).unwrap_or_default(),
        sentence: sentence(model, state),
        rule: rule(state),
        verdict: over.then_some(Verdict::Done),
    }
}

/// While the branches race, how far apart they are; then what moves, and at what cost more would.
fn panes(
    model: &MajorityModel,
    before: Option<&MajorityState>,
    state: &MajorityState,
    window: &Window,
) -> Vec<Pane> {
    let lacks = Pane::whole("blocks Alice lacks", Body::Chart { chart: chart(state) });
    let further = match state.phase {
        Phase::Before | Phase::Paying | Phase::Race | Phase::Over(_) => vec![lacks],
        Phase::Handing | Phase::Looking => vec![moved_pane(state)],
        Phase::Limits => vec![moved_pane(state), cost_pane(model, window)],
    };
    let blocks = blocks_pane(before, state, window);
    [blocks, payment_pane(model, before, state, window)].into_iter().chain(further).collect()
}

fn changes(model: &MajorityModel, before: &MajorityState, after: &MajorityState) -> Vec<String> {
    let (old_tip, tip) = (before.name(&before.tip_hash()), after.name(&after.tip_hash()));
    let tips = (old_tip != tip).then(|| format!("tip {old_tip} -> {tip}"));
    let bob = |state: &MajorityState| state.node.balance(&model.past.bob);
    let (had, has) = (bob(before), bob(after));
    let bobs =
        (had != has).then(|| format!("Bob had {}, has {}", bitcoin_short(had), bitcoin_short(has)));
    let (was, is) = (percent(model.risk(before)), percent(model.risk(after)));
    let risks = (was != is && after.phase == Phase::Race).then(|| format!("risk {was} -> {is}"));
    [tips, bobs, risks].into_iter().flatten().collect()
}

/// The blocks at one height.
#[derive(Default)]
struct Level {
    counts: Vec<BlockHash>,
    aside: Vec<BlockHash>,
    secret: Vec<BlockHash>,
    bad: bool,
}

fn levels(state: &MajorityState) -> BTreeMap<u32, Level> {
    let mut levels: BTreeMap<u32, Level> = BTreeMap::new();
    let chain = state.node.chain();
    for (place, node) in chain.tree().nodes() {
        let level = levels.entry(node.height).or_default();
        let list = if chain.is_active(place) { &mut level.counts } else { &mut level.aside };
        list.push(node.hash);
        level.bad |= node.failed;
    }
    let first = state.her_end.height.saturating_add(1).saturating_sub(state.secret.len() as u32);
    for (height, block) in (first..).zip(&state.secret) {
        levels.entry(height).or_default().secret.push(block.block_hash());
    }
    levels
}

/// What the node's chain holds at each height, what it keeps aside, and what it has not heard of.
fn blocks_pane(before: Option<&MajorityState>, state: &MajorityState, window: &Window) -> Pane {
    let levels = levels(state);
    let total = levels.len();
    let range = window.range(0, total, 0);
    let first = range.start;
    let known = |hash: &BlockHash| {
        let told = |before: &MajorityState| before.names.contains_key(hash);
        before.is_none_or(told)
    };
    let tip = state.tip_hash();
    let cell = |hashes: &[BlockHash]| {
        let names: Vec<String> = hashes.iter().map(|hash| words(state, hash)).collect();
        let hex: Vec<String> = hashes.iter().map(ToString::to_string).collect();
        let line = Line::new(names.join(", "));
        if hex.is_empty() { line } else { line.with_hex(hex.join(", ")) }
    };
    let shown = levels.iter().rev().skip(first).take(range.len());
    let rows = shown.map(|(height, level)| {
        let all = || level.counts.iter().chain(&level.aside).chain(&level.secret);
        let mark = if all().any(|hash| !known(hash)) { Mark::Changed } else { Mark::Plain };
        let is_tip = level.counts.contains(&tip);
        let counts = cell(&level.counts).marked(if is_tip { Mark::Current } else { Mark::Plain });
        let aside = cell(&level.aside).marked(if level.bad { Mark::Bad } else { Mark::Dim });
        Row { cells: vec![Line::new(height.to_string()), counts, aside, cell(&level.secret)], mark }
    });
    let rows = rows.collect();
    let headers = ["height", "counts", "aside", "secret"].map(str::to_owned).to_vec();
    Pane::part("blocks", Body::Table { headers, rows }, first, total)
}

/// A block's name, what it holds, and what the node thinks of it.
fn words(state: &MajorityState, hash: &BlockHash) -> String {
    let tree = state.node.chain().tree();
    let invalid = tree.find(hash).is_some_and(|place| tree.node(place).failed);
    let Some(name) = state.names.get(hash) else { return "?".into() };
    let holds = if invalid { "invalid" } else { name.holds };
    format!("{} {holds}", name.name).trim_end().to_owned()
}

fn payment_pane(
    model: &MajorityModel,
    before: Option<&MajorityState>,
    state: &MajorityState,
    window: &Window,
) -> Pane {
    let old = before.map(|before| values(model, before));
    Pane::values("the payment", 1, &values(model, state), old.as_deref(), window)
}

fn values(model: &MajorityModel, state: &MajorityState) -> Vec<(&'static str, String)> {
    let chain = state.node.chain();
    let work = chain.tree().node(chain.tip()).work;
    let (past, q) = (&model.past, model.attacker);
    let risk = match state.phase {
        Phase::Before | Phase::Paying | Phase::Race | Phase::Over(_) => percent(model.risk(state)),
        _ => "published".into(),
    };
    vec![
        ("the payment", payment_is(model, state)),
        ("Bob has", bitcoin_short(state.node.balance(&past.bob))),
        ("Alice has", bitcoin_short(state.node.balance(&past.alice))),
        ("work that counts", tries(work)),
        ("work of Alice's", tries(state.her_end.work)),
        ("risk", risk),
        ("  at the start", percent(rosenfeld::catch_up(q, model.confirmations))),
        ("waiting", state.node.pool.len().to_string()),
    ]
}

/// A work as a number, where it is a small one.
pub(super) fn tries(work: Work) -> String {
    match work.0.bits() {
        0..=64 => grouped(work.0.low_u64()),
        _ => work.to_string(),
    }
}

/// Which blocks the last step moved, and why it moved none.
fn moved_pane(state: &MajorityState) -> Pane {
    let names = |hashes: &[BlockHash]| -> String {
        let names: Vec<String> = hashes.iter().map(|hash| state.name(hash)).collect();
        if names.is_empty() { "none".into() } else { names.join(", ") }
    };
    let line = |what: &str, hashes: &[BlockHash], mark| {
        let mark = if hashes.is_empty() { Mark::Dim } else { mark };
        Line::new(format!("{what:<13}{}", names(hashes))).marked(mark)
    };
    let refused = match &state.last {
        Event::Tried { refused: Some(refused), .. } => {
            Line::new(format!("{:<13}{}", "refused for", refused.reject)).marked(Mark::Bad)
        }
        _ => Line::new(format!("{:<13}nothing", "refused for")).marked(Mark::Dim),
    };
    let lines = vec![
        line("disconnected", &state.moved.disconnected, Mark::Changed),
        line("connected", &state.moved.connected, Mark::Good),
        refused,
    ];
    Pane::whole("what it moved", Body::Text { lines })
}

fn chart(state: &MajorityState) -> Chart {
    let points = state.lacks.iter().enumerate();
    let points = points.map(|(block, lacks)| (block as f64, f64::from(*lacks))).collect();
    Chart {
        x_name: "blocks found since the payment".into(),
        y_name: "blocks Alice lacks".into(),
        logarithmic: false,
        series: vec![Series { name: "Alice".into(), points }],
    }
}

/// What it takes on average to replace the last blocks.
fn cost_pane(model: &MajorityModel, window: &Window) -> Pane {
    let total = DEPTHS.len();
    let range = window.range(3, total, 0);
    let first = range.start;
    let row = |depth: &u32| {
        let cost = overtake_cost(model.attacker, *depth);
        let cells = match cost {
            Some(cost) => [cost.intervals, cost.own_blocks, cost.disconnected]
                .map(|mean| format!("{mean:.1}"))
                .to_vec(),
            None => {
                let chance = percent(model.attacker.catches_up(depth.saturating_add(1)));
                vec![format!("chance {chance}"), "-".into(), "-".into()]
            }
        };
        Row::new(std::iter::once(depth.to_string()).chain(cells))
    };
    let rows = DEPTHS.iter().skip(first).take(range.len()).map(row).collect();
    let headers = ["depth", "intervals", "her blocks", "undone"].map(str::to_owned).to_vec();
    Pane::part("cost of going back", Body::Table { headers, rows }, first, total)
}
