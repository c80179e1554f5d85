//! Whose coins are whose, and which of them can be spent in the next block.

use std::collections::BTreeMap;

use super::{Lab, LabError};
use crate::chain::ChainStore;
use crate::ledger::Coin;
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short;
use crate::wallet::{SpendableCoin, Wallet};

/// A coin of a wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Which output.
    pub outpoint: OutPoint,
    /// The coin.
    pub coin: Coin,
    /// Whether it is a coinbase's, and too young for the next block.
    pub unripe: bool,
    /// Whether a transaction that waits spends it.
    pub promised: bool,
}

/// What a wallet holds, in satoshis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Coins that can be spent in the next block.
    pub spendable: i64,
    /// Coinbases that are too young.
    pub unripe: i64,
    /// Coins that a waiting transaction spends.
    pub promised: i64,
    /// What waiting transactions pay to the wallet.
    pub incoming: i64,
}

impl<S: ChainStore> Lab<S> {
    /// The wallet of this name.
    pub fn wallet(&self, name: &str) -> Result<&Wallet, LabError> {
        let exact = self.wallets.get(name);
        let alike =
            || self.wallets.values().find(|wallet| wallet.name().eq_ignore_ascii_case(name));
        exact.or_else(alike).ok_or_else(|| LabError::NoWallet {
            name: name.to_owned(),
            known: self.wallets.keys().cloned().collect(),
        })
    }

    /// All coins of a wallet on the active branch, ordered by outpoint.
    pub fn holdings(&self, wallet: &Wallet) -> Result<Vec<Holding>, LabError> {
        let all = self.chain.all_coins()?;
        let mut wallet = wallet.clone();
        let own = wallet.spendable(&all)?;
        let next = self.next_context();
        let holding = |own: SpendableCoin| {
            let coin = all.get(&own.outpoint)?.clone();
            let age = next.height.saturating_sub(coin.height);
            let unripe = coin.coinbase && age < next.coinbase_maturity_blocks;
            let promised = self.mempool.spender(&own.outpoint).is_some();
            Some(Holding { outpoint: own.outpoint, coin, unripe, promised })
        };
        Ok(own.into_iter().filter_map(holding).collect())
    }

    /// What a wallet holds.
    pub fn balance(&self, wallet: &Wallet) -> Result<Balance, LabError> {
        let mut balance = Balance::default();
        for Holding { coin, unripe, promised, .. } in self.holdings(wallet)? {
            let kept = match (unripe, promised) {
                (true, _) => &mut balance.unripe,
                (_, true) => &mut balance.promised,
                _ => &mut balance.spendable,
            };
            *kept = kept.saturating_add(coin.output.value);
        }
        let book = wallet.book()?;
        let waiting = self.mempool.entries().flat_map(|(_, entry)| &entry.tx.outputs);
        let incoming = waiting.filter(|output| book.find(&output.script_pubkey).is_some());
        balance.incoming = incoming.fold(0, |sum, output| sum.saturating_add(output.value));
        Ok(balance)
    }

    /// The coins that a wallet can spend in the next block; what it learns of its own used addresses is
    /// kept.
    pub(super) fn spendable(&mut self, name: &str) -> Result<Vec<SpendableCoin>, LabError> {
        let name = self.wallet(name)?.name().to_owned();
        let holdings = self.holdings(self.wallet(&name)?)?;
        let free: BTreeMap<OutPoint, Coin> = holdings
            .iter()
            .filter(|holding| !holding.unripe && !holding.promised)
            .map(|holding| (holding.outpoint, holding.coin.clone()))
            .collect();
        if free.is_empty() {
            let sum = |which: fn(&Holding) -> bool| {
                let values = holdings.iter().filter(|it| which(it)).map(|it| it.coin.output.value);
                bitcoin_short(values.fold(0, i64::saturating_add))
            };
            let (unripe, waiting) = (sum(|it| it.unripe), sum(|it| it.promised));
            let maturity = self.chain.params().coinbase_maturity_blocks;
            return Err(LabError::NothingToSpend { name, unripe, waiting, maturity });
        }
        match self.wallets.get_mut(&name) {
            Some(wallet) => Ok(wallet.spendable(&free)?),
            None => Ok(Vec::new()),
        }
    }
}
