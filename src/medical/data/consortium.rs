//! Who is a medical institution: certificates that the consortium's root keys sign.
//!
//! Patients, insurers and research teams are open: whoever has a key takes part. That somebody is a hospital
//! is different, since a hospital may read in an emergency. The root keys stand in the genesis; so many of
//! them must sign a certificate, or its withdrawal.

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes, put_compact_size};
use crate::hash::{BlockHash, tagged_hash};
use crate::medical::identity::{Identity, Keys, Signature};
use crate::medical::record::text;

use super::DataError;

/// The root keys, and how many of them have to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consortium {
    /// The keys.
    pub roots: Vec<Identity>,
    /// How many are needed.
    pub needed: usize,
}

/// That the holder of a key is a medical institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The institution's key.
    pub holder: Identity,
    /// Its name, at most 60 bytes.
    pub name: String,
    /// No two certificates have the same.
    pub serial: u64,
    /// The last slot at which it holds.
    pub until_slot: u64,
    /// The roots' signatures.
    pub signatures: Vec<RootSignature>,
}

/// One root's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootSignature {
    /// Which root, from 0.
    pub root: u8,
    /// Over the digest.
    pub signature: Signature,
}

impl RootSignature {
    /// Root number `root` signs.
    pub fn new(root: u8, keys: &Keys, digest: &[u8; 32]) -> RootSignature {
        RootSignature { root, signature: keys.sign(digest) }
    }
}

impl Certificate {
    /// What the roots sign.
    pub fn digest(&self, chain: &BlockHash) -> [u8; 32] {
        let bare = Certificate { signatures: Vec::new(), ..self.clone() };
        tagged_hash("blockstep/certificate", &[&chain.0, &bare.to_bytes()])
    }

    /// What the roots sign to withdraw certificate `serial`.
    pub fn withdrawal_digest(chain: &BlockHash, serial: u64) -> [u8; 32] {
        tagged_hash("blockstep/certificate/withdrawn", &[&chain.0, &serial.to_le_bytes()])
    }
}

impl Consortium {
    /// Whether enough different roots have signed `digest`.
    pub fn check(&self, digest: &[u8; 32], signatures: &[RootSignature]) -> Result<(), DataError> {
        let mut signed = std::collections::BTreeSet::new();
        for RootSignature { root, signature } in signatures {
            let key = self.roots.get(usize::from(*root));
            if key.is_some_and(|key| key.verify(digest, signature)) {
                signed.insert(*root);
            }
        }
        let (found, needed, given) = (signed.len(), self.needed, signatures.len());
        match found >= needed.max(1) && found == given {
            true => Ok(()),
            false => Err(DataError::NotOfTheConsortium { found, needed, given }),
        }
    }
}

impl Encode for RootSignature {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&[self.root]);
        self.signature.encode(sink);
    }
}

impl Decode for RootSignature {
    fn decode(r: &mut Reader<'_>) -> Result<RootSignature, DecodeError> {
        Ok(RootSignature { root: r.u8()?, signature: Signature::decode(r)? })
    }
}

impl Encode for Certificate {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.holder.encode(sink);
        put_bytes(sink, self.name.as_bytes());
        sink.put(&self.serial.to_le_bytes());
        sink.put(&self.until_slot.to_le_bytes());
        put_compact_size(sink, self.signatures.len() as u64);
        self.signatures.iter().for_each(|signature| signature.encode(sink));
    }
}

impl Decode for Certificate {
    fn decode(r: &mut Reader<'_>) -> Result<Certificate, DecodeError> {
        let holder = Identity::decode(r)?;
        let name = text(r, 60, "an institution's name (at most 60 bytes of text)")?;
        let serial = r.u64()?;
        let until_slot = r.u64()?;
        let count = r.count("root signatures", 65)?;
        let signatures = (0..count).map(|_| RootSignature::decode(r)).collect::<Result<_, _>>()?;
        Ok(Certificate { holder, name, serial, until_slot, signatures })
    }
}
