//! What the chain knows of records: the sum of all that was said and accepted.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet, Vector};

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
    pub(super) institutions: OrdMap<Identity, Institution>,
    pub(super) serials: OrdMap<u64, Identity>,
    pub(super) roles: OrdMap<Identity, Role>,
    pub(super) patients: OrdMap<Identity, PatientKeys>,
    pub(super) trusts: OrdMap<Identity, Trust>,
    pub(super) releases: OrdMap<Txid, Release>,
    pub(super) digests: OrdMap<RecordDigest, Txid>,
    pub(super) episodes: OrdMap<[u8; 32], (Identity, Identity, bool)>,
    /// Each in a box of its own, as sharings are: they are large, and their neighbours in the map change.
    pub(super) storages: OrdMap<Txid, Arc<Storage>>,
    /// The present storage of each release.
    pub(super) stored: OrdMap<Txid, Txid>,
    pub(super) classes: OrdSet<(Identity, u32)>,
    pub(super) sharings: OrdMap<Txid, Arc<Sharing>>,
    pub(super) emergencies: OrdMap<Txid, EmergencyRead>,
    pub(super) accesses: Vector<Access>,
}

impl DataState {
    /// Nothing said yet.
    pub fn new(setting: DataSetting) -> DataState {
        DataState {
            setting: Arc::new(setting),
            institutions: OrdMap::new(),
            serials: OrdMap::new(),
            roles: OrdMap::new(),
            patients: OrdMap::new(),
            trusts: OrdMap::new(),
            releases: OrdMap::new(),
            digests: OrdMap::new(),
            episodes: OrdMap::new(),
            storages: OrdMap::new(),
            stored: OrdMap::new(),
            classes: OrdSet::new(),
            sharings: OrdMap::new(),
            emergencies: OrdMap::new(),
            accesses: Vector::new(),
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
    pub fn institutions(&self) -> &OrdMap<Identity, Institution> {
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
    pub fn releases(&self) -> &OrdMap<Txid, Release> {
        &self.releases
    }

    /// A storage.
    pub fn storage(&self, txid: &Txid) -> Result<&Storage, DataError> {
        self.storages.get(txid).map(Arc::as_ref).ok_or(DataError::NoSuchStorage { storage: *txid })
    }

    /// All storages, by id.
    pub fn storages(&self) -> &OrdMap<Txid, Arc<Storage>> {
        &self.storages
    }

    /// A sharing.
    pub fn sharing(&self, txid: &Txid) -> Result<&Sharing, DataError> {
        self.sharings.get(txid).map(Arc::as_ref).ok_or(DataError::NoSuchSharing { sharing: *txid })
    }

    /// All sharings, by id.
    pub fn sharings(&self) -> &OrdMap<Txid, Arc<Sharing>> {
        &self.sharings
    }

    /// An emergency.
    pub fn emergency(&self, txid: &Txid) -> Result<&EmergencyRead, DataError> {
        self.emergencies.get(txid).ok_or(DataError::NoSuchEmergency { emergency: *txid })
    }

    /// All emergencies, by id.
    pub fn emergencies(&self) -> &OrdMap<Txid, EmergencyRead> {
        &self.emergencies
    }

    /// The access log, the oldest first.
    pub fn accesses(&self) -> &Vector<Access> {
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
