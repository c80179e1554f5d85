//! What the chain carries, and what it does: the part that blocks know nothing of.

use crate::encode::{Decode, Encode};
use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::medical::moment::Moment;

/// The state that the transactions of a chain make.
pub trait Body: Clone + Send + Sync {
    /// A transaction.
    type Tx: Encode + Decode + Clone + PartialEq + std::fmt::Debug + Send + Sync;
    /// What [`Body::prove`] has found.
    type Proof: Send + Sync;
    /// Why one is refused.
    type Error: std::error::Error + Clone + PartialEq + Send + Sync;

    /// A transaction's id.
    fn txid(tx: &Self::Tx) -> Txid;

    /// Checks of a transaction that need nothing of the others in its block: signatures and pairings.
    /// They are done on all cores, by the state that the block before has left. `txid` is the transaction's id.
    fn prove(&self, tx: &Self::Tx, txid: &Txid) -> Result<Self::Proof, Self::Error>;

    /// Checks the rest, and follows it. Changes nothing where it is refused.
    fn apply(&mut self, tx: &Self::Tx, proof: &Self::Proof, at: &Moment)
    -> Result<(), Self::Error>;

    /// Begins a block: slots that have gone by without one, and the ends of epochs.
    fn begin_block(&mut self, at: &Moment);

    /// Who makes the block of `slot`; none where nobody may.
    fn producer(&self, slot: u64) -> Option<Identity>;

    /// Who endorses blocks now.
    fn seats(&self) -> Vec<Identity>;
}
