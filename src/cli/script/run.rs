//! `script run`: one script on a stack of one's own, with no coin behind it.

use serde_json::json;

use super::question::FlagArgs;
use super::text::{TagArgs, joined};
use super::verify::{tell_invalid, tell_valid};
use crate::cli::{CliError, Exit, Output};
use crate::primitives::{Transaction, TxIn, TxOut};
use crate::script::Flags;
use crate::script::asm::{self, Tags};
use crate::script::spend_model::SpendModel;
use crate::script::verify::{Stage, State, Step};
use crate::script::witness_program::is_push_only;
use crate::trace::{Model, Stepper, Trace, Verdict, Window};

/// The arguments of `script run`.
#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// The script: its text as `script asm` reads it, or its bytes as one word of hexadecimal.
    #[arg(allow_negative_numbers = true)]
    script: Vec<String>,
    /// What is on the stack before, the bottom first, as in "5 <00ff> 'text'".
    #[arg(long, value_name = "ITEMS", default_value = "", allow_hyphen_values = true)]
    stack: String,
    #[command(flatten)]
    flags: FlagArgs,
    #[command(flatten)]
    tags: TagArgs,
}

/// The rules by which a block judges a bare script.
const BARE: Flags =
    Flags::CONSENSUS.without(Flags::P2SH.union(Flags::WITNESS).union(Flags::TAPROOT));

pub fn run(args: RunArgs, out: &mut Output) -> Result<Exit, CliError> {
    let tags = args.tags.read()?;
    let text = joined(&args.script)?;
    let script = match hex::decode(&text) {
        Ok(bytes) if !text.is_empty() => bytes,
        _ => asm::read(&text, &tags).map_err(CliError::usage)?,
    };
    let stack = asm::read(&args.stack, &tags).map_err(CliError::usage)?;
    if !is_push_only(&stack) {
        return Err(CliError::usage("--stack takes items to push and no opcodes that do more"));
    }
    let input = TxIn { script_sig: stack.into(), sequence: u32::MAX, ..TxIn::default() };
    let tx = Transaction { version: 2, inputs: vec![input], ..Transaction::default() };
    let prevout = TxOut { value: 0, script_pubkey: script.into() };
    let flags = args.flags.read(BARE)?;
    let model =
        SpendModel::new("", tx, 0, prevout.clone(), Some(vec![prevout]), flags, tags.clone());
    let mut state = model.initial();
    while let Some(step) = model.next(&state) {
        let label = model.label(&state, &step);
        let shown = step == Step::Execute && state.stage != Stage::ScriptSig;
        let (offset, skipping) = (state.vm.offset, !state.vm.conditions.all_true());
        model.apply(&mut state, &step);
        if shown {
            let skipped = skipping && !state.vm.conditions.all_true();
            let label = if skipped { format!("({label})") } else { label };
            show(offset, &label, &state, &tags, out)?;
        }
    }
    match state.outcome {
        Some(Err(error)) => {
            let mut walk = Trace::new(model);
            walk.seek(usize::MAX);
            let reason = match walk.scene(&Window::following(0)).verdict {
                Some(Verdict::Invalid { reason, .. }) => reason,
                _ => error.to_string(),
            };
            tell_invalid(error, &reason, out)
        }
        _ => tell_valid("the script ends with true on top of the stack", out),
    }
}

/// One instruction, in brackets where a branch skips it, and the stack after it. Where it fails the
/// stack is not shown: the reason that follows says what it held.
fn show(
    offset: usize,
    label: &str,
    state: &State,
    tags: &Tags,
    out: &mut Output,
) -> Result<(), CliError> {
    let stack = &state.vm.stack;
    let failed = state.outcome.is_some_and(|outcome| outcome.is_err());
    if out.is_json() {
        let items = (!failed).then(|| stack.iter().map(hex::encode).collect::<Vec<_>>());
        return out.json_line(&json!({ "offset": offset, "instruction": label, "stack": items }));
    }
    let items: Vec<String> = stack.iter().map(|item| tags.show(item)).collect();
    let items = match items.is_empty() {
        _ if failed => "fails".to_string(),
        true => "(empty)".to_string(),
        false => items.join(" "),
    };
    out.line(format_args!("{offset:>4}  {label:<24}  {items}"))
}
