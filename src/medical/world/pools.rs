//! Pools on the chain: opened with a bond, closed, and what their delegates owe the election.

use super::{PoolError, World};
use crate::election::randomness::Commitment;
use crate::election::verify::compare;
use crate::election::{Election, PoolNumber, Standing};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes};
use crate::hash::{BlockHash, Txid};
use crate::medical::chain::Evidence;
use crate::medical::identity::Identity;
use crate::medical::record::text;
use crate::medical::signed::{Signed, Statement};
use crate::medical::token::lock::{owner_hash, read_bond};
use crate::primitives::OutPoint;

/// An action under its author's signature.
pub type PoolTx = Signed<PoolAction>;

/// What can be said about pools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PoolAction {
    /// The author opens a pool, and is its delegate.
    Open {
        /// What people will call it, at most 40 bytes.
        name: String,
        /// Of each 1,000 units earned, what the delegate keeps.
        commission_per_mille: u16,
        /// An unspent output that is locked as the author's bond.
        bond: OutPoint,
    },
    /// The delegate announces a commission.
    Announce {
        /// Of each 1,000 units.
        commission_per_mille: u16,
    },
    /// The delegate closes the pool.
    Close,
    /// The delegate commits to a secret.
    Commit {
        /// Its hash.
        to: [u8; 32],
    },
    /// The delegate reveals it.
    Reveal {
        /// The secret.
        secret: [u8; 32],
    },
    /// Anyone proves that a delegate signed two blocks for one slot.
    Prove {
        /// The two headers.
        evidence: Box<Evidence>,
    },
    /// Anyone writes down the election of the epoch under way.
    Publish {
        /// As it follows from the chain.
        election: Box<Election>,
    },
}

impl Statement for PoolAction {
    const TAG: &'static str = "blockstep/pool";
}

impl World {
    /// Judges a statement about pools, its signature apart, and follows it.
    pub(super) fn apply_pool(&mut self, tx: &PoolTx) -> Result<(), PoolError> {
        let author = &tx.author;
        match &tx.statement {
            PoolAction::Open { name, commission_per_mille, bond } => {
                let amount = self.bond(author, bond)?;
                let key = author.to_bytes();
                let pool = self.registry.open(name, &key, *commission_per_mille, amount)?;
                self.bonds.insert(*bond, pool);
                Ok(())
            }
            PoolAction::Announce { commission_per_mille } => {
                let pool = self.own_pool(author)?;
                Ok(self.registry.announce(pool, *commission_per_mille).map(drop)?)
            }
            PoolAction::Close => {
                let pool = self.own_pool(author)?;
                self.registry.close(pool)?;
                self.closed.insert(pool, self.registry.epoch());
                Ok(())
            }
            PoolAction::Commit { to } => {
                let pool = self.own_pool(author)?;
                Ok(self.registry.commit(pool, Commitment(*to))?)
            }
            PoolAction::Reveal { secret } => {
                let pool = self.own_pool(author)?;
                Ok(self.registry.reveal(pool, *secret)?)
            }
            PoolAction::Prove { evidence } => self.signed_twice(evidence),
            PoolAction::Publish { election } => {
                compare(election, self.registry.election()).map_err(PoolError::Differs)?;
                match self.published.insert(election.epoch) {
                    true => Ok(()),
                    false => Err(PoolError::PublishedTwice { epoch: election.epoch }),
                }
            }
        }
    }

    fn own_pool(&self, author: &Identity) -> Result<PoolNumber, PoolError> {
        self.pool_of(author).ok_or(PoolError::NoDelegate { author: *author })
    }

    /// The units of a bond that `author` may open a pool with.
    fn bond(&self, author: &Identity, at: &OutPoint) -> Result<u64, PoolError> {
        let OutPoint { txid, vout } = *at;
        let coin = self.tokens.coins().get(at);
        let theirs = coin.filter(|coin| {
            read_bond(&coin.output.script_pubkey) == Some(owner_hash(author))
                && coin.output.asset == crate::medical::token::Asset::Data
        });
        match theirs {
            None => Err(PoolError::NoBond { txid, vout }),
            Some(_) if self.bonds.contains_key(at) => Err(PoolError::BondInUse { txid, vout }),
            Some(coin) => Ok(coin.output.amount),
        }
    }

    /// Expels a delegate for two headers, and lets the bond be burnt, also where the pool is closed.
    fn signed_twice(&mut self, evidence: &Evidence) -> Result<(), PoolError> {
        evidence.check(&self.chain).map_err(PoolError::NoProof)?;
        let headers = [evidence.first.header, evidence.second.header];
        let pool = self.own_pool(&headers[0].producer)?;
        if self.forfeit.contains(&pool) {
            return Err(PoolError::ProvenTwice { pool });
        }
        if self.registry.pool(pool)?.standing != Standing::Closed {
            // The signatures are checked above, each over its digest.
            let digests = headers.map(|header| header.digest(&self.chain));
            self.registry.double_signed(pool, digests, |_, _| true)?;
        }
        self.forfeit.insert(pool);
        Ok(())
    }
}

impl PoolAction {
    /// As one word.
    pub fn name(&self) -> &'static str {
        match self {
            PoolAction::Open { .. } => "open-pool",
            PoolAction::Announce { .. } => "announce",
            PoolAction::Close => "close-pool",
            PoolAction::Commit { .. } => "commit",
            PoolAction::Reveal { .. } => "reveal",
            PoolAction::Prove { .. } => "prove",
            PoolAction::Publish { .. } => "publish",
        }
    }
}

/// The id of a chain as its signatures have it.
pub(super) fn is_signed(tx: &PoolTx, chain: &BlockHash, txid: &Txid) -> Result<(), PoolError> {
    match tx.is_signed(chain, txid) {
        true => Ok(()),
        false => Err(PoolError::NotSigned { author: tx.author }),
    }
}

impl Encode for PoolAction {
    fn encode<S: Sink>(&self, sink: &mut S) {
        match self {
            PoolAction::Open { name, commission_per_mille, bond } => {
                sink.put(&[0]);
                put_bytes(sink, name.as_bytes());
                sink.put(&commission_per_mille.to_le_bytes());
                sink.put(&bond.txid.0);
                sink.put(&bond.vout.to_le_bytes());
            }
            PoolAction::Announce { commission_per_mille } => {
                sink.put(&[1]);
                sink.put(&commission_per_mille.to_le_bytes());
            }
            PoolAction::Close => sink.put(&[2]),
            PoolAction::Commit { to } => {
                sink.put(&[3]);
                sink.put(to);
            }
            PoolAction::Reveal { secret } => {
                sink.put(&[4]);
                sink.put(secret);
            }
            PoolAction::Prove { evidence } => {
                sink.put(&[5]);
                evidence.encode(sink);
            }
            PoolAction::Publish { election } => {
                sink.put(&[6]);
                election.encode(sink);
            }
        }
    }
}

impl Decode for PoolAction {
    fn decode(r: &mut Reader<'_>) -> Result<PoolAction, DecodeError> {
        let offset = r.position();
        Ok(match r.u8()? {
            0 => PoolAction::Open {
                name: text(r, 40, "a pool's name (at most 40 bytes of text)")?,
                commission_per_mille: r.u16()?,
                bond: OutPoint { txid: Txid(r.array()?), vout: r.u32()? },
            },
            1 => PoolAction::Announce { commission_per_mille: r.u16()? },
            2 => PoolAction::Close,
            3 => PoolAction::Commit { to: r.array()? },
            4 => PoolAction::Reveal { secret: r.array()? },
            5 => PoolAction::Prove { evidence: Box::new(Evidence::decode(r)?) },
            6 => PoolAction::Publish { election: Box::new(Election::decode(r)?) },
            other => {
                let (what, found) = ("the number of an action, 0 to 6", other.to_string());
                return Err(DecodeError::NotAValue { offset, what, found });
            }
        })
    }
}
