//! Chance that all can check and nobody can choose: commit and reveal.
//!
//! In each epoch every delegate with a seat first publishes the hash of a secret, and later the secret.
//! The secrets that were revealed, hashed together with the epoch's beacon, are the beacon of the next.
//! Nobody can change a secret any more; but who reveals last, knows the others, and can choose between
//! two outcomes by staying silent. So silence is recorded, and costs the epoch's reward, for those too who
//! never committed: whoever sits owes the next epoch a secret.

use std::collections::BTreeMap;

use super::{ElectionError, PoolNumber};
use crate::hash::tagged_hash;

/// The randomness of an epoch: 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beacon(pub [u8; 32]);

/// The hash that commits a pool to a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment(pub [u8; 32]);

/// The commitments and reveals of one epoch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    committed: BTreeMap<PoolNumber, Commitment>,
    revealed: BTreeMap<PoolNumber, [u8; 32]>,
    revealing: bool,
}

impl Commitment {
    /// The commitment of `pool` in `epoch` to `secret`. Pool and epoch are part of it, so that nobody
    /// can repeat another's commitment as his own.
    pub fn to(pool: PoolNumber, epoch: u32, secret: &[u8; 32]) -> Commitment {
        let parts = [&pool.0.to_le_bytes()[..], &epoch.to_le_bytes(), secret];
        Commitment(tagged_hash("blockstep/election/commitment", &parts))
    }
}

impl Round {
    /// Takes a commitment. Once the first secret is out, no more are taken.
    pub fn commit(&mut self, pool: PoolNumber, to: Commitment) -> Result<(), ElectionError> {
        if self.revealing {
            return Err(ElectionError::CommitTooLate { pool });
        }
        match self.committed.contains_key(&pool) {
            true => Err(ElectionError::CommittedTwice { pool }),
            false => {
                self.committed.insert(pool, to);
                Ok(())
            }
        }
    }

    /// From now on secrets are revealed, and nothing is committed to.
    pub fn begin_reveals(&mut self) {
        self.revealing = true;
    }

    /// Takes a secret that fits what `pool` committed to in `epoch`.
    pub fn reveal(
        &mut self,
        pool: PoolNumber,
        epoch: u32,
        secret: [u8; 32],
    ) -> Result<(), ElectionError> {
        if !self.revealing {
            return Err(ElectionError::RevealTooEarly { pool });
        }
        let Some(committed) = self.committed.get(&pool) else {
            return Err(ElectionError::NothingCommitted { pool });
        };
        let found = Commitment::to(pool, epoch, &secret);
        if found != *committed {
            return Err(ElectionError::RevealDoesNotMatch {
                pool,
                committed: hex::encode(committed.0),
                found: hex::encode(found.0),
            });
        }
        match self.revealed.insert(pool, secret) {
            Some(_) => Err(ElectionError::RevealedTwice { pool }),
            None => Ok(()),
        }
    }

    /// Whether `pool` has revealed its secret.
    pub fn has_revealed(&self, pool: PoolNumber) -> bool {
        self.revealed.contains_key(&pool)
    }

    /// The next epoch's beacon: a hash of this one and of all secrets, in the order of the pools.
    pub fn next_beacon(&self, beacon: &Beacon) -> Beacon {
        let mut parts: Vec<&[u8]> = vec![&beacon.0];
        let numbers: Vec<[u8; 4]> = self.revealed.keys().map(|pool| pool.0.to_le_bytes()).collect();
        for (number, secret) in numbers.iter().zip(self.revealed.values()) {
            parts.extend([&number[..], &secret[..]]);
        }
        Beacon(tagged_hash("blockstep/election/beacon", &parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: PoolNumber = PoolNumber(1);
    const B: PoolNumber = PoolNumber(2);

    fn committed() -> Round {
        let mut round = Round::default();
        round.commit(A, Commitment::to(A, 7, &[1; 32])).unwrap();
        round.commit(B, Commitment::to(B, 7, &[2; 32])).unwrap();
        round
    }

    #[test]
    fn a_secret_must_be_the_one_committed_to() {
        let mut round = committed();
        assert!(matches!(round.reveal(A, 7, [1; 32]), Err(ElectionError::RevealTooEarly { .. })));
        round.begin_reveals();
        let wrong = round.reveal(A, 7, [9; 32]);
        assert!(matches!(wrong, Err(ElectionError::RevealDoesNotMatch { .. })), "{wrong:?}");
        let other_epoch = round.reveal(A, 8, [1; 32]);
        assert!(matches!(other_epoch, Err(ElectionError::RevealDoesNotMatch { .. })));
        let nobody = round.reveal(PoolNumber(3), 7, [1; 32]);
        assert!(matches!(nobody, Err(ElectionError::NothingCommitted { .. })));
        round.reveal(A, 7, [1; 32]).unwrap();
        assert!(matches!(round.reveal(A, 7, [1; 32]), Err(ElectionError::RevealedTwice { .. })));
        assert_eq!([A, B].map(|pool| round.has_revealed(pool)), [true, false]);
    }

    #[test]
    fn anothers_commitment_is_of_no_use() {
        let mut round = Round::default();
        let copied = Commitment::to(A, 7, &[1; 32]);
        round.commit(B, copied).unwrap();
        round.begin_reveals();
        let copy = round.reveal(B, 7, [1; 32]);
        assert!(matches!(copy, Err(ElectionError::RevealDoesNotMatch { .. })));
    }

    #[test]
    fn nothing_is_committed_to_twice_or_late() {
        let mut round = committed();
        let again = round.commit(A, Commitment::to(A, 7, &[3; 32]));
        assert!(matches!(again, Err(ElectionError::CommittedTwice { .. })));
        round.begin_reveals();
        let late = round.commit(PoolNumber(3), Commitment([0; 32]));
        assert!(matches!(late, Err(ElectionError::CommitTooLate { .. })));
    }

    #[test]
    fn every_reveal_changes_the_beacon_and_their_order_in_time_does_not() {
        let beacon = Beacon([5; 32]);
        let mut one = committed();
        one.begin_reveals();
        let mut other = one.clone();
        let none = one.next_beacon(&beacon);
        one.reveal(A, 7, [1; 32]).unwrap();
        let only_a = one.next_beacon(&beacon);
        one.reveal(B, 7, [2; 32]).unwrap();
        other.reveal(B, 7, [2; 32]).unwrap();
        other.reveal(A, 7, [1; 32]).unwrap();
        assert_eq!(one.next_beacon(&beacon), other.next_beacon(&beacon));
        let all = [none, only_a, one.next_beacon(&beacon), one.next_beacon(&Beacon([6; 32]))];
        for (at, left) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|right| left != right), "beacon {at}");
        }
    }
}
