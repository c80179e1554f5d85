//! The proof that a delegate has signed two blocks for one slot: the two headers.

use super::{BlockFault, SignedHeader};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::BlockHash;

/// Two headers of one producer for one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// One.
    pub first: SignedHeader,
    /// Another.
    pub second: SignedHeader,
}

impl Evidence {
    /// Whether both are signed by one producer, for one slot of this chain, and differ.
    pub fn check(&self, chain: &BlockHash) -> Result<(), BlockFault> {
        let [first, second] = [self.first.header, self.second.header];
        if first.slot != second.slot || first.producer != second.producer {
            return Err(BlockFault::NotOneSlot { first: first.id(), second: second.id() });
        }
        if first.id() == second.id() {
            return Err(BlockFault::SameHeader { header: first.id() });
        }
        match [&self.first, &self.second].into_iter().find(|head| !head.is_signed(chain)) {
            Some(_) => Err(BlockFault::NotSigned { producer: first.producer }),
            None => Ok(()),
        }
    }
}

impl Encode for Evidence {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.first.encode(sink);
        self.second.encode(sink);
    }
}

impl Decode for Evidence {
    fn decode(r: &mut Reader<'_>) -> Result<Evidence, DecodeError> {
        Ok(Evidence { first: SignedHeader::decode(r)?, second: SignedHeader::decode(r)? })
    }
}
