//! Coins as the blocks under check see them: some that were looked up, and what has changed since
//! (Core: `CCoinsViewCache`).
//!
//! Whoever keeps the coins is asked once for all that a block needs, and told once of all that blocks
//! changed. Between the two, everything happens here, and can be thrown away.

use std::collections::{BTreeMap, HashMap};

use super::{Coin, Coins, is_unspendable};
use crate::primitives::{OutPoint, Transaction, TxOut};

/// Coins that were looked up, and changes to them.
#[derive(Debug, Clone)]
pub struct CoinView<O = TxOut> {
    // Looked up by outpoint; whoever lists it puts it in order.
    entries: HashMap<OutPoint, Entry<O>>,
}

#[derive(Debug, Clone)]
struct Entry<O> {
    coin: Option<Coin<O>>,
    changed: bool,
}

impl<O> Default for CoinView<O> {
    fn default() -> CoinView<O> {
        CoinView { entries: HashMap::new() }
    }
}

impl<O> Coins<O> for CoinView<O> {
    fn coin(&self, outpoint: &OutPoint) -> Option<&Coin<O>> {
        self.entries.get(outpoint)?.coin.as_ref()
    }
}

impl<'a, O: Clone + 'a> FromIterator<(&'a OutPoint, &'a Coin<O>)> for CoinView<O> {
    /// A view that knows these coins, none of them changed.
    fn from_iter<I: IntoIterator<Item = (&'a OutPoint, &'a Coin<O>)>>(coins: I) -> CoinView<O> {
        let mut view = CoinView::default();
        let coins = coins.into_iter();
        coins.for_each(|(outpoint, coin)| view.load(*outpoint, Some(coin.clone())));
        view
    }
}

impl<O> CoinView<O> {
    /// Whether it is known what is at `outpoint`, even if that is nothing.
    pub fn knows(&self, outpoint: &OutPoint) -> bool {
        self.entries.contains_key(outpoint)
    }

    /// Takes in what was found at `outpoint`. What has changed meanwhile stays as it is.
    pub fn load(&mut self, outpoint: OutPoint, coin: Option<Coin<O>>) {
        self.entries.entry(outpoint).or_insert(Entry { coin, changed: false });
    }

    /// Takes a coin out; none if it is not there.
    pub fn spend(&mut self, outpoint: &OutPoint) -> Option<Coin<O>> {
        let entry = self.entries.get_mut(outpoint)?;
        let coin = entry.coin.take()?;
        entry.changed = true;
        Some(coin)
    }

    /// Puts a coin in, over whatever is there.
    pub fn put(&mut self, outpoint: OutPoint, coin: Coin<O>) {
        self.entries.insert(outpoint, Entry { coin: Some(coin), changed: true });
    }

    /// All that has changed, ordered by outpoint: new coins, and none for those that are gone.
    pub fn into_changes(self) -> BTreeMap<OutPoint, Option<Coin<O>>> {
        let changed = self.entries.into_iter().filter(|(_, entry)| entry.changed);
        changed.map(|(outpoint, entry)| (outpoint, entry.coin)).collect()
    }
}

impl CoinView {
    /// Puts in the coins that a transaction of the block at `height` makes, but for those that nobody
    /// could ever spend (Core: `AddCoins`).
    pub fn put_outputs(&mut self, tx: &Transaction, txid: crate::hash::Txid, height: u32) {
        let coinbase = tx.is_coinbase();
        for (vout, output) in (0..).zip(&tx.outputs) {
            if !is_unspendable(output) {
                let coin = Coin { output: output.clone(), height, coinbase };
                self.put(OutPoint { txid, vout }, coin);
            }
        }
    }
}

/// Makes changes to a set of coins: puts in those that are new, and takes out those that are gone.
pub fn apply_changes<O>(
    coins: &mut BTreeMap<OutPoint, Coin<O>>,
    changes: BTreeMap<OutPoint, Option<Coin<O>>>,
) {
    for (outpoint, coin) in changes {
        match coin {
            Some(coin) => coins.insert(outpoint, coin),
            None => coins.remove(&outpoint),
        };
    }
}
