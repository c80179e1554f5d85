//! A payment that several sign, who pass a file around.
//!
//! The file holds the unsigned transaction, what it spends, and the signatures collected so far.
//! Whoever gets it reads it ([`JointPayment::from_json`] believes nothing in it), adds signatures of
//! his own ([`JointPayment::sign`]) and passes it on, or two who signed at the same time put their
//! files together ([`JointPayment::combine`]). With enough signatures it becomes a transaction
//! ([`JointPayment::finalize`]). A signature fits one transaction only: if somebody on the way
//! changes who is paid, the signatures that are there no longer fit, and everyone notices. The first
//! signer has no such help and must read the summary.

use std::collections::BTreeMap;

use super::build::UnsignedPayment;
use super::lock::KeyBytes;
use super::sign::{self, Signatures};
use super::{KeyRing, Lock, WalletError};
use crate::primitives::address::Address;
use crate::primitives::amount::{bitcoin_short, money_range};
use crate::primitives::{Network, Transaction, TxOut};
use crate::script::TxContext;
use crate::spelling::counted;

/// A payment under way from signer to signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointPayment {
    pub(super) network: Network,
    /// Without signatures.
    pub(super) tx: Transaction,
    pub(super) inputs: Vec<JointInput>,
    /// What to call the keys.
    pub(super) signers: BTreeMap<KeyBytes, String>,
}

/// An input of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointInput {
    /// The output that it spends.
    pub coin: TxOut,
    /// How that is locked.
    pub lock: Lock,
    /// The signatures so far.
    pub signatures: Signatures,
}

impl JointInput {
    /// How many signatures are still missing.
    pub fn missing(&self) -> usize {
        self.lock.required().saturating_sub(self.signatures.len())
    }
}

impl JointPayment {
    /// A payment that nobody has signed.
    pub fn new(network: Network, payment: &UnsignedPayment) -> JointPayment {
        let input = |coin: &super::SpendableCoin| JointInput {
            coin: coin.output.clone(),
            lock: coin.lock.clone(),
            signatures: Signatures::new(),
        };
        let inputs = payment.coins.iter().map(input).collect();
        JointPayment { network, tx: payment.tx.clone(), inputs, signers: BTreeMap::new() }
    }

    /// Says whose a key is, for people.
    pub fn name_key(&mut self, key: KeyBytes, name: &str) {
        self.signers.insert(key, name.chars().filter(|c| !c.is_control()).take(60).collect());
    }

    /// The network.
    pub fn network(&self) -> Network {
        self.network
    }

    /// The transaction without signatures.
    pub fn transaction(&self) -> &Transaction {
        &self.tx
    }

    /// The inputs.
    pub fn inputs(&self) -> &[JointInput] {
        &self.inputs
    }

    /// Adds the signatures that `keys` can make where some are missing, after a check of those that
    /// are there. Returns how many were added.
    pub fn sign(&mut self, keys: &KeyRing) -> Result<usize, WalletError> {
        self.check()?;
        let coins = self.coins();
        let context = TxContext::new(&self.tx, Some(&coins));
        let mut added = 0;
        for (at, input) in self.inputs.iter_mut().enumerate() {
            for key in input.lock.keys() {
                let Some(secret) = keys.secret(key) else { continue };
                let enough = input.signatures.len() >= input.lock.required();
                if !enough && !input.signatures.contains_key(key) {
                    let made = sign::signature(&context, at, &input.coin, &input.lock, secret)?;
                    input.signatures.insert(*key, made);
                    added += 1;
                }
            }
        }
        Ok(added)
    }

    /// Takes over the signatures of another file about the same payment. Returns how many were new.
    pub fn combine(&mut self, other: &JointPayment) -> Result<usize, WalletError> {
        let alike =
            |own: &JointInput, other: &JointInput| own.coin == other.coin && own.lock == other.lock;
        let same = self.network == other.network
            && self.tx == other.tx
            && self.inputs.len() == other.inputs.len()
            && self.inputs.iter().zip(&other.inputs).all(|(own, other)| alike(own, other));
        if !same {
            let (own, other) = (self.tx.txid(), other.tx.txid());
            return Err(WalletError::OtherPayment { own, other });
        }
        other.check()?;
        let mut added = 0;
        for (own, other) in self.inputs.iter_mut().zip(&other.inputs) {
            for (key, signature) in &other.signatures {
                if own.missing() > 0 && !own.signatures.contains_key(key) {
                    own.signatures.insert(*key, signature.clone());
                    added += 1;
                }
            }
        }
        for (key, name) in &other.signers {
            self.signers.entry(*key).or_insert_with(|| name.clone());
        }
        Ok(added)
    }

    /// Whether every input has enough signatures.
    pub fn is_complete(&self) -> bool {
        self.inputs.iter().all(|input| input.missing() == 0)
    }

    /// The transaction with all signatures in place, every coin checked to open.
    pub fn finalize(&self) -> Result<Transaction, WalletError> {
        self.check()?;
        let mut tx = self.tx.clone();
        for (input, joint) in tx.inputs.iter_mut().zip(&self.inputs) {
            let unlocking = sign::unlock(&joint.lock, &joint.signatures)?;
            input.script_sig = unlocking.script_sig;
            input.witness = unlocking.witness;
        }
        sign::verify(&tx, &self.coins())?;
        Ok(tx)
    }

    /// Satoshis that the miner gets.
    pub fn fee(&self) -> i64 {
        let sum = |outputs: &mut dyn Iterator<Item = &TxOut>| {
            outputs.fold(0, |sum: i64, output| sum.saturating_add(output.value))
        };
        let spent = sum(&mut self.inputs.iter().map(|input| &input.coin));
        spent.saturating_sub(sum(&mut self.tx.outputs.iter()))
    }

    /// What the payment does, a sentence each. Before anything is signed, this is what to read.
    pub fn summary(&self) -> Vec<String> {
        let spent = |input: &JointInput| {
            let (required, count) = (input.lock.required(), input.lock.keys().len());
            let kind = input.lock.kind();
            let amount = bitcoin_short(input.coin.value);
            format!("spends {amount} bitcoin from {kind}, {required} of {count} keys")
        };
        let paid = |output: &TxOut| {
            let to = match Address::from_script(&output.script_pubkey) {
                Some(address) => address.to_text(self.network),
                None => format!("the script {}", hex::encode(&output.script_pubkey.0)),
            };
            format!("pays {} bitcoin to {to}", bitcoin_short(output.value))
        };
        let mut lines: Vec<String> = self.inputs.iter().map(spent).collect();
        lines.extend(self.tx.outputs.iter().map(paid));
        lines.push(format!("leaves {} bitcoin to the miner", bitcoin_short(self.fee())));
        lines
    }

    /// Who still has to sign, a sentence for each input, and what to do when nobody has to.
    pub fn status(&self) -> Vec<String> {
        if self.is_complete() {
            return vec!["Every input has its signatures: the payment can be finished.".into()];
        }
        let open = self.inputs.iter().enumerate().filter(|(_, input)| input.missing() > 0);
        let says = |(at, input): (usize, &JointInput)| {
            let unsigned = |key: &&KeyBytes| !input.signatures.contains_key(*key);
            let left: Vec<String> =
                input.lock.keys().iter().filter(unsigned).map(|key| self.name_of(key)).collect();
            let missing = counted(input.missing(), "signature");
            match input.missing() == left.len() {
                true => format!("Input {at} lacks {missing}: of {}.", left.join(" and ")),
                false => format!("Input {at} lacks {missing}: any of {}.", left.join(", ")),
            }
        };
        open.map(says).collect()
    }

    /// What a key is called: the name that the file gives it, or its first digits.
    pub fn name_of(&self, key: &KeyBytes) -> String {
        match self.signers.get(key) {
            Some(name) => name.clone(),
            None => hex::encode(key).chars().take(10).chain("…".chars()).collect(),
        }
    }

    pub(super) fn coins(&self) -> Vec<TxOut> {
        self.inputs.iter().map(|input| input.coin.clone()).collect()
    }

    /// That the parts belong together, and that every signature fits this transaction.
    pub(super) fn check(&self) -> Result<(), WalletError> {
        let (inputs, coins) = (self.tx.inputs.len(), self.inputs.len());
        if inputs != coins || inputs == 0 {
            return Err(WalletError::CoinCount { inputs, coins });
        }
        let signed = |input: &crate::primitives::TxIn| {
            !(input.script_sig.is_empty() && input.witness.is_empty())
        };
        if self.tx.inputs.iter().any(signed) {
            let reason = "its transaction carries signatures already".to_owned();
            return Err(WalletError::JointFile { reason });
        }
        let all = self.inputs.iter().map(|input| &input.coin).chain(&self.tx.outputs);
        if let Some(amount) = all.map(|output| output.value).find(|value| !money_range(*value)) {
            let reason = format!("{amount} satoshis are no amount of money");
            return Err(WalletError::JointFile { reason });
        }
        if self.fee() < 0 {
            let reason = "it pays out more than it spends".to_owned();
            return Err(WalletError::JointFile { reason });
        }
        let coins = self.coins();
        let context = TxContext::new(&self.tx, Some(&coins));
        for (at, input) in self.inputs.iter().enumerate() {
            if input.lock.script_pubkey() != input.coin.script_pubkey {
                return Err(WalletError::LockOfAnotherCoin { input: at });
            }
            for (key, signature) in &input.signatures {
                if !sign::fits(&context, at, &input.coin, &input.lock, key, signature) {
                    return Err(WalletError::Altered { input: at, signer: self.name_of(key) });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "joint_tests.rs"]
pub(super) mod tests;
