//! Rates: what an oracle says that an asset is worth outside, and for how long that counts.

use super::{Asset, Kind, TokenError, TokenSetting};
use crate::hash::Txid;
use crate::medical::moment::Moment;

/// A rate that stands on the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// What it is of.
    pub asset: Asset,
    /// For 1,000 units, in units of the currency outside.
    pub price_per_mille: u64,
    /// When it was true.
    pub slot: u64,
}

impl Rate {
    /// Reads a rate that a registered oracle has signed, and that is not of the future.
    pub fn checked(
        setting: &TokenSetting,
        kind: &Kind,
        at: &Moment,
    ) -> Result<Option<Rate>, TokenError> {
        let Kind::Rate { asset, price_per_mille, slot, oracle, signature } = kind else {
            return Ok(None);
        };
        if !setting.oracles.contains(oracle) {
            return Err(TokenError::NoOracle { oracle: *oracle });
        }
        let digest = Kind::rate_digest(&setting.chain, *asset, *price_per_mille, *slot);
        if !oracle.verify(&digest, signature) {
            return Err(TokenError::RateNotSigned { oracle: *oracle });
        }
        if *slot > at.slot {
            return Err(TokenError::RateOfTheFuture { rate: *slot, now: at.slot });
        }
        Ok(Some(Rate { asset: *asset, price_per_mille: *price_per_mille, slot: *slot }))
    }

    /// Whether it may be used at `at`.
    pub fn check_age(
        &self,
        setting: &TokenSetting,
        txid: &Txid,
        at: &Moment,
    ) -> Result<(), TokenError> {
        let age = at.slot.saturating_sub(self.slot);
        match age > setting.rate_max_age_slots {
            true => Err(TokenError::RateIsStale {
                rate: *txid,
                age_slots: age,
                limit_slots: setting.rate_max_age_slots,
            }),
            false => Ok(()),
        }
    }

    /// What `amount` units are worth outside, rounded down.
    pub fn worth(&self, amount: u64) -> u64 {
        let worth = u128::from(amount) * u128::from(self.price_per_mille) / 1000;
        u64::try_from(worth).unwrap_or(u64::MAX)
    }
}
