//! What the stack held where a rule was broken, and what would have passed.

use super::ScriptError;
use super::number;
use super::spend_model::SpendModel;
use super::spend_panes::describe;
use super::verify::State;

/// The rest of a sentence after the error's own: what was found and what would have passed. Empty
/// where the error says it all.
pub(super) fn explain(model: &SpendModel, before: &State, error: ScriptError) -> String {
    let stack = &before.vm.stack;
    let item = |depth: usize| match stack.iter().nth_back(depth) {
        Some(item) => describe(item, model.tags()),
        None => "nothing".to_string(),
    };
    let held = || match stack.len() {
        0 => "the stack was empty".to_string(),
        1 => format!("the stack held only {}", item(0)),
        count => format!("the stack held {count} items, {} on top", item(0)),
    };
    match error {
        ScriptError::EvalFalse => format!("{}, and true is needed on top.", held()),
        ScriptError::EqualVerify => format!(
            "it compared {} with {}. Only what hashes to the hash in the lock would have passed.",
            item(1),
            item(0)
        ),
        ScriptError::NumEqualVerify => {
            format!("it compared {} with {}; equal numbers would have passed.", item(1), item(0))
        }
        ScriptError::Verify => format!("{}; anything but zero would have passed.", held()),
        ScriptError::CheckSigVerify | ScriptError::NullFail => format!(
            "{}. A signature by the key's owner over this very transaction would have passed.",
            held()
        ),
        ScriptError::CheckMultisigVerify => {
            "signatures must stand in the order of their keys, and all must fit.".into()
        }
        ScriptError::SchnorrSig => "the signature was made by another key, or over another \
             transaction, or over other coins than these."
            .into(),
        ScriptError::InvalidStackOperation => format!("{}.", held()),
        ScriptError::SigNullDummy => {
            let dummy = stack.iter().find(|item| !item.is_empty());
            let dummy = dummy.map_or_else(|| item(0), |dummy| describe(dummy, model.tags()));
            format!("found {dummy}; OP_0 in front of the signatures would have passed.")
        }
        ScriptError::SigHighS => "the same signature with S replaced by the group order minus S \
             would have passed."
            .into(),
        ScriptError::SigDer => format!("found {}.", item(1)),
        ScriptError::UnsatisfiedLocktime | ScriptError::NegativeLocktime => {
            lock_time(model, stack.last().map_or(&[][..], Vec::as_slice))
        }
        ScriptError::CleanStack => format!("{}; exactly one item would have passed.", held()),
        ScriptError::WitnessProgramMismatch => {
            "only the script or key whose hash is in the program \
             would have passed."
                .into()
        }
        ScriptError::MinimalIf | ScriptError::TapscriptMinimalIf => format!("found {}.", item(0)),
        _ => String::new(),
    }
}

/// What a lock asked for, and what the transaction offers.
fn lock_time(model: &SpendModel, wanted: &[u8]) -> String {
    let machine = model.machine();
    let tx = machine.context.tx();
    let sequence = tx.inputs.get(machine.input).map_or(u32::MAX, |input| input.sequence);
    let wanted = match number::decode(wanted, number::LOCK_TIME_MAX_LEN, false) {
        Ok(number) => number.to_string(),
        Err(_) => hex::encode(wanted),
    };
    format!(
        "the script wants {wanted}; the transaction has lock_time {}, this input has sequence \
         {sequence:#010x}, and the version is {}. A transaction that waits that long, and says so, \
         would have passed.",
        tx.lock_time, tx.version
    )
}
