//! A block as a list of transactions to pick from, with the coins that the block itself makes.

use std::collections::HashMap;

use serde::Serialize;

use super::{CatalogError, Prevout, Source};
use crate::encode::{Decode, Encode};
use crate::hash::{MerkleNode, Txid};
use crate::primitives::{Block, OutPoint, Transaction, TxOut};
use crate::script::standard::classify;

/// A block with an index of its transactions.
#[derive(Debug)]
pub struct BlockView {
    bytes: Vec<u8>,
    block: Block,
    txids: Vec<Txid>,
    places: HashMap<Txid, usize>,
}

/// A transaction in a block, as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransactionRow {
    /// Its place in the block, from 0.
    pub index: usize,
    /// Its id.
    pub txid: Txid,
    /// The number of inputs.
    pub inputs: usize,
    /// The number of outputs.
    pub outputs: usize,
    /// What all outputs make, in satoshis.
    pub value: i64,
    /// What the outputs are, each kind once, by Core's names: `pubkeyhash, scripthash`.
    pub kinds: String,
    /// The inputs that spend outputs of this block, so that their scripts can be stepped.
    pub steppable: Vec<usize>,
}

impl BlockView {
    /// Reads a block.
    pub fn new(bytes: Vec<u8>) -> Result<BlockView, CatalogError> {
        let block = Block::from_bytes(&bytes)
            .map_err(|error| CatalogError::Unreadable { what: "block", error })?;
        let txids: Vec<Txid> = block.transactions.iter().map(Transaction::txid).collect();
        let places = txids.iter().enumerate().map(|(place, txid)| (*txid, place)).collect();
        Ok(BlockView { bytes, block, txids, places })
    }

    /// The block.
    pub fn block(&self) -> &Block {
        &self.block
    }

    /// The block's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The leaves of the Merkle tree: the txids in order.
    pub fn leaves(&self) -> Vec<MerkleNode> {
        self.txids.iter().map(|txid| MerkleNode(txid.0)).collect()
    }

    /// The place of a transaction in the block, from 0.
    pub fn place(&self, txid: &Txid) -> Option<usize> {
        self.places.get(txid).copied()
    }

    /// The output that `outpoint` names, where the block itself makes it.
    pub fn coin(&self, outpoint: &OutPoint) -> Option<&TxOut> {
        let maker = self.block.transactions.get(self.place(&outpoint.txid)?)?;
        maker.outputs.get(usize::try_from(outpoint.vout).ok()?)
    }

    /// The outputs that transaction `index` spends, as far as the block makes them.
    pub fn prevouts(&self, index: usize) -> Vec<Option<TxOut>> {
        let inputs = self.block.transactions.get(index).map_or(&[][..], |tx| &tx.inputs);
        inputs.iter().map(|input| self.coin(&input.previous_output).cloned()).collect()
    }

    /// The rows of all transactions, in order.
    pub fn rows(&self) -> impl Iterator<Item = TransactionRow> + '_ {
        (0..self.txids.len()).filter_map(|index| self.row(index))
    }

    /// The row of transaction `index`.
    pub fn row(&self, index: usize) -> Option<TransactionRow> {
        let tx = self.block.transactions.get(index)?;
        let known = self.prevouts(index);
        let steppable = known.iter().enumerate().filter(|(_, coin)| coin.is_some());
        let mut kinds: Vec<&str> = Vec::new();
        for output in &tx.outputs {
            let kind = classify(&output.script_pubkey).name();
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Some(TransactionRow {
            index,
            txid: self.txids[index],
            inputs: tx.inputs.len(),
            outputs: tx.outputs.len(),
            value: tx.outputs.iter().fold(0, |sum, output| sum.saturating_add(output.value)),
            kinds: kinds.join(", "),
            steppable: steppable.map(|(input, _)| input).collect(),
        })
    }

    /// The walk through the bytes of transaction `index`.
    pub fn bytes_source(&self, index: usize) -> Option<Source> {
        let hex = hex::encode(self.block.transactions.get(index)?.to_bytes());
        Some(Source::TransactionBytes { hex })
    }

    /// The walk through the scripts of one input, where the block makes the coin that it spends.
    pub fn spend_source(&self, index: usize, input: usize) -> Option<Source> {
        let hex = hex::encode(self.block.transactions.get(index)?.to_bytes());
        let prevouts = self.prevouts(index);
        prevouts.get(input)?.as_ref()?;
        let prevouts = prevouts.iter().map(|coin| coin.as_ref().map(Prevout::of)).collect();
        Some(Source::Spend { hex, input, prevouts, flags: None })
    }

    /// All checks on transaction `index`, where the block makes all the coins that it spends.
    pub fn transaction_source(&self, index: usize) -> Option<Source> {
        let hex = hex::encode(self.block.transactions.get(index)?.to_bytes());
        let prevouts: Option<Vec<TxOut>> = self.prevouts(index).into_iter().collect();
        let prevouts = prevouts?.iter().map(|coin| Some(Prevout::of(coin))).collect();
        Some(Source::Transaction { hex, prevouts, flags: None })
    }

    /// The climb from transaction `index` to the Merkle root.
    pub fn climb_source(&self, index: usize) -> Option<Source> {
        self.block.transactions.get(index)?;
        Some(Source::MerkleClimb { hex: hex::encode(&self.bytes), index })
    }
}
