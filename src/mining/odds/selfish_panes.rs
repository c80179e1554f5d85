//! The picture of selfish mining: the branches, the blocks that count, and the pool's share of them.

use super::percent;
use super::selfish::{Move, revenue, threshold};
use super::selfish_model::{SelfishModel, SelfishState};
use crate::rules::Rule;
use crate::rules::chain::{FIRST_SEEN, MOST_WORK};
use crate::rules::mining::PUBLISH_AT_ONCE;
use crate::spelling::counted;
use crate::trace::{Body, Chart, Line, Mark, Pane, Row, Scene, Series, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &SelfishModel,
    before: Option<&SelfishState>,
    state: &SelfishState,
    window: &Window,
) -> Scene {
    Scene {
        title: format!("Selfish mining with {} of the work", model.pool),
        panes: vec![
            branches_pane(before, state, window),
            counts_pane(model, before, state, window),
            Pane::whole("the pool's share", Body::Chart { chart: chart(model, state) }),
        ],
        changes: before.map(|before| changes(before, state)).unwrap_or_default(),
        sentence: sentence(model, state),
        rule: state.last.map(|(_, did)| rule(did)),
        verdict: (state.history.len() >= model.blocks).then_some(Verdict::Done),
    }
}

fn rule(did: Move) -> &'static Rule {
    match did {
        Move::Kept | Move::Matched | Move::Stood => &PUBLISH_AT_ONCE,
        Move::Raced => &FIRST_SEEN,
        Move::Overrode | Move::WonTie | Move::SharedTie | Move::LostTie => &MOST_WORK,
    }
}

/// What became certain.
fn changes(before: &SelfishState, after: &SelfishState) -> Vec<String> {
    let (old, new) = (before.selfish.tally, after.selfish.tally);
    let gained = [
        (new.pool.saturating_sub(old.pool), "for the pool"),
        (new.others.saturating_sub(old.others), "for the others"),
        (new.orphaned.saturating_sub(old.orphaned), "for nothing"),
    ];
    let gained = gained.into_iter().filter(|(blocks, _)| *blocks > 0);
    gained.map(|(blocks, whom)| format!("{} {whom}", blocks_of(blocks))).collect()
}

fn blocks_of(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "block")
}

fn sentence(model: &SelfishModel, state: &SelfishState) -> String {
    let secret = state.selfish.secret;
    let Some((_, did)) = state.last else {
        return format!(
            "A pool with {} of the work will not publish its blocks at once. By the formula it gets {} \
             of the blocks that count; secrecy pays for a pool with more than {}.",
            model.pool,
            percent(revenue(model.pool, model.gamma)),
            percent(threshold(model.gamma))
        );
    };
    match did {
        Move::Kept => format!(
            "The pool finds a block and keeps it. It works {} ahead of everyone else, who do not know.",
            blocks_of(secret)
        ),
        Move::Stood => {
            "The others find a block. The pool has nothing to set against it: the block stands, and \
             the pool begins on top of it."
                .into()
        }
        Move::Raced => format!(
            "The others find a block, and at once the pool publishes its only one. Both branches are \
             equally long: {} of the others saw the pool's first and work on that.",
            model.gamma
        ),
        Move::Matched => format!(
            "The others find a block. The pool publishes one of its own and keeps {secret}: its branch \
             will win, so that its block is certain and theirs was for nothing."
        ),
        Move::Overrode => {
            "The others find a block and come within one. The pool publishes all it has: its branch has \
             more work, all change over, and the work of the others was for nothing."
                .into()
        }
        Move::WonTie => "The tie ends: the pool finds the next block on its own branch and publishes it. \
                         Both its blocks count; the block of the others is left behind."
            .into(),
        Move::SharedTie => "The tie ends: another miner, who saw the pool's block first, finds the next \
                            one on top of it. One block counts for each side."
            .into(),
        Move::LostTie => {
            "The tie ends: the others find the next block on their branch. Both their blocks count; the \
             pool's was for nothing."
                .into()
        }
    }
}

/// The longest row of signs.
const SIGNS: u64 = 24;

/// A sign for each block of a branch: `#` where it is published, `?` where it is secret.
fn signs(published: u64, secret: u64) -> String {
    let shown = published.min(SIGNS);
    let hidden = secret.min(SIGNS - shown);
    let sign = |sign: &str, count: u64| sign.repeat(usize::try_from(count).unwrap_or(0));
    let more = if shown + hidden < published + secret { "…" } else { "" };
    format!("{}{}{more}", sign("#", shown), sign("?", hidden))
}

fn branches_pane(before: Option<&SelfishState>, state: &SelfishState, window: &Window) -> Pane {
    let cells = |state: &SelfishState| {
        let (forked, secret) = (state.selfish.forked, state.selfish.secret);
        [
            [
                "the pool".into(),
                (forked + secret).to_string(),
                secret.to_string(),
                signs(forked, secret),
            ],
            ["the others".into(), forked.to_string(), "0".into(), signs(forked, 0)],
        ]
    };
    let (old, new) = (before.map(cells), cells(state));
    let rows = new.iter().enumerate().map(|(at, cells)| {
        let same = old.as_ref().is_none_or(|old| old[at] == *cells);
        Row::new(cells.clone()).marked(if same { Mark::Plain } else { Mark::Changed })
    });
    let range = window.range(0, new.len(), 0);
    let first = range.start;
    let rows = rows.skip(first).take(range.len()).collect();
    let headers =
        ["branch of", "blocks", "secret", "since they parted"].map(str::to_owned).to_vec();
    Pane::part("the branches", Body::Table { headers, rows }, first, new.len())
}

fn counts_pane(
    model: &SelfishModel,
    before: Option<&SelfishState>,
    state: &SelfishState,
    window: &Window,
) -> Pane {
    let values = |state: &SelfishState| {
        let tally = state.selfish.tally;
        let share = |share: Option<f64>| share.map_or("none yet".into(), percent);
        [
            ("blocks of the pool that count", tally.pool.to_string()),
            ("blocks of the others that count", tally.others.to_string()),
            ("blocks found for nothing", tally.orphaned.to_string()),
            ("the pool's share of what counts", share(tally.pool_share())),
            ("  by the formula, in the long run", percent(revenue(model.pool, model.gamma))),
            ("its share of the work", percent(model.pool.get())),
            ("secrecy pays above", percent(threshold(model.gamma))),
            ("share of all blocks found for nothing", share(tally.orphaned_share())),
        ]
    };
    let (old, new) = (before.map(values), values(state));
    let total = new.len();
    let range = window.range(1, total, 0);
    let first = range.start;
    let rows =
        new.into_iter().enumerate().skip(first).take(range.len()).map(|(at, (name, value))| {
            let same = old.as_ref().is_none_or(|old| old[at].1 == value);
            let mark = if same { Mark::Plain } else { Mark::Changed };
            Row { cells: vec![Line::new(name), Line::new(value).marked(mark)], mark: Mark::Plain }
        });
    let rows = rows.collect();
    let headers = vec!["what".into(), "value".into()];
    Pane::part("what counts", Body::Table { headers, rows }, first, total)
}

fn chart(model: &SelfishModel, state: &SelfishState) -> Chart {
    let after = state.history.iter().zip(1u32..);
    let so_far = after.filter_map(|(tally, block)| Some((f64::from(block), tally.pool_share()?)));
    let last = f64::from(u32::try_from(state.history.len()).unwrap_or(u32::MAX));
    let flat = |share: f64| vec![(0.0, share), (last, share)];
    let series = [
        ("so far", so_far.collect()),
        ("formula", flat(revenue(model.pool, model.gamma))),
        ("work", flat(model.pool.get())),
    ];
    Chart {
        x_name: "blocks found".into(),
        y_name: "share".into(),
        logarithmic: false,
        series: series
            .map(|(name, points)| Series { name: name.to_owned(), points })
            .into_iter()
            .collect(),
    }
}
