//! The shape of Bitcoin Core's `decoderawtransaction` (Core: `TxToUniv`). Bytes are read from the
//! `hex` fields; what the others say about them is checked where it is there. Fields that Core adds
//! elsewhere are passed over.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{JsonError, Written, amount, bytes, check};
use crate::encode::Encode;
use crate::hash::{Txid, Wtxid};
use crate::primitives::amount::bitcoin;
use crate::primitives::{Address, Network, OutPoint, Transaction, TxIn, TxOut, Witness};
use crate::script::asm::{disassemble, disassemble_script_sig};
use crate::script::standard::classify;

#[derive(Serialize, Deserialize)]
struct Tx {
    txid: Option<Txid>,
    hash: Option<Wtxid>,
    version: u32,
    size: Option<usize>,
    vsize: Option<usize>,
    weight: Option<usize>,
    locktime: u32,
    vin: Vec<Vin>,
    vout: Vec<Vout>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Vin {
    #[serde(skip_serializing_if = "Option::is_none")]
    coinbase: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    txid: Option<Txid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vout: Option<u32>,
    #[serde(rename = "scriptSig", skip_serializing_if = "Option::is_none")]
    script_sig: Option<Script>,
    #[serde(skip_serializing_if = "Option::is_none")]
    txinwitness: Option<Vec<String>>,
    sequence: u32,
}

#[derive(Serialize, Deserialize)]
struct Vout {
    value: Box<RawValue>,
    n: Option<usize>,
    #[serde(rename = "scriptPubKey")]
    script_pubkey: Script,
}

#[derive(Serialize, Deserialize)]
struct Script {
    asm: Option<String>,
    hex: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

pub(super) fn write(tx: &Transaction, network: Network) -> Result<Written, JsonError> {
    let vout = tx.outputs.iter().enumerate().map(|(index, output)| {
        Ok(Vout {
            value: amount::raw(bitcoin(output.value))?,
            n: Some(index),
            script_pubkey: Script {
                asm: Some(disassemble(&output.script_pubkey)),
                hex: hex::encode(&*output.script_pubkey),
                address: Address::from_script(&output.script_pubkey)
                    .map(|address| address.to_text(network)),
                kind: Some(classify(&output.script_pubkey).name().to_owned()),
            },
        })
    });
    let text = serde_json::to_string_pretty(&Tx {
        txid: Some(tx.txid()),
        hash: Some(tx.wtxid()),
        version: tx.version,
        size: Some(tx.total_size()),
        vsize: Some(tx.virtual_size()),
        weight: Some(tx.weight()),
        locktime: tx.lock_time,
        vin: tx.inputs.iter().map(|input| write_input(input, tx.is_coinbase())).collect(),
        vout: vout.collect::<Result<_, JsonError>>()?,
        hex: None,
    })?;
    Ok(Written { text, lost: Vec::new() })
}

fn write_input(input: &TxIn, is_coinbase: bool) -> Vin {
    let witness = || input.witness.iter().map(hex::encode).collect();
    let script = hex::encode(&*input.script_sig);
    let (coinbase, script_sig) = if is_coinbase {
        (Some(script), None)
    } else {
        let asm = Some(disassemble_script_sig(&input.script_sig));
        (None, Some(Script { asm, hex: script, address: None, kind: None }))
    };
    Vin {
        coinbase,
        txid: (!is_coinbase).then_some(input.previous_output.txid),
        vout: (!is_coinbase).then_some(input.previous_output.vout),
        script_sig,
        txinwitness: (!input.witness.is_empty()).then(witness),
        sequence: input.sequence,
    }
}

pub(super) fn read(text: &str) -> Result<Transaction, JsonError> {
    let json: Tx = serde_json::from_str(text)?;
    let inputs = json.vin.into_iter().enumerate().map(|(index, vin)| read_input(index, vin));
    let outputs = json.vout.into_iter().enumerate().map(|(index, vout)| read_output(index, vout));
    let tx = Transaction {
        version: json.version,
        inputs: inputs.collect::<Result<_, _>>()?,
        outputs: outputs.collect::<Result<_, _>>()?,
        lock_time: json.locktime,
    };
    check("size", json.size, tx.total_size())?;
    check("vsize", json.vsize, tx.virtual_size())?;
    check("weight", json.weight, tx.weight())?;
    check("txid", json.txid, tx.txid())?;
    check("hash", json.hash, tx.wtxid())?;
    check("hex", json.hex.map(|hex| hex.to_lowercase()), hex::encode(tx.to_bytes()))?;
    Ok(tx)
}

fn read_input(index: usize, vin: Vin) -> Result<TxIn, JsonError> {
    let items = vin.txinwitness.unwrap_or_default();
    let items = items.iter().enumerate();
    let witness =
        items.map(|(item, text)| bytes(format!("vin[{index}].txinwitness[{item}]"), text));
    let witness = witness.collect::<Result<Witness, _>>()?;
    let sequence = vin.sequence;
    if let Some(text) = vin.coinbase {
        let script_sig = bytes(format!("vin[{index}].coinbase"), &text)?.into();
        return Ok(TxIn { previous_output: OutPoint::NULL, script_sig, sequence, witness });
    }
    let missing = |field: &str| JsonError::Missing {
        field: format!("vin[{index}].{field}"),
        why: "an input needs it, unless it has `coinbase`",
    };
    let txid = vin.txid.ok_or_else(|| missing("txid"))?;
    let vout = vin.vout.ok_or_else(|| missing("vout"))?;
    let script = vin.script_sig.ok_or_else(|| missing("scriptSig"))?;
    let path = format!("vin[{index}].scriptSig");
    let script_sig = bytes(format!("{path}.hex"), &script.hex)?;
    check(format!("{path}.asm"), script.asm, disassemble_script_sig(&script_sig))?;
    let previous_output = OutPoint { txid, vout };
    Ok(TxIn { previous_output, script_sig: script_sig.into(), sequence, witness })
}

fn read_output(index: usize, vout: Vout) -> Result<TxOut, JsonError> {
    let path = format!("vout[{index}].scriptPubKey");
    check(format!("vout[{index}].n"), vout.n, index)?;
    let value = amount::satoshi(format!("vout[{index}].value"), &vout.value)?;
    let script = bytes(format!("{path}.hex"), &vout.script_pubkey.hex)?;
    check(format!("{path}.asm"), vout.script_pubkey.asm, disassemble(&script))?;
    let kind = classify(&script).name().to_owned();
    check(format!("{path}.type"), vout.script_pubkey.kind, kind)?;
    if let Some(text) = vout.script_pubkey.address {
        let field = format!("{path}.address");
        let (address, _) = Address::parse(&text).map_err(|error| JsonError::BadScript {
            field: field.clone(),
            reason: error.to_string(),
        })?;
        check(
            format!("{field} (as a script)"),
            Some(hex::encode(&*address.script_pubkey())),
            hex::encode(&script),
        )?;
    }
    Ok(TxOut { value, script_pubkey: script.into() })
}
