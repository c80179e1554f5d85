//! What reaches a node, and what to call it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::hash::{BlockHash, Txid};
use crate::ledger::Owners;
use crate::primitives::{Block, Transaction};

/// Something that reaches the node.
#[derive(Debug, Clone)]
pub enum News {
    /// A payment that is to wait for a block.
    Payment(Arc<Transaction>),
    /// A block.
    Block(Arc<Block>),
}

/// What to call owners, blocks and transactions.
#[derive(Debug, Clone, Default)]
pub struct ForkNames {
    /// The people.
    pub owners: Owners,
    /// Blocks, by hash.
    pub blocks: BTreeMap<BlockHash, String>,
    /// Payments, by id.
    pub payments: BTreeMap<Txid, String>,
}

impl ForkNames {
    /// A block's name, or the last digits of its hash.
    pub(super) fn block(&self, hash: &BlockHash) -> String {
        let digits = || {
            let text = hash.to_string();
            text.get(text.len().saturating_sub(8)..).unwrap_or(&text).to_owned()
        };
        self.blocks.get(hash).cloned().unwrap_or_else(digits)
    }

    /// A transaction's name, or the first digits of its id.
    pub(super) fn payment(&self, txid: &Txid) -> String {
        self.payments.get(txid).cloned().unwrap_or_else(|| txid.short())
    }

    /// `text` with names in place of hashes.
    pub(super) fn readable(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (hash, name) in &self.blocks {
            text = text.replace(&hash.to_string(), &format!("block {name}"));
        }
        for (txid, name) in &self.payments {
            text = text.replace(&txid.to_string(), &format!("\"{name}\""));
        }
        text
    }

    /// What to call something that arrives.
    pub(super) fn news(&self, news: &[News], at: usize) -> String {
        match news.get(at) {
            Some(News::Payment(tx)) => self.payment(&tx.txid()),
            Some(News::Block(block)) => format!("block {}", self.block(&block.block_hash())),
            None => String::new(),
        }
    }
}
