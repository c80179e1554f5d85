//! Who spends whom within the pool, and the sums along those links.
//!
//! Sums are never adjusted by what came or went: whoever is related to it is counted again, along the
//! links. The limit on a cluster's size keeps that cheap, and there is nothing that could drift.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Entry, Mempool, Totals};
use crate::hash::Txid;
use crate::primitives::{OutPoint, Transaction};

impl Mempool {
    /// `txid` and all transactions of the pool that it rests on; none if it is not here.
    pub fn ancestors(&self, txid: &Txid) -> BTreeSet<Txid> {
        self.reachable([*txid], |entry, next| next.extend(&entry.parents))
    }

    /// `txid` and all transactions of the pool that rest on it; none if it is not here.
    pub fn descendants(&self, txid: &Txid) -> BTreeSet<Txid> {
        self.reachable([*txid], |entry, next| next.extend(&entry.children))
    }

    /// `txid` and all transactions of the pool that hang together with it, in whatever direction.
    pub fn cluster(&self, txid: &Txid) -> BTreeSet<Txid> {
        self.reachable([*txid], |entry, next| {
            next.extend(&entry.parents);
            next.extend(&entry.children);
        })
    }

    /// All entries that can be reached from `from`.
    pub(super) fn reachable(
        &self,
        from: impl IntoIterator<Item = Txid>,
        follow: impl Fn(&Entry, &mut Vec<Txid>),
    ) -> BTreeSet<Txid> {
        let (mut found, mut next) = (BTreeSet::new(), Vec::from_iter(from));
        while let Some(txid) = next.pop() {
            let Some(entry) = self.entries.get(&txid) else { continue };
            if found.insert(txid) {
                follow(entry, &mut next);
            }
        }
        found
    }

    /// What the entries with these ids add up to.
    pub fn totals<'a>(&self, txids: impl IntoIterator<Item = &'a Txid>) -> Totals {
        txids.into_iter().filter_map(|txid| Some(&self.entries.get(txid)?.own)).sum()
    }

    /// Transactions of the pool that `tx` spends.
    pub(super) fn parents_of(&self, tx: &Transaction) -> BTreeSet<Txid> {
        let spent = tx.inputs.iter().map(|input| input.previous_output.txid);
        spent.filter(|txid| self.entries.contains_key(txid)).collect()
    }

    /// Transactions of the pool that spend `tx`. There are such where `tx` returns from a lost block.
    pub(super) fn children_of(&self, tx: &Transaction, txid: Txid) -> BTreeSet<Txid> {
        let made = (0..tx.outputs.len() as u32).map(|vout| OutPoint { txid, vout });
        made.filter_map(|outpoint| self.spends.get(&outpoint).copied()).collect()
    }

    /// Puts a transaction in that has passed every check.
    pub(super) fn insert(&mut self, tx: Arc<Transaction>, txid: Txid, own: Totals) {
        let (parents, children) = (self.parents_of(&tx), self.children_of(&tx, txid));
        for parent in &parents {
            self.entries.entry(*parent).and_modify(|entry| _ = entry.children.insert(txid));
        }
        for child in &children {
            self.entries.entry(*child).and_modify(|entry| _ = entry.parents.insert(txid));
        }
        self.spends.extend(tx.inputs.iter().map(|input| (input.previous_output, txid)));
        self.virtual_size += own.virtual_size;
        let arrival = self.arrivals;
        self.arrivals += 1;
        let entry = Entry { tx, own, arrival, parents, children, ancestors: own, descendants: own };
        self.entries.insert(txid, entry);
        let mut related = self.ancestors(&txid);
        related.append(&mut self.descendants(&txid));
        self.count_again(&related);
    }

    /// Takes transactions out, and nothing else: what rested on them is left without them.
    pub(super) fn remove(&mut self, gone: &BTreeSet<Txid>) {
        let mut related = self.reachable(gone.iter().copied(), |entry, next| {
            next.extend(&entry.parents);
        });
        related.append(&mut self.reachable(gone.iter().copied(), |entry, next| {
            next.extend(&entry.children);
        }));
        for txid in gone {
            let Some(entry) = self.entries.remove(txid) else { continue };
            for parent in &entry.parents {
                self.entries.entry(*parent).and_modify(|entry| _ = entry.children.remove(txid));
            }
            for child in &entry.children {
                self.entries.entry(*child).and_modify(|entry| _ = entry.parents.remove(txid));
            }
            for input in &entry.tx.inputs {
                self.spends.remove(&input.previous_output);
            }
            self.virtual_size -= entry.own.virtual_size;
        }
        self.count_again(&related);
    }

    /// Takes transactions out with all that rests on them; returns what went.
    pub(super) fn remove_with_descendants(
        &mut self,
        txids: impl IntoIterator<Item = Txid>,
    ) -> BTreeSet<Txid> {
        let gone = self.reachable(txids, |entry, next| next.extend(&entry.children));
        self.remove(&gone);
        gone
    }

    fn count_again(&mut self, txids: &BTreeSet<Txid>) {
        for txid in txids {
            let ancestors = self.totals(&self.ancestors(txid));
            let descendants = self.totals(&self.descendants(txid));
            if let Some(entry) = self.entries.get_mut(txid) {
                entry.ancestors = ancestors;
                entry.descendants = descendants;
            }
        }
    }
}
