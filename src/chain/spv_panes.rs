//! The picture of a phone that checks a payment.

use super::difficulty::HeaderChain;
use super::spv::{SpvError, can_tell_bits, is_left};
use super::spv_model::{SpvAction, SpvModel, SpvState};
use crate::hash::MerkleNode;
use crate::primitives::pow::{U256, Work};
use crate::primitives::{BlockHeader, amount::bitcoin_short};
use crate::rules::{Rule, block as block_rules, chain as rules};
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &SpvModel,
    after: &SpvState,
    last: Option<&SpvAction>,
    window: &Window,
) -> Scene {
    let verdict = match &after.fault {
        Some(fault) => {
            Some(Verdict::Invalid { name: fault.reject().into_owned(), reason: fault.to_string() })
        }
        None if after.counted => Some(Verdict::Valid),
        None => None,
    };
    let climbed = last == Some(&SpvAction::Hash) && after.fault.is_none();
    let own = after.path.last().copied().unwrap_or_default();
    let changes = climbed.then(|| format!("height {} is now {own}", after.path.len() - 1));
    Scene {
        title: model.title.clone(),
        panes: vec![
            headers_pane(model, after, window),
            climb_pane(model, after, window),
            phone_pane(model, after),
        ],
        changes: changes.into_iter().collect(),
        sentence: sentence(model, after, last),
        rule: rule(after, last),
        verdict,
    }
}

fn rule(after: &SpvState, last: Option<&SpvAction>) -> Option<&'static Rule> {
    if let Some(fault) = &after.fault {
        return Some(fault.rule());
    }
    Some(match last? {
        SpvAction::Header => &block_rules::HIGH_HASH,
        SpvAction::Txid => &block_rules::BAD_TXNS_SIZE,
        SpvAction::Hash | SpvAction::Compare => &rules::SPV_BRANCH,
        SpvAction::Count | SpvAction::FullNode => &rules::SPV_CONFIRMATIONS,
    })
}

fn sentence(model: &SpvModel, after: &SpvState, last: Option<&SpvAction>) -> String {
    let height = model.handed.height;
    if let Some(fault) = &after.fault {
        return match fault {
            SpvError::FullNode(error) => format!(
                "A full node refuses: {error}. The phone cannot know, for it has no coins to look at."
            ),
            fault => format!("The phone refuses: {fault}."),
        };
    }
    match last {
        None => format!(
            "The phone has checked header {} before, and now has {} up to {}. Somebody hands it a \
             transaction and a branch of {}: it is said to be in block {height}.",
            model.run.first_height,
            counted(model.run.headers.len().saturating_sub(1), "more header"),
            model.run.tip(),
            counted(model.levels(), "hash"),
        ),
        Some(SpvAction::Header) => {
            let height = model.run.first_height + after.checked as u32;
            let bits = match can_tell_bits(&model.params, &model.run, height) {
                true => "and its bits are those that the headers before it ask for",
                false => "and whether its bits are right needs more headers than are at hand",
            };
            format!(
                "Header {height} names the hash of header {}, its own hash is not above the target, \
                 {bits}.",
                height - 1
            )
        }
        Some(SpvAction::Txid) => format!(
            "The phone hashes the whole transaction itself, {}: that is its txid. It would refuse 64 \
             bytes, for two hashes side by side have as many.",
            counted(model.handed.transaction.base_size(), "byte"),
        ),
        Some(SpvAction::Hash) => {
            let left = is_left(&model.handed.branch, after.path.len().saturating_sub(2));
            let (which, side) = if left { ("left", "before") } else { ("right", "after") };
            format!(
                "The node was the {which} of its pair: it was written {side} the hash that was handed \
                 over, and the 64 bytes were hashed twice."
            )
        }
        Some(SpvAction::Compare) => format!(
            "The climb ends at the root in header {height}: block {height} commits to this \
             transaction, whoever handed it over."
        ),
        Some(SpvAction::Count | SpvAction::FullNode) => {
            let (blocks, work) = on_top(model);
            format!(
                "{blocks}, which took {work} hashes on average: the phone accepts. It has not seen \
                 whether the coins exist, nor what it was not told."
            )
        }
    }
}

/// The blocks from the payment's own on, and the hashes that they took on average.
fn on_top(model: &SpvModel) -> (String, String) {
    let from = model.handed.height;
    let headers = (from..=model.run.tip()).filter_map(|height| model.run.header(height));
    let work = |header: BlockHeader| header.bits.target().map(|target| target.work()).ok();
    let total = headers.filter_map(work).try_fold(Work(U256::from(0)), Work::checked_add);
    let total = total.map_or(U256::MAX, |work| work.0);
    let work = match total.bits() {
        0..=64 => grouped(total.low_u64()),
        bits => format!("more than 2^{}", bits - 1),
    };
    let blocks = model.run.tip().saturating_sub(from) as usize;
    let confirmations = counted(blocks + 1, "confirmation");
    (format!("Block {from} and {} on it: {confirmations}", counted(blocks, "block")), work)
}

/// The headers, and what has become of each.
fn headers_pane(model: &SpvModel, state: &SpvState, window: &Window) -> Pane {
    let total = model.run.headers.len();
    let climbing = state.checked + 1 >= total && state.fault.is_none();
    let payment = model.handed.height.saturating_sub(model.run.first_height) as usize;
    let focus = if climbing { payment } else { state.checked };
    let range = window.range(0, total, focus);
    let first = range.start;
    let row = |place: usize| {
        let header = model.run.headers.get(place).copied().unwrap_or_default();
        let failed = refuses_header(state) && place == state.checked;
        let (says, mark) = match place {
            _ if failed => ("fails", Mark::Bad),
            0 => ("known", Mark::Good),
            _ if place <= state.checked => ("holds", Mark::Good),
            _ if place == state.checked + 1 && state.fault.is_none() => ("next", Mark::Current),
            _ => ("", Mark::Dim),
        };
        let height = model.run.first_height.saturating_add(place as u32).to_string();
        let prev = header.prev_block_hash.to_string();
        let hash = header.block_hash().to_string();
        let cells = vec![
            Line::new(height),
            Line::new(ends(&prev)).with_hex(prev),
            Line::new(ends(&hash)).with_hex(hash),
            Line::new(says),
        ];
        Row { cells, mark }
    };
    let rows = range.map(row).collect();
    let headers = ["height", "follows", "its hash", "check"];
    let headers = headers.map(String::from).to_vec();
    Pane::part("Headers, 80 bytes each", Body::Table { headers, rows }, first, total)
}

/// Whether it is the last header checked that stops the phone.
fn refuses_header(state: &SpvState) -> bool {
    let header = matches!(state.fault, Some(SpvError::Unlinked { .. } | SpvError::Header { .. }));
    header && state.path.is_empty()
}

/// What is hashed on the way up.
fn climb_pane(model: &SpvModel, state: &SpvState, window: &Window) -> Pane {
    let levels = model.levels();
    let climbed = state.path.len().saturating_sub(1);
    let range = window.range(1, levels + 1, climbed);
    let first = range.start;
    let row = |level: usize| {
        let own = match state.path.get(level) {
            Some(node) => node_line(node),
            None => Line::new("?"),
        };
        let (other, note) = match model.handed.branch.neighbours.get(level) {
            Some(given) if is_left(&model.handed.branch, level) => (node_line(given), "right"),
            Some(given) => (node_line(given), "left"),
            None => {
                let root = model.run.header(model.handed.height).map(|header| header.merkle_root);
                (root.map_or(Line::new("no such header"), |root| node_line(&root)), "header")
            }
        };
        let at_root = level == levels;
        let mark = match (state.path.is_empty(), level == climbed) {
            (true, _) => Mark::Dim,
            (_, false) => Mark::Plain,
            (_, true) if state.fault.is_some() && !state.asked => Mark::Bad,
            (_, true) if at_root && state.compared => Mark::Good,
            (_, true) => Mark::Current,
        };
        Row { cells: vec![Line::new(level.to_string()), own, other, Line::new(note)], mark }
    };
    let rows = range.map(row).collect();
    let headers = ["height", "own", "given", "side"].map(String::from).to_vec();
    Pane::part("The climb", Body::Table { headers, rows }, first, levels + 1)
}

/// What the phone has, and what it has never seen.
fn phone_pane(model: &SpvModel, state: &SpvState) -> Pane {
    let headers = model.run.headers.len() * BlockHeader::SIZE;
    let branch = model.levels() * MerkleNode::default().0.len();
    let tx = &model.handed.transaction;
    let pays: Vec<String> = tx.outputs.iter().map(|out| bitcoin_short(out.value)).collect();
    let mut lines = vec![
        Line::new(format!("headers      {}", counted(headers, "byte"))),
        Line::new(format!("branch       {}", counted(branch, "byte"))),
        Line::new(format!("transaction  {}", counted(tx.base_size(), "byte"))),
        Line::new(format!("  it pays    {}", pays.join(" and "))),
    ];
    let unseen = [
        "not seen: whether the coins exist",
        "not seen: double spends, scripts",
        "not seen: what nobody hands over",
    ];
    let mark = if state.counted { Mark::Plain } else { Mark::Dim };
    lines.extend(unseen.map(|line| Line::new(line).marked(mark)));
    if state.asked {
        let (says, mark) = match &state.fault {
            Some(_) => ("a full node refuses", Mark::Bad),
            None => ("a full node finds the coins", Mark::Good),
        };
        lines.push(Line::new(says).marked(mark));
    }
    Pane::whole("What the phone has", Body::Text { lines })
}

fn node_line(node: &MerkleNode) -> Line {
    let text = node.to_string();
    Line::new(ends(&text)).with_hex(text)
}

/// The first and last digits of a hash: block hashes begin alike, so both ends are shown.
fn ends(text: &str) -> String {
    let (first, last) = (text.get(..4), text.len().checked_sub(4).and_then(|at| text.get(at..)));
    format!("{}…{}", first.unwrap_or(text), last.unwrap_or_default())
}
