//! The cost of one check in every kind of ledger, put beside one another while the ledger grows.
//!
//! The looks are counted by really checking a payment against a generated ledger of each length
//! ([`ledger_growth`](super::ledger_growth)); a step is one length.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::ledger_growth::{CASES, Measured, chart, lengths, measure};
use crate::rules::transaction::INPUTS_MISSING_OR_SPENT;
use crate::trace::{Body, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// The longest ledger: the looks go on as they began, and the scenario opens at once.
const LONGEST: usize = 10_000;

/// The looks of every case, for each length.
static LOOKS: LazyLock<Vec<(usize, Vec<Measured>)>> = LazyLock::new(|| {
    let one =
        |length| (length, measure(length, false).into_iter().map(|(looks, _)| looks).collect());
    lengths(LONGEST).into_iter().map(one).collect()
});

/// The ledgers, and one payment to check against each.
#[derive(Debug, Clone, Copy, Default)]
pub struct GrowthModel;

/// How many lengths have been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GrowthState {
    done: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrowthAction {
    /// Check the payment against ledgers ten times as long.
    Lengthen,
}

/// The looks of one check in the case of this name, in a ledger of this length.
pub fn looks(length: usize, case: &str) -> Option<u64> {
    let (_, measured) = LOOKS.iter().find(|(known, _)| *known == length)?;
    measured.iter().find(|one| one.case.name() == case).map(|one| one.looks)
}

impl Model for GrowthModel {
    type State = GrowthState;
    type Action = GrowthAction;

    fn initial(&self) -> GrowthState {
        GrowthState::default()
    }

    fn next(&self, state: &GrowthState) -> Option<GrowthAction> {
        (state.done < LOOKS.len()).then_some(GrowthAction::Lengthen)
    }

    fn allowed(&self, state: &GrowthState, action: &GrowthAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut GrowthState, _: &GrowthAction) {
        state.done += 1;
    }

    fn label(&self, state: &GrowthState, _: &GrowthAction) -> String {
        let length = LOOKS.get(state.done).map_or(0, |(length, _)| *length);
        format!("ledgers of {length} transactions")
    }

    fn scene(
        &self,
        _before: Option<&GrowthState>,
        after: &GrowthState,
        _last: Option<&GrowthAction>,
        window: &Window,
    ) -> Scene {
        let seen = LOOKS.get(..after.done).unwrap_or_default();
        let measured: Vec<Measured> = seen.iter().flat_map(|(_, looks)| looks).copied().collect();
        let chart = Pane::whole("looks over length", Body::Chart { chart: chart(&measured) });
        Scene {
            title: "What one check costs, as the ledger grows".into(),
            panes: vec![table(seen, window), chart],
            changes: Vec::new(),
            sentence: sentence(seen),
            rule: (!seen.is_empty()).then_some(&INPUTS_MISSING_OR_SPENT),
            verdict: (after.done == LOOKS.len()).then_some(Verdict::Done),
        }
    }
}

fn sentence(seen: &[(usize, Vec<Measured>)]) -> String {
    let Some((length, measured)) = seen.last() else {
        return "The same payment will be checked in every kind of ledger, and its looks counted: \
                first in ledgers of ten transactions."
            .into();
    };
    let looks = |case: usize| measured.get(case).map_or(0, |one| one.looks);
    format!(
        "In ledgers of {length} transactions the replay reads all {}, and the scan of an output made \
         half the ledger ago {}; the table of accounts and the UTXO set need {} and {}.",
        looks(0),
        looks(1),
        looks(3),
        looks(4),
    )
}

/// A row for each case, a column for each length so far.
fn table(seen: &[(usize, Vec<Measured>)], window: &Window) -> Pane {
    let mut headers = vec!["looks for one check".to_string()];
    headers.extend(seen.iter().map(|(length, _)| length.to_string()));
    let range = window.range(0, CASES.len(), 0);
    let first = range.start;
    let rows = range.map(|case| {
        let looks = seen.iter().map(|(_, measured)| measured.get(case).map_or(0, |one| one.looks));
        let mut row = Row::new([CASES[case].name()]);
        row.cells.extend(looks.map(|looks| crate::trace::Line::new(looks.to_string())));
        if let Some(newest) = row.cells.get_mut(1..).and_then(<[_]>::last_mut) {
            newest.mark = Mark::Changed;
        }
        row
    });
    let rows = rows.collect();
    Pane::part("side by side", Body::Table { headers, rows }, first, CASES.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Stepper, Trace};

    #[test]
    fn the_sets_stay_flat_and_the_rest_grows() {
        let names = ["account, history replayed", "scan, old output", "UTXO set"];
        let found = names.map(|name| [10, 10_000].map(|length| looks(length, name)));
        assert_eq!(found[0], [Some(10), Some(10_000)]);
        assert!(found[1][1] > found[1][0].map(|looks| looks * 500));
        assert_eq!(found[2], [Some(1), Some(1)]);
        assert_eq!((looks(10, "no such case"), looks(11, names[0])), (None, None));
    }

    #[test]
    fn each_length_adds_a_column_and_a_point() {
        let mut trace = Trace::new(GrowthModel);
        for step in 0..=LOOKS.len() {
            assert_eq!(trace.seek(step), step);
            let scene = trace.scene(&Window::all());
            let [Pane { body: Body::Table { headers, .. }, .. }, chart] = &scene.panes[..] else {
                panic!("two panes")
            };
            assert_eq!(headers.len(), 1 + step);
            let Body::Chart { chart } = &chart.body else { panic!("a chart") };
            assert!(chart.series.iter().all(|series| series.points.len() == step));
        }
        assert!(trace.finished());
    }
}
