//! Why a time lock has not opened: what the script wants, what the transaction offers, and what
//! would have passed (BIPs 65, 68 and 112).

use super::number;
use super::op::OP_CHECKSEQUENCEVERIFY;
use super::spend_model::SpendModel;

/// Lock times below are block heights, from it on they are Unix times (Core: `LOCKTIME_THRESHOLD`).
const THRESHOLD: i64 = 500_000_000;

/// The rest of a sentence after the error's own, for the lock `wanted` that `opcode` looked at.
pub(super) fn explain(model: &SpendModel, opcode: u8, wanted: &[u8]) -> String {
    let machine = model.machine();
    let tx = machine.context.tx();
    let sequence = tx.inputs.get(machine.input).map_or(u32::MAX, |input| input.sequence);
    let wanted = match number::decode(wanted, number::LOCK_TIME_MAX_LEN, false) {
        Ok(wanted) if wanted >= 0 => wanted,
        Ok(wanted) => return format!("the script wants {wanted}; only 0 and more can pass."),
        Err(_) => return format!("the script wants {}.", hex::encode(wanted)),
    };
    match opcode {
        OP_CHECKSEQUENCEVERIFY => relative(wanted, sequence, tx.version),
        _ => absolute(wanted, tx.lock_time.into(), sequence),
    }
}

fn absolute(wanted: i64, lock_time: i64, sequence: u32) -> String {
    let kind = |lock| if lock < THRESHOLD { "a block's number" } else { "a Unix time" };
    let mut found = match (kind(wanted), kind(lock_time)) {
        (wanted_kind, kind) if wanted_kind != kind => format!(
            "the script wants {wanted}, {wanted_kind}, and the transaction's lock_time {lock_time} \
             is {kind}"
        ),
        _ => format!("the script wants {wanted}, and the transaction's lock_time is {lock_time}"),
    };
    if sequence == u32::MAX {
        found += ", which this input switches off: its sequence is 0xffffffff, final";
    }
    format!(
        "{found}. A lock_time of {wanted} or more, {}, and a sequence below 0xffffffff would have \
         passed.",
        kind(wanted)
    )
}

fn relative(wanted: i64, sequence: u32, version: u32) -> String {
    let lock = |value: i64| {
        let unit = if value >> 22 & 1 == 1 { "times 512 seconds" } else { "blocks" };
        format!("{} {unit}", value & 0xffff)
    };
    let offered = match sequence >> 31 {
        1 => "sets no relative lock".to_string(),
        _ => format!("waits for {}", lock(sequence.into())),
    };
    let version = match version {
        0 | 1 => format!(", and in version {version} it counts for nothing"),
        _ => String::new(),
    };
    let wanted = lock(wanted);
    format!(
        "the script wants {wanted}, and this input's sequence {sequence:#010x} {offered}{version}. \
         A sequence that waits for {wanted} or more, in version 2 or later, would have passed."
    )
}
