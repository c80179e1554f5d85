//! The picture of the race: the miners, the pace, and the intervals beside their law.

// Counts become shares with a few digits.
#![allow(clippy::cast_precision_loss)]

use super::contest_model::{ContestAction, ContestModel, ContestState};
use super::{Intervals, total_rate};
use crate::mining::odds::percent;
use crate::rules::Rule;
use crate::rules::block::BAD_DIFFBITS;
use crate::rules::mining::WORK_NOT_NAMES;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Chart, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &ContestModel,
    before: Option<&ContestState>,
    state: &ContestState,
    last: Option<&ContestAction>,
    window: &Window,
) -> Scene {
    Scene {
        title: match model.uses_hashes() {
            true => "A race of miners, with real hashes".into(),
            false => "A race of miners".into(),
        },
        panes: vec![
            miners_pane(before, state, window),
            pace_pane(before, state, window),
            Pane::whole("intervals longer than x means", Body::Chart { chart: chart(state) }),
        ],
        changes: changes(state),
        sentence: sentence(model, before, state, last),
        rule: last.map(|_| rule(state)),
        verdict: model.next(state).is_none().then_some(Verdict::Done),
    }
}

fn rule(state: &ContestState) -> &'static Rule {
    if state.changed.is_some() { &BAD_DIFFBITS } else { &WORK_NOT_NAMES }
}

fn changes(state: &ContestState) -> Vec<String> {
    let changed = state
        .changed
        .map(|(from, to)| format!("hashes a block {} -> {}", grouped(from), grouped(to)));
    changed.into_iter().collect()
}

/// Seconds, or minutes where there are many.
fn time(milliseconds: u64) -> String {
    match milliseconds {
        0..60_000 => format!("{:.1} s", milliseconds as f64 / 1e3),
        60_000..7_200_000 => format!("{:.1} min", milliseconds as f64 / 60_000.0),
        _ => format!("{:.1} h", milliseconds as f64 / 3_600_000.0),
    }
}

fn sentence(
    model: &ContestModel,
    before: Option<&ContestState>,
    state: &ContestState,
    last: Option<&ContestAction>,
) -> String {
    let miners = &state.race.miners;
    let name = |at: usize| miners.get(at).map_or("nobody", |miner| miner.name.as_str());
    let wanted = time(state.race.pace.interval_ms);
    match last {
        None => format!(
            "{} look for the next block, each with a hash rate of its own. A block comes every {wanted} on \
             average, whoever finds it. {}",
            counted(miners.len(), "miner"),
            match model.uses_hashes() {
                true =>
                    "Here each hashes headers of its own, as many in a second of the race as its rate says.",
                false => "The wait of each is drawn from the exponential law.",
            }
        ),
        Some(ContestAction::Rate { miner, .. }) => {
            let now = state.race.mean_ms().map_or("never".into(), time);
            let share = miners.get(*miner).map_or(0.0, |it| it.share_of(total_rate(miners)));
            format!(
                "{} has {} of all hashes now, and the next blocks come every {now} on average: until the \
                 difficulty follows. The counts begin anew.",
                name(*miner),
                percent(share)
            )
        }
        Some(_) => found(before, state, &wanted, &name),
    }
}

fn found<'a>(
    before: Option<&ContestState>,
    state: &ContestState,
    wanted: &str,
    name: &impl Fn(usize) -> &'a str,
) -> String {
    let (Some((mean, blocks)), Some(last)) = (state.last_step, &state.last) else {
        return "Nobody hashes, and no block comes.".into();
    };
    if blocks == 1 {
        let others = last.waits_ms.iter().flatten().count() > 1;
        let would = if others {
            " The others would have needed longer, and begin anew:"
        } else {
            " All begin anew:"
        };
        return format!(
            "{} finds the block after {}.{would} a hash has no memory, so nothing is lost and nothing is \
             owed to anyone.",
            name(last.winner),
            time(last.interval_ms)
        );
    }
    let took = format!("{} in {} each.", counted(blocks as usize, "block"), time(mean));
    match state.changed {
        Some((from, to)) if from != to => {
            let fewer = if to > from { "more" } else { "fewer" };
            format!(
                "{took} The window is full, and the difficulty follows what it took: a block needs {fewer} \
                 hashes now, so that the same machines find one every {wanted}: they come sooner or later, and \
                 not more often."
            )
        }
        _ => {
            let was = before.map_or(0, |before| before.intervals.count());
            let share =
                if was == 0 { "" } else { " The shares come nearer to those of the hash rates." };
            format!("{took} The mean to be expected is {wanted}.{share}")
        }
    }
}

fn miners_pane(before: Option<&ContestState>, state: &ContestState, window: &Window) -> Pane {
    let miners = &state.race.miners;
    let all: u64 = state.won.iter().sum();
    let total = total_rate(miners);
    let range = window.range(0, miners.len(), 0);
    let first = range.start;
    let row = |(at, miner): (usize, &super::Contestant)| {
        let won = state.won.get(at).copied().unwrap_or(0);
        let was = before.and_then(|before| before.won.get(at)).copied().unwrap_or(0);
        let wait = state.last.as_ref().and_then(|last| last.waits_ms.get(at).copied().flatten());
        let row = Row::new([
            miner.name.clone(),
            percent(miner.share_of(total)),
            grouped(won),
            if all == 0 { "-".into() } else { percent(won as f64 / all as f64) },
            wait.map_or("-".into(), time),
        ]);
        row.marked(if won == was { Mark::Plain } else { Mark::Changed })
    };
    let rows = miners.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    let headers = ["miner", "hashes", "blocks", "of all", "wait"];
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part("the miners", Body::Table { headers, rows }, first, miners.len())
}

fn values(state: &ContestState) -> Vec<(&'static str, String)> {
    let race = &state.race;
    let chi = state.intervals.chi_square();
    vec![
        ("hashes a block", grouped(race.difficulty())),
        ("expected interval", race.mean_ms().map_or("never".into(), time)),
        ("last step's mean", state.last_step.map_or("-".into(), |(mean, _)| time(mean))),
        ("blocks so far", grouped(race.blocks())),
        ("time so far", time(race.now_ms())),
        ("to the change", counted(race.until_change() as usize, "block")),
        ("chi-square (15)", chi.map_or("-".into(), |chi| format!("{chi:.1}, below 37.7"))),
    ]
}

fn pace_pane(before: Option<&ContestState>, state: &ContestState, window: &Window) -> Pane {
    let old = before.map(values);
    Pane::values("the pace", 1, &values(state), old.as_deref(), window)
}

fn chart(state: &ContestState) -> Chart {
    Chart {
        x_name: "means".into(),
        y_name: "share of intervals".into(),
        logarithmic: false,
        series: vec![
            Series { name: "what happened".into(), points: state.intervals.longer_than() },
            Series { name: "e^-x".into(), points: Intervals::law() },
        ],
    }
}
