//! The picture of a coin's lineage: the tree back to the coinbases, the tree on to what is unspent, and
//! the transaction of the last step.

use super::lineage_model::{CoinLine, LineageModel, LineageState, Visit, Way};
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short;
use crate::rules::{Rule, transaction};
use crate::spelling::counted;
use crate::trace::{Body, Branch, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(model: &LineageModel, state: &LineageState, window: &Window) -> Scene {
    let last = state.done.checked_sub(1).and_then(|at| model.visits.get(at));
    let done = state.done == model.visits.len();
    Scene {
        title: model.title.clone(),
        panes: vec![
            tree_pane(model, state, Way::Back, window),
            tree_pane(model, state, Way::On, window),
            transaction_pane(model, last, window),
        ],
        changes: Vec::new(),
        sentence: sentence(model, state, last),
        rule: last.map(|visit| rule(model, visit)),
        verdict: done.then_some(Verdict::Done),
    }
}

fn rule(model: &LineageModel, visit: &Visit) -> &'static Rule {
    let coinbase = model.history.find(&visit.txid).is_some_and(|(_, tx)| tx.is_coinbase());
    match coinbase {
        true => &crate::rules::block::BAD_CB_AMOUNT,
        false => &transaction::INPUTS_MISSING_OR_SPENT,
    }
}

/// A coin in words: amount, owner, and what it is called.
fn told(model: &LineageModel, coin: &OutPoint) -> String {
    let name = format!("{}[{}]", coin.txid.short(), coin.vout);
    match model.history.output(coin) {
        Some(output) => {
            let owner = model.owners.name(&output.script_pubkey);
            format!("{} {owner}  {name}", bitcoin_short(output.value))
        }
        None => name,
    }
}

fn sentence(model: &LineageModel, state: &LineageState, last: Option<&Visit>) -> String {
    let Some(Visit { txid, coin, way }) = last else {
        return format!(
            "A coin of {}. First back, from each transaction to the coins that it spent; then on.",
            model.history.output(&model.coin).map_or("?".into(), |out| bitcoin_short(out.value))
        );
    };
    let Some((height, tx)) = model.history.find(txid) else { return String::new() };
    let value = model.history.output(coin).map_or(0, |out| out.value);
    let (name, value) = (txid.short(), bitcoin_short(value));
    let says = match way {
        Way::Back if tx.is_coinbase() => format!(
            "The {value} are the coinbase of block {height}: new money, which came from no other coin."
        ),
        Way::Back => format!(
            "The {value} were made by {name} in block {height}, out of {}: its {} by hash.",
            counted(tx.inputs.len(), "coin"),
            if tx.inputs.len() == 1 { "input names it" } else { "inputs name them" }
        ),
        Way::On => format!(
            "The {value} were spent by {name} in block {height}, whole, which made {} of them.",
            counted(tx.outputs.len(), "coin")
        ),
    };
    if state.done < model.visits.len() {
        return says;
    }
    let lines = model.lines.iter().filter(|line| line.way == Way::On);
    let unspent = lines.filter(|line| model.history.behind(&line.coin, Way::On).is_none());
    let end = match model.cut {
        true => "There are more, and this walk ends here.".to_owned(),
        false => format!(
            "That was the last: up to block {}, {} {} unspent.",
            model.history.top,
            counted(unspent.clone().count(), "coin"),
            if unspent.count() == 1 { "is" } else { "are" }
        ),
    };
    format!("{says} {end}")
}

fn tree_pane(model: &LineageModel, state: &LineageState, way: Way, window: &Window) -> Pane {
    let shown = |line: &&CoinLine| {
        // The way on begins once the way back is done.
        line.way == way && line.seen_after <= state.done
    };
    let lines: Vec<&CoinLine> = model.lines.iter().filter(shown).collect();
    let current = state.done.checked_sub(1);
    let focus = lines.iter().position(|line| line.visit.is_some() && line.visit == current);
    let (name, number) = match way {
        Way::Back => ("where it came from", 0),
        Way::On => ("where it went", 1),
    };
    let total = lines.len();
    let range = window.range(number, total, focus.unwrap_or(0));
    let first = range.start;
    let shown = lines.into_iter().skip(first).take(range.len());
    let branches = shown.map(|line| coin_branch(model, state, line)).collect();
    Pane::part(name, Body::Tree { branches }, first, total)
}

fn coin_branch(model: &LineageModel, state: &LineageState, line: &CoinLine) -> Branch {
    let CoinLine { depth, coin, way, visit, .. } = line;
    let behind = model.history.behind(coin, *way).and_then(|txid| model.history.find(&txid));
    let known = visit.is_some_and(|visit| visit < state.done);
    let says = match (way, behind) {
        (Way::Back, None) => "  not looked up".into(),
        (Way::On, None) => "  unspent".into(),
        _ if line.repeated => "  as above".into(),
        _ if !known => String::new(),
        (Way::Back, Some((height, tx))) if tx.is_coinbase() => {
            format!("  coinbase of block {height}")
        }
        (Way::Back, Some((height, _))) => format!("  made in block {height}"),
        (Way::On, Some((height, _))) => format!("  spent in block {height}"),
    };
    let coinbase = behind.is_some_and(|(_, tx)| tx.is_coinbase());
    let mark = match () {
        () if visit.is_some() && *visit == state.done.checked_sub(1) => Mark::Current,
        () if behind.is_none() && *way == Way::On => Mark::Good,
        () if known && coinbase && *way == Way::Back => Mark::Good,
        () if line.repeated => Mark::Dim,
        () => Mark::Plain,
    };
    let text = told(model, coin) + &says;
    Branch { depth: *depth, line: Line::new(text).with_hex(coin.to_string()).marked(mark) }
}

/// Both sides of the last step's transaction.
fn transaction_pane(model: &LineageModel, last: Option<&Visit>, window: &Window) -> Pane {
    let found = last.and_then(|visit| Some((visit, model.history.find(&visit.txid)?)));
    let mut rows: Vec<Row> = Vec::new();
    if let Some((visit, (_, tx))) = found {
        let mut put = |word: &str, coin: OutPoint| {
            let mark = if coin == visit.coin { Mark::Current } else { Mark::Plain };
            let output = model.history.output(&coin);
            let value = output.map(|out| bitcoin_short(out.value)).unwrap_or_default();
            let owner = output.map(|out| model.owners.name(&out.script_pubkey)).unwrap_or_default();
            let name = format!("{}[{}]", coin.txid.short(), coin.vout);
            let name = if coin.is_null() { "nothing".into() } else { name };
            rows.push(Row::new([word.to_owned(), name, value, owner]).marked(mark));
        };
        tx.inputs.iter().for_each(|input| put("takes", input.previous_output));
        let made = 0..tx.outputs.len() as u32;
        made.for_each(|vout| put("makes", OutPoint { txid: visit.txid, vout }));
    }
    let total = rows.len();
    let focus = rows.iter().position(|row| row.mark == Mark::Current).unwrap_or(0);
    let range = window.range(2, total, focus);
    let first = range.start;
    let rows = rows.into_iter().skip(first).take(range.len()).collect();
    let name = match last {
        Some(visit) => format!("transaction {}", visit.txid.short()),
        None => "the transaction".into(),
    };
    let headers = ["", "coin", "bitcoin", "owner"].map(str::to_owned).to_vec();
    Pane::part(name, Body::Table { headers, rows }, first, total)
}
