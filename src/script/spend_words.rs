//! The sentences of a spend: what an instruction took and left, what one script hands to the next,
//! and what would have passed where a rule is broken.

use super::instruction::Instructions;
use super::opcode::{self, OpcodeInfo};
use super::spend_failure;
use super::spend_model::{SpendModel, stage_name};
use super::spend_panes::{common, describe};
use super::verify::{Stage, State, Step};
use super::witness_program::WitnessProgram;
use super::{ScriptError, standard};
use crate::primitives::amount::bitcoin;
use crate::spelling::counted;

/// What is about to be verified.
pub(super) fn opening(model: &SpendModel) -> String {
    let machine = model.machine();
    let value = bitcoin(machine.prevout.value);
    let how = match standard::classify(&machine.prevout.script_pubkey) {
        standard::Kind::Pubkey(_) => "whoever signs for one key",
        standard::Kind::PubkeyHash(_) => {
            "whoever shows the key whose hash is in the lock, and signs with it"
        }
        standard::Kind::ScriptHash(_) => {
            "whoever shows the script whose hash is in the lock, and satisfies it"
        }
        standard::Kind::Multisig { .. } => "whoever has enough of the signatures asked for",
        standard::Kind::WitnessV0KeyHash(_) => {
            "whoever shows, in the witness, the key whose hash is in the lock, and signs with it"
        }
        standard::Kind::WitnessV0ScriptHash(_) => {
            "whoever shows, in the witness, the script whose hash is in the lock, and satisfies it"
        }
        standard::Kind::WitnessV1Taproot(_) => {
            "whoever signs for the output key, or satisfies a script that the key commits to"
        }
        _ => "whoever satisfies its locking script",
    };
    format!("May input {} spend {value} bitcoin? They belong to {how}.", machine.input)
}

/// What the step did.
pub(super) fn sentence(model: &SpendModel, before: &State, after: &State, step: Step) -> String {
    match (after.outcome, step) {
        (Some(Err(error)), _) => reason(model, before, step, error),
        (Some(Ok(())), Step::CheckKeyPath) => {
            "The Schnorr signature fits the output key: the spend is valid, and no script was ever \
             shown."
                .into()
        }
        (_, Step::Begin) => "scriptSig, the unlocking script, comes first and starts on an empty \
                             stack."
            .into(),
        (_, Step::Execute) => executed(model, before, after),
        (Some(Ok(())), Step::EndScript) if is_unread_program(model, before) => {
            "The lock is a witness program that no rule in force reads: anyone may spend it, until \
             a soft fork gives it a meaning."
                .into()
        }
        _ => handed_over(before, after),
    }
}

/// Whether the spend passes because no rule in force looks at its witness program.
fn is_unread_program(model: &SpendModel, before: &State) -> bool {
    let lock = &model.machine().prevout.script_pubkey;
    before.stage == Stage::ScriptPubkey && WitnessProgram::parse(lock).is_some()
}

/// Why the step broke a rule, and what would have passed.
pub(super) fn reason(model: &SpendModel, before: &State, step: Step, error: ScriptError) -> String {
    let place = match step {
        Step::Execute => model.upcoming(before),
        Step::Begin => "Before anything ran".into(),
        Step::EndScript => format!("At the end of {}", stage_name(before.stage)),
        Step::CheckKeyPath => "The key path".into(),
    };
    let found = spend_failure::explain(model, before, error);
    let error = error.to_string();
    let place = if error.starts_with(&place) { String::new() } else { format!("{place}: ") };
    format!("{place}{error}{}{found}", if found.is_empty() { "." } else { "; " })
}

/// What is different, a phrase each.
pub(super) fn changes(model: &SpendModel, before: Option<&State>, after: &State) -> Vec<String> {
    let Some(before) = before else { return Vec::new() };
    let mut changes = Vec::new();
    if before.stage != after.stage {
        changes.push(format!("{} runs now", stage_name(after.stage)));
    }
    let kept = common(&before.vm.stack, &after.vm.stack);
    let show = |item: &Vec<u8>| describe(item, model.tags());
    let off = before.vm.stack.iter().skip(kept).rev().take(4);
    changes.extend(off.map(|item| format!("- {}", show(item))));
    let on: Vec<_> = after.vm.stack.iter().skip(kept).collect();
    changes.extend(on.iter().rev().take(4).rev().map(|item| format!("+ {}", show(item))));
    changes
}

fn executed(model: &SpendModel, before: &State, after: &State) -> String {
    let machine = model.machine();
    let mut rest = Instructions::starting_at(machine.code(before), before.vm.offset);
    let Some(Ok(instruction)) = rest.next() else { return "Nothing was left to run.".into() };
    let info = opcode::info(instruction.opcode);
    let conditional = matches!(instruction.opcode, super::op::OP_IF..=super::op::OP_ENDIF);
    if !before.vm.conditions.all_true() && !conditional {
        let what = match instruction.data {
            Some(data) => format!("The push of {}", describe(data, model.tags())),
            None => info.name.to_string(),
        };
        return format!("{what} is passed over: it lies in a branch that is not taken.");
    }
    if let Some(data) = instruction.data {
        return match data.len() {
            0 => "OP_0 pushes the empty byte string, which is false and the number 0.".into(),
            1 => format!("The byte {} goes on the stack.", describe(data, model.tags())),
            length => {
                format!("{}, {length} bytes, goes on the stack.", describe(data, model.tags()))
            }
        };
    }
    let kept = common(&before.vm.stack, &after.vm.stack);
    let kept = kept.min(before.vm.stack.len().saturating_sub(arity(info)));
    let list = |items: &[Vec<u8>]| {
        let shown: Vec<String> = items.iter().map(|item| describe(item, model.tags())).collect();
        shown.join(", ")
    };
    let took = before.vm.stack.get(kept..).unwrap_or_default();
    let left = after.vm.stack.get(kept..).unwrap_or_default();
    let moved = match (took.is_empty(), left.is_empty()) {
        (false, _) if took == left => format!(" It looked at {} and left it there.", list(took)),
        (true, true) => String::new(),
        (true, false) => format!(" It left {}.", list(left)),
        (false, true) => format!(" It took {}.", list(took)),
        (false, false) => format!(" It took {} and left {}.", list(took), list(left)),
    };
    format!("{}: {}{moved}", info.name, info.says)
}

/// How many items the opcode looks at, by its stack picture; 0 where that is not fixed.
pub(super) fn arity(info: &OpcodeInfo) -> usize {
    let taken = info.stack.trim_start_matches('(').split("--").next().unwrap_or_default();
    if taken.contains("...") { 0 } else { taken.split_whitespace().count() }
}

/// What one script hands to the next.
fn handed_over(before: &State, after: &State) -> String {
    let count = after.vm.stack.len();
    let items = counted(count, "item");
    let rest = match count {
        0 => "an empty stack".to_string(),
        1 => "the item below it".to_string(),
        _ => format!("the {items} below it"),
    };
    match (before.stage, after.stage, after.outcome) {
        (Stage::ScriptSig, ..) => format!(
            "scriptSig has ended and left {items}; scriptPubKey, the lock, now runs on that stack."
        ),
        (_, Stage::RedeemScript, None) => format!(
            "The hash fits, so the last push of scriptSig is taken for a script of its own (P2SH) \
             and runs on {rest}."
        ),
        (_, Stage::WitnessScript, None) => format!(
            "The lock is a witness program of version 0: the stack is replaced by {items} from the \
             witness, and the script that the program stands for runs on them."
        ),
        (_, Stage::Tapscript, None) => format!(
            "The lock is a Taproot output and the witness shows a script: the control block proves \
             that the output key commits to it. It runs on {items} from the witness."
        ),
        (_, Stage::KeyPath, None) => {
            "The lock is a Taproot output and the witness is one signature: no script runs, the \
             signature must fit the output key."
                .into()
        }
        (stage, _, _) => format!(
            "{} ended with true on top: the spend is valid.",
            sentence_case(stage_name(stage))
        ),
    }
}

fn sentence_case(text: &str) -> String {
    match text.strip_prefix("the ") {
        Some(rest) => format!("The {rest}"),
        None => text.to_string(),
    }
}
