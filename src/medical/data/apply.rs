//! A statement is judged by all that came before, and then part of it. Nothing changes where one is refused.

use std::sync::Arc;

use super::action::CloudPointer;
use super::prove::{DataProof, capsule_fits};
use super::state::{Institution, PatientKeys, Release, Storage, Trust};
use super::{Action, Certificate, DataError, DataState, DataTx};
use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::medical::kac::{Capsule, Commitments};
use crate::medical::moment::Moment;
use crate::medical::record::RecordDigest;
use crate::medical::token::Role;

/// Who says something, when, and under which id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub author: Identity,
    pub txid: Txid,
    pub at: Moment,
}

impl DataState {
    /// Judges a statement that [`prove`](super::prove::prove) let pass, and follows it. `txid` is its id.
    pub fn apply(
        &mut self,
        tx: &DataTx,
        txid: Txid,
        proof: DataProof,
        at: &Moment,
    ) -> Result<(), DataError> {
        let said = Said { author: tx.author, txid, at: *at };
        match &tx.statement {
            Action::Admit { certificate } => self.admit(&said, certificate),
            Action::Withdraw { serial, .. } => self.withdraw(&said, *serial),
            Action::Register { role } => self.register(&said, *role),
            Action::PublishKey { parameters, key } => {
                if self.patients.contains_key(&said.author) {
                    return Err(DataError::KeyTwice { patient: said.author });
                }
                let parameters = Arc::new((**parameters).clone());
                self.patients.insert(said.author, PatientKeys { parameters, key: *key });
                Ok(())
            }
            Action::Entrust { commitments, shares } => self.entrust(&said, commitments, shares),
            Action::Release { patient, digest, episode, amends } => {
                self.released(&said, patient, digest, *episode, *amends)
            }
            Action::Store { release, pointer, class, capsule, replaces } => {
                if proof == DataProof::CapsuleOpen {
                    capsule_fits(self, &said.author, *class, capsule)?;
                }
                self.check_store(&said, release, *class, replaces.as_ref())?;
                self.follow_store(&said, (*release, *pointer), *class, capsule, *replaces);
                Ok(())
            }
            Action::Share { .. } => self.share(&said, &tx.statement),
            Action::Revoke { sharing } => self.revoke(&said, sharing),
            Action::Emergency { patient, storages, reason } => {
                self.begin_emergency(&said, patient, storages, reason)
            }
            Action::Part { emergency, sealed_part } => self.part(&said, emergency, sealed_part),
            Action::Fetch { storage, basis } => self.fetch(&said, storage, basis),
        }
    }

    fn admit(&mut self, said: &Said, certificate: &Certificate) -> Result<(), DataError> {
        let Certificate { holder, name, serial, until_slot, .. } = certificate;
        if *holder != said.author {
            return Err(DataError::CertificateOfOther { holder: *holder, author: said.author });
        }
        if said.at.slot > *until_slot {
            let (until_slot, now) = (*until_slot, said.at.slot);
            return Err(DataError::CertificateExpired { who: *holder, until_slot, now });
        }
        if self.serials.contains_key(serial) {
            return Err(DataError::SerialTwice { serial: *serial });
        }
        if self.roles.contains_key(holder) {
            return Err(DataError::RoleTwice { who: *holder });
        }
        self.serials.insert(*serial, *holder);
        let institution = Institution {
            name: name.clone(),
            serial: *serial,
            until_slot: *until_slot,
            by: said.txid,
            withdrawn: None,
        };
        self.institutions.insert(*holder, institution);
        Ok(())
    }

    fn withdraw(&mut self, said: &Said, serial: u64) -> Result<(), DataError> {
        let holder = self.serials.get(&serial).copied();
        let found = holder.and_then(|holder| self.institutions.get_mut(&holder));
        let valid = found.filter(|found| found.serial == serial && found.withdrawn.is_none());
        match valid {
            None => Err(DataError::NoSuchCertificate { serial }),
            Some(institution) => {
                institution.withdrawn = Some(said.at.height);
                Ok(())
            }
        }
    }

    fn register(&mut self, said: &Said, role: Role) -> Result<(), DataError> {
        let who = said.author;
        if role == Role::Hospital {
            return Err(DataError::NotCertified { who });
        }
        if self.role(&who).is_some() {
            return Err(DataError::RoleTwice { who });
        }
        self.roles.insert(who, role);
        Ok(())
    }

    fn entrust(
        &mut self,
        said: &Said,
        commitments: &Commitments,
        shares: &[(Identity, Vec<u8>)],
    ) -> Result<(), DataError> {
        let patient = said.author;
        commitments.check(&self.keys(&patient)?.key).map_err(DataError::Key)?;
        if self.trusts.contains_key(&patient) {
            return Err(DataError::EntrustedTwice { patient });
        }
        let (found, wanted) = (commitments.needed(), self.setting.parts_needed);
        if found != wanted || shares.len() < wanted as usize {
            let members = shares.len();
            return Err(DataError::WrongThreshold { found, members, wanted });
        }
        for (at, (member, _)) in shares.iter().enumerate() {
            self.institution(member, said.at.slot)?;
            if shares[..at].iter().any(|(other, _)| other == member) {
                return Err(DataError::MemberTwice { member: *member });
            }
        }
        let trust = Trust { commitments: commitments.clone(), shares: shares.to_vec() };
        self.trusts.insert(patient, trust);
        Ok(())
    }

    fn released(
        &mut self,
        said: &Said,
        patient: &Identity,
        digest: &RecordDigest,
        episode: Option<[u8; 32]>,
        amends: Option<Txid>,
    ) -> Result<(), DataError> {
        let (author, own) = (said.author, said.author == *patient);
        if !own {
            self.institution(&author, said.at.slot)?;
        }
        if own && episode.is_some() {
            return Err(DataError::EpisodeOfOwn { patient: *patient });
        }
        if let Some(release) = self.digests.get(digest) {
            return Err(DataError::ReleasedTwice { release: *release });
        }
        if let Some(amended) = amends {
            let before = self.release(&amended)?;
            if before.patient != *patient || before.author != author {
                return Err(DataError::AmendsOther { release: amended, author });
            }
        }
        if let Some(number) = episode {
            let known = self.episodes.get(&number);
            if known.is_some_and(|(whose, by, _)| (whose, by) != (patient, &author)) {
                return Err(DataError::EpisodeOfOther { episode: hex::encode(number) });
            }
            self.episodes.entry(number).or_insert((*patient, author, false));
        }
        self.digests.insert(*digest, said.txid);
        let (patient, digest, height) = (*patient, *digest, said.at.height);
        let release = Release { patient, author, digest, episode, amends, height };
        self.releases.insert(said.txid, release);
        Ok(())
    }

    fn check_store(
        &self,
        said: &Said,
        release: &Txid,
        class: u32,
        replaces: Option<&Txid>,
    ) -> Result<(), DataError> {
        let patient = self.release(release)?.patient;
        if patient != said.author {
            return Err(DataError::NotThePatient { author: said.author, patient });
        }
        // With a first storage there is nothing to replace, and with a second all of it.
        let present = self.stored.get(release);
        match (present, replaces) {
            (Some(present), other) if other != Some(present) => {
                return Err(DataError::StoredAlready { storage: *present });
            }
            (None, Some(other)) => return Err(DataError::NoSuchStorage { storage: *other }),
            _ => {}
        }
        match self.classes.contains(&(patient, class)) {
            true => Err(DataError::ClassTwice { class }),
            false => Ok(()),
        }
    }

    fn follow_store(
        &mut self,
        said: &Said,
        (release, pointer): (Txid, CloudPointer),
        class: u32,
        capsule: &Capsule,
        replaces: Option<Txid>,
    ) {
        let (patient, height) = (said.author, said.at.height);
        if let Some(old) = replaces.and_then(|old| self.storages.get_mut(&old)) {
            Arc::make_mut(old).replaced_by = Some(said.txid);
        }
        let episode = self.releases.get(&release).and_then(|release| release.episode);
        if let Some(known) = episode.and_then(|episode| self.episodes.get_mut(&episode)) {
            known.2 = true;
        }
        self.classes.insert((patient, class));
        self.stored.insert(release, said.txid);
        let capsule = *capsule;
        let storage =
            Storage { release, patient, pointer, class, capsule, replaced_by: None, height };
        self.storages.insert(said.txid, Arc::new(storage));
    }
}
