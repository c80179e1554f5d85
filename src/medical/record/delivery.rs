//! What an institution sends to the patient: the record under a fresh key, and the key under the patient's
//! public key (lecture slides "Symmetric Encryption", "Asymmetric Encryption II" and "Medical Blockchain
//! Transactions: Release").

use thiserror::Error;
use zeroize::Zeroizing;

use super::{Record, RecordDigest};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes};
use crate::medical::cipher::MessageKey;
use crate::medical::identity::{Identity, Keys};
use crate::medical::seal::{self, SealError};
use crate::rng::Rng;
use crate::rules::{Rule, medical as rules};

/// A record on its way to its patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// H(D), by which it belongs to a release on the chain.
    pub digest: RecordDigest,
    /// The record's key, sealed to the patient.
    pub sealed_key: Vec<u8>,
    /// The record, under that key.
    pub ciphertext: Vec<u8>,
}

/// Why a delivery is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeliveryError {
    /// It does not open.
    #[error("the delivery does not open: {0}")]
    Seal(#[from] SealError),
    /// What it holds is no record.
    #[error("the delivery opens, and what is in it is no record: {0}")]
    NoRecord(DecodeError),
    /// It holds another record.
    #[error(
        "the delivery holds a record with the hash {found}, and the chain says {wanted}: do not store it, ask the institution"
    )]
    OtherRecord {
        /// The hash of what was sent.
        found: RecordDigest,
        /// The hash on the chain.
        wanted: RecordDigest,
    },
}

impl Delivery {
    /// Encrypts `record` for `patient`.
    pub fn new(record: &Record, patient: &Identity, rng: &mut Rng) -> Delivery {
        let (digest, key) = (record.digest(), MessageKey::new(rng));
        let plain = Zeroizing::new(record.to_bytes());
        let ciphertext = key.encrypt(&digest.0, &plain);
        let sealed_key = seal::seal(patient, &digest.0, key.as_bytes(), rng);
        Delivery { digest, sealed_key, ciphertext }
    }

    /// Decrypts it and compares the record with `wanted`, the hash that the institution signed on the
    /// chain.
    pub fn open(&self, patient: &Keys, wanted: &RecordDigest) -> Result<Record, DeliveryError> {
        let key = seal::open(patient, &self.digest.0, &self.sealed_key)?;
        // What was sealed as a key and has another length is a key to nothing.
        let key: [u8; 32] = key.as_slice().try_into().unwrap_or_default();
        let plain = MessageKey::from_bytes(key).decrypt(&self.digest.0, &self.ciphertext)?;
        let record = Record::from_bytes(&plain).map_err(DeliveryError::NoRecord)?;
        match record.digest() {
            found if found == *wanted => Ok(record),
            found => Err(DeliveryError::OtherRecord { found, wanted: *wanted }),
        }
    }
}

impl DeliveryError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            DeliveryError::Seal(error) => error.rule(),
            DeliveryError::NoRecord(_) | DeliveryError::OtherRecord { .. } => &rules::RECORD_DIGEST,
        }
    }
}

impl Encode for Delivery {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.digest.0);
        put_bytes(sink, &self.sealed_key);
        put_bytes(sink, &self.ciphertext);
    }
}

impl Decode for Delivery {
    fn decode(r: &mut Reader<'_>) -> Result<Delivery, DecodeError> {
        Ok(Delivery {
            digest: RecordDigest(r.array()?),
            sealed_key: r.byte_string()?.to_vec(),
            ciphertext: r.byte_string()?.to_vec(),
        })
    }
}
