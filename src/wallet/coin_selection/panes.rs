//! The picture of a choice of coins, and the sentence for each step of it.

use super::branch_and_bound::{DeadEnd, dead_end};
use super::model::Stage;
use super::{Choice, SelectionModel, SelectionState, Strategy};
use crate::primitives::amount::bitcoin_short;
use crate::rules::transaction::IN_BELOW_OUT;
use crate::spelling::counted;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &SelectionModel,
    step: Option<(&SelectionState, Choice)>,
    after: &SelectionState,
    window: &Window,
) -> Scene {
    let verdict = match after.stage {
        Stage::Enough => Some(Verdict::Done),
        Stage::Short => Some(Verdict::Invalid {
            name: IN_BELOW_OUT.name.into(),
            reason: model.outcome(after).err().map(|error| error.to_string()).unwrap_or_default(),
        }),
        Stage::Choosing | Stage::Instead => None,
    };
    Scene {
        title: format!("Choosing coins: {}", model.strategy.name()),
        panes: vec![coins_pane(model, after, window), sums_pane(model, after)],
        changes: Vec::new(),
        sentence: sentence(model, step, after),
        rule: (after.stage == Stage::Short).then_some(&IN_BELOW_OUT),
        verdict,
    }
}

pub(in crate::wallet) fn sentence(
    model: &SelectionModel,
    step: Option<(&SelectionState, Choice)>,
    after: &SelectionState,
) -> String {
    let Some((before, choice)) = step else { return opening(model) };
    let number = before.position + 1;
    let brings = bitcoin_short(model.problem.effective(before.position));
    match choice {
        Choice::Take => {
            format!("Coin {number} is taken: {} {}", taking(model, before), sum(model, after))
        }
        Choice::Skip if model.problem.effective(before.position) <= 0 => format!(
            "Coin {number} is left: spending it would cost more than it is worth ({brings})."
        ),
        Choice::Skip if model.deciding(before) == Strategy::BranchAndBound => format!(
            "Coin {number} is left: it is worth the same as the one before, which was left too, so \
             every set with it has been looked at."
        ),
        Choice::Skip => format!("Coin {number} is left, as you chose."),
        Choice::Keep => format!(
            "These {} fit without change: {} would be given away. The set is remembered if it \
             wastes least; the search goes on without the last coin.",
            counted(before.taken.len(), "coin"),
            bitcoin_short(before.sum.saturating_sub(model.problem.needed)),
        ),
        Choice::Back => format!("{} The last coin is left again.", turning_back(model, before)),
        Choice::Settle => settled(model, after),
    }
}

fn opening(model: &SelectionModel) -> String {
    let coins = counted(model.problem.candidates.len(), "coin");
    let needed = bitcoin_short(model.problem.needed);
    let how = match model.strategy {
        Strategy::LargestFirst => "The one that brings most is taken first, until it is enough.",
        Strategy::BranchAndBound => {
            "The search looks for coins that fit so well that no change has to come back."
        }
        Strategy::SpendAll => {
            "All are taken, needed or not, and so everyone will see that they have one owner."
        }
    };
    format!("{coins} to choose from, and they must bring {needed}. {how}")
}

fn taking(model: &SelectionModel, before: &SelectionState) -> String {
    let brings = bitcoin_short(model.problem.effective(before.position));
    match model.deciding(before) {
        Strategy::LargestFirst => {
            format!("of those that are left it brings most, {brings} after its fee.")
        }
        Strategy::BranchAndBound => {
            format!("with its {brings} the sum is not yet too large, so this branch comes first.")
        }
        Strategy::SpendAll if before.sum >= model.problem.needed => format!(
            "it is not needed, but everything is spent. Its {brings} come back as change, and the \
             chain now shows that its owner is the one of the others."
        ),
        Strategy::SpendAll => format!("everything is spent, and it brings {brings}."),
    }
}

fn sum(model: &SelectionModel, state: &SelectionState) -> String {
    let sum = bitcoin_short(state.sum);
    match model.problem.needed.saturating_sub(state.sum) {
        missing if missing > 0 => {
            format!("Together {sum}; {} are missing.", bitcoin_short(missing))
        }
        0 => format!("Together {sum}, exactly what is needed."),
        more => format!("Together {sum}, {} more than needed.", bitcoin_short(-more)),
    }
}

fn turning_back(model: &SelectionModel, before: &SelectionState) -> String {
    match dead_end(&model.problem, before) {
        Some(DeadEnd::TooLittle) => format!(
            "Even with all coins ahead ({}) it would not be enough.",
            bitcoin_short(before.ahead)
        ),
        Some(DeadEnd::Wasteful) => "This already wastes more than the best set found.".into(),
        _ => format!(
            "Too much: {} above what is needed, more than making and spending change would cost \
             ({}).",
            bitcoin_short(before.sum.saturating_sub(model.problem.needed)),
            bitcoin_short(model.problem.cost_of_change)
        ),
    }
}

fn settled(model: &SelectionModel, after: &SelectionState) -> String {
    match after.stage {
        Stage::Short => match model.outcome(after) {
            Err(error) => format!("Not enough: {error}."),
            Ok(_) => String::new(),
        },
        Stage::Instead => format!(
            "After {} no set fits without change. So the largest come first, and change comes back.",
            counted(after.tries, "step")
        ),
        _ => {
            let coins = counted(after.taken.len(), "coin");
            format!("{coins} will be spent. {}", sum(model, after))
        }
    }
}

pub(in crate::wallet) fn coins_pane(
    model: &SelectionModel,
    state: &SelectionState,
    window: &Window,
) -> Pane {
    let total = model.problem.candidates.len();
    let choosing = matches!(state.stage, Stage::Choosing | Stage::Instead);
    let range = window.range(0, total, state.position);
    let first = range.start;
    let rows = range.filter_map(|index| {
        let coin = model.problem.candidates.get(index)?;
        let taken = state.taken.contains(&index);
        let (says, mark) = match index {
            _ if taken => ("taken", Mark::Good),
            _ if choosing && index == state.position => ("next", Mark::Current),
            _ if index < state.position || !choosing => ("left", Mark::Dim),
            _ => ("", Mark::Plain),
        };
        let txid = coin.outpoint.txid.to_string();
        let place = format!("{}…:{}", txid.get(..8).unwrap_or(&txid), coin.outpoint.vout);
        let mut row = Row::new([
            (index + 1).to_string(),
            place,
            bitcoin_short(coin.value),
            coin.fee(model.problem.fee_rate).to_string(),
            bitcoin_short(model.problem.effective(index)),
            says.to_owned(),
        ]);
        if let Some(cell) = row.cells.get_mut(1) {
            *cell = Line::new(cell.text.clone()).with_hex(coin.outpoint.to_string());
        }
        Some(row.marked(mark))
    });
    let headers = ["coin", "output", "bitcoin", "fee (sat)", "brings", ""];
    let headers = headers.map(str::to_owned).to_vec();
    let body = Body::Table { headers, rows: rows.collect() };
    Pane::part(format!("coins: {} taken of {total}", state.taken.len()), body, first, total)
}

fn sums_pane(model: &SelectionModel, state: &SelectionState) -> Pane {
    let problem = &model.problem;
    let missing = problem.needed.saturating_sub(state.sum).max(0);
    let mut rows = vec![
        Row::new(["needed".into(), bitcoin_short(problem.needed)]),
        Row::new(["taken coins bring".into(), bitcoin_short(state.sum)]),
        Row::new(["missing".into(), bitcoin_short(missing)]),
    ];
    if model.strategy == Strategy::BranchAndBound {
        let most = problem.needed.saturating_add(problem.cost_of_change);
        rows.push(Row::new(["at most, without change".into(), bitcoin_short(most)]));
        rows.push(Row::new(["coins ahead bring".into(), bitcoin_short(state.ahead)]));
        if let Some(best) = &state.best {
            let coins = counted(best.taken.len(), "coin");
            let says = format!("{coins}, waste {} sat", best.waste);
            rows.push(Row::new(["best set so far".into(), says]).marked(Mark::Good));
        }
    }
    let headers = vec!["sum".to_owned(), "bitcoin".to_owned()];
    Pane::whole("the sum", Body::Table { headers, rows })
}
