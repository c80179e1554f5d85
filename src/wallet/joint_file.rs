//! A joint payment as JSON. Nothing in a file is believed: the locks must be those of the coins, the
//! signatures must fit, and the summary must say what the transaction does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::file::network_of;
use super::joint::{JointInput, JointPayment};
use super::lock::KeyBytes;
use super::{Lock, WalletError};
use crate::encode::{Decode, Encode, decode_hex, decode_hex_array};
use crate::primitives::{ScriptBuf, Transaction, TxOut};

const FORMAT: &str = "blockstep joint payment 1";

/// The longest file that is read, in bytes.
pub const MAX_JSON_LEN: usize = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JointFile {
    format: String,
    network: String,
    /// For people.
    summary: Vec<String>,
    /// For people: who still has to sign.
    status: Vec<String>,
    /// Without signatures, in hexadecimal.
    transaction: String,
    inputs: Vec<InputText>,
    /// Names of keys.
    #[serde(default)]
    signers: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InputText {
    /// Satoshis.
    amount: i64,
    script_pubkey: String,
    lock: Lock,
    /// By public key, each with its hash type; all in hexadecimal.
    signatures: BTreeMap<String, String>,
}

impl JointPayment {
    /// The payment as a text for a file.
    pub fn to_json(&self) -> String {
        let input = |input: &JointInput| InputText {
            amount: input.coin.value,
            script_pubkey: hex::encode(&input.coin.script_pubkey.0),
            lock: input.lock.clone(),
            signatures: input
                .signatures
                .iter()
                .map(|(key, signature)| (hex::encode(key), hex::encode(signature)))
                .collect(),
        };
        let names = self.signers.iter().map(|(key, name)| (hex::encode(key), name.clone()));
        let file = JointFile {
            format: FORMAT.into(),
            network: self.network.name().into(),
            summary: self.summary(),
            status: self.status(),
            transaction: hex::encode(self.tx.to_bytes()),
            inputs: self.inputs.iter().map(input).collect(),
            signers: names.collect(),
        };
        serde_json::to_string_pretty(&file)
            .expect("numbers and texts under text keys are always JSON")
    }

    /// Reads what [`JointPayment::to_json`] writes, and checks all of it.
    pub fn from_json(text: &str) -> Result<JointPayment, WalletError> {
        let bad = |reason: String| WalletError::JointFile { reason };
        if text.len() > MAX_JSON_LEN {
            return Err(bad(format!("it is longer than {MAX_JSON_LEN} bytes")));
        }
        let file: JointFile = serde_json::from_str(text).map_err(|error| bad(error.to_string()))?;
        if file.format != FORMAT {
            return Err(bad(format!("its format is not {FORMAT:?}")));
        }
        let network = network_of(&file.network)
            .ok_or_else(|| bad("its network is none of main, test, signet and regtest".into()))?;
        let tx = Transaction::from_hex(&file.transaction)
            .map_err(|error| bad(format!("its transaction cannot be read: {error}")))?;
        let inputs = file.inputs.into_iter().map(input_of).collect::<Result<_, _>>()?;
        let mut payment = JointPayment { network, tx, inputs, signers: BTreeMap::new() };
        for (key, name) in &file.signers {
            payment.name_key(key_of(key)?, name);
        }
        payment.check()?;
        if payment.summary() != file.summary {
            return Err(WalletError::SummaryDiffers);
        }
        Ok(payment)
    }
}

fn input_of(text: InputText) -> Result<JointInput, WalletError> {
    let bytes = |text: &str| {
        decode_hex(text).map_err(|error| WalletError::JointFile { reason: error.to_string() })
    };
    let script_pubkey = ScriptBuf(bytes(&text.script_pubkey)?);
    let coin = TxOut { value: text.amount, script_pubkey };
    let signature = |(key, signature): (&String, &String)| Ok((key_of(key)?, bytes(signature)?));
    let signatures = text.signatures.iter().map(signature).collect::<Result<_, WalletError>>()?;
    Ok(JointInput { coin, lock: text.lock, signatures })
}

fn key_of(text: &str) -> Result<KeyBytes, WalletError> {
    decode_hex_array(text)
        .map_err(|_| WalletError::NotAKey { key: text.chars().take(130).collect() })
}
