//! What the token ledger must know of the rest of the chain, handed down as a value.

use super::TokenOutput;
use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::primitives::OutPoint;

/// An episode of care, as the records on the chain tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// Whose.
    pub patient: Identity,
    /// Whether a certified institution released a record of it.
    pub released: bool,
    /// Whether the patient stored one.
    pub stored: bool,
}

/// The rest of the chain.
pub trait Facts {
    /// What is known of an episode.
    fn episode(&self, episode: &[u8; 32]) -> Option<Episode>;

    /// Who shared with whom, by the sharing's id: patient and receiver.
    fn sharing(&self, txid: &Txid) -> Option<(Identity, Identity)>;

    /// What the blocks of an epoch have earned, given the fees that were collected; none while it has not ended.
    fn rewards_due(&self, epoch: u32, fees: u64) -> Option<Vec<TokenOutput>>;

    /// Whether the bond at `outpoint` may be taken back: its pool is closed.
    fn bond_is_free(&self, outpoint: &OutPoint) -> bool;

    /// Whether the bond at `outpoint` is to be burnt: its delegate signed twice.
    fn bond_is_forfeit(&self, outpoint: &OutPoint) -> bool;
}
