//! A block's header: what its producer signs.

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::{BlockHash, MerkleNode, tagged_hash};
use crate::medical::identity::{Identity, Keys, Signature};

/// What ties a block to the one before, to its slot, its transactions and its producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The block before.
    pub previous: BlockHash,
    /// One more than the height of the block before.
    pub height: u32,
    /// When: slots from the genesis block's, which is 0.
    pub slot: u64,
    /// The root over the ids of its transactions.
    pub merkle_root: MerkleNode,
    /// Who makes it.
    pub producer: Identity,
}

/// A header under its producer's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedHeader {
    /// The header.
    pub header: Header,
    /// Over chain and id.
    pub signature: Signature,
}

impl Header {
    /// The block's id: a hash of the header without the signature, which signs the id.
    pub fn id(&self) -> BlockHash {
        BlockHash(tagged_hash("blockstep/block", &[&self.to_bytes()]))
    }

    /// What the producer signs: the id, for this chain.
    pub fn digest(&self, chain: &BlockHash) -> [u8; 32] {
        tagged_hash("blockstep/block/signature", &[&chain.0, &self.id().0])
    }

    /// The header, signed.
    pub fn signed(self, chain: &BlockHash, keys: &Keys) -> SignedHeader {
        let signature = keys.sign(&self.digest(chain));
        SignedHeader { header: self, signature }
    }
}

impl SignedHeader {
    /// Whether its producer has signed it for this chain.
    pub fn is_signed(&self, chain: &BlockHash) -> bool {
        self.header.producer.verify(&self.header.digest(chain), &self.signature)
    }
}

impl Encode for Header {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.previous.0);
        sink.put(&self.height.to_le_bytes());
        sink.put(&self.slot.to_le_bytes());
        sink.put(&self.merkle_root.0);
        self.producer.encode(sink);
    }
}

impl Decode for Header {
    fn decode(r: &mut Reader<'_>) -> Result<Header, DecodeError> {
        Ok(Header {
            previous: BlockHash(r.array()?),
            height: r.u32()?,
            slot: r.u64()?,
            merkle_root: MerkleNode(r.array()?),
            producer: Identity::decode(r)?,
        })
    }
}

impl Encode for SignedHeader {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.header.encode(sink);
        self.signature.encode(sink);
    }
}

impl Decode for SignedHeader {
    fn decode(r: &mut Reader<'_>) -> Result<SignedHeader, DecodeError> {
        Ok(SignedHeader { header: Header::decode(r)?, signature: Signature::decode(r)? })
    }
}
