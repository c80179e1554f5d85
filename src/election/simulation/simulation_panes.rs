//! The picture of a simulation: a board of the pools, who moved, and measures over the epochs.

use super::simulation_model::{SimulationAction, SimulationModel, SimulationState};
use super::{EpochReport, Record};
use crate::election::measures::{Measures, ratio};
use crate::election::{Pool, PoolNumber, SeatRule, Standing};
use crate::rules::{Rule, election as rules};
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Chart, Line, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// Columns of the longest bar.
const BAR: u128 = 4;

/// The whole picture.
pub(super) fn scene(
    model: &SimulationModel,
    before: Option<&SimulationState>,
    state: &SimulationState,
    last: Option<&SimulationAction>,
    window: &Window,
) -> Scene {
    let verdict = match &state.fault {
        Some(fault) => {
            Some(Verdict::Invalid { name: "simulation".into(), reason: fault.to_string() })
        }
        None => model.next(state).is_none().then_some(Verdict::Done),
    };
    Scene {
        title: format!("{} epochs of elections", model.epochs),
        panes: vec![board(before, state, window), moves(state), curves(model, state)],
        changes: changes(before, state),
        sentence: sentence(model, state, last),
        rule: last.map(|last| rule(model, last)),
        verdict,
    }
}

fn rule(model: &SimulationModel, last: &SimulationAction) -> &'static Rule {
    match (last, model.setting.election.rule) {
        (SimulationAction::Absent { .. }, _) => &rules::STANDING,
        (SimulationAction::Epoch, SeatRule::Lottery) => &rules::LOTTERY_SEATS,
        (SimulationAction::Epoch, SeatRule::Ranked) => &rules::RANKED_SEATS,
    }
}

/// A row for each pool: what it has now, and what it did in the epoch that is over.
fn board(before: Option<&SimulationState>, state: &SimulationState, window: &Window) -> Pane {
    let pools = state.simulation.registry().pools();
    let stakes = stakes(state);
    let most = stakes.iter().copied().max().unwrap_or(0).max(1);
    let members = state.simulation.members_by_pool();
    let old = before.map_or_else(|| members.clone(), |old| old.simulation.members_by_pool());
    let row = |at: usize| {
        let (Some(pool), Some(stake)) = (pools.get(at), stakes.get(at)) else {
            return Row::default();
        };
        let bar = usize::try_from(u128::from(*stake) * BAR / u128::from(most)).unwrap_or(0);
        let voters = match (members.get(at), old.get(at)) {
            (Some(now), Some(was)) if now != was => {
                format!("{now} ({:+})", i128::from(*now) - i128::from(*was))
            }
            (now, _) => now.map_or(String::new(), u64::to_string),
        };
        let (seat, blocks) = seat_and_blocks(state, at);
        let mark = match pool.standing {
            Standing::Good if !seat.is_empty() => Mark::Current,
            Standing::Good => Mark::Plain,
            _ => Mark::Bad,
        };
        let stake = format!("{} {}", grouped(*stake), "█".repeat(bar));
        let name = pool.name.strip_prefix("pool ").unwrap_or(&pool.name).to_owned();
        let cells = [name, stake, voters, blocks, record(pool)];
        Row::new(cells).marked(mark)
    };
    let range = window.range(0, pools.len(), 0);
    let first = range.start;
    let rows = range.map(row).collect();
    let headers = ["pool", "stake", "voters", "blocks", "record"];
    let body = Body::Table { headers: headers.map(String::from).to_vec(), rows };
    Pane::part("Pools", body, first, pools.len())
}

/// Whether a pool had a seat in the epoch that is over, and its blocks.
fn seat_and_blocks(state: &SimulationState, at: usize) -> (&'static str, String) {
    let mut told = state.reports.last().into_iter().flat_map(|report| &report.pools);
    match told.find(|told| told.seated && told.pool.index() == at) {
        None => ("", String::new()),
        Some(told) => {
            let slots = told.slots;
            ("yes", format!("{} of {}", slots.produced, slots.produced + slots.missed))
        }
    }
}

fn record(pool: &Pool) -> String {
    let record = Record::from(&pool.history);
    match record.scheduled {
        0 => "none".into(),
        _ => format!("{}.{} %", record.per_mille() / 10, record.per_mille() % 10),
    }
}

fn stakes(state: &SimulationState) -> Vec<u64> {
    state.simulation.tally().map(|tally| tally.stakes().to_vec()).unwrap_or_default()
}

/// Who moved at the end of the epoch, and who is suspended.
fn moves(state: &SimulationState) -> Pane {
    let mut lines = match state.reports.last() {
        None => vec![Line::new("no epoch is over yet").marked(Mark::Dim)],
        Some(report) if report.moves.voters == 0 => vec![Line::new("nobody moved")],
        Some(report) => (report.moves.largest.iter())
            .map(|flow| {
                Line::new(format!(
                    "{} -> {}  {}, {}",
                    flow.from,
                    flow.to,
                    voters(flow.voters),
                    units(flow.units)
                ))
            })
            .collect(),
    };
    let pools = (0..).map(PoolNumber).zip(state.simulation.registry().pools());
    lines.extend(pools.filter_map(|(number, pool)| match pool.standing {
        Standing::SuspendedUntil { epoch } => {
            Some(Line::new(format!("{number} is suspended until epoch {epoch}")).marked(Mark::Bad))
        }
        _ => None,
    }));
    Pane::whole("Who moved", Body::Text { lines })
}

/// Measures after each epoch, the start as epoch 0, all of a hundred.
fn curves(model: &SimulationModel, state: &SimulationState) -> Pane {
    let pools = u128::from(model.setting.pools);
    let hands = |count: usize| 100.0 * ratio(count as u128, pools);
    let curve = |name: &str, of: &dyn Fn(&Measures) -> f64| {
        let start = (0.0, of(&state.at_first));
        let after = |report: &EpochReport| (f64::from(report.epoch), of(&report.measures));
        let points = std::iter::once(start).chain(state.reports.iter().map(after)).collect();
        Series { name: name.into(), points }
    };
    let series = vec![
        curve("turnout", &|measures| 100.0 * measures.turnout),
        curve("Gini coefficient x 100", &|measures| 100.0 * measures.gini),
        curve("pools that hold half", &|measures| hands(measures.nakamoto_half)),
        curve("pools that hold a third", &|measures| hands(measures.nakamoto_third)),
    ];
    let (x_name, y_name) = ("epoch".into(), "per cent".into());
    let chart = Chart { x_name, y_name, logarithmic: false, series };
    Pane::whole("Measures", Body::Chart { chart })
}

fn changes(before: Option<&SimulationState>, state: &SimulationState) -> Vec<String> {
    let (Some(before), Some(report)) = (before, state.reports.last()) else { return Vec::new() };
    let was = before.reports.last().map_or(&before.at_first, |report| &report.measures);
    let half = |measures: &Measures| measures.nakamoto_half;
    let mut changes = vec![format!("{} issued", units(report.issued))];
    if half(was) != half(&report.measures) {
        changes.push(format!("Nakamoto coefficient {} -> {}", half(was), half(&report.measures)));
    }
    changes.extend(report.suspended.iter().map(|pool| format!("{pool} suspended")));
    changes
}

fn sentence(
    model: &SimulationModel,
    state: &SimulationState,
    last: Option<&SimulationAction>,
) -> String {
    let (Some(report), Some(last)) = (state.reports.last(), last) else {
        return format!(
            "{} owners have {} units, the first most of all, and {} of 100 vote. {} pools stand for {} seats by the {} \
             rule. A step is an epoch of {} slots.",
            model.setting.voters,
            grouped(model.setting.supply),
            model.setting.turnout_percent,
            model.setting.pools,
            model.setting.election.seats,
            model.setting.election.rule.name(),
            model.setting.election.slots
        );
    };
    if model.next(state).is_none() {
        return ending(state, report);
    }
    let slots = report.slots;
    let made = format!("{} of {} slots", slots.produced, slots.produced + slots.missed);
    let whose = match last {
        SimulationAction::Epoch => String::new(),
        SimulationAction::Absent { pool } => format!(" The delegate of {pool} was never there."),
    };
    let moved = match report.moves.voters {
        0 => "nobody found a delegate five points better".into(),
        some => format!(
            "{} with {} moved to delegates with a record at least five points better",
            voters(some),
            units(report.moves.units)
        ),
    };
    format!(
        "Epoch {}: {made} have a block.{whose} Of 100 voters {} looked about; {moved}.",
        report.epoch, model.setting.followers_percent
    )
}

fn ending(state: &SimulationState, report: &EpochReport) -> String {
    if let Some(fault) = &state.fault {
        return fault.to_string();
    }
    let moved: u64 = state.reports.iter().map(|report| report.moves.voters).sum();
    let (first, now) = (&state.at_first, &report.measures);
    format!(
        "After {} epochs there have been {}. More than half of the stake was with {} at the start, \
         and is with {} now; the Gini coefficient was {:.2} and is {:.2}. Chasing good records can gather stake in few hands.",
        state.reports.len(),
        counted(usize::try_from(moved).unwrap_or(usize::MAX), "move"),
        counted(first.nakamoto_half, "pool"),
        counted(now.nakamoto_half, "pool"),
        first.gini,
        now.gini
    )
}

fn voters(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "voter")
}

fn units(count: u64) -> String {
    match count {
        1 => "1 unit".into(),
        count => format!("{} units", grouped(count)),
    }
}
