//! The picture of a transaction under its checks.

use super::transaction_checks::Check;
use super::transaction_model::{Fault, TransactionModel, TransactionState};
use crate::primitives::amount::bitcoin;
use crate::rules;
use crate::script::standard::classify;
use crate::spelling::counted;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture, while no input's scripts are stepped.
pub(super) fn scene(
    model: &TransactionModel,
    before: Option<&TransactionState>,
    after: &TransactionState,
    window: &Window,
) -> Scene {
    let rule = after.fault.as_ref().and_then(|fault| match fault {
        Fault::Tx(error) => Some(error.rule()),
        Fault::Script { error, .. } => rules::all().find(|rule| rule.name == error.name()),
    });
    let verdict = match &after.fault {
        Some(Fault::Tx(error)) => {
            Some(Verdict::Invalid { name: error.reject().into(), reason: error.to_string() })
        }
        Some(Fault::Script { input, error }) => Some(Verdict::Invalid {
            name: error.name().into(),
            reason: format!("the scripts of input {input} fail: {error}"),
        }),
        None => (after.done == model.check_count()).then_some(Verdict::Valid),
    };
    let last = before.filter(|before| before.done < after.done).map(|before| before.done);
    Scene {
        title: model.title.clone(),
        panes: vec![
            checks_pane(model, after, window),
            inputs_pane(model, after, window),
            outputs_pane(model, window),
        ],
        changes: Vec::new(),
        sentence: sentence(model, after, last),
        rule,
        verdict,
    }
}

fn sentence(model: &TransactionModel, after: &TransactionState, last: Option<usize>) -> String {
    let tx = model.context.tx();
    let Some(check) = last.and_then(|last| model.check(last)) else {
        return format!(
            "A transaction with {} and {}: {} checks lie before it.",
            counted(tx.inputs.len(), "input"),
            counted(tx.outputs.len(), "output"),
            model.check_count()
        );
    };
    let says = match &after.fault {
        Some(Fault::Tx(error)) => return format!("Not valid: {error}."),
        Some(Fault::Script { input, error }) => {
            return format!(
                "Not valid: the scripts of input {input} fail: {error}. Go back one step and choose \
                 to step into them, to see where."
            );
        }
        None => passed(model, check),
    };
    match after.done == model.check_count() {
        true => format!("{says} That was the last check: the transaction is valid."),
        false => says,
    }
}

/// What a check found, where it found nothing wrong.
fn passed(model: &TransactionModel, check: Check) -> String {
    let tx = model.context.tx();
    match check {
        Check::Inputs => format!("It has {}.", counted(tx.inputs.len(), "input")),
        Check::Outputs => format!("It has {}.", counted(tx.outputs.len(), "output")),
        Check::Size => {
            let bytes = counted(tx.base_size(), "byte");
            format!("Without witnesses it takes {bytes}; the limit is 1,000,000.")
        }
        Check::OutputValues => format!("Every output is in range; together {}.", outputs(model)),
        Check::DuplicateInputs => "No two inputs name the same output.".into(),
        Check::Prevouts if tx.is_coinbase() => {
            "It is a coinbase: its one input names no output, and its script is of a length that \
             is allowed."
                .into()
        }
        Check::Prevouts => "Every input names an output to spend.".into(),
        Check::Coin { input } => {
            let coin = model.coins.get(input).cloned().flatten().unwrap_or_default();
            let kind = classify(&coin.script_pubkey).name();
            format!("Input {input} spends {} bitcoin, locked as {kind}.", bitcoin(coin.value))
        }
        Check::Amounts => {
            let total = model.coins.iter().flatten().map(|coin| coin.value);
            let total = total.fold(0, i64::saturating_add);
            let paid = tx.outputs.iter().fold(0, |sum: i64, out| sum.saturating_add(out.value));
            format!(
                "The inputs bring {} bitcoin and the outputs take {}; the rest, {}, is the fee.",
                bitcoin(total),
                bitcoin(paid),
                bitcoin(total.saturating_sub(paid))
            )
        }
        Check::Scripts { input } => format!("The scripts of input {input} end with true."),
    }
}

fn outputs(model: &TransactionModel) -> String {
    let outputs = &model.context.tx().outputs;
    let total = outputs.iter().fold(0, |sum: i64, out| sum.saturating_add(out.value));
    format!("{} bitcoin", bitcoin(total))
}

fn checks_pane(model: &TransactionModel, state: &TransactionState, window: &Window) -> Pane {
    let total = model.check_count();
    let failed = state.fault.is_some();
    let focus = if failed { state.done.saturating_sub(1) } else { state.done };
    let range = window.range(0, total, focus);
    let first = range.start;
    let rows = range.filter_map(|at| {
        let name = model.check(at)?.name();
        let (says, mark) = match at {
            _ if failed && at + 1 == state.done => ("fails", Mark::Bad),
            _ if at < state.done => ("holds", Mark::Good),
            _ if at == state.done && !failed => ("next", Mark::Current),
            _ => ("", Mark::Dim),
        };
        Some(Row::new([name, says.to_string()]).marked(mark))
    });
    let body = Body::Table { headers: headers(&["check", "result"]), rows: rows.collect() };
    Pane::part("Checks", body, first, total)
}

fn inputs_pane(model: &TransactionModel, state: &TransactionState, window: &Window) -> Pane {
    let inputs = &model.context.tx().inputs;
    let current = match model.check(state.done) {
        Some(Check::Coin { input } | Check::Scripts { input }) => Some(input),
        _ => None,
    };
    let range = window.range(1, inputs.len(), current.unwrap_or(0));
    let first = range.start;
    let rows = range.map(|at| {
        let outpoint = inputs[at].previous_output;
        let coin = model.coins.get(at).and_then(Option::as_ref);
        let value = coin.map_or("not known".into(), |coin| bitcoin(coin.value));
        let kind = coin.map_or("", |coin| classify(&coin.script_pubkey).name());
        let txid = outpoint.txid.to_string();
        let place = Line::new(format!("{}…:{}", &txid[..12], outpoint.vout));
        let place = place.with_hex(outpoint.to_string());
        let cells = vec![Line::new(at.to_string()), place, Line::new(value), Line::new(kind)];
        let mark = if current == Some(at) { Mark::Current } else { Mark::Plain };
        Row { cells, mark }
    });
    let headers = headers(&["input", "spends", "bitcoin", "lock"]);
    let body = Body::Table { headers, rows: rows.collect() };
    Pane::part("Inputs", body, first, inputs.len())
}

fn outputs_pane(model: &TransactionModel, window: &Window) -> Pane {
    let outputs = &model.context.tx().outputs;
    let range = window.range(2, outputs.len(), 0);
    let first = range.start;
    let rows = range.map(|at| {
        let output = &outputs[at];
        let kind = classify(&output.script_pubkey).name();
        Row::new([at.to_string(), bitcoin(output.value), kind.to_string()])
    });
    let headers = headers(&["output", "bitcoin", "lock"]);
    let body = Body::Table { headers, rows: rows.collect() };
    Pane::part("Outputs", body, first, outputs.len())
}

fn headers(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| name.to_string()).collect()
}
