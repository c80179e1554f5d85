//! Connecting a block: every transaction takes coins out of the set and puts new ones in
//! (Core: `Chainstate::ConnectBlock`), and the way back (`Chainstate::DisconnectBlock`).
//!
//! All that needs no script runs first, transaction by transaction; the scripts, which are nearly all
//! of the work, come last and on all cores. So a block that is wrong in its sums is refused before
//! anything dear is done, and of several wrongs always the same one is told.

use super::check::MAX_BLOCK_SIGOPS_COST;
use super::{BlockContext, BlockError, IndexedBlock};
use crate::ledger::bip54;
use crate::ledger::check_transaction::output_total;
use crate::ledger::check_tx_inputs::{check_spent_coins, find_spent_coins};
use crate::ledger::lock_time::{MedianTimes, unmet_sequence_lock};
use crate::ledger::sigops::sigop_cost;
use crate::ledger::{BlockUndo, Coin, CoinView, Coins, is_unspendable};
use crate::primitives::amount::{MAX_MONEY, money_range};
use crate::primitives::{OutPoint, Transaction};

/// A block that is being connected. It owns nothing; all that changes is in [`Connected`] and the
/// coins.
#[derive(Clone, Copy)]
pub struct Connecting<'a> {
    /// The block.
    pub block: &'a IndexedBlock,
    /// What the chain before it says.
    pub context: &'a BlockContext,
    /// The median times along that chain.
    pub times: &'a dyn MedianTimes,
}

/// What has come of the transactions so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Connected {
    /// Transactions that are through.
    pub transactions: usize,
    /// Their fees, in satoshis.
    pub fees_satoshis: i64,
    /// What their signature checks cost (BIP 141).
    pub sigop_cost: usize,
    /// The coins that they spent.
    pub undo: BlockUndo,
}

impl Connecting<'_> {
    /// The outpoints that have to be known before the block can be connected, in order: what it spends
    /// of earlier blocks, and, where BIP 30 is checked, what it makes.
    pub fn needs(&self) -> Vec<OutPoint> {
        let txids: std::collections::HashSet<_> = self.block.txids().iter().collect();
        let spending = self.block.block().transactions.iter().filter(|tx| !tx.is_coinbase());
        let spent = spending.flat_map(|tx| tx.inputs.iter().map(|input| input.previous_output));
        let mut needs: Vec<OutPoint> =
            spent.filter(|outpoint| !txids.contains(&outpoint.txid)).collect();
        if self.context.bip30 {
            needs.extend(self.block.outpoints().map(|(_, outpoint)| outpoint));
        }
        needs.sort_unstable();
        needs.dedup();
        needs
    }

    /// All but the scripts, from the first transaction to the last.
    pub fn run(&self, coins: &mut CoinView) -> Result<Connected, BlockError> {
        self.check_overwrites(coins)?;
        let mut done = Connected::default();
        for _ in &self.block.block().transactions {
            self.connect_transaction(&mut done, coins)?;
        }
        self.check_coinbase_amount(&done)?;
        Ok(done)
    }

    /// Where BIP 30 is checked: whether no transaction makes a coin that is there already.
    pub fn check_overwrites(&self, coins: &CoinView) -> Result<(), BlockError> {
        if !self.context.bip30 {
            return Ok(());
        }
        match self.block.outpoints().find(|(_, outpoint)| coins.coin(outpoint).is_some()) {
            Some((index, outpoint)) => Err(BlockError::Overwrites { index, outpoint }),
            None => Ok(()),
        }
    }

    /// The next transaction: checks it against the coins, and changes them.
    pub fn connect_transaction(
        &self,
        done: &mut Connected,
        coins: &mut CoinView,
    ) -> Result<(), BlockError> {
        let index = done.transactions;
        let mut transactions = self.block.block().transactions.iter().zip(self.block.txids());
        let Some((tx, &txid)) = transactions.nth(index) else { return Ok(()) };
        // A coin is looked up twice in all: here, and when it is taken out.
        let spent = match tx.is_coinbase() {
            true => Vec::new(),
            false => self.check_inputs(index, tx, done, coins)?,
        };
        if self.context.bip54 {
            bip54::check_sigops(index, tx, &spent)?;
        }
        done.sigop_cost += sigop_cost(tx, &spent, self.context.flags);
        if done.sigop_cost > MAX_BLOCK_SIGOPS_COST {
            let (cost, limit) = (done.sigop_cost, MAX_BLOCK_SIGOPS_COST);
            return Err(BlockError::Sigops { cost, limit });
        }
        if !tx.is_coinbase() {
            let spent = tx.inputs.iter().filter_map(|input| coins.spend(&input.previous_output));
            done.undo.spent.push(spent.collect());
        }
        coins.put_outputs(tx, txid, self.context.height);
        done.transactions += 1;
        Ok(())
    }

    /// The coins that a transaction spends, which exist, are old enough and cover what it pays.
    fn check_inputs<'a>(
        &self,
        index: usize,
        tx: &Transaction,
        done: &mut Connected,
        coins: &'a CoinView,
    ) -> Result<Vec<&'a Coin>, BlockError> {
        let BlockContext { height, coinbase_maturity_blocks, .. } = *self.context;
        let broken = |error| BlockError::Transaction { index, error };
        let spent = find_spent_coins(tx, coins).map_err(broken)?;
        let fee =
            check_spent_coins(tx, &spent, height, coinbase_maturity_blocks).map_err(broken)?;
        done.fees_satoshis = done.fees_satoshis.saturating_add(fee);
        if !money_range(done.fees_satoshis) {
            let (fees, limit) = (done.fees_satoshis, MAX_MONEY);
            return Err(BlockError::FeesOutOfRange { index, fees, limit });
        }
        if !self.context.csv {
            return Ok(spent);
        }
        let heights: Vec<u32> = spent.iter().map(|coin| coin.height).collect();
        let median_time_past = self.context.median_time_past;
        let lock = unmet_sequence_lock(tx, &heights, height, median_time_past, self.times);
        lock.map_or(Ok(spent), |lock| Err(BlockError::SequenceLocked { index, lock }))
    }

    /// Whether the coinbase pays no more than subsidy and fees.
    pub fn check_coinbase_amount(&self, done: &Connected) -> Result<(), BlockError> {
        let Some(coinbase) = self.block.block().transactions.first() else {
            return Err(BlockError::NoTransactions);
        };
        let paid =
            output_total(coinbase).map_err(|error| BlockError::Transaction { index: 0, error })?;
        let allowed = self.context.subsidy_satoshis.saturating_add(done.fees_satoshis);
        if paid > allowed { Err(BlockError::CoinbaseAmount { paid, allowed }) } else { Ok(()) }
    }
}

/// The undo data are not those of the block: the store is damaged, and no rule of Bitcoin is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoMismatch {
    /// The transaction at which they part.
    pub index: usize,
}

/// Takes a block back: what it made goes, what it spent returns.
pub fn disconnect_block(
    block: &IndexedBlock,
    undo: BlockUndo,
    coins: &mut CoinView,
) -> Result<(), UndoMismatch> {
    let transactions = &block.block().transactions;
    if undo.spent.len() + 1 != transactions.len() {
        return Err(UndoMismatch { index: 0 });
    }
    // The coinbase spent nothing.
    let spent = std::iter::once(Vec::new()).chain(undo.spent);
    for (index, spent) in spent.enumerate().collect::<Vec<_>>().into_iter().rev() {
        disconnect_transaction(block, index, spent, coins)?;
    }
    Ok(())
}

/// Takes transaction `index` of a block back, which is the last that is still connected: what it made
/// goes, and `spent` returns.
pub fn disconnect_transaction(
    block: &IndexedBlock,
    index: usize,
    spent: Vec<Coin>,
    coins: &mut CoinView,
) -> Result<(), UndoMismatch> {
    let found = block.block().transactions.get(index).zip(block.txids().get(index));
    let (tx, &txid) = found.ok_or(UndoMismatch { index })?;
    for (vout, output) in (0..).zip(&tx.outputs) {
        let gone = coins.spend(&OutPoint { txid, vout });
        // A coinbase's coin may be missing: two were overwritten by a coinbase of the same id.
        if gone.is_none() && !is_unspendable(output) && index > 0 {
            return Err(UndoMismatch { index });
        }
    }
    if index > 0 && spent.len() != tx.inputs.len() {
        return Err(UndoMismatch { index });
    }
    for (input, coin) in tx.inputs.iter().zip(spent) {
        coins.put(input.previous_output, coin);
    }
    Ok(())
}
