//! The picture of the odds: the risks in a table and as curves, and how long one must wait.

use super::odds_model::{OddsModel, OddsRow, OddsState};
use super::{nakamoto, percent, rosenfeld};
use crate::rules::mining::ENOUGH_CONFIRMATIONS;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Chart, Line, Mark, Pane, Row, Scene, Series, Verdict, Window};

/// A smaller risk is what the paper's last table asks for.
const SMALL: f64 = 0.001;

/// The whole picture.
pub(super) fn scene(model: &OddsModel, state: &OddsState, window: &Window) -> Scene {
    let seen = model.seen(state);
    Scene {
        title: format!("The risk of a double spend with {} of the work", model.attacker),
        panes: vec![
            table(&seen, window),
            Pane::whole("risk over confirmations", Body::Chart { chart: chart(&seen) }),
            needed(model, window),
        ],
        changes: Vec::new(),
        sentence: sentence(model, seen.last()),
        rule: (!seen.is_empty()).then_some(&ENOUGH_CONFIRMATIONS),
        verdict: model.is_over(state).then_some(Verdict::Done),
    }
}

fn sentence(model: &OddsModel, last: Option<&OddsRow>) -> String {
    let attacker = model.attacker;
    let Some(row) = last else {
        return format!(
            "A payer with {attacker} of the work tries to take a payment back. How long should the payee \
             wait? Each step is one more confirmation."
        );
    };
    let after = counted(row.confirmations.into(), "confirmation");
    if attacker.is_majority() {
        return format!(
            "After {after} the risk is {}: whoever has half of the work or more catches up in the end.",
            percent(row.exact)
        );
    }
    if row.confirmations == 0 {
        return "Without a confirmation there is nothing to catch up with: he cannot fail.".into();
    }
    format!(
        "After {after} the risk is {}. The paper of 2008 says {}: it lets the honest blocks take their \
         mean time, and they do not. {}",
        percent(row.exact),
        percent(row.nakamoto),
        simulated(row)
    )
}

fn simulated(row: &OddsRow) -> String {
    let Some(found) = row.simulated else {
        return "So close to half of the work, races have no end in sight: none is simulated."
            .into();
    };
    let won =
        format!("He won {} of {} simulated races", grouped(found.hits), grouped(found.trials));
    match found.agrees(row.exact) {
        _ if found.trials == 0 => "No race was simulated.".into(),
        true => format!("{won}, which agrees."),
        false => format!(
            "{won}: the exact risk lies outside what these allow, as it does for one simulation in twenty."
        ),
    }
}

fn table(seen: &[OddsRow], window: &Window) -> Pane {
    let range = window.range(0, seen.len(), seen.len().saturating_sub(1));
    let first = range.start;
    let rows = seen.iter().enumerate().skip(first).take(range.len()).map(|(at, row)| {
        let simulated = row.simulated.map_or("not simulated".into(), |found| found.to_string());
        let cells =
            [row.confirmations.to_string(), percent(row.nakamoto), percent(row.exact), simulated];
        let newest = at + 1 == seen.len();
        Row::new(cells).marked(if newest { Mark::Changed } else { Mark::Plain })
    });
    let rows = rows.collect();
    let headers = ["confirmations", "paper of 2008", "exact", "races (95% lie between)"];
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part("risk of a double spend", Body::Table { headers, rows }, first, seen.len())
}

/// How long one must wait for a risk that the paper calls small.
fn needed(model: &OddsModel, window: &Window) -> Pane {
    let line = |name: &str, needed: Option<u16>| {
        let needed = match needed {
            Some(count) => counted(count.into(), "confirmation"),
            None => "no number will do".into(),
        };
        Line::new(format!("{name:<16}{needed}"))
    };
    let lines = [
        line("paper of 2008", nakamoto::confirmations_needed(model.attacker, SMALL)),
        line("exact", rosenfeld::confirmations_needed(model.attacker, SMALL)),
    ];
    let range = window.range(2, lines.len(), 0);
    let first = range.start;
    let total = lines.len();
    let lines = lines.into_iter().skip(first).take(range.len()).collect();
    Pane::part("for a risk below 0.1%", Body::Text { lines }, first, total)
}

/// The powers of ten of the risks, over the confirmations: nearly straight lines.
fn chart(seen: &[OddsRow]) -> Chart {
    let series = |name: &str, risk: &dyn Fn(&OddsRow) -> Option<f64>| {
        let point = |row: &OddsRow| {
            let risk = risk(row).filter(|risk| *risk > 0.0)?;
            Some((f64::from(row.confirmations), risk.log10()))
        };
        Series { name: name.to_owned(), points: seen.iter().filter_map(point).collect() }
    };
    Chart {
        x_name: "confirmations".into(),
        y_name: "risk, as a power of ten".into(),
        logarithmic: false,
        series: vec![
            series("paper of 2008", &|row| Some(row.nakamoto)),
            series("exact", &|row| Some(row.exact)),
            series("races", &|row| row.simulated.map(|found| found.share())),
        ],
    }
}
