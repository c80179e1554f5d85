//! The picture of a spend: the running script, the stacks, and what they run against.

use super::asm::{self, Tags};
use super::instruction::Instructions;
use super::interpreter::Item;
use super::number;
use super::op::{OP_ELSE, OP_ENDIF, OP_IF, OP_NOTIF};
use super::opcode;
use super::spend_model::{SpendModel, stage_name};
use super::standard::classify;
use super::verify::{Stage, State};
use crate::primitives::amount::bitcoin;
use crate::trace::{Body, Line, Mark, Pane, Row, Window};

/// All panes. The alt stack and the open conditions are there only when they hold something.
pub(super) fn panes(
    model: &SpendModel,
    before: Option<&State>,
    after: &State,
    window: &Window,
) -> Vec<Pane> {
    let was = before.map(|before| &before.vm);
    let mut panes = vec![
        script_pane(model, after, window),
        stack_pane("Stack", 1, was.map(|vm| vm.stack.as_slice()), &after.vm.stack, model, window),
        spend_pane(model, after, window),
    ];
    if let Some(pane) = next_pane(model, after) {
        panes.push(pane);
    }
    if !after.vm.alt_stack.is_empty() {
        let was = was.map(|vm| vm.alt_stack.as_slice());
        let slot = panes.len();
        panes.push(stack_pane("Alt stack", slot, was, &after.vm.alt_stack, model, window));
    }
    if !after.vm.conditions.is_empty() {
        panes.push(conditions_pane(after, panes.len(), window));
    }
    panes
}

/// The running script, an instruction a line, what hangs from an OP_IF indented.
fn script_pane(model: &SpendModel, state: &State, window: &Window) -> Pane {
    let machine = model.machine();
    let code = machine.code(state);
    let words = asm::words(code, model.tags());
    let running = state.outcome.is_none();
    let failed = state.outcome.is_some_and(|outcome| outcome.is_err());
    // The machine stands before the instruction at its offset; one that failed lies behind it.
    let offset = state.vm.offset;
    let next = words.iter().position(|word| word.offset >= offset).unwrap_or(words.len());
    let current = if failed && offset > 0 { next.saturating_sub(1) } else { next };
    let range = window.range(0, words.len(), current);
    let first = range.start;
    let mut depth = 0_usize;
    let mut lines = Vec::new();
    for (at, word) in words.iter().enumerate().take(range.end) {
        let byte = code.get(word.offset).copied().unwrap_or_default();
        if matches!(byte, OP_ELSE | OP_ENDIF) {
            depth = depth.saturating_sub(1);
        }
        if at >= first {
            let indent = "  ".repeat(depth.min(20));
            let hex = hex::encode(code.get(word.offset..word.end).unwrap_or_default());
            let mark = match at {
                _ if at == current && failed => Mark::Bad,
                _ if at == current && running => Mark::Current,
                _ if at < next => Mark::Dim,
                _ => Mark::Plain,
            };
            let text = format!("{indent}{}", shorten(&word.text));
            lines.push(Line::new(text).with_hex(hex).marked(mark));
        }
        if matches!(byte, OP_IF | OP_NOTIF | OP_ELSE) {
            depth += 1;
        }
    }
    let name = match state.stage {
        Stage::Start => "Script".to_string(),
        stage => format!("Script: {}", stage_name(stage)),
    };
    Pane::part(name, Body::Text { lines }, first, words.len())
}

/// A stack, its top first; what the step before did not leave there is marked.
fn stack_pane(
    name: &str,
    slot: usize,
    before: Option<&[Item]>,
    after: &[Item],
    model: &SpendModel,
    window: &Window,
) -> Pane {
    let kept = before.map_or(after.len(), |before| common(before, after));
    let range = window.range(slot, after.len(), 0);
    let first = range.start;
    let items = range.map(|from_top| {
        let at = after.len() - 1 - from_top;
        let mark = if at >= kept { Mark::Changed } else { Mark::Plain };
        Line::new(describe(&after[at], model.tags())).with_hex(hex::encode(&after[at])).marked(mark)
    });
    let items = items.collect();
    Pane::part(name, Body::Stack { items }, first, after.len())
}

/// The number of items at the bottom that are the same.
pub(super) fn common(before: &[Item], after: &[Item]) -> usize {
    before.iter().zip(after).take_while(|(before, after)| before == after).count()
}

/// An item as a reader wants it: its name, or its number, or its bytes.
pub(super) fn describe(item: &[u8], tags: &Tags) -> String {
    if tags.name_of(item).is_some() {
        return tags.show(item);
    }
    match (item, number::decode(item, 4, true)) {
        ([], _) => "empty (false, 0)".into(),
        ([1], _) => "1 (true)".into(),
        (_, Ok(number)) => format!("{number}"),
        _ => shorten(&tags.show(item)),
    }
}

/// What the scripts run against.
fn spend_pane(model: &SpendModel, state: &State, window: &Window) -> Pane {
    let machine = model.machine();
    let (tx, input) = (machine.context.tx(), machine.input);
    let spending = tx.inputs.get(input);
    let script = |bytes: &[u8]| match bytes.is_empty() {
        true => Line::new("empty"),
        false => Line::new(shorten(&asm::write(bytes, model.tags()))).with_hex(hex::encode(bytes)),
    };
    let running = |stages: &[Stage], line: Line| match stages.contains(&state.stage) {
        true => line.marked(Mark::Current),
        false => line,
    };
    let coin = machine.prevout;
    let kind = classify(&coin.script_pubkey).name();
    let mut rows = vec![
        ("coin", Line::new(format!("{} bitcoin, {kind}", bitcoin(coin.value)))),
        ("scriptPubKey", running(&[Stage::ScriptPubkey], script(&coin.script_pubkey))),
    ];
    if let Some(spending) = spending {
        let witness: Vec<String> =
            spending.witness.iter().map(|item| describe(item, model.tags())).collect();
        rows.push(("scriptSig", running(&[Stage::ScriptSig], script(&spending.script_sig))));
        if !witness.is_empty() {
            let stages = [Stage::WitnessScript, Stage::Tapscript, Stage::KeyPath];
            let hex: Vec<String> = spending.witness.iter().map(hex::encode).collect();
            let line = Line::new(shorten(&witness.join(", "))).with_hex(hex.join(", "));
            rows.push(("witness", running(&stages, line)));
        }
        rows.push(("sequence", Line::new(format!("{:#010x}", spending.sequence))));
    }
    rows.push(("lock_time", Line::new(tx.lock_time.to_string())));
    rows.push(("version", Line::new(tx.version.to_string())));
    rows.push(("input", Line::new(format!("{input} of {} (counted from 0)", tx.inputs.len()))));
    rows.push(("txid", Line::new(tx.txid().to_string())));
    let flags: Vec<&str> = machine.flags.names().collect();
    rows.push(("rules in force", Line::new(flags.join(" "))));
    let range = window.range(2, rows.len(), 0);
    let (first, total) = (range.start, rows.len());
    let rows = rows.drain(range).map(|(name, line)| {
        let mark = line.mark;
        Row { cells: vec![Line::new(name), Line { mark: Mark::Plain, ..line }], mark }
    });
    let body = Body::Table { headers: vec!["what".into(), "value".into()], rows: rows.collect() };
    Pane::part("The spend", body, first, total)
}

/// The opcode about to run, from the opcode table; a push speaks for itself.
fn next_pane(model: &SpendModel, state: &State) -> Option<Pane> {
    let machine = model.machine();
    if machine.next(state) != Some(super::verify::Step::Execute) {
        return None;
    }
    let mut rest = Instructions::starting_at(machine.code(state), state.vm.offset);
    let instruction = rest.next()?.ok()?;
    if instruction.data.is_some() {
        return None;
    }
    let info = opcode::info(instruction.opcode);
    let lines = [format!("{}  {}", info.name, info.stack), info.says.into(), info.rule.into()];
    let lines = lines.into_iter().filter(|line| !line.is_empty()).map(Line::new).collect();
    Some(Pane::whole("Next", Body::Text { lines }))
}

fn conditions_pane(state: &State, slot: usize, window: &Window) -> Pane {
    let values = state.vm.conditions.values();
    let range = window.range(slot, values.len(), values.len());
    let first = range.start;
    let lines = range.map(|at| {
        let says =
            if values[at] { "true: this branch runs" } else { "false: this branch is skipped" };
        Line::new(format!("OP_IF {}: {says}", at + 1))
    });
    let lines = lines.collect();
    Pane::part("Open conditions", Body::Text { lines }, first, values.len())
}

/// At most 100 characters, the middle left out.
pub(super) fn shorten(text: &str) -> String {
    if text.chars().count() <= 100 {
        return text.to_string();
    }
    let start: String = text.chars().take(70).collect();
    let end: Vec<char> = text.chars().rev().take(20).collect();
    format!("{start}…{}", end.into_iter().rev().collect::<String>())
}
