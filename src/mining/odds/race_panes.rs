//! The picture of a double spend: the two branches, the chances, and how far the attacker is behind.

use super::race_model::{Finder, MAX_BLOCKS, RaceEnd, RaceModel, RaceState};
use super::{nakamoto, percent, rosenfeld};
use crate::rules::Rule;
use crate::rules::chain::MOST_WORK;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Chart, Pane, Scene, Series, Verdict, Window};

use crate::rules::mining::ENOUGH_CONFIRMATIONS;

/// The whole picture.
pub(super) fn scene(
    model: &RaceModel,
    before: Option<&RaceState>,
    state: &RaceState,
    window: &Window,
) -> Scene {
    let end = model.end(state);
    Scene {
        title: format!(
            "A double spend with {} of the work, against {}",
            model.attacker,
            counted(model.confirmations.into(), "confirmation")
        ),
        panes: vec![
            race_pane(model, before, state, window),
            Pane::whole("how far the attacker is behind", Body::Chart { chart: chart(state) }),
        ],
        changes: before.map(|before| change(model, before, state)).into_iter().collect(),
        sentence: sentence(model, state, end),
        rule: state.last.map(|_| rule(end)),
        verdict: end.map(|_| Verdict::Done),
    }
}

fn rule(end: Option<RaceEnd>) -> &'static Rule {
    if end == Some(RaceEnd::CaughtUp) { &MOST_WORK } else { &ENOUGH_CONFIRMATIONS }
}

fn change(model: &RaceModel, before: &RaceState, after: &RaceState) -> String {
    format!("risk {} -> {}", percent(model.risk(before)), percent(model.risk(after)))
}

/// `behind by 2`, `level`, `ahead by 1`.
fn stands(deficit: i32) -> String {
    match deficit {
        0 => "level".into(),
        1.. => format!("behind by {deficit}"),
        _ => format!("ahead by {}", deficit.unsigned_abs()),
    }
}

fn sentence(model: &RaceModel, state: &RaceState, end: Option<RaceEnd>) -> String {
    let wanted = model.confirmations;
    let Some(last) = state.last else {
        return match end {
            None => format!(
                "A payee will wait for {}. The payer mines in secret, from the block before the payment, \
                 a branch that takes the money back. He has {} of the work: each next block is his with \
                 that chance.",
                counted(wanted.into(), "confirmation"),
                model.attacker
            ),
            Some(_) => "The payee waits for no confirmation and has nothing in hand: the payer is level from \
                        the start, which both formulas count as success."
                .into(),
        };
    };
    let found = match last {
        Finder::Honest if state.honest <= wanted => {
            format!("The honest miners find a block: confirmation {} of {wanted}.", state.honest)
        }
        Finder::Honest => "The honest miners find a block.".into(),
        Finder::Attacker => "The attacker finds a block and tells nobody.".into(),
    };
    let relies = match last {
        Finder::Honest if state.honest == wanted => " The payee relies on the payment now.",
        _ => "",
    };
    format!("{found}{relies} {}", standing(model, state, end, &stands(state.deficit())))
}

fn standing(model: &RaceModel, state: &RaceState, end: Option<RaceEnd>, stands: &str) -> String {
    let to_come = model.confirmations.saturating_sub(state.honest);
    match end {
        Some(RaceEnd::CaughtUp) => format!(
            "The attacker is {stands}, and the payee has all the confirmations he waited for. Both formulas \
             count that as success, though nodes change over only once the secret branch has more work."
        ),
        Some(RaceEnd::GaveUp) => format!(
            "The attacker is {stands}, which is made up in {} of all cases. He gives up, and the payment \
             stands.",
            percent(model.risk(state))
        ),
        Some(RaceEnd::BrokenOff) => format!(
            "After {} blocks the race has no end yet, and is broken off.",
            grouped(MAX_BLOCKS as u64)
        ),
        None if to_come > 0 => format!(
            "The attacker is {stands}; the payee still waits for {}.",
            counted(to_come.into(), "confirmation")
        ),
        None => format!(
            "The attacker is {stands}, goes on in secret, and will be level again with the chance {}.",
            percent(model.risk(state))
        ),
    }
}

fn race_pane(
    model: &RaceModel,
    before: Option<&RaceState>,
    state: &RaceState,
    window: &Window,
) -> Pane {
    let old = before.map(|before| values(model, before));
    Pane::values("the race", 0, &values(model, state), old.as_deref(), window)
}

fn values(model: &RaceModel, state: &RaceState) -> Vec<(String, String)> {
    let (q, wanted, deficit) = (model.attacker, model.confirmations, state.deficit());
    let missing = deficit.max(0).unsigned_abs();
    let confirmations = format!("{} of {wanted}", state.honest.min(wanted));
    [
        ("confirmations", confirmations),
        ("blocks of the honest branch", state.honest.to_string()),
        ("blocks of the secret branch", state.attacker.to_string()),
        ("the attacker is", stands(deficit)),
        ("chance to make that up, (q/p)^behind", percent(q.catches_up(missing))),
        ("risk that the payment is undone", percent(model.risk(state))),
        ("  when the race began", percent(rosenfeld::catch_up(q, wanted))),
        ("  by the paper of 2008", percent(nakamoto::catch_up(q, wanted))),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

fn chart(state: &RaceState) -> Chart {
    let points = state.deficits.iter().enumerate();
    let points = points.map(|(block, deficit)| (block as f64, f64::from(*deficit))).collect();
    Chart {
        x_name: "blocks found".into(),
        y_name: "blocks behind".into(),
        logarithmic: false,
        series: vec![Series { name: "the attacker".into(), points }],
    }
}
