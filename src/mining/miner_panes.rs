//! The picture of a miner: what each thread did, how near the best hash is, and the header's bytes.

// Counts become shares and chances with a few digits.
#![allow(clippy::cast_precision_loss)]

use super::miner_model::{MOST_ROUNDS, MinerAction, MinerEnd, MinerModel, MinerState, ThreadState};
use super::odds::percent;
use super::puzzle::zero_bits;
use super::work::NONCES;
use crate::primitives::BlockHeader;
use crate::rules::block::HIGH_HASH;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, ByteMark, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// Where the fields of a header begin and end (Core: `CBlockHeader`).
const FIELDS: [(&str, usize, usize); 6] = [
    ("version", 0, 4),
    ("previous block", 4, 36),
    ("merkle root", 36, 68),
    ("time", 68, 72),
    ("bits", 72, 76),
    ("nonce", 76, 80),
];

/// The whole picture.
pub(super) fn scene(
    model: &MinerModel,
    before: Option<&MinerState>,
    state: &MinerState,
    last: Option<&MinerAction>,
    window: &Window,
) -> Scene {
    Scene {
        title: format!("A miner with {}", counted(state.threads.len(), "thread")),
        panes: vec![
            threads_pane(state, window),
            best_pane(model, before, state, window),
            header_pane(before, state, window),
        ],
        changes: changes(before, state),
        sentence: sentence(model, before, state, last),
        rule: last.map(|_| &HIGH_HASH),
        verdict: state.end.map(|end| match end {
            MinerEnd::Found(_) | MinerEnd::Typed(_) => Verdict::Valid,
            MinerEnd::Exhausted | MinerEnd::BrokenOff => Verdict::Done,
        }),
    }
}

fn changes(before: Option<&MinerState>, state: &MinerState) -> Vec<String> {
    let Some(before) = before else { return Vec::new() };
    let new = state.hashes() - before.hashes();
    let hashes = if new == 1 { "1 hash".into() } else { format!("{} hashes", grouped(new)) };
    let mut changes = vec![format!("{hashes} more")];
    if state.index != before.index {
        changes.push("a new extra nonce, so a new Merkle root".into());
    }
    if state.best != before.best
        && let Some((hash, _)) = state.best
    {
        changes.push(format!("best hash: {}", counted(zero_bits(&hash) as usize, "zero bit")));
    }
    changes
}

/// Tries that the target takes on average, as a number for shares and chances.
fn expected(model: &MinerModel) -> f64 {
    let bytes = model.target().work().0.to_be_bytes();
    bytes.iter().fold(0.0, |sum, byte| sum * 256.0 + f64::from(*byte)).max(1.0)
}

/// `65,537`, or a power of two where that would be long.
fn spelled_expected(model: &MinerModel) -> String {
    let work = model.target().work().0;
    match work.bits() {
        0..=53 => grouped(work.low_u64()),
        bits => format!("over 2^{}", bits - 1),
    }
}

/// The chance that so many tries have a winner among them: 1 - (1 - p)^n.
pub(crate) fn chance_by_now(hashes: u64, expected: f64) -> f64 {
    if expected <= 1.0 {
        return if hashes > 0 { 1.0 } else { 0.0 };
    }
    -(hashes as f64 * (-1.0 / expected).ln_1p()).exp_m1()
}

fn sentence(
    model: &MinerModel,
    before: Option<&MinerState>,
    state: &MinerState,
    last: Option<&MinerAction>,
) -> String {
    let hashes = grouped(state.hashes());
    match (state.end, last) {
        (Some(MinerEnd::Found(found)), _) => format!(
            "Nonce {} wins, at try {} in order. The hashes beyond it were for nothing: threads finish \
             their batches. Any number of threads finds this nonce, and everyone can check it with one hash.",
            found.header.nonce,
            grouped(found.tries)
        ),
        (Some(MinerEnd::Typed(nonce)), _) => format!(
            "Nonce {nonce}, which was typed, wins: where it came from does not matter to those who \
             check it, with one hash."
        ),
        (Some(MinerEnd::Exhausted), _) => format!(
            "After {hashes} hashes no header is left to try: without an extra nonce in the coinbase there are \
             2^32 nonces and no more."
        ),
        (Some(MinerEnd::BrokenOff), _) => format!(
            "After {} rounds there is no winner, and the search is broken off.",
            grouped(MOST_ROUNDS)
        ),
        (None, None) => format!(
            "Miners change the nonce until the header's hash is not above the target: {} tries on average. \
             Thread 0 takes the first batch of nonces, the next thread the next one, and so on in turn.",
            spelled_expected(model)
        ),
        (None, Some(MinerAction::Try { nonce })) => format!(
            "Nonce {nonce} gives a hash with {}, which is above the target. A guess of one's own is as good \
             as any other.",
            counted(zero_bits(&state.header.block_hash()) as usize, "zero bit")
        ),
        (None, Some(MinerAction::Round { .. })) if before.is_some_and(|old| old.index != state.index) => {
            "All 2^32 nonces of the header are used up. The extra nonce in the coinbase goes up by one, which \
             changes its txid, so the Merkle root, so the header: 2^32 new tries."
                .into()
        }
        (None, Some(MinerAction::Round { .. })) => format!(
            "{hashes} hashes, and none is low enough. By now {} of all searches would have ended. \
             Those that have not are no nearer: {} tries on average are still to come.",
            percent(chance_by_now(state.hashes(), expected(model))),
            spelled_expected(model)
        ),
    }
}

fn threads_pane(state: &MinerState, window: &Window) -> Pane {
    let total = state.threads.len();
    let range = window.range(0, total, 0);
    let first = range.start;
    let all = state.hashes_by_thread().iter().sum::<u64>().max(1);
    let winner = match state.end {
        Some(MinerEnd::Found(found)) => Some(found),
        _ => None,
    };
    let row = |(number, thread): (usize, &ThreadState)| {
        let best = thread.best.map(|hash| zero_bits(&hash).to_string());
        let share = match thread.hashes {
            0 => "-".into(),
            hashes => percent(hashes as f64 / all as f64),
        };
        let won = winner.is_some_and(|found| {
            let hash = found.header.block_hash();
            thread.best == Some(hash)
        });
        let row = Row::new([
            number.to_string(),
            thread.batch.map_or("-".into(), |batch| grouped(batch % NONCES)),
            grouped(thread.hashes),
            best.unwrap_or_else(|| "-".into()),
            share,
        ]);
        row.marked(if won { Mark::Good } else { Mark::Plain })
    };
    let rows = state.threads.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    let headers = ["thread", "batch from nonce", "hashes", "best: zero bits", "share of tries"];
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part("threads", Body::Table { headers, rows }, first, total)
}

fn best_pane(
    model: &MinerModel,
    before: Option<&MinerState>,
    state: &MinerState,
    window: &Window,
) -> Pane {
    let (hashes, expected) = (state.hashes(), expected(model));
    let target_zeros = 256 - model.target().0.bits();
    let best = state.best.map(|(hash, _)| hash);
    let mark = match (best, before.and_then(|before| before.best)) {
        (Some(hash), _) if model.target().is_met_by(&hash) => Mark::Good,
        (Some(hash), old) if old.map(|old| old.0) != Some(hash) => Mark::Changed,
        _ => Mark::Plain,
    };
    let zeros = best.map_or("none yet".into(), |hash| {
        format!("{} of {target_zeros} zero bits", zero_bits(&hash))
    });
    let lines = vec![
        Line::new(format!("target    {}", model.target())),
        Line::new(format!("best hash {}", best.map_or("-".into(), |hash| hash.to_string())))
            .marked(mark),
        Line::new(format!("best so far: {zeros}")),
        Line::new(format!(
            "hashes: {}, which is {} of the {} expected",
            grouped(hashes),
            percent(hashes as f64 / expected),
            spelled_expected(model)
        )),
        Line::new(format!(
            "chance to have found one by now: {}",
            percent(chance_by_now(hashes, expected))
        )),
    ];
    let total = lines.len();
    let range = window.range(1, total, 0);
    let first = range.start;
    let lines = lines.into_iter().skip(first).take(range.len()).collect();
    Pane::part("best hash and target", Body::Text { lines }, first, total)
}

/// The header at hand, its fields named. What changed since the step before is marked.
fn header_pane(before: Option<&MinerState>, state: &MinerState, window: &Window) -> Pane {
    let bytes = state.header.to_array();
    let old = before.map(|before| before.header.to_array());
    let total = BlockHeader::SIZE.div_ceil(16);
    let range = window.range(2, total, total - 1);
    let mark = |(name, start, end): (&str, usize, usize)| {
        let part = |bytes: &[u8; BlockHeader::SIZE]| bytes.get(start..end).map(<[u8]>::to_vec);
        let same = old.as_ref().is_none_or(|old| part(old) == part(&bytes));
        let mark = if same { Mark::Plain } else { Mark::Changed };
        ByteMark { start, end, name: name.to_owned(), mark }
    };
    let first = range.start;
    let given = bytes.iter().skip(first * 16).take(range.len() * 16).copied().collect();
    let body = Body::Bytes { bytes: given, marks: FIELDS.map(mark).to_vec() };
    Pane::part("the header", body, first, total)
}
