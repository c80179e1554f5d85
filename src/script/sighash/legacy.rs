//! The signature hash of 2009 (Core: `SignatureHash` for `SigVersion::BASE`).
//!
//! The transaction is serialized again with changes: every script_sig is emptied, and the one being
//! signed is replaced by the script that runs, without its OP_CODESEPARATORs. Because each input
//! hashes the whole transaction, n signatures cost n times its size (CVE-2013-2292); what can be
//! shared is shared here: the hash state before each input, and the bytes after it.

use super::{ANYONE_CAN_PAY, NONE, SINGLE, TxContext, output_type};
use crate::encode::{Encode, Sink, put_compact_size};
use crate::hash::Sha256;
use crate::primitives::Transaction;
use crate::script::instruction::Instructions;
use crate::script::op::OP_CODESEPARATOR;

/// The bytes of an input whose script is emptied: outpoint, a zero length, sequence.
const BLANK_INPUT_LEN: usize = 36 + 1 + 4;

/// What the legacy hashes of one transaction share, for hash types that sign all.
#[derive(Debug)]
pub(super) struct LegacyParts {
    /// All inputs with their scripts emptied, then the outputs and the lock time.
    tail: Vec<u8>,
    /// For each input: the hash state of version, count and the emptied inputs before it.
    heads: Vec<Sha256>,
}

/// The hash that a legacy signature for `input` must sign. `script_code` is the script that runs,
/// from its last executed OP_CODESEPARATOR on and with the signature itself removed
/// (FindAndDelete). A SINGLE without an output of its own number gives the number one: a bug that
/// is consensus, because a signature of it can be used again anywhere.
pub fn legacy(
    context: &TxContext<'_>,
    input: usize,
    script_code: &[u8],
    hash_type: u32,
) -> [u8; 32] {
    let tx = context.tx();
    let Some(signed) = tx.inputs.get(input) else { return ONE };
    if output_type(hash_type) == SINGLE && input >= tx.outputs.len() {
        return ONE;
    }
    let partial =
        hash_type & ANYONE_CAN_PAY != 0 || matches!(output_type(hash_type), NONE | SINGLE);
    let mut engine = if partial {
        partial_hash(tx, input, script_code, hash_type)
    } else {
        let parts = context.legacy.get_or_init(|| LegacyParts::new(tx));
        let mut engine = parts.heads[input].clone();
        let blank = &parts.tail[BLANK_INPUT_LEN * input..];
        engine.update(&blank[..36]);
        put_script_code(&mut engine, script_code);
        engine.put(&signed.sequence.to_le_bytes());
        engine.update(&blank[BLANK_INPUT_LEN..]);
        engine
    };
    engine.put(&hash_type.to_le_bytes());
    engine.finish_twice()
}

/// The number one as a hash, little endian.
const ONE: [u8; 32] = {
    let mut one = [0; 32];
    one[0] = 1;
    one
};

impl LegacyParts {
    fn new(tx: &Transaction) -> LegacyParts {
        let mut tail = Vec::with_capacity(tx.inputs.len() * BLANK_INPUT_LEN + 64);
        let mut heads = Vec::with_capacity(tx.inputs.len());
        let mut head = Sha256::new();
        head.put(&tx.version.to_le_bytes());
        put_compact_size(&mut head, tx.inputs.len() as u64);
        for input in &tx.inputs {
            heads.push(head.clone());
            let start = tail.len();
            input.previous_output.encode(&mut tail);
            tail.put(&[0]);
            tail.put(&input.sequence.to_le_bytes());
            head.update(&tail[start..]);
        }
        put_compact_size(&mut tail, tx.outputs.len() as u64);
        for output in &tx.outputs {
            output.encode(&mut tail);
        }
        tail.put(&tx.lock_time.to_le_bytes());
        LegacyParts { tail, heads }
    }
}

/// The hash state after the whole transaction, for hash types that leave parts of it out.
fn partial_hash(tx: &Transaction, signed: usize, script_code: &[u8], hash_type: u32) -> Sha256 {
    let only_own_input = hash_type & ANYONE_CAN_PAY != 0;
    let outputs = output_type(hash_type);
    let mut engine = Sha256::new();
    engine.put(&tx.version.to_le_bytes());
    put_compact_size(&mut engine, if only_own_input { 1 } else { tx.inputs.len() as u64 });
    for (index, input) in tx.inputs.iter().enumerate() {
        if index == signed {
            input.previous_output.encode(&mut engine);
            put_script_code(&mut engine, script_code);
            engine.put(&input.sequence.to_le_bytes());
        } else if !only_own_input {
            input.previous_output.encode(&mut engine);
            let sequence = if matches!(outputs, NONE | SINGLE) { 0 } else { input.sequence };
            engine.put(&[0]);
            engine.put(&sequence.to_le_bytes());
        }
    }
    match outputs {
        NONE => engine.put(&[0]),
        SINGLE => {
            put_compact_size(&mut engine, signed as u64 + 1);
            for _ in 0..signed {
                // An output that was never set: value -1 and an empty script.
                engine.put(&(-1i64).to_le_bytes());
                engine.put(&[0]);
            }
            if let Some(output) = tx.outputs.get(signed) {
                output.encode(&mut engine);
            }
        }
        _ => {
            put_compact_size(&mut engine, tx.outputs.len() as u64);
            for output in &tx.outputs {
                output.encode(&mut engine);
            }
        }
    }
    engine.put(&tx.lock_time.to_le_bytes());
    engine
}

/// Writes a script as a byte string without its OP_CODESEPARATORs (Core: `SerializeScriptCode`).
/// What follows a broken push is written as it is.
fn put_script_code<S: Sink>(sink: &mut S, script: &[u8]) {
    let separators = || {
        Instructions::new(script)
            .map_while(Result::ok)
            .filter(|instruction| instruction.opcode == OP_CODESEPARATOR)
            .map(|instruction| instruction.offset)
    };
    // Without the byte there is no such opcode, and nothing to cut.
    let count = if script.contains(&OP_CODESEPARATOR) { separators().count() } else { 0 };
    put_compact_size(sink, (script.len() - count) as u64);
    let mut start = 0;
    if count > 0 {
        for offset in separators() {
            sink.put(&script[start..offset]);
            start = offset + 1;
        }
    }
    sink.put(&script[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_separators_are_cut_out_but_not_from_pushes() {
        let written = |script: &[u8]| {
            let mut bytes = Vec::new();
            put_script_code(&mut bytes, script);
            bytes
        };
        assert_eq!(written(&[0x51, 0xab, 0x52, 0xab]), [2, 0x51, 0x52]);
        assert_eq!(written(&[0x01, 0xab, 0xab]), [2, 0x01, 0xab]);
        assert_eq!(written(&[0xab, 0x05, 0xab]), [2, 0x05, 0xab], "after a broken push");
    }
}
