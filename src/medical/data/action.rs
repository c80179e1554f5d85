//! What can be said about records.

use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::medical::kac::{Capsule, Commitments, Parameters, PublicKey};
use crate::medical::record::RecordDigest;
use crate::medical::signed::{Signed, Statement};
use crate::medical::token::Role;

use super::{Certificate, RootSignature};

/// An action under its author's signature.
pub type DataTx = Signed<Action>;

/// The longest purpose or reason, in bytes.
pub const WORDS_MAX_BYTES: usize = 200;
/// The most records that one sharing or emergency names.
pub const RECORDS_MAX: usize = 100;
/// The longest sealed key, in bytes.
pub const SEALED_MAX_BYTES: usize = 400;

/// What can be said about records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The author shows that it is a medical institution.
    Admit {
        /// Signed by the consortium.
        certificate: Certificate,
    },
    /// The consortium withdraws a certificate; anyone may bring the signatures.
    Withdraw {
        /// Which certificate.
        serial: u64,
        /// Of the roots.
        signatures: Vec<RootSignature>,
    },
    /// The author says what it is. Hospitals are admitted instead.
    Register {
        /// Patient or insurer.
        role: Role,
    },
    /// A patient publishes the key under which its records will be encrypted.
    PublishKey {
        /// As many classes as there can be records.
        parameters: Box<Parameters>,
        /// The key-aggregate public key.
        key: PublicKey,
    },
    /// A patient hands shares of the key-aggregate master secret to the consortium's members.
    Entrust {
        /// To the polynomial; as many as members are needed.
        commitments: Commitments,
        /// Each member, in the order of their numbers from 1, and its share, sealed to it.
        shares: Vec<(Identity, Vec<u8>)>,
    },
    /// A record was made. Its author is an institution, or the patient.
    Release {
        /// Whom it is about.
        patient: Identity,
        /// H(D).
        digest: RecordDigest,
        /// The episode of care that it belongs to, where an institution made it.
        episode: Option<[u8; 32]>,
        /// The release that it puts right.
        amends: Option<Txid>,
    },
    /// A patient has put a record into the cloud.
    Store {
        /// The hash pointer to the release.
        release: Txid,
        /// The hash pointer to the ciphertext.
        pointer: CloudPointer,
        /// The class under which it is encrypted.
        class: u32,
        /// What the ciphertext's key is locked in.
        capsule: Capsule,
        /// The storage that this one takes the place of, after a new encryption.
        replaces: Option<Txid>,
    },
    /// A patient shares records with one reader.
    Share {
        /// Who may read.
        receiver: Identity,
        /// The hash pointers to the storages.
        storages: Vec<Txid>,
        /// For what.
        purpose: String,
        /// The last slot at which it holds.
        until_slot: u64,
        /// One aggregate key for exactly these records, sealed to the receiver.
        sealed_key: Vec<u8>,
    },
    /// A patient takes a sharing back.
    Revoke {
        /// Which.
        sharing: Txid,
    },
    /// An institution will read without being asked to.
    Emergency {
        /// Whose records.
        patient: Identity,
        /// Which.
        storages: Vec<Txid>,
        /// Why.
        reason: String,
    },
    /// A member gives its part of the key for an emergency.
    Part {
        /// Which.
        emergency: Txid,
        /// The part, sealed to the institution that reads.
        sealed_part: Vec<u8>,
    },
    /// A reader fetches a ciphertext from the cloud.
    Fetch {
        /// Which record.
        storage: Txid,
        /// By what right.
        basis: Basis,
    },
}

/// By what right a record is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// It is the patient's own.
    Own,
    /// By a sharing.
    Sharing(Txid),
    /// By an emergency.
    Emergency(Txid),
}

/// The hash of a ciphertext, under which the cloud has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CloudPointer(pub [u8; 32]);

impl Statement for Action {
    const TAG: &'static str = "blockstep/data";
}

impl CloudPointer {
    /// The pointer to `ciphertext`.
    pub fn to(ciphertext: &[u8]) -> CloudPointer {
        CloudPointer(crate::hash::tagged_hash("blockstep/cloud", &[ciphertext]))
    }

    /// Its first digits.
    pub fn short(&self) -> String {
        format!("{}…", &hex::encode(self.0)[..8])
    }
}

impl std::fmt::Display for CloudPointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for CloudPointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CloudPointer({self})")
    }
}

impl Action {
    /// As one word.
    pub fn name(&self) -> &'static str {
        match self {
            Action::Admit { .. } => "admit",
            Action::Withdraw { .. } => "withdraw",
            Action::Register { .. } => "register",
            Action::PublishKey { .. } => "publish-key",
            Action::Entrust { .. } => "entrust",
            Action::Release { .. } => "release",
            Action::Store { .. } => "store",
            Action::Share { .. } => "share",
            Action::Revoke { .. } => "revoke",
            Action::Emergency { .. } => "emergency",
            Action::Part { .. } => "part",
            Action::Fetch { .. } => "fetch",
        }
    }
}
