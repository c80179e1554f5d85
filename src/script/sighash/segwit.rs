//! The signature hash of version 0 witnesses (BIP 143).
//!
//! It commits to the value spent, and to hashes of all outpoints, sequences and outputs that are
//! computed once, so that n signatures cost n and not n times the size.

use super::{ANYONE_CAN_PAY, NONE, SINGLE, TxContext, output_type};
use crate::encode::{Encode, Sink, put_bytes};
use crate::hash::Sha256;
use crate::primitives::Transaction;

/// sha256d of all outpoints, of all sequences and of all outputs.
#[derive(Debug)]
pub(super) struct SegwitParts {
    prevouts: [u8; 32],
    sequences: [u8; 32],
    outputs: [u8; 32],
}

impl SegwitParts {
    fn new(tx: &Transaction) -> SegwitParts {
        let (mut prevouts, mut sequences) = (Sha256::new(), Sha256::new());
        for input in &tx.inputs {
            input.previous_output.encode(&mut prevouts);
            sequences.put(&input.sequence.to_le_bytes());
        }
        let mut outputs = Sha256::new();
        for output in &tx.outputs {
            output.encode(&mut outputs);
        }
        SegwitParts {
            prevouts: prevouts.finish_twice(),
            sequences: sequences.finish_twice(),
            outputs: outputs.finish_twice(),
        }
    }
}

/// The hash that a signature in a version 0 witness must sign. `script_code` is the script that
/// runs, from its last executed OP_CODESEPARATOR on; `value` is the satoshis being spent.
pub fn segwit_v0(
    context: &TxContext<'_>,
    input: usize,
    script_code: &[u8],
    value: i64,
    hash_type: u32,
) -> [u8; 32] {
    let tx = context.tx();
    let Some(signed) = tx.inputs.get(input) else { return [0; 32] };
    let parts = context.segwit.get_or_init(|| SegwitParts::new(tx));
    let all_inputs = hash_type & ANYONE_CAN_PAY == 0;
    let all_outputs = !matches!(output_type(hash_type), NONE | SINGLE);
    let kept = |keep: bool, hash: [u8; 32]| if keep { hash } else { [0; 32] };

    let mut engine = Sha256::new();
    engine.put(&tx.version.to_le_bytes());
    engine.put(&kept(all_inputs, parts.prevouts));
    engine.put(&kept(all_inputs && all_outputs, parts.sequences));
    signed.previous_output.encode(&mut engine);
    put_bytes(&mut engine, script_code);
    engine.put(&value.to_le_bytes());
    engine.put(&signed.sequence.to_le_bytes());
    engine.put(&match (output_type(hash_type), tx.outputs.get(input)) {
        (SINGLE, Some(output)) => {
            let mut own = Sha256::new();
            output.encode(&mut own);
            own.finish_twice()
        }
        _ => kept(all_outputs, parts.outputs),
    });
    engine.put(&tx.lock_time.to_le_bytes());
    engine.put(&hash_type.to_le_bytes());
    engine.finish_twice()
}
