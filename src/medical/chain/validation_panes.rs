//! The picture of a block under check: its header, the list of checks, its transactions.

use super::validation_model::{ValidationAction, ValidationModel, ValidationState};
use super::{BlockCheck, Body};
use crate::rules::{Rule, medical_chain as rules};
use crate::trace::{Body as Picture, Line, Mark, Pane, Row, Scene, Verdict};

/// The whole picture.
pub(super) fn scene<B: Body + std::fmt::Debug>(
    model: &ValidationModel<B>,
    state: &ValidationState<B>,
    last: Option<&ValidationAction>,
) -> Scene {
    let check = state.checks.checked_sub(1).and_then(|at| BlockCheck::ALL.get(at));
    let over = crate::trace::Model::next(model, state).is_none();
    let verdict = over.then(|| match &state.refused {
        Some(reason) => Verdict::Invalid { name: "block-refused".into(), reason: reason.clone() },
        None => Verdict::Valid,
    });
    Scene {
        title: "A block of the medical chain, check by check".into(),
        panes: vec![checks(state), transactions(model, state), header(model, state)],
        changes: Vec::new(),
        sentence: sentence(model, state, last),
        rule: match last {
            Some(ValidationAction::Check) => check.map(|check| rule(*check)),
            _ => None,
        },
        verdict,
    }
}

fn rule(check: BlockCheck) -> &'static Rule {
    match check {
        BlockCheck::Parent | BlockCheck::Height => &rules::BLOCK_FOLLOWS,
        BlockCheck::Slot => &rules::BLOCK_SLOT,
        BlockCheck::Producer => &rules::BLOCK_PRODUCER,
        BlockCheck::Signature => &rules::BLOCK_SIGNATURE,
        BlockCheck::Size => &rules::BLOCK_SIZE,
        BlockCheck::Repeats | BlockCheck::Root => &rules::BLOCK_ROOT,
    }
}

/// The mark of line `at` of a list of which `done` are done.
fn mark(at: usize, done: usize, refused: bool) -> Mark {
    match at + 1 {
        line if line < done => Mark::Good,
        line if line == done && refused => Mark::Bad,
        line if line == done => Mark::Current,
        _ => Mark::Dim,
    }
}

fn checks<B: Body>(state: &ValidationState<B>) -> Pane {
    let refused = state.refused.is_some() && state.transactions == 0;
    let lines = BlockCheck::ALL.iter().enumerate();
    let lines =
        lines.map(|(at, check)| Line::new(check.name()).marked(mark(at, state.checks, refused)));
    Pane::whole("Checks", Picture::Text { lines: lines.collect() })
}

fn transactions<B: Body>(model: &ValidationModel<B>, state: &ValidationState<B>) -> Pane {
    let refused = state.refused.is_some() && state.transactions > 0;
    let rows = state.block.transactions.iter().enumerate().map(|(at, tx)| {
        let cells = [(at + 1).to_string(), (model.named)(tx), B::txid(tx).short()];
        Row::new(cells).marked(mark(at, state.transactions, refused))
    });
    let headers = ["", "transaction", "id"].map(String::from).to_vec();
    Pane::whole("Transactions", Picture::Table { headers, rows: rows.collect() })
}

fn header<B: Body>(model: &ValidationModel<B>, state: &ValidationState<B>) -> Pane {
    let header = &state.block.head.header;
    let short = |text: String| format!("{}…", &text[..16]);
    let rows = [
        ("previous", short(header.previous.to_string())),
        ("height", header.height.to_string()),
        ("slot", header.slot.to_string()),
        ("root", short(header.merkle_root.to_string())),
        ("producer", header.producer.short()),
        ("last final", model.final_height.to_string()),
    ];
    let rows = rows.map(|(name, value)| Row::new([name.to_owned(), value]));
    let headers = ["field", "value"].map(String::from).to_vec();
    Pane::whole("Header", Picture::Table { headers, rows: rows.to_vec() })
}

fn sentence<B: Body>(
    model: &ValidationModel<B>,
    state: &ValidationState<B>,
    last: Option<&ValidationAction>,
) -> String {
    if let Some(reason) = &state.refused {
        return format!("Refused: {reason}.");
    }
    match last {
        None => "A block comes in. Cheap checks are made first, so that nonsense costs little; then the transactions.".into(),
        Some(ValidationAction::Forge(forgery)) => {
            format!("Somebody forges it on the way: {}. Which check will notice?", forgery.name())
        }
        Some(ValidationAction::Check) => {
            let at = state.checks.saturating_sub(1);
            BlockCheck::ALL.get(at).map_or_else(String::new, |check| format!("Passed: {}.", check.name()))
        }
        Some(ValidationAction::Transaction) => {
            let at = state.transactions.saturating_sub(1);
            let tx = state.block.transactions.get(at);
            let name = tx.map_or_else(String::new, model.named);
            format!("Signatures and pairings hold, and so does all that it builds on: {name} is followed.")
        }
    }
}
