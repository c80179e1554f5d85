//! The lecture's shape. Two fields stand beside those of the slides where they are needed: an
//! input's `sequence`, if it is not final, and a coinbase's `coinbase`, whose bytes are no script.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{JsonError, Written, amount, asm, bytes, check};
use crate::hash::Txid;
use crate::primitives::amount::bitcoin;
use crate::primitives::{OutPoint, ScriptBuf, Transaction, TxIn, TxOut};

/// The sequence of an input that says nothing of it.
const FINAL: u32 = u32::MAX;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tx {
    hash: Option<Txid>,
    ver: u32,
    vin_sz: Option<usize>,
    vout_sz: Option<usize>,
    lock_time: u32,
    size: Option<usize>,
    r#in: Vec<In>,
    out: Vec<Out>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct In {
    prev_out: PrevOut,
    #[serde(rename = "scriptSig", skip_serializing_if = "Option::is_none")]
    script_sig: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coinbase: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrevOut {
    hash: Txid,
    n: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Out {
    value: Box<RawValue>,
    #[serde(rename = "scriptPubKey")]
    script_pubkey: String,
}

pub(super) fn write(tx: &Transaction) -> Result<Written, JsonError> {
    let mut lost = Vec::new();
    let mut script = |script: &[u8], field: String| match asm::text_of(script) {
        Ok(text) => text,
        Err(text) => {
            lost.push(format!("`{field}`: its text stands for other bytes"));
            text
        }
    };
    let inputs = tx.inputs.iter().enumerate().map(|(index, input)| In {
        prev_out: PrevOut { hash: input.previous_output.txid, n: input.previous_output.vout },
        script_sig: (!tx.is_coinbase())
            .then(|| script(&input.script_sig, format!("in[{index}].scriptSig"))),
        coinbase: tx.is_coinbase().then(|| hex::encode(&*input.script_sig)),
        sequence: Some(input.sequence).filter(|sequence| *sequence != FINAL),
    });
    let inputs = inputs.collect();
    let outputs = tx.outputs.iter().enumerate().map(|(index, output)| {
        Ok(Out {
            value: amount::raw(format!("\"{}\"", bitcoin(output.value)))?,
            script_pubkey: script(&output.script_pubkey, format!("out[{index}].scriptPubKey")),
        })
    });
    let outputs = outputs.collect::<Result<_, JsonError>>()?;
    for (index, input) in tx.inputs.iter().enumerate() {
        if !input.witness.is_empty() {
            lost.push(format!("the witness of input {index}: this shape is older than witnesses"));
        }
    }
    let text = serde_json::to_string_pretty(&Tx {
        hash: Some(tx.txid()),
        ver: tx.version,
        vin_sz: Some(tx.inputs.len()),
        vout_sz: Some(tx.outputs.len()),
        lock_time: tx.lock_time,
        size: Some(tx.total_size()),
        r#in: inputs,
        out: outputs,
    })?;
    Ok(Written { text, lost })
}

pub(super) fn read(text: &str) -> Result<Transaction, JsonError> {
    let json: Tx = serde_json::from_str(text)?;
    check("vin_sz", json.vin_sz, json.r#in.len())?;
    check("vout_sz", json.vout_sz, json.out.len())?;
    let inputs = json.r#in.into_iter().enumerate().map(|(at, input)| read_input(at, input));
    let outputs = json.out.into_iter().enumerate().map(|(index, output)| {
        let value = amount::satoshi(format!("out[{index}].value"), &output.value)?;
        let script_pubkey = script(format!("out[{index}].scriptPubKey"), &output.script_pubkey)?;
        Ok(TxOut { value, script_pubkey })
    });
    let tx = Transaction {
        version: json.ver,
        inputs: inputs.collect::<Result<_, JsonError>>()?,
        outputs: outputs.collect::<Result<_, JsonError>>()?,
        lock_time: json.lock_time,
    };
    check("size", json.size, tx.total_size())?;
    check("hash", json.hash, tx.txid())?;
    Ok(tx)
}

fn read_input(index: usize, input: In) -> Result<TxIn, JsonError> {
    let script_sig = match (input.script_sig, input.coinbase) {
        (Some(text), None) => script(format!("in[{index}].scriptSig"), &text)?,
        (None, Some(text)) => bytes(format!("in[{index}].coinbase"), &text)?.into(),
        _ => {
            let field = format!("in[{index}].scriptSig");
            let why = "an input has it, or `coinbase`, and not both";
            return Err(JsonError::Missing { field, why });
        }
    };
    let previous_output = OutPoint { txid: input.prev_out.hash, vout: input.prev_out.n };
    let sequence = input.sequence.unwrap_or(FINAL);
    Ok(TxIn { previous_output, script_sig, sequence, ..TxIn::default() })
}

fn script(field: String, text: &str) -> Result<ScriptBuf, JsonError> {
    asm::script_of(text)
        .map(ScriptBuf::from)
        .map_err(|reason| JsonError::BadScript { field, reason })
}
