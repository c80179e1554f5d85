//! What the chain knows of records: the sum of all that was said and accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::action::CloudPointer;
use super::{Basis, Consortium, DataError};
use crate::hash::{BlockHash, Txid};
use crate::medical::identity::Identity;
use crate::medical::kac::{Capsule, Commitments, Parameters, PublicKey};
use crate::medical::record::RecordDigest;
use crate::medical::token::{Episode, Role};

/// What a chain has settled for its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSetting {
    /// The chain's id.
    pub chain: BlockHash,
    /// Who says what is an institution.
    pub consortium: Consortium,
    /// Slots for which an emergency opens records.
    pub emergency_slots: u64,
    /// Of the members that a patient entrusts, so many give their parts before anything opens.
    pub parts_needed: u32,
}

/// An institution with a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// As the certificate has it.
    pub name: String,
    /// The certificate's number.
    pub serial: u64,
    /// The last slot at which it holds.
    pub until_slot: u64,
    /// Where it was admitted.
    pub by: Txid,
    /// The height at which the certificate was withdrawn.
    pub withdrawn: Option<u32>,
}

/// A patient's published keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientKeys {
    /// The parameters.
    pub parameters: Arc<Parameters>,
    /// The public key.
    pub key: PublicKey,
}

/// A patient's trust in members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// To the polynomial.
    pub commitments: Commitments,
    /// Members, by number from 1, with sealed shares.
    pub shares: Vec<(Identity, Vec<u8>)>,
}

/// A record that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Whom it is about.
    pub patient: Identity,
    /// Who made it.
    pub author: Identity,
    /// H(D).
    pub digest: RecordDigest,
    /// The episode of care.
    pub episode: Option<[u8; 32]>,
    /// The release that it puts right.
    pub amends: Option<Txid>,
    /// In which block.
    pub height: u32,
}

/// A record in the cloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// Of which release.
    pub release: Txid,
    /// Whose.
    pub patient: Identity,
    /// Where the ciphertext is.
    pub pointer: CloudPointer,
    /// Under which class.
    pub class: u32,
    /// What its key is locked in.
    pub capsule: Capsule,
    /// The storage that took its place.
    pub replaced_by: Option<Txid>,
    /// In which block.
    pub height: u32,
}

/// A sharing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Whose records.
    pub patient: Identity,
    /// Who may read them.
    pub receiver: Identity,
    /// Which.
    pub storages: Vec<Txid>,
    /// For what.
    pub purpose: String,
    /// The last slot at which it holds.
    pub until_slot: u64,
    /// The key, sealed to the receiver.
    pub sealed_key: Vec<u8>,
    /// The transaction that took it back.
    pub revoked: Option<Txid>,
    /// In which block.
    pub height: u32,
}

/// An emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyRead {
    /// Who reads.
    pub reader: Identity,
    /// Whose records.
    pub patient: Identity,
    /// Which.
    pub storages: Vec<Txid>,
    /// Why.
    pub reason: String,
    /// When it was asked for.
    pub slot: u64,
    /// In which block.
    pub height: u32,
    /// The members' parts, sealed to the reader, by the members' numbers.
    pub parts: BTreeMap<u32, Vec<u8>>,
}

/// A line of the access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// The transaction.
    pub txid: Txid,
    /// Who read.
    pub reader: Identity,
    /// Whose record.
    pub patient: Identity,
    /// Which.
    pub storage: Txid,
    /// By what right.
    pub basis: Basis,
    /// When.
    pub slot: u64,
    /// In which block.
    pub height: u32,
}

/// The sum of all that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataState {
    pub(super) setting: Arc<DataSetting>,
    pub(super) institutions: BTreeMap<Identity, Institution>,
    pub(super) serials: BTreeMap<u64, Identity>,
    pub(super) roles: BTreeMap<Identity, Role>,
    pub(super) patients: BTreeMap<Identity, PatientKeys>,
    pub(super) trusts: BTreeMap<Identity, Trust>,
    pub(super) releases: BTreeMap<Txid, Release>,
    pub(super) digests: BTreeMap<RecordDigest, Txid>,
    pub(super) episodes: BTreeMap<[u8; 32], (Identity, Identity, bool)>,
    /// Shared between the states of several blocks, as sharings are: a block's state is cloned from the one before.
    pub(super) storages: BTreeMap<Txid, Arc<Storage>>,
    /// The present storage of each release.
    pub(super) stored: BTreeMap<Txid, Txid>,
    pub(super) classes: BTreeSet<(Identity, u32)>,
    pub(super) sharings: BTreeMap<Txid, Arc<Sharing>>,
    pub(super) emergencies: BTreeMap<Txid, EmergencyRead>,
    pub(super) accesses: Vec<Access>,
}

impl DataState {
    /// Nothing said yet.
    pub fn new(setting: DataSetting) -> DataState {
        DataState {
            setting: Arc::new(setting),
            institutions: BTreeMap::new(),
            serials: BTreeMap::new(),
            roles: BTreeMap::new(),
            patients: BTreeMap::new(),
            trusts: BTreeMap::new(),
            releases: BTreeMap::new(),
            digests: BTreeMap::new(),
            episodes: BTreeMap::new(),
            storages: BTreeMap::new(),
            stored: BTreeMap::new(),
            classes: BTreeSet::new(),
            sharings: BTreeMap::new(),
            emergencies: BTreeMap::new(),
            accesses: Vec::new(),
        }
    }

    /// What is settled.
    pub fn setting(&self) -> &DataSetting {
        &self.setting
    }

    /// Whether `who` is an institution at `slot`.
    pub fn institution(&self, who: &Identity, slot: u64) -> Result<&Institution, DataError> {
        let Some(found) = self.institutions.get(who) else {
            return Err(DataError::NotCertified { who: *who });
        };
        if found.withdrawn.is_some() {
            return Err(DataError::CertificateWithdrawn { who: *who, serial: found.serial });
        }
        match slot > found.until_slot {
            true => Err(DataError::CertificateExpired {
                who: *who,
                until_slot: found.until_slot,
                now: slot,
            }),
            false => Ok(found),
        }
    }

    /// All institutions that were ever admitted.
    pub fn institutions(&self) -> &BTreeMap<Identity, Institution> {
        &self.institutions
    }

    /// What `who` has registered as; whoever was admitted is a hospital.
    pub fn role(&self, who: &Identity) -> Option<Role> {
        match self.institutions.contains_key(who) {
            true => Some(Role::Hospital),
            false => self.roles.get(who).copied(),
        }
    }

    /// All that registered or were admitted, with their roles.
    pub fn roles(&self) -> impl Iterator<Item = (Identity, Role)> {
        let hospitals = self.institutions.keys().map(|who| (*who, Role::Hospital));
        hospitals.chain(self.roles.iter().map(|(who, role)| (*who, *role)))
    }

    /// A patient's published keys.
    pub fn keys(&self, patient: &Identity) -> Result<&PatientKeys, DataError> {
        self.patients.get(patient).ok_or(DataError::NoKey { patient: *patient })
    }

    /// Whom a patient has entrusted.
    pub fn trust(&self, patient: &Identity) -> Result<&Trust, DataError> {
        self.trusts.get(patient).ok_or(DataError::NobodyEntrusted { patient: *patient })
    }

    /// A release.
    pub fn release(&self, txid: &Txid) -> Result<&Release, DataError> {
        self.releases.get(txid).ok_or(DataError::NoSuchRelease { release: *txid })
    }

    /// All releases, by id.
    pub fn releases(&self) -> &BTreeMap<Txid, Release> {
        &self.releases
    }

    /// A storage.
    pub fn storage(&self, txid: &Txid) -> Result<&Storage, DataError> {
        self.storages.get(txid).map(Arc::as_ref).ok_or(DataError::NoSuchStorage { storage: *txid })
    }

    /// All storages, by id.
    pub fn storages(&self) -> &BTreeMap<Txid, Arc<Storage>> {
        &self.storages
    }

    /// A sharing.
    pub fn sharing(&self, txid: &Txid) -> Result<&Sharing, DataError> {
        self.sharings.get(txid).map(Arc::as_ref).ok_or(DataError::NoSuchSharing { sharing: *txid })
    }

    /// All sharings, by id.
    pub fn sharings(&self) -> &BTreeMap<Txid, Arc<Sharing>> {
        &self.sharings
    }

    /// An emergency.
    pub fn emergency(&self, txid: &Txid) -> Result<&EmergencyRead, DataError> {
        self.emergencies.get(txid).ok_or(DataError::NoSuchEmergency { emergency: *txid })
    }

    /// All emergencies, by id.
    pub fn emergencies(&self) -> &BTreeMap<Txid, EmergencyRead> {
        &self.emergencies
    }

    /// The access log, the oldest first.
    pub fn accesses(&self) -> &[Access] {
        &self.accesses
    }

    /// What is known of an episode of care.
    pub fn episode(&self, episode: &[u8; 32]) -> Option<Episode> {
        let (patient, _, stored) = self.episodes.get(episode)?;
        Some(Episode { patient: *patient, released: true, stored: *stored })
    }

    /// How many records a patient has in the cloud: the data that it owns.
    pub fn records_of(&self, patient: &Identity) -> usize {
        let current = self.storages.values().filter(|storage| storage.replaced_by.is_none());
        current.filter(|storage| storage.patient == *patient).count()
    }
}
