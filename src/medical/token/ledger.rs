//! What the token ledger knows: unspent outputs, and what was minted, paid, redeemed and burnt.

use std::collections::{BTreeMap, BTreeSet};

use imbl::{OrdMap, OrdSet};
use serde::Serialize;

use super::lock::{VoteLock, owner_hash};
use super::rate::Rate;
use super::{Asset, TokenOutput, TokenSetting};
use crate::election::PoolNumber;
use crate::election::stake::Vote;
use crate::hash::Txid;
use crate::ledger::Coin;
use crate::medical::identity::Identity;
use crate::primitives::OutPoint;

/// What has become of all units of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Supply {
    /// Minted for episodes.
    pub minted: u64,
    /// Paid as rewards, fees apart.
    pub rewarded: u64,
    /// Spent for good at a provider.
    pub redeemed: u64,
    /// Burnt with a bond.
    pub burnt: u64,
    /// Collected as fees and not paid out yet.
    pub fees: u64,
}

/// The unspent outputs, and all that decides about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLedger {
    pub(super) setting: TokenSetting,
    pub(super) coins: OrdMap<OutPoint, Coin<TokenOutput>>,
    /// How many outputs each transaction made, so that spent ones are told from those that never were.
    pub(super) made: OrdMap<Txid, u32>,
    pub(super) minted: OrdSet<[u8; 32]>,
    pub(super) rewarded: BTreeSet<u32>,
    pub(super) rates: OrdMap<Txid, Rate>,
    pub(super) supply: BTreeMap<Asset, Supply>,
}

impl TokenLedger {
    /// No tokens yet.
    pub fn new(setting: TokenSetting) -> TokenLedger {
        TokenLedger {
            setting,
            coins: OrdMap::new(),
            made: OrdMap::new(),
            minted: OrdSet::new(),
            rewarded: BTreeSet::new(),
            rates: OrdMap::new(),
            supply: BTreeMap::new(),
        }
    }

    /// What is settled.
    pub fn setting(&self) -> &TokenSetting {
        &self.setting
    }

    /// All unspent outputs, by outpoint.
    pub fn coins(&self) -> &OrdMap<OutPoint, Coin<TokenOutput>> {
        &self.coins
    }

    /// All rates, by transaction.
    pub fn rates(&self) -> impl Iterator<Item = (&Txid, &Rate)> {
        self.rates.iter()
    }

    /// What has become of all units of `asset`.
    pub fn supply(&self, asset: Asset) -> Supply {
        self.supply.get(&asset).copied().unwrap_or_default()
    }

    /// Units of `asset` in unspent outputs.
    pub fn unspent(&self, asset: Asset) -> u64 {
        let outputs = self.coins.values().map(|coin| &coin.output);
        outputs.filter(|output| output.asset == asset).map(|output| output.amount).sum()
    }

    /// Whether, of every asset, what was minted and paid less what is gone is what the outputs hold.
    pub fn is_conserved(&self) -> bool {
        Asset::ALL.into_iter().all(|asset| {
            let Supply { minted, rewarded, redeemed, burnt, fees } = self.supply(asset);
            let came = u128::from(minted) + u128::from(rewarded);
            let gone = u128::from(redeemed) + u128::from(burnt) + u128::from(fees);
            came == gone + u128::from(self.unspent(asset))
        })
    }

    /// Units of `asset` that `owner` can spend, votes and bonds apart.
    pub fn balance(&self, owner: &Identity, asset: Asset) -> u64 {
        let lock = super::lock::to_owner(owner);
        let outputs = self.coins.values().map(|coin| &coin.output);
        let own = outputs.filter(|output| output.asset == asset && output.script_pubkey == lock);
        own.map(|output| output.amount).sum()
    }

    /// Data tokens of `owner` that are locked to pools.
    pub fn locked(&self, owner: &Identity) -> u64 {
        let hash = owner_hash(owner);
        let votes = self.votes().filter(|(lock, _)| lock.owner == hash);
        votes.map(|(_, coin)| coin.output.amount).sum()
    }

    /// All votes, by outpoint: what the lock says, and the output.
    pub fn votes(&self) -> impl Iterator<Item = (VoteLock, &Coin<TokenOutput>)> {
        self.coins
            .values()
            .filter_map(|coin| VoteLock::read(&coin.output.script_pubkey).map(|lock| (lock, coin)))
    }

    /// The votes as an election counts them, of outputs that stood at `height` already.
    pub fn stake_at(&self, height: u32) -> impl Iterator<Item = Vote> {
        self.votes()
            .filter(move |(_, coin)| coin.height <= height)
            .map(|(lock, coin)| Vote { pool: PoolNumber(lock.pool), amount: coin.output.amount })
    }
}
