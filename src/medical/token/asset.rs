//! What a token is of.

use serde::Serialize;

use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};

/// What a token is of (lecture slide "Medical Blockchain: Rewards").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asset {
    /// Minted for an episode of care. Pays fees; locked to a pool it votes.
    Data,
    /// A patient's reward: a treatment.
    TreatmentVoucher,
    /// A patient's reward: a part of the insurance premium.
    PremiumReduction,
    /// A hospital's reward: money for a study.
    StudyFunds,
    /// A hospital's or an insurer's reward: a right to ask a patient for data.
    DataAccess,
}

/// What a party is, which decides how it is rewarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owns records.
    Patient,
    /// Makes records.
    Hospital,
    /// Insures patients.
    Insurer,
}

impl Asset {
    /// All of them, in the order of their numbers.
    pub const ALL: [Asset; 5] = [
        Asset::Data,
        Asset::TreatmentVoucher,
        Asset::PremiumReduction,
        Asset::StudyFunds,
        Asset::DataAccess,
    ];

    /// In a few words.
    pub fn name(self) -> &'static str {
        match self {
            Asset::Data => "data token",
            Asset::TreatmentVoucher => "treatment voucher",
            Asset::PremiumReduction => "premium reduction",
            Asset::StudyFunds => "study funds",
            Asset::DataAccess => "data access",
        }
    }

    /// Whether it can be redeemed, and not only be spent.
    pub fn is_redeemable(self) -> bool {
        self != Asset::Data
    }

    /// Whether redeeming it takes a sharing that a patient has signed.
    pub fn needs_consent(self) -> bool {
        self == Asset::DataAccess
    }
}

impl Role {
    /// What a block of `epoch` pays to whoever has this role. Where the slide names two, epochs take turns.
    pub fn reward(self, epoch: u32) -> Asset {
        match (self, epoch % 2) {
            (Role::Patient, 0) => Asset::TreatmentVoucher,
            (Role::Patient, _) => Asset::PremiumReduction,
            (Role::Hospital, 0) => Asset::StudyFunds,
            (Role::Hospital, _) | (Role::Insurer, _) => Asset::DataAccess,
        }
    }
}

impl Encode for Asset {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&[*self as u8]);
    }
}

impl Decode for Asset {
    fn decode(r: &mut Reader<'_>) -> Result<Asset, DecodeError> {
        let offset = r.position();
        let number = r.u8()?;
        Asset::ALL.get(usize::from(number)).copied().ok_or_else(|| DecodeError::NotAValue {
            offset,
            what: "the number of an asset, 0 to 4",
            found: number.to_string(),
        })
    }
}
