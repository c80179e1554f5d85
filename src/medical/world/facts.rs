//! What the token ledger is told of records, pools and epochs.

use super::World;
use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::medical::token::{Episode, Facts, TokenOutput};
use crate::primitives::OutPoint;

/// Epochs that a closed pool's bond still stands to be lost.
const BOND_EPOCHS: u32 = 2;

impl Facts for World {
    fn episode(&self, episode: &[u8; 32]) -> Option<Episode> {
        self.data.episode(episode)
    }

    fn sharing(&self, txid: &Txid) -> Option<(Identity, Identity)> {
        let sharing = self.data.sharing(txid).ok()?;
        Some((sharing.patient, sharing.receiver))
    }

    fn rewards_due(&self, epoch: u32, fees: u64) -> Option<Vec<TokenOutput>> {
        self.due(epoch, fees)
    }

    fn bond_is_free(&self, outpoint: &OutPoint) -> bool {
        let Some(pool) = self.bonds.get(outpoint) else { return true };
        let closed = self.closed.get(pool);
        let over = |epoch: &u32| self.registry.epoch() >= epoch.saturating_add(BOND_EPOCHS);
        closed.is_some_and(over) && !self.forfeit.contains(pool)
    }

    fn bond_is_forfeit(&self, outpoint: &OutPoint) -> bool {
        self.bonds.get(outpoint).is_some_and(|pool| self.forfeit.contains(pool))
    }
}
