//! Why something does not open, or cannot be done, on a party's own machine.

use thiserror::Error;

use crate::encode::DecodeError;
use crate::hash::Txid;
use crate::medical::data::DataError;
use crate::medical::kac::KacError;
use crate::medical::record::RecordDigest;
use crate::medical::record::delivery::DeliveryError;
use crate::medical::seal::SealError;
use crate::rules::{Rule, medical as rules, medical_data};

/// Why something does not open, or cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClientError {
    /// The chain does not have it, or says no.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A key that does not fit.
    #[error(transparent)]
    Key(#[from] KacError),
    /// Sealed bytes that do not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A delivery that is not taken.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// What was sealed is not what it should be.
    #[error("it opens, and what is in it cannot be read: {0}")]
    NoValue(DecodeError),
    /// A record that the patient does not have.
    #[error(
        "the record of release {release} is not on this patient's machine: accept its delivery first"
    )]
    NoRecord {
        /// Which.
        release: Txid,
    },
    /// Another record than the chain says.
    #[error("the record has the hash {found}, and the chain says {wanted}")]
    OtherRecord {
        /// What came out.
        found: RecordDigest,
        /// What stands there.
        wanted: RecordDigest,
    },
    /// No class left.
    #[error(
        "all {classes} classes of this patient's key have a record: no more can be stored under it"
    )]
    NoClassLeft {
        /// How many there are.
        classes: u32,
    },
}

impl ClientError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            ClientError::Data(error) => error.rule(),
            ClientError::Key(error) => error.rule(),
            ClientError::Seal(error) => error.rule(),
            ClientError::Delivery(error) => error.rule(),
            ClientError::NoValue(_) => &rules::SEALED_FORM,
            ClientError::NoRecord { .. } | ClientError::OtherRecord { .. } => &rules::RECORD_DIGEST,
            ClientError::NoClassLeft { .. } => &medical_data::PATIENT_KEY,
        }
    }
}
