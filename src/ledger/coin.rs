//! A coin: an output that can be spent, and what the rules need to know of its origin.

use std::collections::BTreeMap;

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::primitives::{OutPoint, TxOut};

/// An output that can be spent, and what the rules need to know of its origin (Core: `Coin`).
///
/// `O` is what an output is: Bitcoin's amount and script, unless a chain has outputs of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coin<O = TxOut> {
    /// The output.
    pub output: O,
    /// Height of the block that made it.
    pub height: u32,
    /// Whether a coinbase made it.
    pub coinbase: bool,
}

/// Where unspent coins are looked up (Core: `CCoinsView`).
pub trait Coins<O = TxOut> {
    /// The coin at `outpoint`, or none where it never was or is spent.
    fn coin(&self, outpoint: &OutPoint) -> Option<&Coin<O>>;
}

impl<O> Coins<O> for BTreeMap<OutPoint, Coin<O>> {
    fn coin(&self, outpoint: &OutPoint) -> Option<&Coin<O>> {
        self.get(outpoint)
    }
}

/// Height times two plus one for a coinbase, then the output: a form of our own, since no other
/// program reads it.
impl<O: Encode> Encode for Coin<O> {
    fn encode<S: Sink>(&self, sink: &mut S) {
        let code = u64::from(self.height) << 1 | u64::from(self.coinbase);
        crate::encode::put_compact_size(sink, code);
        self.output.encode(sink);
    }
}

impl<O: Decode> Decode for Coin<O> {
    fn decode(r: &mut Reader<'_>) -> Result<Coin<O>, DecodeError> {
        let code = r.named("height_and_coinbase", Reader::compact_size)?;
        let output = r.named("output", O::decode)?;
        Ok(Coin { output, height: (code >> 1) as u32, coinbase: code & 1 == 1 })
    }
}
