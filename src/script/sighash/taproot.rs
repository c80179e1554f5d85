//! The signature hash of Taproot (BIP 341), with the extension for tapscript (BIP 342).
//!
//! It commits to the values and scripts of *all* outputs spent, so that an offline signer cannot be
//! lied to about the fee, and to whether a key or a script is being satisfied.

use super::{ANYONE_CAN_PAY, NONE, SINGLE, TxContext, output_type};
use crate::encode::{Encode, Sink, put_bytes};
use crate::hash::{Sha256, Tag};
use crate::primitives::{Transaction, TxOut};

/// sha256 of all outpoints, values spent, scripts spent, sequences and outputs.
#[derive(Debug)]
pub(super) struct TaprootParts {
    prevouts: [u8; 32],
    amounts: [u8; 32],
    script_pubkeys: [u8; 32],
    sequences: [u8; 32],
    outputs: [u8; 32],
}

impl TaprootParts {
    fn new(tx: &Transaction, spent: &[TxOut]) -> TaprootParts {
        let (mut prevouts, mut sequences) = (Sha256::new(), Sha256::new());
        for input in &tx.inputs {
            input.previous_output.encode(&mut prevouts);
            sequences.put(&input.sequence.to_le_bytes());
        }
        let (mut amounts, mut script_pubkeys) = (Sha256::new(), Sha256::new());
        for coin in spent {
            amounts.put(&coin.value.to_le_bytes());
            put_bytes(&mut script_pubkeys, &coin.script_pubkey);
        }
        let mut outputs = Sha256::new();
        for output in &tx.outputs {
            output.encode(&mut outputs);
        }
        TaprootParts {
            prevouts: prevouts.finish(),
            amounts: amounts.finish(),
            script_pubkeys: script_pubkeys.finish(),
            sequences: sequences.finish(),
            outputs: outputs.finish(),
        }
    }
}

/// What a Taproot signature commits to beside the transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaprootSpend {
    /// sha256 of the annex with its length, if the witness has one.
    pub annex_hash: Option<[u8; 32]>,
    /// The hash of the leaf whose script runs; none for a key path spend.
    pub leaf_hash: Option<[u8; 32]>,
    /// The position of the last executed OP_CODESEPARATOR, counted in opcodes; `u32::MAX` if none.
    pub code_separator: u32,
}

/// The hash that a Taproot signature must sign. None where Core's `SignatureHashSchnorr` fails: a
/// hash type that does not exist, SINGLE without an output of its own number, or outputs spent
/// that are not all known.
pub fn taproot(
    context: &TxContext<'_>,
    input: usize,
    spend: &TaprootSpend,
    hash_type: u8,
) -> Option<[u8; 32]> {
    if !matches!(hash_type, 0..=3 | 0x81..=0x83) {
        return None;
    }
    let tx = context.tx();
    let signed = tx.inputs.get(input)?;
    let spent = context.prevouts()?;
    let parts = context.taproot.get_or_init(|| TaprootParts::new(tx, spent));
    let hash_type_bits = u32::from(hash_type);
    let all_inputs = hash_type_bits & ANYONE_CAN_PAY == 0;

    let mut engine = Sha256::tagged(Tag::TapSighash);
    engine.put(&[0, hash_type]);
    engine.put(&tx.version.to_le_bytes());
    engine.put(&tx.lock_time.to_le_bytes());
    if all_inputs {
        engine.put(&parts.prevouts);
        engine.put(&parts.amounts);
        engine.put(&parts.script_pubkeys);
        engine.put(&parts.sequences);
    }
    if !matches!(output_type(hash_type_bits), NONE | SINGLE) {
        engine.put(&parts.outputs);
    }
    let script_path = spend.leaf_hash.is_some();
    engine.put(&[u8::from(script_path) << 1 | u8::from(spend.annex_hash.is_some())]);
    if all_inputs {
        engine.put(&u32::try_from(input).ok()?.to_le_bytes());
    } else {
        signed.previous_output.encode(&mut engine);
        spent.get(input)?.encode(&mut engine);
        engine.put(&signed.sequence.to_le_bytes());
    }
    if let Some(annex_hash) = spend.annex_hash {
        engine.put(&annex_hash);
    }
    if output_type(hash_type_bits) == SINGLE {
        let mut own = Sha256::new();
        tx.outputs.get(input)?.encode(&mut own);
        engine.put(&own.finish());
    }
    if let Some(leaf_hash) = spend.leaf_hash {
        engine.put(&leaf_hash);
        engine.put(&[0]); // key version
        engine.put(&spend.code_separator.to_le_bytes());
    }
    Some(engine.finish())
}
