//! Taking a transaction in (Core: `AcceptToMemoryPool`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Candidate, Limits, MEMPOOL_CHECKS, Mempool, MempoolError, NextBlock, Totals};
use crate::hash::Txid;
use crate::ledger::Coin;
use crate::ledger::block::ScriptChecks;
use crate::primitives::{OutPoint, Transaction};
use crate::script::Flags;
use crate::script::checker::SignatureVerifier;

/// A transaction that was taken in, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its id.
    pub txid: Txid,
    /// What it pays and takes.
    pub own: Totals,
    /// Transactions that it pushed out because they spend the same, with what rested on them.
    pub replaced: BTreeSet<Txid>,
    /// Transactions that left since the pool was full.
    pub evicted: BTreeSet<Txid>,
}

impl Mempool {
    /// The outpoints that have to be known of the chain before `tx` can be judged: what it spends
    /// outside the pool, and what it makes.
    pub fn needs_of(&self, tx: &Transaction) -> Vec<OutPoint> {
        let txid = tx.txid();
        let spent = tx.inputs.iter().map(|input| input.previous_output);
        let made = (0..tx.outputs.len() as u32).map(|vout| OutPoint { txid, vout });
        spent.filter(|outpoint| self.get(&outpoint.txid).is_none()).chain(made).collect()
    }

    /// Judges a transaction and leaves the pool as it is (Core: `testmempoolaccept`).
    pub fn check<V: SignatureVerifier>(
        &self,
        tx: &Transaction,
        next: &NextBlock<'_>,
        scripts: &ScriptChecks<'_, V>,
    ) -> Result<Accepted, MempoolError> {
        self.judge(tx, next, scripts, Limits::Kept)
    }

    pub(super) fn judge<V: SignatureVerifier>(
        &self,
        tx: &Transaction,
        next: &NextBlock<'_>,
        scripts: &ScriptChecks<'_, V>,
        limits: Limits,
    ) -> Result<Accepted, MempoolError> {
        let mut candidate = Candidate::new(self, next, tx, limits);
        MEMPOOL_CHECKS.iter().try_for_each(|check| (check.run)(&mut candidate))?;
        let spent: Vec<Coin> = candidate.spent_in_order().cloned().collect();
        scripts
            .check_transaction(tx, &spent, Flags::STANDARD)
            .map_err(|(input, error)| MempoolError::Script { input, error })?;
        let Candidate { txid, own, replaced, .. } = candidate;
        Ok(Accepted { txid, own, replaced, evicted: BTreeSet::new() })
    }

    /// Judges a transaction and takes it in. A pool that is full afterwards lets the worst go; if that
    /// is the new one, it is refused, and yet what it replaced stays out.
    pub fn accept<V: SignatureVerifier>(
        &mut self,
        tx: Arc<Transaction>,
        next: &NextBlock<'_>,
        scripts: &ScriptChecks<'_, V>,
    ) -> Result<Accepted, MempoolError> {
        let mut accepted = self.judge(&tx, next, scripts, Limits::Kept)?;
        self.take_in(tx, &accepted);
        accepted.evicted = self.evict();
        if accepted.evicted.contains(&accepted.txid) {
            let (rate, limit) = (accepted.own.rate(), self.policy.max_virtual_size);
            return Err(MempoolError::Full { rate, limit });
        }
        Ok(accepted)
    }

    pub(super) fn take_in(&mut self, tx: Arc<Transaction>, accepted: &Accepted) {
        self.remove(&accepted.replaced);
        self.insert(tx, accepted.txid, accepted.own);
    }

    /// Until the pool is small enough: drops the transaction that, taken together with all that rests
    /// on it, pays least per virtual byte, and with it all that rests on it. Of equals the one that
    /// came last goes first.
    pub(super) fn evict(&mut self) -> BTreeSet<Txid> {
        let mut evicted = BTreeSet::new();
        while self.virtual_size > self.policy.max_virtual_size {
            let worst = self.entries.iter().min_by_key(|(_, entry)| {
                (entry.descendants.rate(), std::cmp::Reverse(entry.arrival))
            });
            let Some((&worst, _)) = worst else { break };
            evicted.append(&mut self.remove_with_descendants([worst]));
        }
        evicted
    }
}
