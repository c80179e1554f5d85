//! A chain without proof of work for the tests of the pool: blocks of transactions that anyone may
//! spend, connected and disconnected by the real rules.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::NextBlock;
use crate::hash::Txid;
use crate::ledger::block::{
    BlockContext, Connecting, IndexedBlock, ScriptChecks, disconnect_block,
};
use crate::ledger::lock_time::MedianTimes;
use crate::ledger::{BlockUndo, CoinView, Coins};
use crate::primitives::{Block, OutPoint, Transaction, TxIn, TxOut};
use crate::script::{Flags, op};

pub(crate) const SUBSIDY: i64 = 50_000;
pub(crate) const MATURITY: u32 = 2;

/// Median times, ten minutes apart.
pub(crate) struct Times;

impl MedianTimes for Times {
    fn median_time_past_before(&self, height: u32) -> Option<u32> {
        Some(1_000_000_000 + height * 600)
    }
}

/// Blocks, and the coins that are unspent after them.
#[derive(Clone)]
pub(crate) struct TestChain {
    pub(crate) blocks: Vec<(IndexedBlock, BlockUndo)>,
    pub(crate) coins: CoinView,
    pub(crate) context: BlockContext,
    /// Tells the coinbases of two branches apart.
    mined: u32,
}

/// A locking script that anyone opens, of a length that keeps transactions above the least size.
pub(crate) fn anyone() -> Vec<u8> {
    vec![op::OP_NOP, op::OP_NOP, op::OP_NOP, op::OP_NOP, op::OP_1]
}

/// A transaction that spends `spends` and makes outputs of these values, with `padding` bytes that
/// serve nothing.
pub(crate) fn pay(spends: &[OutPoint], values: &[i64], padding: usize) -> Transaction {
    let input =
        |&previous_output| TxIn { previous_output, sequence: u32::MAX - 1, ..TxIn::default() };
    let mut outputs: Vec<TxOut> =
        values.iter().map(|&value| TxOut { value, script_pubkey: anyone().into() }).collect();
    if padding > 0 {
        let script_pubkey = vec![op::OP_RETURN; padding].into();
        outputs.push(TxOut { value: 0, script_pubkey });
    }
    Transaction { version: 2, inputs: spends.iter().map(input).collect(), outputs, lock_time: 0 }
}

pub(crate) fn output(tx: &Transaction, vout: u32) -> OutPoint {
    OutPoint { txid: tx.txid(), vout }
}

impl TestChain {
    /// A chain of this many blocks; each coinbase makes two coins of half the subsidy.
    pub(crate) fn new(blocks: u32) -> TestChain {
        let context = BlockContext {
            height: 1,
            median_time_past: Times.median_time_past_before(1).unwrap(),
            flags: Flags::CONSENSUS,
            subsidy_satoshis: SUBSIDY,
            coinbase_maturity_blocks: MATURITY,
            height_in_coinbase: true,
            csv: true,
            segwit: true,
            bip30: false,
            bip54: false,
        };
        let mut chain = TestChain { blocks: vec![], coins: CoinView::default(), context, mined: 0 };
        for _ in 0..blocks {
            chain.mine(vec![]);
        }
        chain
    }

    pub(crate) fn next(&self) -> NextBlock<'_> {
        NextBlock { coins: &self.coins, context: &self.context, times: &Times }
    }

    /// Connects a block of these transactions behind a coinbase.
    pub(crate) fn mine(&mut self, transactions: Vec<Transaction>) -> IndexedBlock {
        self.mined += 1;
        let mut coinbase = pay(&[OutPoint::NULL], &[SUBSIDY / 2; 2], 0);
        coinbase.inputs[0].script_sig = self.mined.to_le_bytes().to_vec().into();
        let transactions = [vec![coinbase], transactions].concat();
        let block = IndexedBlock::new(Block { transactions, ..Block::default() });
        self.connect(block.clone());
        block
    }

    pub(crate) fn connect(&mut self, block: IndexedBlock) {
        let connecting = Connecting { block: &block, context: &self.context, times: &Times };
        let connected = connecting.run(&mut self.coins).unwrap();
        ScriptChecks::default().check(&block, &connected.undo, self.context.flags).unwrap();
        self.blocks.push((block, connected.undo));
        self.move_to(self.context.height + 1);
    }

    pub(crate) fn disconnect(&mut self) -> IndexedBlock {
        let (block, undo) = self.blocks.pop().unwrap();
        disconnect_block(&block, undo, &mut self.coins).unwrap();
        self.move_to(self.context.height - 1);
        block
    }

    fn move_to(&mut self, height: u32) {
        self.context.height = height;
        self.context.median_time_past = Times.median_time_past_before(height).unwrap();
    }

    /// A coin of the coinbase at `height`.
    pub(crate) fn coin(&self, height: usize, vout: u32) -> OutPoint {
        OutPoint { txid: self.blocks[height - 1].0.txids()[0], vout }
    }

    /// Whether any output of `tx` is an unspent coin.
    pub(crate) fn has_output_of(&self, tx: &Transaction) -> bool {
        (0..tx.outputs.len() as u32).any(|vout| self.coins.coin(&output(tx, vout)).is_some())
    }
}

/// Takes `tx` in and returns its id, or Core's reject string.
pub(crate) fn send(
    pool: &mut super::Mempool,
    chain: &TestChain,
    tx: &Transaction,
) -> Result<Txid, String> {
    let accepted = pool.accept(Arc::new(tx.clone()), &chain.next(), &ScriptChecks::default());
    accepted.map(|accepted| accepted.txid).map_err(|error| error.reject().into_owned())
}
