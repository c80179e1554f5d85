//! What all inputs of one transaction share when their signatures are checked.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::legacy::LegacyParts;
use super::segwit::SegwitParts;
use super::taproot::TaprootParts;
use crate::primitives::{Transaction, TxOut};

/// A transaction, the outputs that it spends as far as they are known, and the hashes that its
/// inputs share (Core: `PrecomputedTransactionData`). Each hash is computed when it is first
/// needed, once, whichever thread needs it.
#[derive(Debug)]
pub struct TxContext<'a> {
    tx: Cow<'a, Transaction>,
    prevouts: Option<Cow<'a, [TxOut]>>,
    pub(super) legacy: OnceLock<LegacyParts>,
    pub(super) segwit: OnceLock<SegwitParts>,
    pub(super) taproot: OnceLock<TaprootParts>,
}

impl<'a> TxContext<'a> {
    /// A context over a transaction and all outputs that it spends, in the order of its inputs.
    /// Without them, or with a wrong number of them, Taproot signatures cannot be checked and fail.
    pub fn new(tx: &'a Transaction, prevouts: Option<&'a [TxOut]>) -> TxContext<'a> {
        TxContext::from_parts(Cow::Borrowed(tx), prevouts.map(Cow::Borrowed))
    }

    /// The same over values that the context keeps.
    pub fn owned(tx: Transaction, prevouts: Option<Vec<TxOut>>) -> TxContext<'static> {
        TxContext::from_parts(Cow::Owned(tx), prevouts.map(Cow::Owned))
    }

    fn from_parts(tx: Cow<'a, Transaction>, prevouts: Option<Cow<'a, [TxOut]>>) -> TxContext<'a> {
        let prevouts = prevouts.filter(|prevouts| prevouts.len() == tx.inputs.len());
        TxContext {
            tx,
            prevouts,
            legacy: OnceLock::new(),
            segwit: OnceLock::new(),
            taproot: OnceLock::new(),
        }
    }

    /// The transaction.
    pub fn tx(&self) -> &Transaction {
        &self.tx
    }

    /// The outputs that it spends, if all are known.
    pub fn prevouts(&self) -> Option<&[TxOut]> {
        self.prevouts.as_deref()
    }
}
