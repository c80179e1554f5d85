//! The picture of an election: a board of the pools, what the last step did, and the slots.

use super::election_model::{ElectionAction, ElectionModel, ElectionState, Paid};
use super::{PoolNumber, SeatRule};
use crate::rules::{Rule, election as rules};
use crate::spelling::grouped;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// Columns of the longest bar.
const BAR: u64 = 16;

/// The whole picture.
pub(super) fn scene(
    model: &ElectionModel,
    before: Option<&ElectionState>,
    state: &ElectionState,
    last: Option<&ElectionAction>,
    window: &Window,
) -> Scene {
    Scene {
        title: model.title.into(),
        panes: vec![
            board(model, before, state, last, window),
            detail(model, state, last),
            slots(model, state),
        ],
        changes: Vec::new(),
        sentence: sentence(model, state, last),
        rule: last.map(rule),
        verdict: state.measures.map(|_| Verdict::Done),
    }
}

fn rule(last: &ElectionAction) -> &'static Rule {
    match last {
        ElectionAction::Count | ElectionAction::Measure => &rules::STAKE_FROM_OUTPUTS,
        ElectionAction::Use(SeatRule::Ranked) => &rules::RANKED_SEATS,
        ElectionAction::Use(SeatRule::Lottery) | ElectionAction::Seat => &rules::LOTTERY_SEATS,
        ElectionAction::Shuffle => &rules::SCHEDULE,
        ElectionAction::Slot { .. } => &rules::STANDING,
        ElectionAction::Pay => &rules::PAYOUT,
    }
}

/// The pool that a step was about.
fn about(state: &ElectionState, last: Option<&ElectionAction>) -> Option<PoolNumber> {
    let election = state.election.as_ref();
    match last? {
        ElectionAction::Count => Some(PoolNumber(state.counted.checked_sub(1)? as u32)),
        ElectionAction::Seat => Some(election?.seats.get(state.seats.checked_sub(1)?)?.pool),
        ElectionAction::Slot { .. } => {
            election?.schedule.get(state.made.len().checked_sub(1)?).copied()
        }
        ElectionAction::Pay => state.paid.last().map(|paid| paid.pool),
        _ => None,
    }
}

/// A row for each pool.
fn board(
    model: &ElectionModel,
    _before: Option<&ElectionState>,
    state: &ElectionState,
    last: Option<&ElectionAction>,
    window: &Window,
) -> Pane {
    let tally = model.tally();
    let most = tally.stakes().iter().copied().max().unwrap_or(0).max(1);
    let (slots, about) = (state.slots(), about(state, last));
    let row = |at: usize| {
        let number = PoolNumber(at as u32);
        let Some(pool) = model.pools.get(at) else { return Row::default() };
        let stake = tally.of(number);
        let (stake_text, bar) = match at < state.counted {
            true => (grouped(stake), "█".repeat((stake * BAR / most) as usize)),
            false => (String::new(), String::new()),
        };
        let seat = seat_of(state, number).map_or(String::new(), |seat| (seat + 1).to_string());
        let of = slots.of(number);
        let blocks = match state.made.is_empty() || seat.is_empty() {
            true => String::new(),
            false => format!("{} of {}", of.produced, of.produced + of.missed),
        };
        let paid = state.paid.iter().find(|paid| paid.pool == number);
        let paid = paid.map_or(String::new(), |paid| grouped(paid.earned));
        let row = Row::new([pool.name.to_owned(), stake_text, bar, seat, blocks, paid]);
        row.marked(if about == Some(number) { Mark::Current } else { Mark::Plain })
    };
    let range = window.range(0, model.pools.len(), about.map_or(0, PoolNumber::index));
    let first = range.start;
    let rows = range.map(row).collect();
    let headers = ["pool", "stake", "", "seat", "blocks", "earned"].map(String::from).to_vec();
    Pane::part("Pools", Body::Table { headers, rows }, first, model.pools.len())
}

fn seat_of(state: &ElectionState, pool: PoolNumber) -> Option<usize> {
    let seats = &state.election.as_ref()?.seats;
    seats.iter().take(state.seats).position(|seat| seat.pool == pool)
}

/// What the last step looked at.
fn detail(model: &ElectionModel, state: &ElectionState, last: Option<&ElectionAction>) -> Pane {
    let (name, lines) = match last {
        Some(ElectionAction::Count) => ("Ballots", ballots(model, state)),
        Some(ElectionAction::Seat) => ("Seat", seat(model, state)),
        Some(ElectionAction::Pay) => match state.paid.last() {
            Some(paid) => ("Payout", payout(model, paid)),
            None => ("Payout", vec![]),
        },
        Some(ElectionAction::Measure) => ("Measures", measures(state)),
        _ => ("Setting", setting(model, state)),
    };
    Pane::whole(name, Body::Text { lines: lines.into_iter().map(Line::new).collect() })
}

fn setting(model: &ElectionModel, state: &ElectionState) -> Vec<String> {
    let setting = &model.setting;
    vec![
        format!(
            "{} seats by the {} rule, {} slots",
            setting.seats,
            state.rule.name(),
            setting.slots
        ),
        format!("{} units for each block", setting.block_reward),
        format!("randomness {}…", &hex::encode(model.beacon.0)[..16]),
    ]
}

fn ballots(model: &ElectionModel, state: &ElectionState) -> Vec<String> {
    let Some(pool) = state.counted.checked_sub(1).and_then(|at| model.pools.get(at)) else {
        return vec![];
    };
    let members = pool.members.iter().map(|(name, units)| format!("{name:<14}{units:>7}"));
    members.collect()
}

fn seat(model: &ElectionModel, state: &ElectionState) -> Vec<String> {
    let found = state
        .election
        .as_ref()
        .and_then(|election| election.seats.get(state.seats.checked_sub(1)?));
    let Some(seat) = found else { return vec![] };
    match seat.draw {
        None => vec![
            format!("seat {}: {}", state.seats, model.name(seat.pool)),
            format!("with {} units, the most of those without a seat", grouped(seat.stake)),
        ],
        Some(draw) => vec![
            format!("{} units are in the urn", grouped(draw.of)),
            format!("drawn: unit {}", grouped(draw.ticket)),
            format!(
                "units {} to {} are {}'s",
                grouped(draw.from),
                grouped(draw.from + seat.stake - 1),
                model.name(seat.pool)
            ),
        ],
    }
}

fn payout(model: &ElectionModel, paid: &Paid) -> Vec<String> {
    let Some(pool) = model.pools.get(paid.pool.index()) else { return vec![] };
    let mut lines = vec![format!(
        "{:<14}{:>7}  ({} per mille)",
        "commission",
        grouped(paid.payout.commission),
        pool.commission_per_mille
    )];
    let members = pool.members.iter().zip(&paid.payout.members);
    lines.extend(members.map(|((name, stake), units)| format!("{name:<14}{units:>7}  of {stake}")));
    lines.push(format!("{:<14}{:>7}", "together", grouped(paid.payout.total())));
    lines
}

fn measures(state: &ElectionState) -> Vec<String> {
    let Some(found) = state.measures else { return vec![] };
    let tenths = |per_mille: u32| format!("{}.{} %", per_mille / 10, per_mille % 10);
    vec![
        format!("turnout                 {}", tenths(found.turnout_per_mille)),
        format!("Gini coefficient        0.{:03}", found.gini_per_mille),
        format!("pools with more than half   {}", found.nakamoto_half),
        format!("pools with more than a third {}", found.nakamoto_third),
    ]
}

/// The slots: who has them, and what became of them.
fn slots(model: &ElectionModel, state: &ElectionState) -> Pane {
    let Some(election) = state.election.as_ref().filter(|_| state.scheduled > 0) else {
        return Pane::whole(
            "Slots",
            Body::Text { lines: vec![Line::new("not shuffled yet").marked(Mark::Dim)] },
        );
    };
    let round = state.seats.max(1);
    let lines = election.schedule[..state.scheduled.min(election.schedule.len())]
        .chunks(round)
        .enumerate()
        .map(|(number, pools)| {
            let cells = pools.iter().enumerate().map(|(at, pool)| {
                let sign = match state.made.get(number * round + at) {
                    Some(true) => "+",
                    Some(false) => "-",
                    None => " ",
                };
                format!("{sign}{}", model.name(*pool))
            });
            let now = state.made.len().checked_sub(1).is_some_and(|last| last / round == number);
            let line = Line::new(cells.collect::<Vec<_>>().join("  "));
            line.marked(if now { Mark::Current } else { Mark::Plain })
        })
        .collect();
    Pane::whole("Slots: + a block, - none", Body::Text { lines })
}

fn sentence(model: &ElectionModel, state: &ElectionState, last: Option<&ElectionAction>) -> String {
    let about = about(state, last).map_or("-", |pool| model.name(pool));
    match last {
        None => format!(
            "{} pools stand for {} seats. First the ballots are counted: tokens that unspent outputs lock to a pool.",
            model.pools.len(),
            model.setting.seats
        ),
        Some(ElectionAction::Use(rule)) => match rule {
            SeatRule::Ranked => "Seats go to the pools with most stake.".into(),
            SeatRule::Lottery => {
                "Seats are drawn one after another, each in proportion to the stake of those not yet drawn.".into()
            }
        },
        Some(ElectionAction::Count) => counted(model, state, about),
        Some(ElectionAction::Seat) => seated(model, state, about),
        Some(ElectionAction::Shuffle) => "The seats are shuffled by the epoch's randomness, and each has one slot of this round.".into(),
        Some(ElectionAction::Slot { produced: true }) => {
            format!("{about} makes the block of slot {} and earns {} units for its pool.", state.made.len() - 1, model.setting.block_reward)
        }
        Some(ElectionAction::Slot { produced: false }) => format!(
            "{about} is absent, and slot {} stays empty. More than {} in an epoch, and the pool is suspended.",
            state.made.len() - 1,
            model.setting.missed_limit
        ),
        Some(ElectionAction::Pay) => paid(state, about),
        Some(ElectionAction::Measure) => measured(model, state),
    }
}

fn counted(model: &ElectionModel, state: &ElectionState, about: &str) -> String {
    let tally = model.tally();
    let stake = grouped(tally.of(PoolNumber(state.counted.saturating_sub(1) as u32)));
    match state.election {
        None => format!("{stake} units are locked to {about}."),
        Some(_) => format!(
            "{stake} units are locked to {about}. All ballots are counted: {} of {} units vote.",
            grouped(tally.total()),
            grouped(model.eligible)
        ),
    }
}

fn seated(model: &ElectionModel, state: &ElectionState, about: &str) -> String {
    let seat = state.election.as_ref().and_then(|all| all.seats.get(state.seats.checked_sub(1)?));
    match seat.and_then(|seat| seat.draw.map(|draw| (seat, draw))) {
        Some((seat, draw)) => format!(
            "Unit {} of {} is drawn, and it is one of {about}'s {}: seat {}. Those {} leave the urn.",
            grouped(draw.ticket),
            grouped(draw.of),
            grouped(seat.stake),
            state.seats,
            grouped(seat.stake)
        ),
        None => format!(
            "Seat {} goes to {about}, which has most of those left. {} seats are to be had.",
            state.seats, model.setting.seats
        ),
    }
}

fn paid(state: &ElectionState, about: &str) -> String {
    let Some(paid) = state.paid.last() else { return String::new() };
    let members: u64 = paid.payout.members.iter().sum();
    format!(
        "{about} has earned {} units: {} for the delegate, {} for the members by their stake. Units that the \
         division leaves over go to the largest remainders.",
        grouped(paid.earned),
        grouped(paid.payout.commission),
        grouped(members)
    )
}

fn measured(model: &ElectionModel, state: &ElectionState) -> String {
    let Some(found) = state.measures else { return String::new() };
    let made = state.made.iter().filter(|made| **made).count();
    let paid: u64 = state.paid.iter().map(|paid| paid.payout.total()).sum();
    format!(
        "{made} of {} slots have a block, and {} units were paid, {} for each. {} pools together have more than half of the stake.",
        state.made.len(),
        grouped(paid),
        model.setting.block_reward,
        found.nakamoto_half
    )
}
