//! A body for tests: numbers that must grow by one, and five seats that take turns.

use super::Body;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::{Txid, tagged_hash};
use crate::medical::identity::{Identity, Keys};
use crate::medical::moment::Moment;
use crate::rng::Rng;

/// A number, and whether it passes for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number(pub u64);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Toy {
    pub last: u64,
    pub seats: Vec<Identity>,
    pub final_heights: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ToyFault {
    #[error("{found} does not follow {last}")]
    Order { found: u64, last: u64 },
    #[error("{found} is not to be used")]
    Unproved { found: u64 },
}

pub(super) fn keys(count: usize) -> Vec<Keys> {
    let mut rng = Rng::from_text("seats");
    (0..count).map(|_| Keys::new(&mut rng)).collect()
}

impl Toy {
    pub fn with_seats(keys: &[Keys]) -> Toy {
        let seats = keys.iter().map(Keys::identity).collect();
        Toy { last: 0, seats, final_heights: vec![] }
    }
}

impl Body for Toy {
    type Tx = Number;
    type Proof = ();
    type Error = ToyFault;

    fn txid(tx: &Number) -> Txid {
        Txid(tagged_hash("toy", &[&tx.0.to_le_bytes()]))
    }

    fn prove(&self, tx: &Number, _: &Txid) -> Result<(), ToyFault> {
        match tx.0 % 1000 == 666 {
            true => Err(ToyFault::Unproved { found: tx.0 }),
            false => Ok(()),
        }
    }

    fn apply(&mut self, tx: &Number, (): &(), _: &Moment) -> Result<(), ToyFault> {
        if tx.0 != self.last + 1 {
            return Err(ToyFault::Order { found: tx.0, last: self.last });
        }
        self.last = tx.0;
        Ok(())
    }

    fn begin_block(&mut self, at: &Moment) {
        self.final_heights.push(at.final_height);
    }

    fn producer(&self, slot: u64) -> Option<Identity> {
        let seat = slot.checked_rem(self.seats.len() as u64)?;
        self.seats.get(seat as usize).copied()
    }

    fn seats(&self) -> Vec<Identity> {
        self.seats.clone()
    }
}

impl Encode for Number {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.0.to_le_bytes());
    }
}

impl Decode for Number {
    fn decode(r: &mut Reader<'_>) -> Result<Number, DecodeError> {
        r.array().map(|bytes| Number(u64::from_le_bytes(bytes)))
    }
}
