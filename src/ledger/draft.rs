//! A payment before it is signed, and the signing.

use super::{Entry, Party, Payer, Payment, Receiver};
use crate::primitives::{OutPoint, ScriptBuf, Transaction, TxIn, TxOut};
use crate::script::sighash::{self, TxContext};

/// What a payment is to say, in both forms. Amounts are satoshis.
#[derive(Debug, Clone, Default)]
pub struct Draft<'a> {
    /// Height of the block that is to hold it.
    pub height: u32,
    /// The outputs that it spends. None for a coinbase.
    pub spends: Vec<Spend<'a>>,
    /// The outputs that it makes: for whom, and how much.
    pub outputs: Vec<(&'a Party, i64)>,
    /// The accounts that pay.
    pub payers: Vec<Paying<'a>>,
    /// The accounts that are paid, and how much.
    pub receivers: Vec<(&'a Party, i64)>,
}

/// An output to spend.
#[derive(Debug, Clone, Copy)]
pub struct Spend<'a> {
    /// Which output.
    pub outpoint: OutPoint,
    /// Whom it is locked to.
    pub owner: &'a Party,
    /// Who signs.
    pub signer: &'a Party,
}

/// An account that is to pay.
#[derive(Debug, Clone, Copy)]
pub struct Paying<'a> {
    /// Whose account.
    pub owner: &'a Party,
    /// Who signs.
    pub signer: &'a Party,
    /// Satoshis.
    pub amount: i64,
    /// Which of the account's payments it is, from 0.
    pub sequence: u32,
}

impl Draft<'_> {
    /// The payment, signed in both forms.
    pub fn sign(&self) -> Payment {
        let mut payment = self.unsigned();
        let scripts: Vec<ScriptBuf> = {
            let context = TxContext::new(&payment.tx, None);
            let unlock = |(input, spend): (usize, &Spend<'_>)| unlock(&context, input, spend);
            self.spends.iter().enumerate().map(unlock).collect()
        };
        for (input, script_sig) in payment.tx.inputs.iter_mut().zip(scripts) {
            input.script_sig = script_sig;
        }
        let digest = payment.entry.digest();
        for (payer, paying) in payment.entry.payers.iter_mut().zip(&self.payers) {
            payer.public_key = paying.signer.public_key().to_vec();
            payer.signature = paying.signer.sign(digest);
        }
        payment
    }

    /// The payment without signatures, for where only the work of looking things up is counted.
    pub fn unsigned(&self) -> Payment {
        let input = |spend: &Spend<'_>| TxIn {
            previous_output: spend.outpoint,
            sequence: u32::MAX,
            ..TxIn::default()
        };
        let mut inputs: Vec<TxIn> = self.spends.iter().map(input).collect();
        if inputs.is_empty() {
            inputs.push(coinbase_input(self.height));
        }
        let output =
            |&(party, value): &(&Party, i64)| TxOut { value, script_pubkey: party.script_pubkey() };
        let outputs = self.outputs.iter().map(output).collect();
        let payer = |paying: &Paying<'_>| Payer {
            account: paying.owner.account(),
            amount: paying.amount,
            sequence: paying.sequence,
            public_key: Vec::new(),
            signature: Vec::new(),
        };
        let receiver =
            |&(party, amount): &(&Party, i64)| Receiver { account: party.account(), amount };
        Payment {
            height: self.height,
            tx: Transaction { version: 1, inputs, outputs, lock_time: 0 },
            entry: Entry {
                payers: self.payers.iter().map(payer).collect(),
                receivers: self.receivers.iter().map(receiver).collect(),
            },
        }
    }
}

/// Signature and public key, each pushed: what pay to public key hash asks for.
fn unlock(context: &TxContext<'_>, input: usize, spend: &Spend<'_>) -> ScriptBuf {
    let lock = spend.owner.script_pubkey();
    let mut signature = spend.signer.sign(sighash::legacy(context, input, &lock, sighash::ALL));
    signature.push(sighash::ALL as u8);
    let mut script = Vec::new();
    for item in [signature.as_slice(), spend.signer.public_key()] {
        // Both are shorter than 76 bytes, so that the length is the opcode.
        script.push(item.len() as u8);
        script.extend(item);
    }
    ScriptBuf(script)
}

/// The input of a coinbase: the block's height, as BIP 34 asks for, which also keeps any two
/// coinbases from being the same transaction.
fn coinbase_input(height: u32) -> TxIn {
    let mut script = vec![4];
    script.extend(height.to_le_bytes());
    TxIn { script_sig: ScriptBuf(script), sequence: u32::MAX, ..TxIn::default() }
}
