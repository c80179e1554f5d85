//! Anything that a walk can start from.

use serde::{Deserialize, Serialize};

use super::{BlockView, CatalogError, find, ledgers};
use crate::encode::{Decode, decode_hex};
use crate::ledger::LedgerKind;
use crate::ledger::transaction_model::TransactionModel;
use crate::primitives::bytes_model::{BytesModel, Form};
use crate::primitives::merkle_model::MerkleModel;
use crate::primitives::{BlockHeader, Transaction, TxOut};
use crate::script::Flags;
use crate::script::asm::Tags;
use crate::script::spend_model::SpendModel;
use crate::trace::{Stepper, Trace};

/// Anything that a walk can start from: a scenario in the box, or a reader's own bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// A scenario in the box.
    Scenario {
        /// Its id.
        id: String,
    },
    /// The check of one of the lecture's candidates in one kind of ledger.
    Ledger {
        /// Which kind.
        ledger: LedgerKind,
        /// The candidate's id.
        candidate: String,
    },
    /// The bytes of a transaction, field by field. They may be malformed: the walk ends where they
    /// break a rule.
    TransactionBytes {
        /// The bytes.
        hex: String,
    },
    /// All checks on a transaction: its own, its coins', and its scripts.
    Transaction {
        /// The transaction's bytes.
        hex: String,
        /// The outputs that the inputs spend, in order; null for one that does not exist.
        prevouts: Vec<Option<Prevout>>,
        /// Core's names of the rules in force; without them, those of a block today.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        flags: Option<Vec<String>>,
    },
    /// The scripts of one input, and of the coin that it spends.
    Spend {
        /// The transaction's bytes.
        hex: String,
        /// Which input, from 0.
        input: usize,
        /// The outputs that the inputs spend, in order; null for one that is not known.
        prevouts: Vec<Option<Prevout>>,
        /// Core's names of the rules in force; without them, those of a block today.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        flags: Option<Vec<String>>,
    },
    /// The bytes of a block, likewise.
    BlockBytes {
        /// The bytes; 80 of them are taken for a header alone.
        hex: String,
    },
    /// The climb from a transaction of a block to the block's Merkle root.
    MerkleClimb {
        /// The block's bytes.
        hex: String,
        /// Which of its transactions, from 0.
        index: usize,
    },
}

/// An output that is spent, as the batch form of `blockstep script verify` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prevout {
    /// Satoshis.
    pub value: i64,
    /// The locking script's bytes.
    pub script_pubkey: String,
}

impl Prevout {
    /// The same as data.
    pub fn of(output: &TxOut) -> Prevout {
        Prevout { value: output.value, script_pubkey: hex::encode(&*output.script_pubkey) }
    }

    fn read(&self) -> Result<TxOut, CatalogError> {
        let script = decode_hex(&self.script_pubkey)
            .map_err(|error| CatalogError::Unreadable { what: "script_pubkey", error })?;
        Ok(TxOut { value: self.value, script_pubkey: script.into() })
    }
}

impl Source {
    /// The scenario in the box with this id.
    pub fn scenario(id: impl Into<String>) -> Source {
        Source::Scenario { id: id.into() }
    }

    /// Begins the walk.
    pub fn open(&self) -> Result<Box<dyn Stepper>, CatalogError> {
        match self {
            Source::Scenario { id } => (find(id)?.open)(),
            Source::Ledger { ledger, candidate } => ledgers::check(*ledger, candidate),
            Source::TransactionBytes { hex } => {
                bytes_walk("The bytes of a transaction", Form::Transaction, hex)
            }
            Source::Transaction { hex, prevouts, flags } => {
                let tx = read_transaction(hex)?;
                let prevouts = read_prevouts(prevouts)?;
                let flags = read_flags(flags.as_deref())?;
                let title = format!("The checks on {}", tx.txid());
                Ok(transaction_walk(title, tx, prevouts, flags, Tags::new()))
            }
            Source::Spend { hex, input, prevouts, flags } => {
                let tx = read_transaction(hex)?;
                let prevouts = read_prevouts(prevouts)?;
                let flags = read_flags(flags.as_deref())?;
                let title = format!("Input {input} of {}", tx.txid());
                spend_walk(title, tx, *input, prevouts, flags, Tags::new())
            }
            Source::BlockBytes { hex } if hex.trim().len() == BlockHeader::SIZE * 2 => {
                bytes_walk("The bytes of a block header", Form::BlockHeader, hex)
            }
            Source::BlockBytes { hex } => bytes_walk("The bytes of a block", Form::Block, hex),
            Source::MerkleClimb { hex, index } => {
                let bytes = decode_hex(hex)
                    .map_err(|error| CatalogError::Unreadable { what: "block", error })?;
                merkle_climb("The climb to a block's Merkle root", &BlockView::new(bytes)?, *index)
            }
        }
    }
}

/// The walk through hexadecimal text as bytes of the given form.
pub(super) fn bytes_walk(
    title: &str,
    form: Form,
    hex: &str,
) -> Result<Box<dyn Stepper>, CatalogError> {
    let unreadable = |error| CatalogError::Unreadable { what: form.name(), error };
    let bytes = decode_hex(hex).map_err(unreadable)?;
    Ok(Box::new(Trace::new(BytesModel::new(title, form, bytes))))
}

/// The walk through all checks on a transaction.
pub(super) fn transaction_walk(
    title: impl Into<String>,
    tx: Transaction,
    mut prevouts: Vec<Option<TxOut>>,
    flags: Flags,
    tags: Tags,
) -> Box<dyn Stepper> {
    prevouts.resize(tx.inputs.len(), None);
    Box::new(Trace::new(TransactionModel::new(title, tx, prevouts, flags, tags)))
}

/// The walk through the scripts of one input.
pub(super) fn spend_walk(
    title: impl Into<String>,
    tx: Transaction,
    input: usize,
    prevouts: Vec<Option<TxOut>>,
    flags: Flags,
    tags: Tags,
) -> Result<Box<dyn Stepper>, CatalogError> {
    let count = tx.inputs.len();
    if input >= count {
        return Err(CatalogError::NoSuchInput { input, count });
    }
    let prevout = prevouts.get(input).cloned().flatten();
    let prevout = prevout.ok_or(CatalogError::UnknownCoin { input })?;
    // Only a Taproot signature looks at the other coins, and it needs them all.
    let all: Option<Vec<TxOut>> = prevouts.into_iter().collect();
    let all = all.filter(|all| all.len() == count);
    Ok(Box::new(Trace::new(SpendModel::new(title, tx, input, prevout, all, flags, tags))))
}

fn read_transaction(hex: &str) -> Result<Transaction, CatalogError> {
    Transaction::from_hex(hex)
        .map_err(|error| CatalogError::Unreadable { what: "transaction", error })
}

fn read_prevouts(prevouts: &[Option<Prevout>]) -> Result<Vec<Option<TxOut>>, CatalogError> {
    prevouts.iter().map(|known| known.as_ref().map(Prevout::read).transpose()).collect()
}

/// The flags under these names; without names, those of a block today.
fn read_flags(names: Option<&[String]>) -> Result<Flags, CatalogError> {
    let Some(names) = names else { return Ok(Flags::CONSENSUS) };
    let read = names.iter().try_fold(Flags::NONE, |flags, name| {
        let flag = Flags::from_name(name);
        Ok(flags.union(flag.ok_or_else(|| CatalogError::UnknownFlag { name: name.clone() })?))
    });
    read.map(Flags::filled)
}

/// The climb from transaction `index` of a block.
pub(super) fn merkle_climb(
    title: &str,
    view: &BlockView,
    index: usize,
) -> Result<Box<dyn Stepper>, CatalogError> {
    let leaves = view.leaves();
    let count = leaves.len();
    let model = MerkleModel::new(title, leaves, index, view.block().header.merkle_root);
    let model = model.ok_or(CatalogError::NoSuchTransaction { index, count })?;
    Ok(Box::new(Trace::new(model)))
}
