//! The picture of a block under its checks: the list, what the last check looked at, and the coins.

use super::block::header::MAX_FUTURE_BLOCK_TIME_SECONDS;
use super::block_model::{BlockModel, BlockState, BlockStep};
use super::{Coin, CoinView, Coins};
use crate::primitives::amount::bitcoin_short;
use crate::primitives::{OutPoint, Transaction};
use crate::rules::{Rule, block as rules, transaction};
use crate::script::standard::classify;
use crate::spelling::counted;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &BlockModel,
    before: Option<&BlockState>,
    after: &BlockState,
    window: &Window,
) -> Scene {
    let last = before.and_then(|_| after.done.checked_sub(1)).and_then(|at| model.step(at));
    let verdict = match &after.fault {
        Some(error) => {
            Some(Verdict::Invalid { name: error.reject().into_owned(), reason: error.to_string() })
        }
        None => (after.done == model.count()).then_some(Verdict::Valid),
    };
    let rule = match &after.fault {
        Some(error) => Some(error.rule()),
        None => last.map(rule_of),
    };
    let shown = before.unwrap_or(after);
    Scene {
        title: model.title.clone(),
        panes: vec![
            checks_pane(model, after, window),
            looked_at_pane(model, last, shown, after),
            coins_pane(model, last, &shown.coins, window),
        ],
        changes: Vec::new(),
        sentence: sentence(model, last, after),
        rule,
        verdict,
    }
}

/// The rule that a check holds.
fn rule_of(step: BlockStep) -> &'static Rule {
    match step {
        BlockStep::Alone(0) => &rules::HIGH_HASH,
        BlockStep::Alone(1) => &rules::BAD_SIGNET_BLKSIG,
        BlockStep::Alone(2) => &rules::BAD_TXNMRKLROOT,
        BlockStep::Alone(3) => &rules::BAD_TXNS_DUPLICATE,
        BlockStep::Alone(4) => &rules::BAD_BLK_LENGTH,
        BlockStep::Alone(5) => &rules::BAD_CB_MISSING,
        BlockStep::Alone(6) => &rules::BAD_CB_MULTIPLE,
        BlockStep::Alone(7) => &transaction::VIN_EMPTY,
        BlockStep::Alone(_) => &rules::BAD_BLK_SIGOPS,
        BlockStep::Header(0) => &rules::BAD_DIFFBITS,
        BlockStep::Header(1) => &rules::TIME_TOO_OLD,
        BlockStep::Header(2) => &rules::TIME_TIMEWARP_ATTACK,
        BlockStep::Header(3) => &rules::TIME_TOO_NEW,
        BlockStep::Header(_) => &rules::BAD_VERSION,
        BlockStep::Context(0) => &rules::BAD_TXNS_NONFINAL,
        BlockStep::Context(1) => &rules::BAD_CB_HEIGHT,
        BlockStep::Context(_) => &rules::BAD_WITNESS_MERKLE_MATCH,
        BlockStep::Overwrites => &rules::BAD_TXNS_BIP30,
        BlockStep::Transaction(_) => &transaction::INPUTS_MISSING_OR_SPENT,
        BlockStep::CoinbaseAmount => &rules::BAD_CB_AMOUNT,
        BlockStep::Scripts(_) => &transaction::SCRIPT_VERIFY,
    }
}

fn sentence(model: &BlockModel, last: Option<BlockStep>, after: &BlockState) -> String {
    let Some(step) = last else {
        return format!(
            "A block at height {} with {}: {} lie before it.",
            model.setting.context.height,
            counted(model.block.block().transactions.len(), "transaction"),
            counted(model.count(), "check")
        );
    };
    if let Some(error) = &after.fault {
        return format!("Not valid: {error}.");
    }
    let holds = match step {
        BlockStep::Transaction(0) => {
            "The coinbase makes its coins; what it may pay is looked at last.".into()
        }
        BlockStep::Transaction(at) => format!(
            "Transaction {at} takes its coins out of the set and puts its own in; the fees so far are {} \
             bitcoin.",
            bitcoin_short(after.connected.fees_satoshis)
        ),
        BlockStep::Scripts(at) => format!("Every input of transaction {at} unlocks its coin."),
        step => format!("This holds: {}.", model.name(step)),
    };
    match after.done == model.count() {
        true => format!("{holds} That was the last check: the block is valid."),
        false => holds,
    }
}

fn checks_pane(model: &BlockModel, state: &BlockState, window: &Window) -> Pane {
    let (total, failed) = (model.count(), state.fault.is_some());
    let focus = if failed { state.done.saturating_sub(1) } else { state.done };
    let range = window.range(0, total, focus);
    let first = range.start;
    let rows = range.filter_map(|at| {
        let name = model.name(model.step(at)?);
        let (says, mark) = match at {
            _ if failed && at + 1 == state.done => ("fails", Mark::Bad),
            _ if at < state.done => ("holds", Mark::Good),
            _ if at == state.done && !failed => ("next", Mark::Current),
            _ => ("", Mark::Dim),
        };
        Some(Row::new([name, says.to_string()]).marked(mark))
    });
    let headers = vec!["check".into(), "result".into()];
    Pane::part("Checks", Body::Table { headers, rows: rows.collect() }, first, total)
}

/// The values that the last check compared.
fn looked_at_pane(
    model: &BlockModel,
    last: Option<BlockStep>,
    before: &BlockState,
    after: &BlockState,
) -> Pane {
    let facts = last.map(|step| facts(model, step, before, after)).unwrap_or_default();
    let rows = facts.into_iter().map(|(name, value)| Row::new([name.to_owned(), value]));
    let headers = vec!["looked at".into(), "value".into()];
    Pane::whole("What it looked at", Body::Table { headers, rows: rows.collect() })
}

type Facts = Vec<(&'static str, String)>;

fn facts(model: &BlockModel, step: BlockStep, before: &BlockState, after: &BlockState) -> Facts {
    let block = model.block.block();
    let context = &model.setting.context;
    match step {
        BlockStep::Alone(at) => alone_facts(model, at),
        BlockStep::Header(at) => header_facts(model, at),
        BlockStep::Context(0) => vec![
            ("height", context.height.to_string()),
            ("median time past", context.median_time_past.to_string()),
        ],
        BlockStep::Context(1) => {
            let coinbase = block.transactions.first().and_then(|tx| tx.inputs.first());
            let script = coinbase.map_or(&[][..], |input| &input.script_sig);
            vec![("height", context.height.to_string()), ("coinbase's script", hex::encode(script))]
        }
        BlockStep::Context(2) => vec![
            ("SegWit in force", yes(context.segwit)),
            ("weight", format!("{} of 4,000,000", block.weight())),
        ],
        BlockStep::Context(_) => vec![("BIP 54 in force", yes(context.bip54))],
        BlockStep::Overwrites => vec![("BIP 30 checked here", yes(context.bip30))],
        BlockStep::Transaction(at) => {
            let fee = after.connected.fees_satoshis - before.connected.fees_satoshis;
            let txid = model.block.txids().get(at).map(ToString::to_string).unwrap_or_default();
            vec![
                ("txid", txid),
                ("fee", format!("{fee} satoshis")),
                ("signature cost so far", format!("{} of 80,000", after.connected.sigop_cost)),
            ]
        }
        BlockStep::CoinbaseAmount => {
            let outputs = block.transactions.first().map(|tx| tx.outputs.as_slice()).unwrap_or(&[]);
            let paid = outputs.iter().fold(0, |sum: i64, out| sum.saturating_add(out.value));
            vec![
                ("subsidy", bitcoin_short(context.subsidy_satoshis)),
                ("fees", bitcoin_short(after.connected.fees_satoshis)),
                ("the coinbase pays", bitcoin_short(paid)),
            ]
        }
        BlockStep::Scripts(at) => {
            let inputs = block.transactions.get(at).map_or(0, |tx| tx.inputs.len());
            let flags: Vec<&str> = context.flags.names().collect();
            vec![("inputs", inputs.to_string()), ("rules in force", flags.join(" "))]
        }
    }
}

fn alone_facts(model: &BlockModel, at: usize) -> Facts {
    let block = model.block.block();
    match at {
        0 => {
            let target = block.header.bits.expand().value.to_string();
            vec![("hash", model.block.hash().to_string()), ("target", target)]
        }
        1 => vec![("this is a signet", yes(model.setting.signet_challenge.is_some()))],
        2 => vec![
            ("the header says", block.header.merkle_root.to_string()),
            ("the transactions give", model.block.merkle_root().hash.to_string()),
        ],
        4 => vec![("bytes without witnesses", format!("{} of 1,000,000", block.base_size()))],
        _ => vec![("transactions", block.transactions.len().to_string())],
    }
}

fn header_facts(model: &BlockModel, at: usize) -> Facts {
    let header = &model.block.block().header;
    let Some(context) = &model.setting.header else { return Vec::new() };
    match at {
        0 => vec![
            ("the header's bits", header.bits.to_string()),
            ("the chain asks for", context.expected_bits.to_string()),
        ],
        1 => vec![
            ("the header's time", header.time.to_string()),
            ("median of eleven", context.median_time_past.to_string()),
        ],
        2 => vec![("a window begins here, and is watched", yes(context.window_follows.is_some()))],
        3 => vec![
            ("the header's time", header.time.to_string()),
            ("the clock", context.now.to_string()),
            ("seconds ahead allowed", MAX_FUTURE_BLOCK_TIME_SECONDS.to_string()),
        ],
        _ => vec![
            ("version", format!("0x{:08x}", header.version)),
            ("at least", context.min_version.to_string()),
        ],
    }
}

fn yes(is: bool) -> String {
    if is { "yes".into() } else { "no".into() }
}

/// What the transaction of the last step took and made.
fn coins_pane(
    model: &BlockModel,
    last: Option<BlockStep>,
    before: &CoinView,
    window: &Window,
) -> Pane {
    let at = match last {
        Some(BlockStep::Transaction(at)) => Some(at),
        _ => None,
    };
    let transactions = &model.block.block().transactions;
    let tx = at.and_then(|at| Some((transactions.get(at)?, model.block.txids().get(at)?)));
    let all: Vec<Row> = tx.map(|(tx, txid)| coin_rows(tx, *txid, before)).unwrap_or_default();
    let total = all.len();
    let range = window.range(2, total, 0);
    let first = range.start;
    let rows = all.into_iter().skip(first).take(range.len()).collect();
    let headers = ["", "coin", "bitcoin", "lock"].map(String::from).to_vec();
    Pane::part("Coins of this step", Body::Table { headers, rows }, first, total)
}

fn coin_rows(tx: &Transaction, txid: crate::hash::Txid, before: &CoinView) -> Vec<Row> {
    let row = |word: &str, outpoint: &OutPoint, coin: Option<(i64, &[u8])>, mark| {
        let id = outpoint.txid.to_string();
        let place = Line::new(format!("{}…:{}", id.get(..8).unwrap_or(&id), outpoint.vout));
        let (value, kind) = match coin {
            Some((value, script)) => (bitcoin_short(value), classify(script).name()),
            None => ("not there".into(), ""),
        };
        let cells = vec![
            Line::new(word),
            place.with_hex(outpoint.to_string()),
            Line::new(value),
            Line::new(kind),
        ];
        Row { cells, mark }
    };
    let spending = tx.inputs.iter().filter(|_| !tx.is_coinbase());
    let taken = spending.map(|input| {
        let outpoint = &input.previous_output;
        let coin: Option<&Coin> = before.coin(outpoint);
        let mark = if coin.is_some() { Mark::Dim } else { Mark::Bad };
        row("goes", outpoint, coin.map(|it| (it.output.value, &it.output.script_pubkey[..])), mark)
    });
    let made = (0..).zip(&tx.outputs).map(|(vout, output)| {
        let outpoint = OutPoint { txid, vout };
        row("comes", &outpoint, Some((output.value, &output.script_pubkey)), Mark::Changed)
    });
    taken.chain(made).collect()
}
