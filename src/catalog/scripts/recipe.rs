//! A spend of our own, as a recipe: a lock and what is offered to open it, both as text with names.
//!
//! Keys follow from names ([`Party`]) and signatures from keys, so that a recipe always makes the
//! same bytes. Every name that a recipe may use stands in [`signing::names`].

use super::signing;
use crate::catalog::CatalogError;
use crate::catalog::source::spend_walk;
use crate::hash::{hash160, sha256};
use crate::ledger::Party;
use crate::primitives::amount::COIN;
use crate::primitives::{OutPoint, ScriptBuf, Transaction, TxIn, TxOut};
use crate::script::Flags;
use crate::script::asm::{self, Tags};
use crate::script::instruction::{Instructions, put_push};
use crate::script::number;
use crate::script::op::{OP_1, OP_1NEGATE};
use crate::script::standard;
use crate::trace::Stepper;

/// Where the script stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrap {
    /// In scriptPubKey.
    Bare,
    /// Behind a hash (BIP 16).
    P2sh,
    /// It is pay to public key hash, and the lock a witness program for the same key (BIP 141).
    P2wpkh,
    /// The same behind a P2SH hash.
    NestedP2wpkh,
    /// Behind the hash in a witness program.
    P2wsh,
    /// In a Taproot tree whose internal key is Alice's; the key spends, the script stays hidden.
    TaprootKey,
    /// The same; the script spends.
    TaprootScript,
}

/// A lock, and what is offered to open it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recipe {
    /// Where the script stands.
    pub wrap: Wrap,
    /// The script.
    pub script: &'static str,
    /// What goes in front of it: scriptSig, or the witness.
    pub unlock: &'static str,
    /// The script that is shown, where that is not the right one.
    pub shown: Option<&'static str>,
    /// The transaction's lock time.
    pub lock_time: u32,
    /// The input's sequence.
    pub sequence: u32,
    /// The rules in force.
    pub flags: Flags,
}

/// The recipe that others vary: Alice pays from a key hash.
pub(super) const P2PKH: Recipe = Recipe {
    wrap: Wrap::Bare,
    script: "OP_DUP OP_HASH160 <hash of key Alice> OP_EQUALVERIFY OP_CHECKSIG",
    unlock: "<sig Alice> <key Alice>",
    shown: None,
    lock_time: 0,
    sequence: u32::MAX,
    flags: Flags::CONSENSUS,
};

impl Recipe {
    /// Makes the spend and begins the walk.
    pub fn walk(self, title: &str) -> Result<Box<dyn Stepper>, CatalogError> {
        let mut tags = signing::names(self.is_taproot());
        let script = self.assemble(self.script, &tags)?;
        let shown = self.shown.map(|shown| self.assemble(shown, &tags)).transpose()?;
        let shown = shown.unwrap_or_else(|| script.clone());
        let lock = self.lock(&script);
        let coin = TxOut { value: COIN, script_pubkey: lock.into() };
        let mut tx = self.unsigned(&coin);
        signing::sign(&tx, &coin, self.wrap, &script, &mut tags);
        let unlock = self.assemble(self.unlock, &tags)?;
        if let Some(input) = tx.inputs.first_mut() {
            self.unlock(input, unlock, shown, &script);
        }
        spend_walk(title, tx, 0, vec![Some(coin)], self.flags, tags)
    }

    fn is_taproot(&self) -> bool {
        matches!(self.wrap, Wrap::TaprootKey | Wrap::TaprootScript)
    }

    fn assemble(&self, text: &str, tags: &Tags) -> Result<Vec<u8>, CatalogError> {
        asm::read(text, tags).map_err(|error| CatalogError::UnreadableScript { error })
    }

    fn lock(&self, script: &[u8]) -> Vec<u8> {
        match self.wrap {
            Wrap::Bare => script.to_vec(),
            Wrap::P2sh => standard::p2sh(&hash160(script)),
            Wrap::P2wpkh => key_program(),
            Wrap::NestedP2wpkh => standard::p2sh(&hash160(&key_program())),
            Wrap::P2wsh => standard::p2wsh(&sha256(script)),
            Wrap::TaprootKey | Wrap::TaprootScript => {
                standard::p2tr(&signing::output_key(script).0)
            }
        }
    }

    /// Spends `coin`, which a transaction of its own made, and pays nearly all of it to Bob.
    fn unsigned(&self, coin: &TxOut) -> Transaction {
        let maker = Transaction {
            version: 2,
            inputs: vec![TxIn::default()],
            outputs: vec![coin.clone()],
            lock_time: 0,
        };
        let previous_output = OutPoint { txid: maker.txid(), vout: 0 };
        let input = TxIn { previous_output, sequence: self.sequence, ..TxIn::default() };
        let script_pubkey = Party::named("Bob").script_pubkey();
        let output = TxOut { value: COIN - 10_000, script_pubkey };
        let lock_time = self.lock_time;
        Transaction { version: 2, inputs: vec![input], outputs: vec![output], lock_time }
    }

    fn unlock(&self, input: &mut TxIn, unlock: Vec<u8>, shown: Vec<u8>, script: &[u8]) {
        match self.wrap {
            Wrap::Bare => input.script_sig = ScriptBuf(unlock),
            Wrap::P2sh => {
                let mut script_sig = unlock;
                put_push(&mut script_sig, &shown);
                input.script_sig = ScriptBuf(script_sig);
            }
            Wrap::P2wpkh | Wrap::TaprootKey => input.witness = items(&unlock),
            Wrap::NestedP2wpkh => {
                let mut script_sig = Vec::new();
                put_push(&mut script_sig, &key_program());
                input.script_sig = ScriptBuf(script_sig);
                input.witness = items(&unlock);
            }
            Wrap::P2wsh => {
                input.witness = items(&unlock);
                input.witness.push(shown);
            }
            Wrap::TaprootScript => {
                input.witness = items(&unlock);
                input.witness.push(shown);
                input.witness.push(signing::control_block(script));
            }
        }
    }
}

/// The witness program for Alice's key.
fn key_program() -> Vec<u8> {
    standard::p2wpkh(&hash160(Party::named("Alice").public_key()))
}

/// What a script of pushes leaves on the stack: the items of a witness.
fn items(pushes: &[u8]) -> Vec<Vec<u8>> {
    let read = Instructions::new(pushes).map_while(Result::ok);
    let item = |instruction: crate::script::instruction::Instruction<'_>| match instruction.data {
        Some(data) => data.to_vec(),
        None if instruction.opcode == OP_1NEGATE => number::encode(-1),
        None => number::encode(i64::from(instruction.opcode) - i64::from(OP_1) + 1),
    };
    read.map(item).collect()
}
