//! The picture of a block that is connected and taken back: the set before and now, the transactions,
//! and the undo data.

use super::connect_model::{ConnectAction, ConnectModel, ConnectStage, ConnectState};
use super::{Coin, Coins};
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short;
use crate::rules::{Rule, block as rules, chain, transaction};
use crate::spelling::counted;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &ConnectModel,
    before: Option<&ConnectState>,
    after: &ConnectState,
    last: Option<&ConnectAction>,
    window: &Window,
) -> Scene {
    let verdict = match &after.fault {
        Some(error) => {
            let reason = error.to_string();
            Some(Verdict::Invalid { name: error.reject().into_owned(), reason })
        }
        None => (after.stage == ConnectStage::Back(0)).then_some(Verdict::Done),
    };
    let size = |state: &ConnectState| model.set(state).count();
    let changed = before.filter(|before| size(before) != size(after));
    let changes = changed.map(|b| format!("coins in the set: {}, now {}", size(b), size(after)));
    Scene {
        title: model.title.clone(),
        panes: vec![
            before_pane(model, after, window),
            transactions_pane(model, after, last, window),
            now_pane(model, before, after, window),
            undo_pane(model, after, window),
        ],
        changes: changes.into_iter().collect(),
        sentence: sentence(model, after, last),
        rule: match &after.fault {
            Some(error) => Some(error.rule()),
            None => last.map(|last| rule_of(last, after)),
        },
        verdict,
    }
}

fn rule_of(last: &ConnectAction, after: &ConnectState) -> &'static Rule {
    match last {
        // The coinbase spends nothing.
        ConnectAction::Connect if after.connected.transactions == 1 => &rules::BAD_CB_AMOUNT,
        ConnectAction::Connect => &transaction::INPUTS_MISSING_OR_SPENT,
        ConnectAction::Finish => &rules::BAD_CB_AMOUNT,
        ConnectAction::Disconnect => &chain::UNDO_DATA,
    }
}

fn sentence(model: &ConnectModel, after: &ConnectState, last: Option<&ConnectAction>) -> String {
    if let Some(error) = &after.fault {
        return format!(
            "Not valid: {error}. All this happened on a copy of the set, which is thrown away."
        );
    }
    let Some(last) = last else {
        return format!(
            "A block at height {} with {}, and the coins before it. Nothing has changed yet.",
            model.context.height,
            counted(model.count(), "transaction")
        );
    };
    match last {
        ConnectAction::Connect => connected(model, after.connected.transactions.saturating_sub(1)),
        ConnectAction::Finish => format!(
            "The coinbase may pay the subsidy of {} and the fees of {}, and pays no more: the block is \
             connected. What it spent is kept as undo data. Now the way back begins.",
            bitcoin_short(model.context.subsidy_satoshis),
            bitcoin_short(after.connected.fees_satoshis)
        ),
        ConnectAction::Disconnect => taken_back(model, after),
    }
}

/// What transaction `index` did.
fn connected(model: &ConnectModel, index: usize) -> String {
    let Some(tx) = model.block.block().transactions.get(index) else { return String::new() };
    let made = counted(tx.outputs.len(), "coin");
    if tx.is_coinbase() {
        return format!(
            "Transaction 0 is the coinbase: it takes nothing and makes {made}. Whether it pays too \
             much is looked at last, when the fees are known."
        );
    }
    let taken = counted(tx.inputs.len(), "coin");
    format!(
        "Transaction {index} takes {taken} out of the set, noted as undo data, and makes {made}."
    )
}

fn taken_back(model: &ConnectModel, after: &ConnectState) -> String {
    let ConnectStage::Back(index) = after.stage else { return String::new() };
    if after.mismatch {
        return format!(
            "The undo data are not those of transaction {index}: this is a fault of this program."
        );
    }
    let spent = model.block.block().transactions.get(index).map_or(0, |tx| tx.inputs.len());
    match (index, model.is_as_before(after)) {
        (0, true) => {
            "The coinbase goes last, and its coin with it. The set is the very set that there \
                      was before the block, coin by coin."
                .into()
        }
        (0, false) => {
            "The set is not the one before the block: this is a fault of this program.".into()
        }
        _ => format!(
            "Transaction {index} is taken back, the last first: what it made goes, and {} of the undo \
             data {}.",
            counted(spent, "coin"),
            if spent == 1 { "returns" } else { "return" }
        ),
    }
}

/// Owner, amount and place of a coin, and a note.
fn coin_row(model: &ConnectModel, outpoint: &OutPoint, coin: &Coin, note: &str) -> Row {
    let mut cells = vec![name(model, outpoint)];
    cells.push(model.owners.line(&coin.output.script_pubkey));
    cells.push(Line::new(bitcoin_short(coin.output.value)));
    cells.push(Line::new(note));
    Row { cells, mark: Mark::Plain }
}

/// What a coin is called: by its number in this block, or by its name outside.
fn name(model: &ConnectModel, outpoint: &OutPoint) -> Line {
    let here = model.block.txids().iter().position(|txid| *txid == outpoint.txid);
    match here {
        Some(index) => {
            Line::new(format!("tx {index}[{}]", outpoint.vout)).with_hex(outpoint.to_string())
        }
        None => {
            let id = outpoint.txid.to_string();
            let text = format!("{}…[{}]", id.get(..6).unwrap_or(&id), outpoint.vout);
            Line::new(text).with_hex(outpoint.to_string())
        }
    }
}

fn headers() -> Vec<String> {
    ["coin", "owner", "bitcoin", ""].map(str::to_owned).to_vec()
}

/// Rows of pane `number`, the part that the window asks for.
fn part(name: String, rows: Vec<Row>, number: usize, window: &Window) -> Pane {
    let total = rows.len();
    let focus = rows.iter().position(|row| row.mark == Mark::Changed).unwrap_or(0);
    let range = window.range(number, total, focus);
    let first = range.start;
    let rows = rows.into_iter().skip(first).take(range.len()).collect();
    Pane::part(name, Body::Table { headers: headers(), rows }, first, total)
}

fn before_pane(model: &ConnectModel, after: &ConnectState, window: &Window) -> Pane {
    let all = model.outpoints.iter().filter_map(|at| Some((at, model.before.get(at)?)));
    let rows: Vec<Row> = all
        .map(|(outpoint, coin)| match after.coins.coin(outpoint).is_some() {
            true => coin_row(model, outpoint, coin, ""),
            false => coin_row(model, outpoint, coin, "spent").marked(Mark::Dim),
        })
        .collect();
    let name = match model.whole {
        true => format!("coins before the block: {}", rows.len()),
        false => format!("coins before that matter: {}", rows.len()),
    };
    part(name, rows, 0, window)
}

fn now_pane(
    model: &ConnectModel,
    before: Option<&ConnectState>,
    after: &ConnectState,
    window: &Window,
) -> Pane {
    let mut rows: Vec<Row> = Vec::new();
    for outpoint in &model.outpoints {
        let was = before.and_then(|before| before.coins.coin(outpoint));
        let row = match (was, after.coins.coin(outpoint)) {
            (None, Some(coin)) if before.is_some() => {
                let note = if model.before.contains_key(outpoint) { "back" } else { "new" };
                coin_row(model, outpoint, coin, note).marked(Mark::Changed)
            }
            (_, Some(coin)) => coin_row(model, outpoint, coin, ""),
            (Some(coin), None) => coin_row(model, outpoint, coin, "gone").marked(Mark::Dim),
            (None, None) => continue,
        };
        rows.push(row);
    }
    let count = model.set(after).count();
    part(format!("coins now: {count}"), rows, 2, window)
}

fn transactions_pane(
    model: &ConnectModel,
    state: &ConnectState,
    last: Option<&ConnectAction>,
    window: &Window,
) -> Pane {
    let total = model.count();
    let (inside, undoing) = match state.stage {
        ConnectStage::Back(left) => (left, true),
        _ => (state.connected.transactions, false),
    };
    let focus = if undoing { inside } else { inside.saturating_sub(1) };
    let range = window.range(1, total, focus);
    let first = range.start;
    let shown = model.block.block().transactions.iter().enumerate();
    let rows = shown.skip(first).take(range.len()).map(|(index, tx)| {
        let (note, mark) = match index {
            _ if state.fault.is_some() && index == inside => ("refused", Mark::Bad),
            _ if last == Some(&ConnectAction::Disconnect) && index == inside => {
                ("taken back", Mark::Current)
            }
            _ if last == Some(&ConnectAction::Connect) && index + 1 == inside => {
                ("connected", Mark::Current)
            }
            _ if index < inside => ("connected", Mark::Good),
            _ if undoing => ("taken back", Mark::Dim),
            _ => ("", Mark::Dim),
        };
        let spends: Vec<String> = match tx.is_coinbase() {
            true => vec!["nothing".into()],
            false => {
                tx.inputs.iter().map(|input| name(model, &input.previous_output).text).collect()
            }
        };
        let makes = tx.outputs.iter().fold(0, |sum: i64, out| sum.saturating_add(out.value));
        let cells = [index.to_string(), spends.join(" "), bitcoin_short(makes), note.to_owned()];
        Row::new(cells).marked(mark)
    });
    let headers = ["tx", "takes", "makes", ""].map(str::to_owned).to_vec();
    let rows = rows.collect();
    Pane::part("transactions of the block", Body::Table { headers, rows }, first, total)
}

/// The coins that were spent, in the order in which they were noted.
fn undo_pane(model: &ConnectModel, state: &ConnectState, window: &Window) -> Pane {
    let undo = match state.stage {
        ConnectStage::Back(_) => &state.undo,
        _ => &state.connected.undo,
    };
    let inputs = model.block.block().transactions.iter().skip(1).map(|tx| &tx.inputs);
    let pairs = undo.spent.iter().zip(inputs).flat_map(|(coins, inputs)| inputs.iter().zip(coins));
    let rows = pairs.map(|(input, coin)| coin_row(model, &input.previous_output, coin, ""));
    let rows: Vec<Row> = rows.collect();
    part(format!("undo data: {}", counted(rows.len(), "coin")), rows, 3, window)
}
