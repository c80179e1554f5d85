//! A slow pool for the tests: it keeps nothing but a list of transactions, and finds everything out by
//! looking at all of them.

#![allow(clippy::unwrap_used)]

use super::test_chain::{MATURITY, TestChain};
use super::{FeeRate, Mempool, MempoolPolicy};
use crate::ledger::Coins;
use crate::ledger::block::IndexedBlock;
use crate::ledger::lock_time::is_final;
use crate::primitives::{OutPoint, Transaction};

/// Small, so that short histories meet every bound.
pub(super) const POLICY: MempoolPolicy = MempoolPolicy {
    cluster_count: 5,
    cluster_virtual_size: 600,
    replaced_count: 2,
    max_virtual_size: 700,
    min_relay: FeeRate::per_thousand(100),
    incremental: FeeRate::per_thousand(100),
};

#[derive(Clone)]
pub(super) struct Waiting {
    tx: Transaction,
    fee: i64,
}

impl Waiting {
    fn size(&self) -> i64 {
        self.tx.virtual_size() as i64
    }

    fn spends(&self, other: &Transaction) -> bool {
        self.tx.inputs.iter().any(|input| input.previous_output.txid == other.txid())
    }
}

/// The list, the oldest first.
#[derive(Default)]
pub(super) struct Slow {
    list: Vec<Waiting>,
}

impl Slow {
    /// The places of all that can be reached from `from` by `linked`, itself included.
    fn reach(&self, from: &[Waiting], linked: impl Fn(&Waiting, &Waiting) -> bool) -> Vec<Waiting> {
        let mut found = from.to_vec();
        loop {
            let new = self.list.iter().find(|new| {
                let known = found.iter().any(|known| known.tx == new.tx);
                !known && found.iter().any(|known| linked(known, new))
            });
            match new {
                Some(new) => found.push(new.clone()),
                None => return found,
            }
        }
    }

    fn up(&self, from: &[Waiting]) -> Vec<Waiting> {
        self.reach(from, |known, new| known.spends(&new.tx))
    }

    fn down(&self, from: &[Waiting]) -> Vec<Waiting> {
        self.reach(from, |known, new| new.spends(&known.tx))
    }

    fn drop_with_descendants(&mut self, gone: &[Waiting]) {
        let gone = self.down(gone);
        self.list.retain(|waiting| !gone.iter().any(|gone| gone.tx == waiting.tx));
    }

    /// The fee of a transaction that the next block could hold.
    fn fee(&self, tx: &Transaction, chain: &TestChain) -> Result<i64, &'static str> {
        let height = chain.context.height;
        let mut coins = Vec::new();
        for input in &tx.inputs {
            let outpoint = input.previous_output;
            let parent = self.list.iter().find(|waiting| waiting.tx.txid() == outpoint.txid);
            let found = match parent {
                Some(parent) => parent
                    .tx
                    .outputs
                    .get(outpoint.vout as usize)
                    .map(|out| (out.value, height, false)),
                None => chain
                    .coins
                    .coin(&outpoint)
                    .map(|coin| (coin.output.value, coin.height, coin.coinbase)),
            };
            coins.push(found.ok_or("bad-txns-inputs-missingorspent")?);
        }
        for (input, (_, made, _)) in tx.inputs.iter().zip(&coins) {
            if input.sequence < 100 && made + input.sequence > height {
                return Err("non-BIP68-final");
            }
        }
        if coins.iter().any(|(_, made, coinbase)| *coinbase && height - made < MATURITY) {
            return Err("bad-txns-premature-spend-of-coinbase");
        }
        let fee = coins.iter().map(|(value, ..)| value).sum::<i64>()
            - tx.outputs.iter().map(|output| output.value).sum::<i64>();
        if fee < 0 { Err("bad-txns-in-belowout") } else { Ok(fee) }
    }

    pub(super) fn accept(
        &mut self,
        tx: &Transaction,
        chain: &TestChain,
        lost: bool,
    ) -> Result<(), &'static str> {
        if !is_final(tx, chain.context.height, chain.context.median_time_past) {
            return Err("non-final");
        }
        if self.list.iter().any(|waiting| waiting.tx == *tx) {
            return Err("txn-already-in-mempool");
        }
        let spent: Vec<OutPoint> = tx.inputs.iter().map(|input| input.previous_output).collect();
        let fee = self.fee(tx, chain).map_err(|reject| {
            let known = reject.ends_with("missingorspent") && chain.has_output_of(tx);
            if known { "txn-already-known" } else { reject }
        })?;
        let new = Waiting { tx: tx.clone(), fee };
        let least = (new.size() + 9) / 10;
        if fee < least && !lost {
            return Err("min relay fee not met");
        }
        let conflicts = self.list.iter().filter(|waiting| {
            waiting.tx.inputs.iter().any(|input| spent.contains(&input.previous_output))
        });
        let conflicts: Vec<Waiting> = conflicts.cloned().collect();
        let replaced = self.down(&conflicts);
        if replaced.len() > POLICY.replaced_count {
            return Err("too many potential replacements");
        }
        if !replaced.is_empty() && fee < replaced.iter().map(|old| old.fee).sum::<i64>() + least {
            return Err("insufficient fee");
        }
        if conflicts.iter().any(|old| fee * old.size() <= old.fee * new.size()) {
            return Err("replacement-failed");
        }
        let mut without = Slow { list: self.list.clone() };
        without.drop_with_descendants(&conflicts);
        let cluster = without.reach(std::slice::from_ref(&new), |known, new| {
            known.spends(&new.tx) || new.spends(&known.tx)
        });
        if cluster.len() > POLICY.cluster_count
            || cluster.iter().map(Waiting::size).sum::<i64>() > POLICY.cluster_virtual_size as i64
        {
            return Err("too-large-cluster");
        }
        if replaced.iter().any(|old| new.spends(&old.tx)) {
            return Err("bad-txns-spends-conflicting-tx");
        }
        without.list.push(new);
        *self = without;
        if !lost {
            self.evict();
        }
        let stays = self.list.iter().any(|waiting| waiting.tx == *tx);
        if stays { Ok(()) } else { Err("mempool full") }
    }

    fn evict(&mut self) {
        while self.list.iter().map(Waiting::size).sum::<i64>() > POLICY.max_virtual_size as i64 {
            // Of equals the later one: hence the comparison with `<=`.
            let mut worst: Option<(i64, i64, Waiting)> = None;
            for waiting in &self.list {
                let package = self.down(std::slice::from_ref(waiting));
                let fee = package.iter().map(|one| one.fee).sum::<i64>();
                let size = package.iter().map(Waiting::size).sum::<i64>();
                if worst.as_ref().is_none_or(|(f, s, _)| fee * s <= f * size) {
                    worst = Some((fee, size, waiting.clone()));
                }
            }
            let (_, _, worst) = worst.unwrap();
            self.drop_with_descendants(&[worst]);
        }
    }

    pub(super) fn follow(
        &mut self,
        lost: &[IndexedBlock],
        connected: &[IndexedBlock],
        chain: &TestChain,
    ) {
        let confirmed: Vec<&Transaction> =
            connected.iter().flat_map(|block| &block.block().transactions).collect();
        self.list.retain(|waiting| !confirmed.contains(&&waiting.tx));
        let spent: Vec<OutPoint> = confirmed
            .iter()
            .flat_map(|tx| tx.inputs.iter().map(|input| input.previous_output))
            .collect();
        let conflicts = self.list.iter().filter(|waiting| {
            waiting.tx.inputs.iter().any(|input| spent.contains(&input.previous_output))
        });
        let conflicts: Vec<Waiting> = conflicts.cloned().collect();
        self.drop_with_descendants(&conflicts);
        if lost.is_empty() {
            return;
        }
        for block in lost.iter().rev() {
            for tx in block.block().transactions.iter().skip(1) {
                if !confirmed.contains(&tx) {
                    let _ = self.accept(tx, chain, true);
                }
            }
        }
        let valid = |slow: &Slow, waiting: &Waiting| {
            slow.fee(&waiting.tx, chain).is_ok()
                && is_final(&waiting.tx, chain.context.height, chain.context.median_time_past)
        };
        while let Some(bad) = self.list.iter().find(|waiting| !valid(self, waiting)).cloned() {
            self.drop_with_descendants(&[bad]);
        }
        self.evict();
    }

    pub(super) fn assert_equals(&self, pool: &Mempool) {
        let mut entries: Vec<_> = pool.entries().collect();
        entries.sort_by_key(|(_, entry)| entry.arrival);
        let ids: Vec<_> = entries.iter().map(|(txid, _)| **txid).collect();
        assert_eq!(ids, self.list.iter().map(|waiting| waiting.tx.txid()).collect::<Vec<_>>());
        for ((_, entry), waiting) in entries.iter().zip(&self.list) {
            let one = std::slice::from_ref(waiting);
            for (totals, all) in [
                (&entry.own, one.to_vec()),
                (&entry.ancestors, self.up(one)),
                (&entry.descendants, self.down(one)),
            ] {
                assert_eq!(totals.count, all.len());
                assert_eq!(totals.fee_satoshis, all.iter().map(|one| one.fee).sum::<i64>());
                let size = all.iter().map(Waiting::size).sum::<i64>();
                assert_eq!(totals.virtual_size as i64, size);
                let weight: usize = all.iter().map(|one| one.tx.weight()).sum();
                assert_eq!(totals.weight, weight);
            }
        }
        assert_eq!(pool.virtual_size() as i64, self.list.iter().map(Waiting::size).sum::<i64>());
        let spends = self.list.iter().map(|waiting| waiting.tx.inputs.len()).sum::<usize>();
        assert_eq!(pool.spends.len(), spends);
    }
}
