//! The picture of a payment under way: the coins, the transaction so far, and the sum of the fee.

use super::coin_selection::panes as coin_panes;
use super::payment_model::{Aim, PaymentAction, PaymentModel, PaymentState, Stage};
use super::{SpendableCoin, UnsignedPayment, WalletError};
use crate::primitives::address::Address;
use crate::primitives::amount::{bitcoin, bitcoin_short};
use crate::primitives::{TxIn, TxOut};
use crate::rules::{Rule, wallet as rules};
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &PaymentModel,
    step: Option<(&PaymentState, PaymentAction)>,
    after: &PaymentState,
    window: &Window,
) -> Scene {
    let verdict = match &after.failed {
        Some(error) => {
            Some(Verdict::Invalid { name: error.rule().name.into(), reason: error.to_string() })
        }
        None => (after.stage == Stage::Done).then_some(Verdict::Valid),
    };
    Scene {
        title: model.title.clone(),
        panes: vec![
            coin_panes::coins_pane(&model.selection, &after.selection, window),
            transaction_pane(model, after, window),
            fee_pane(model, after),
        ],
        changes: Vec::new(),
        sentence: sentence(model, step, after),
        rule: after.failed.as_ref().map(WalletError::rule).or_else(|| rule(step, after)),
        verdict,
    }
}

/// The rule that a step follows.
fn rule(
    step: Option<(&PaymentState, PaymentAction)>,
    after: &PaymentState,
) -> Option<&'static Rule> {
    let (before, action) = step?;
    match (action, before.stage) {
        (PaymentAction::Output, Stage::Output(at)) if is_change(after, at) => Some(&rules::DUST),
        (PaymentAction::Output, _) => Some(&rules::FEE_RATE),
        (PaymentAction::Sign | PaymentAction::Check, _) => Some(&rules::SIGNER),
        (PaymentAction::Choose(_), _) => None,
    }
}

fn is_change(state: &PaymentState, output: usize) -> bool {
    state.payment.as_ref().is_some_and(|payment| payment.change == Some(output))
}

fn sentence(
    model: &PaymentModel,
    step: Option<(&PaymentState, PaymentAction)>,
    after: &PaymentState,
) -> String {
    if let Some(error) = &after.failed {
        return format!("The payment cannot be made: {error}.");
    }
    let Some((before, action)) = step else {
        return coin_panes::sentence(&model.selection, None, &after.selection);
    };
    match (action, before.stage) {
        (PaymentAction::Choose(choice), _) => {
            let step = Some((&before.selection, choice));
            coin_panes::sentence(&model.selection, step, &after.selection)
        }
        (PaymentAction::Output, Stage::Output(at)) => output_sentence(model, after, at),
        (PaymentAction::Sign, Stage::Sign(at)) => sign_sentence(after, at),
        (PaymentAction::Check, Stage::Check(at)) => {
            let end = match after.stage {
                Stage::Done => " That was the last one: the payment can be sent.",
                _ => "",
            };
            format!("The scripts of input {at} end with true, so its coin opens.{end}")
        }
        _ => String::new(),
    }
}

fn output_sentence(model: &PaymentModel, state: &PaymentState, at: usize) -> String {
    let Some(payment) = &state.payment else { return String::new() };
    let Some(output) = payment.tx.outputs.get(at) else { return String::new() };
    let (value, to) = (bitcoin_short(output.value), payee(model, output));
    let fee = format!(
        "{} virtual bytes at {} satoshis make a fee of {}",
        payment.virtual_size,
        model.fee_rate().satoshis_per_vbyte(),
        bitcoin_short(payment.fee)
    );
    match &model.aim {
        Aim::Gather { .. } => format!("All coins become one of {value}, for {to}. {fee}."),
        Aim::Pay(_) if payment.change == Some(at) => {
            format!("What is left over comes back: {value} of change to {to}. {fee}.")
        }
        Aim::Pay(request) if payment.change.is_none() && at + 1 == request.payees.len() => format!(
            "{value} for {to}. Nothing comes back: the rest, {}, is the miner's.",
            bitcoin_short(payment.fee)
        ),
        Aim::Pay(_) => format!("{value} for {to}."),
    }
}

fn sign_sentence(state: &PaymentState, at: usize) -> String {
    let Some(payment) = &state.payment else { return String::new() };
    let Some(coin) = payment.coins.get(at) else { return String::new() };
    let kind = coin.lock.kind();
    let place = match (state.tx.inputs.get(at), kind.has_witness()) {
        (Some(input), true) if !input.script_sig.is_empty() => {
            "The signature stands in the witness, the program behind the hash in scriptSig"
        }
        (_, true) => "The signature stands in the witness, where it weighs a quarter",
        _ => "The signature stands in scriptSig",
    };
    let required = match coin.lock.required() {
        1 => "one key signs".to_owned(),
        required => format!("{required} of {} keys sign", coin.lock.keys().len()),
    };
    format!("Input {at} spends {kind}: {required} all inputs and all outputs. {place}.")
}

/// Who gets an output: an address, or the script.
fn payee(model: &PaymentModel, output: &TxOut) -> String {
    match Address::from_script(&output.script_pubkey) {
        Some(address) => address.to_text(model.network),
        None => "a bare script".into(),
    }
}

fn transaction_pane(model: &PaymentModel, state: &PaymentState, window: &Window) -> Pane {
    let (inputs, outputs) = (state.tx.inputs.len(), state.tx.outputs.len());
    let total = inputs + outputs;
    let focus = match state.stage {
        Stage::Choosing => 0,
        Stage::Output(at) => inputs + at,
        Stage::Sign(at) | Stage::Check(at) => at,
        Stage::Done => total,
    };
    let range = window.range(1, total, focus.min(total.saturating_sub(1)));
    let first = range.start;
    let rows = range.filter_map(|at| match at.checked_sub(inputs) {
        None => input_row(state, at),
        Some(at) => output_row(model, state, at),
    });
    let headers = ["part", "bitcoin", "lock", ""].map(str::to_owned).to_vec();
    let body = Body::Table { headers, rows: rows.collect() };
    Pane::part("the transaction so far", body, first, total)
}

fn input_row(state: &PaymentState, at: usize) -> Option<Row> {
    let coin: &SpendableCoin = state.payment.as_ref()?.coins.get(at)?;
    let input: &TxIn = state.tx.inputs.get(at)?;
    let signed = !(input.script_sig.is_empty() && input.witness.is_empty());
    let checked = match state.stage {
        Stage::Check(next) => at < next,
        Stage::Done => true,
        _ => false,
    };
    let bad = state.failed.is_some()
        && matches!(state.stage, Stage::Check(n) | Stage::Sign(n) if n == at);
    let (says, mark) = match (checked, signed) {
        _ if bad => ("fails", Mark::Bad),
        (true, _) => ("opens", Mark::Good),
        (_, true) => ("signed", Mark::Changed),
        _ => ("unsigned", Mark::Plain),
    };
    let spends = Line::new(format!("input {at}")).with_hex(coin.outpoint.to_string());
    let cells = vec![
        spends,
        Line::new(bitcoin(coin.output.value)),
        Line::new(coin.lock.kind().name()),
        Line::new(says),
    ];
    Some(Row { cells, mark })
}

fn output_row(model: &PaymentModel, state: &PaymentState, at: usize) -> Option<Row> {
    let output = state.tx.outputs.get(at)?;
    let says = if is_change(state, at) { "change" } else { "" };
    let to = Line::new(payee(model, output)).with_hex(hex::encode(&output.script_pubkey.0));
    let cells = vec![
        Line::new(format!("output {at}")),
        Line::new(bitcoin(output.value)),
        to,
        Line::new(says),
    ];
    let newest = at + 1 == state.tx.outputs.len() && matches!(state.stage, Stage::Output(_));
    Some(Row { cells, mark: if newest { Mark::Changed } else { Mark::Plain } })
}

fn fee_pane(model: &PaymentModel, state: &PaymentState) -> Pane {
    let rate = model.fee_rate().satoshis_per_vbyte();
    let mut rows = vec![Row::new(["satoshis a virtual byte".to_owned(), rate.to_string()])];
    if let Some(payment) = &state.payment {
        rows.extend(sum_rows(payment));
    }
    if state.stage == Stage::Done {
        let size = state.tx.virtual_size();
        rows.push(Row::new(["virtual bytes, now signed".to_owned(), size.to_string()]));
    }
    let headers = vec!["the fee".to_owned(), "".to_owned()];
    Pane::whole("fee", Body::Table { headers, rows })
}

fn sum_rows(payment: &UnsignedPayment) -> Vec<Row> {
    let spent =
        payment.coins.iter().fold(0, |sum: i64, coin| sum.saturating_add(coin.output.value));
    let change = payment.change.and_then(|at| payment.tx.outputs.get(at));
    let change = change.map_or(0, |output| output.value);
    let paid = spent.saturating_sub(payment.fee).saturating_sub(change);
    let mut rows = vec![
        Row::new(["virtual bytes, signed".to_owned(), payment.virtual_size.to_string()]),
        Row::new(["coins spent".to_owned(), bitcoin(spent)]),
        Row::new(["- paid".to_owned(), bitcoin(paid)]),
    ];
    if payment.change.is_some() {
        rows.push(Row::new(["- change".to_owned(), bitcoin(change)]));
    }
    rows.push(Row::new(["= fee".to_owned(), bitcoin(payment.fee)]).marked(Mark::Good));
    rows
}
