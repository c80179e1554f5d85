//! Something that one party says on the chain, under its signature.
//!
//! The id is a hash of all but the signature, and the signature is over chain and id: so a statement for
//! one chain is of no use on another, and nobody can make a second id out of the first. A number that the
//! author picks tells apart what is said twice on purpose; the chain takes each id once.

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::{BlockHash, Txid, tagged_hash};

use super::identity::{Identity, Keys, Signature};

/// What can be said, and under which tag it is hashed.
pub trait Statement: Encode {
    /// The tag: `blockstep/data`.
    const TAG: &'static str;
}

/// A statement, its author, and the author's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<A> {
    /// Who says it.
    pub author: Identity,
    /// Tells apart statements that say the same.
    pub number: u64,
    /// What is said.
    pub statement: A,
    /// Over chain and id.
    pub signature: Signature,
}

impl<A: Statement> Signed<A> {
    /// `statement`, signed for `chain`.
    pub fn new(chain: &BlockHash, number: u64, statement: A, keys: &Keys) -> Signed<A> {
        let author = keys.identity();
        let txid = id(&author, number, &statement);
        let signature = keys.sign(&digest(chain, &txid));
        Signed { author, number, statement, signature }
    }

    /// Its id.
    pub fn txid(&self) -> Txid {
        id(&self.author, self.number, &self.statement)
    }

    /// Whether its author has signed it for this chain. `txid` is its id, which the caller has at hand.
    pub fn is_signed(&self, chain: &BlockHash, txid: &Txid) -> bool {
        self.author.verify(&digest(chain, txid), &self.signature)
    }
}

fn id<A: Statement>(author: &Identity, number: u64, statement: &A) -> Txid {
    let parts = [&author.to_bytes()[..], &number.to_le_bytes(), &statement.to_bytes()];
    Txid(tagged_hash(A::TAG, &parts))
}

fn digest(chain: &BlockHash, txid: &Txid) -> [u8; 32] {
    tagged_hash("blockstep/signature", &[&chain.0, &txid.0])
}

impl<A: Encode> Encode for Signed<A> {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.author.encode(sink);
        sink.put(&self.number.to_le_bytes());
        self.statement.encode(sink);
        self.signature.encode(sink);
    }
}

impl<A: Decode> Decode for Signed<A> {
    fn decode(r: &mut Reader<'_>) -> Result<Signed<A>, DecodeError> {
        Ok(Signed {
            author: Identity::decode(r)?,
            number: r.u64()?,
            statement: A::decode(r)?,
            signature: Signature::decode(r)?,
        })
    }
}
