//! What the chain of blocks asks of the world.

use super::pools::is_signed;
use super::{Tx, World, WorldError};
use crate::election::PoolNumber;
use crate::hash::Txid;
use crate::medical::chain::Body;
use crate::medical::data::prove::{DataProof, prove};
use crate::medical::identity::Identity;
use crate::medical::moment::Moment;
use crate::medical::token::TokenLedger;

/// What was found before the rest of the block was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The transaction's id, so that it is hashed once.
    txid: Txid,
    /// Of a statement about records; whole for any other.
    data: DataProof,
    /// Whether the scripts of tokens are checked.
    scripts: bool,
}

impl Body for World {
    type Tx = Tx;
    type Proof = Proof;
    type Error = WorldError;

    fn txid(tx: &Tx) -> Txid {
        tx.txid()
    }

    fn prove(&self, tx: &Tx, txid: &Txid) -> Result<Proof, WorldError> {
        let mut proof = Proof { txid: *txid, data: DataProof::Whole, scripts: false };
        match tx {
            Tx::Data(tx) => proof.data = prove(&self.data, tx, txid)?,
            Tx::Token(tx) => proof.scripts = self.tokens.check_scripts(tx)?,
            Tx::Pool(tx) => is_signed(tx, &self.chain, txid)?,
        }
        Ok(proof)
    }

    fn apply(&mut self, tx: &Tx, proof: &Proof, at: &Moment) -> Result<(), WorldError> {
        let txid = proof.txid;
        if let Some(height) = self.seen.get(&txid) {
            return Err(WorldError::Replayed { txid, height: *height });
        }
        match tx {
            Tx::Data(tx) => self.data.apply(tx, txid, proof.data, at)?,
            Tx::Token(tx) => {
                // The ledger asks the rest of the world, and is not part of what it asks.
                let blank = TokenLedger::new(self.tokens.setting().clone());
                let mut tokens = std::mem::replace(&mut self.tokens, blank);
                let applied = match proof.scripts {
                    true => tokens.apply_checked(tx, at, self),
                    false => tokens.apply(tx, at, self),
                };
                self.tokens = tokens;
                applied?;
            }
            Tx::Pool(tx) => self.apply_pool(tx)?,
        }
        self.seen.insert(txid, at.height);
        Ok(())
    }

    fn begin_block(&mut self, at: &Moment) {
        self.pass_slots(at);
    }

    fn producer(&self, slot: u64) -> Option<Identity> {
        // A slot that was not reached is too far ahead.
        if slot != self.last_slot {
            return None;
        }
        match self.scheduled(slot) {
            Some(pool) => self.delegate(pool),
            None => {
                let turn = slot.checked_rem(self.setting.founders.len() as u64)?;
                self.setting.founders.get(usize::try_from(turn).ok()?).copied()
            }
        }
    }

    fn seats(&self) -> Vec<Identity> {
        let seats = self.registry.election().seats.iter();
        let elected: Vec<Identity> = seats.filter_map(|seat| self.delegate(seat.pool)).collect();
        if elected.is_empty() { self.setting.founders.clone() } else { elected }
    }
}

impl World {
    fn delegate(&self, pool: PoolNumber) -> Option<Identity> {
        let key = self.registry.pool(pool).ok()?.delegate.as_slice().try_into().ok()?;
        Identity::from_bytes(&key)
    }
}
