//! Endorsements: a seat signs a block's id.

use super::BlockFault;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::{BlockHash, tagged_hash};
use crate::medical::identity::{Identity, Keys, Signature};

/// A seat's signature on a block, which endorses all blocks before it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endorsement {
    /// The block.
    pub block: BlockHash,
    /// Who endorses it.
    pub signer: Identity,
    /// Over chain and block.
    pub signature: Signature,
}

impl Endorsement {
    /// An endorsement of `block`.
    pub fn new(chain: &BlockHash, block: BlockHash, keys: &Keys) -> Endorsement {
        let signature = keys.sign(&Endorsement::digest(chain, &block));
        Endorsement { block, signer: keys.identity(), signature }
    }

    /// What is signed.
    fn digest(chain: &BlockHash, block: &BlockHash) -> [u8; 32] {
        tagged_hash("blockstep/endorsement", &[&chain.0, &block.0])
    }

    /// Whether its signer has signed it for this chain.
    pub fn check(&self, chain: &BlockHash) -> Result<(), BlockFault> {
        match self.signer.verify(&Endorsement::digest(chain, &self.block), &self.signature) {
            true => Ok(()),
            false => {
                Err(BlockFault::EndorsementNotSigned { signer: self.signer, block: self.block })
            }
        }
    }
}

impl Encode for Endorsement {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.block.0);
        self.signer.encode(sink);
        self.signature.encode(sink);
    }
}

impl Decode for Endorsement {
    fn decode(r: &mut Reader<'_>) -> Result<Endorsement, DecodeError> {
        Ok(Endorsement {
            block: BlockHash(r.array()?),
            signer: Identity::decode(r)?,
            signature: Signature::decode(r)?,
        })
    }
}
