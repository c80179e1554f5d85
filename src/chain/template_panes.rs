//! The picture of a block that is being built.

use super::choice::ChoiceVerdict;
use super::template_model::{Stage, TemplateAction, TemplateModel, TemplateState};
use crate::hash::Txid;
use crate::primitives::amount::bitcoin_short;
use crate::primitives::witness_commitment;
use crate::rules::{Rule, block as rules};
use crate::spelling::counted;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// Cells of the bar that shows how full the block is.
const BAR_WIDTH: usize = 40;

/// The whole picture.
pub(super) fn scene(
    model: &TemplateModel,
    before: Option<&TemplateState>,
    after: &TemplateState,
    last: Option<&TemplateAction>,
    window: &Window,
) -> Scene {
    let fees = |state: &TemplateState| state.packing.totals().fee_satoshis;
    let changed = before.filter(|before| fees(before) != fees(after));
    let changes = changed.map(|before| format!("fees: {}, now {}", fees(before), fees(after)));
    let done = after.stage == Stage::TransactionsCommitted;
    Scene {
        title: model.title.clone(),
        panes: vec![
            waiting_pane(model, after, window),
            block_pane(model, after),
            chosen_pane(model, after, window),
        ],
        changes: changes.into_iter().collect(),
        sentence: sentence(model, after, last),
        rule: last.and_then(|last| rule(after, last)),
        verdict: done.then_some(Verdict::Done),
    }
}

fn rule(after: &TemplateState, last: &TemplateAction) -> Option<&'static Rule> {
    match last {
        TemplateAction::Choose => after.last.as_ref()?.verdict.rule(),
        TemplateAction::Coinbase => Some(&rules::BAD_CB_AMOUNT),
        TemplateAction::CommitToWitnesses => Some(&rules::BAD_WITNESS_MERKLE_MATCH),
        TemplateAction::CommitToTransactions => Some(&rules::BAD_TXNMRKLROOT),
    }
}

fn sentence(model: &TemplateModel, after: &TemplateState, last: Option<&TemplateAction>) -> String {
    match last {
        None => format!(
            "{} {}, {} virtual bytes in all; the block has room for {} weight units beside its \
             header and its coinbase.",
            counted(model.pool.len(), "transaction"),
            if model.pool.len() == 1 { "waits" } else { "wait" },
            model.pool.virtual_size(),
            after.packing.weight_left(),
        ),
        Some(TemplateAction::Choose) => {
            after.last.as_ref().map(ToString::to_string).unwrap_or_default()
        }
        Some(TemplateAction::Coinbase) => {
            let (fees, subsidy) =
                (after.packing.totals().fee_satoshis, model.request.context.subsidy_satoshis);
            format!(
                "Nothing that is left fits. The coinbase pays the miner the subsidy of {} and the \
                 fees of {}: {} bitcoin.",
                bitcoin_short(subsidy),
                bitcoin_short(fees),
                bitcoin_short(subsidy.saturating_add(fees)),
            )
        }
        Some(TemplateAction::CommitToWitnesses) => {
            "The coinbase gets an output that commits to all witnesses, which the txids leave out."
                .into()
        }
        Some(TemplateAction::CommitToTransactions) => {
            "The header gets the Merkle root, which stands for every transaction. The block is \
             complete but for its proof of work: a nonce that makes its hash small enough."
                .into()
        }
    }
}

/// All that waited, the best package first, and what has become of it.
fn waiting_pane(model: &TemplateModel, state: &TemplateState, window: &Window) -> Pane {
    let total = model.order.len();
    let next = state.packing.next().filter(|_| state.stage == Stage::Choosing);
    let place = |txid: &Txid| model.places.get(txid).copied();
    let about = next.or_else(|| state.last.as_ref().map(|last| last.txid));
    let range = window.range(0, total, about.as_ref().and_then(place).unwrap_or(0));
    let first = range.start;
    let shown = model.order.get(range).unwrap_or_default();
    let rows = shown.iter().map(|txid| waiting_row(model, state, next.as_ref(), txid));
    let rows = rows.collect();
    let headers = headers(&["transaction", "fee", "vbytes", "sat/vB with ancestors", "spends", ""]);
    let name = format!("waiting: {}", total - state.packing.taken().len().min(total));
    Pane::part(name, Body::Table { headers, rows }, first, total)
}

fn waiting_row(
    model: &TemplateModel,
    state: &TemplateState,
    next: Option<&Txid>,
    txid: &Txid,
) -> Row {
    let Some(entry) = model.pool.get(txid) else { return Row::default() };
    let left = state.packing.package_left(txid);
    let taken_now = state
        .last
        .as_ref()
        .is_some_and(|last| last.verdict == ChoiceVerdict::Taken && last.package.contains(txid));
    let (note, mark) = match left {
        None if taken_now => ("taken just now", Mark::Changed),
        None => ("in the block", Mark::Good),
        Some(_) if next == Some(txid) => ("next", Mark::Current),
        Some(_) if state.packing.is_skipped(&model.pool, txid) => ("did not fit", Mark::Dim),
        Some(_) => ("", Mark::Plain),
    };
    // What is in the block is no longer weighed down, or lifted, by anything.
    let rate = left.unwrap_or(&entry.own).rate();
    let parents: Vec<String> = entry.parents.iter().map(Txid::short).collect();
    let (fee, size) = (entry.own.fee_satoshis, entry.own.virtual_size);
    let mut row = Row::new([String::new(), fee.to_string(), size.to_string(), rate.to_string()]);
    row.cells.extend([Line::new(parents.join(" ")), Line::new(note)]);
    if let Some(cell) = row.cells.first_mut() {
        *cell = Line::new(txid.short()).with_hex(txid.to_string());
    }
    row.marked(mark)
}

/// How full the block is, and what its header says.
fn block_pane(model: &TemplateModel, state: &TemplateState) -> Pane {
    let (packing, room) = (&state.packing, state.packing.room());
    let used = room.max_weight - packing.weight_left().min(room.max_weight);
    let filled = used * BAR_WIDTH / room.max_weight.max(1);
    let bar = format!("[{}{}]", "#".repeat(filled), ".".repeat(BAR_WIDTH - filled.min(BAR_WIDTH)));
    let reserved = room.reserved_weight;
    let mut lines = vec![
        Line::new(format!("weight    {bar} {used} of {}", room.max_weight)),
        Line::new(format!("          {reserved} of it kept for header and coinbase")),
        Line::new(format!(
            "sigops    {} of {}",
            room.max_sigop_cost - packing.sigop_cost_left().min(room.max_sigop_cost),
            room.max_sigop_cost
        )),
        Line::new(format!("fees      {} satoshis", packing.totals().fee_satoshis)),
    ];
    if let Some(block) = &state.block {
        let header = &block.header;
        let root = match state.stage {
            Stage::TransactionsCommitted => Line::new(format!("root      {}", header.merkle_root)),
            _ => Line::new("root      to come").marked(Mark::Dim),
        };
        lines.extend([
            Line::new(format!("height    {}", model.request.context.height)),
            Line::new(format!("follows   {}", header.prev_block_hash)),
            Line::new(format!("time      {}", header.time)),
            Line::new(format!("bits      {}", header.bits)),
            root,
            Line::new("nonce     to come: the proof of work").marked(Mark::Dim),
        ]);
        let commitment = block.transactions.first().and_then(witness_commitment::find);
        if let Some(commitment) = commitment {
            lines.push(Line::new(format!("witnesses {}", hex::encode(commitment))));
        }
    }
    Pane::whole("the block", Body::Text { lines })
}

/// What is in the block, in its order.
fn chosen_pane(model: &TemplateModel, state: &TemplateState, window: &Window) -> Pane {
    let taken = state.packing.taken();
    let total = taken.len() + 1;
    let coinbase = state.block.as_ref().and_then(|block| block.transactions.first());
    let focus = if coinbase.is_some() { 0 } else { total - 1 };
    let range = window.range(2, total, focus);
    let first = range.start;
    let new = state.last.as_ref().filter(|last| last.verdict == ChoiceVerdict::Taken);
    let new = new.map_or(0, |last| last.package.len());
    let row = |place: usize| {
        let Some(txid) = place.checked_sub(1).and_then(|place| taken.get(place)) else {
            let (value, mark) = match coinbase {
                Some(tx) => (tx.outputs.first().map_or(0, |out| out.value), Mark::Changed),
                None => return Row::new(["0", "coinbase", "to come", ""]).marked(Mark::Dim),
            };
            let pays = format!("pays {}", bitcoin_short(value));
            return Row::new(["0".into(), "coinbase".into(), pays, String::new()]).marked(mark);
        };
        let own = model.pool.get(txid).map(|entry| entry.own).unwrap_or_default();
        let cells =
            [place.to_string(), txid.short(), own.fee_satoshis.to_string(), own.rate().to_string()];
        let changed = coinbase.is_none() && place + new >= total;
        Row::new(cells).marked(if changed { Mark::Changed } else { Mark::Plain })
    };
    let rows = range.map(row).collect();
    let headers = headers(&["place", "transaction", "fee", "sat/vB alone"]);
    Pane::part("in the block", Body::Table { headers, rows }, first, total)
}

fn headers(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| name.to_string()).collect()
}
