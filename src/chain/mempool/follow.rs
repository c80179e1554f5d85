//! Keeping up with the chain: what a block confirms leaves, and what a reorganisation loses returns
//! (Core: `CTxMemPool::removeForBlock`, `Chainstate::MaybeUpdateMempoolForReorg`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::candidate::RECHECKS;
use super::{Candidate, Limits, Mempool, NextBlock};
use crate::hash::Txid;
use crate::ledger::block::{IndexedBlock, ScriptChecks};
use crate::primitives::OutPoint;
use crate::script::checker::SignatureVerifier;

/// What has become of the pool when the chain changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Followed {
    /// Left, since a block holds them.
    pub confirmed: BTreeSet<Txid>,
    /// Left, since a block, or what came back, spends what they or their ancestors spend.
    pub conflicting: BTreeSet<Txid>,
    /// Came back from blocks that were lost.
    pub returned: BTreeSet<Txid>,
    /// Left, since the next block on this chain could not hold them: coins that are gone or too young,
    /// locks that are closed again.
    pub invalid: BTreeSet<Txid>,
    /// Left, since what came back left no room.
    pub evicted: BTreeSet<Txid>,
}

impl Mempool {
    /// The outpoints that have to be known of the new chain before [`Mempool::follow`]. Nothing is
    /// needed where no block was disconnected.
    pub fn needs_to_follow(&self, disconnected: &[&IndexedBlock]) -> Vec<OutPoint> {
        if disconnected.is_empty() {
            return Vec::new();
        }
        let waiting = self.entries.values().map(|entry| &*entry.tx);
        let lost = disconnected.iter().flat_map(|block| &block.block().transactions);
        let mut needs = Vec::new();
        for (tx, returns) in waiting.map(|tx| (tx, false)).chain(lost.map(|tx| (tx, true))) {
            needs.extend(tx.inputs.iter().map(|input| input.previous_output));
            if returns {
                let txid = tx.txid();
                needs.extend((0..tx.outputs.len() as u32).map(|vout| OutPoint { txid, vout }));
            }
        }
        needs.retain(|outpoint| !outpoint.is_null());
        needs.sort_unstable();
        needs.dedup();
        needs
    }

    /// Follows the chain from one tip to the next. `disconnected` are the blocks that no longer count,
    /// the old tip first, and `connected` those that now do, the new tip last; `next` stands on the new
    /// tip.
    pub fn follow<V: SignatureVerifier>(
        &mut self,
        disconnected: &[&IndexedBlock],
        connected: &[&IndexedBlock],
        next: &NextBlock<'_>,
        scripts: &ScriptChecks<'_, V>,
    ) -> Followed {
        let mut followed = Followed::default();
        for block in connected {
            self.confirm(block, &mut followed);
        }
        if disconnected.is_empty() {
            return followed;
        }
        let confirmed: BTreeSet<Txid> =
            connected.iter().flat_map(|block| block.txids()).copied().collect();
        for block in disconnected.iter().rev() {
            let lost = block.block().transactions.iter().zip(block.txids()).skip(1);
            for (tx, txid) in lost.filter(|(_, txid)| !confirmed.contains(txid)) {
                // What is not valid on the new chain is lost for good.
                let judged = self.judge(tx, next, scripts, Limits::Waived);
                let Ok(mut accepted) = judged else { continue };
                self.take_in(Arc::new(tx.clone()), &accepted);
                followed.returned.insert(*txid);
                followed.conflicting.append(&mut accepted.replaced);
            }
        }
        followed.invalid = self.remove_invalid(next);
        followed.evicted = self.evict();
        let gone = followed.invalid.union(&followed.evicted);
        let gone: BTreeSet<Txid> = gone.copied().collect();
        followed.returned.retain(|txid| !gone.contains(txid));
        followed
    }

    /// Takes out what `block` holds, and what cannot be valid beside it.
    fn confirm(&mut self, block: &IndexedBlock, followed: &mut Followed) {
        let here = block.txids().iter().filter(|txid| self.entries.contains_key(txid));
        let confirmed: BTreeSet<Txid> = here.copied().collect();
        self.remove(&confirmed);
        let spent = block.block().transactions.iter().flat_map(|tx| &tx.inputs);
        let conflicts = spent.filter_map(|input| self.spender(&input.previous_output).copied());
        let conflicts: Vec<Txid> = conflicts.collect();
        followed.conflicting.append(&mut self.remove_with_descendants(conflicts));
        followed.confirmed.extend(confirmed);
    }

    /// Takes out what the next block could not hold. It also drops whatever rests on a lost
    /// transaction that did not return, and on a coinbase, which never does.
    fn remove_invalid(&mut self, next: &NextBlock<'_>) -> BTreeSet<Txid> {
        let invalid = self.entries.iter().filter(|(_, entry)| {
            let mut candidate = Candidate::new(self, next, &entry.tx, Limits::Waived);
            RECHECKS.iter().any(|recheck| recheck(&mut candidate).is_err())
        });
        let invalid: Vec<Txid> = invalid.map(|(txid, _)| *txid).collect();
        self.remove_with_descendants(invalid)
    }
}
