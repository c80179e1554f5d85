//! Sharings, and what they allow.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::apply::Said;
use super::state::{Access, Sharing};
use super::{Action, Basis, DataError, DataState};
use crate::hash::Txid;
use crate::medical::identity::Identity;

impl DataState {
    pub(super) fn share(&mut self, said: &Said, action: &Action) -> Result<(), DataError> {
        let Action::Share { receiver, storages, purpose, until_slot, sealed_key } = action else {
            return Ok(());
        };
        let patient = said.author;
        self.check_named(&patient, storages)?;
        if purpose.trim().is_empty() {
            return Err(DataError::NoPurpose);
        }
        if *until_slot < said.at.slot {
            return Err(DataError::OverAlready { until_slot: *until_slot, now: said.at.slot });
        }
        if *receiver == patient {
            return Err(DataError::WithOneself);
        }
        let sharing = Sharing {
            patient,
            receiver: *receiver,
            storages: storages.clone(),
            purpose: purpose.clone(),
            until_slot: *until_slot,
            sealed_key: sealed_key.clone(),
            revoked: None,
            height: said.at.height,
        };
        self.sharings.insert(said.txid, Arc::new(sharing));
        Ok(())
    }

    /// Whether each of `storages` is a present one of `patient`'s, and none is there twice. That its record was
    /// released follows: nothing else is ever stored.
    pub(super) fn check_named(
        &self,
        patient: &Identity,
        storages: &[Txid],
    ) -> Result<(), DataError> {
        if storages.is_empty() {
            return Err(DataError::NothingNamed);
        }
        let mut seen = BTreeSet::new();
        for txid in storages {
            if self.releases.contains_key(txid) {
                return Err(DataError::ReleasedNotStored { release: *txid });
            }
            let storage = self.storage(txid)?;
            if storage.patient != *patient {
                return Err(DataError::NotThePatient {
                    author: *patient,
                    patient: storage.patient,
                });
            }
            if let Some(by) = storage.replaced_by {
                return Err(DataError::Replaced { storage: *txid, by });
            }
            if !seen.insert(txid) {
                return Err(DataError::NamedTwice { storage: *txid });
            }
        }
        Ok(())
    }

    pub(super) fn revoke(&mut self, said: &Said, txid: &Txid) -> Result<(), DataError> {
        let sharing = self.sharing(txid)?;
        if sharing.patient != said.author {
            let (author, patient) = (said.author, sharing.patient);
            return Err(DataError::NotThePatient { author, patient });
        }
        if let Some(by) = sharing.revoked {
            return Err(DataError::Revoked { sharing: *txid, by });
        }
        if let Some(sharing) = self.sharings.get_mut(txid) {
            Arc::make_mut(sharing).revoked = Some(said.txid);
        }
        Ok(())
    }

    pub(super) fn fetch(
        &mut self,
        said: &Said,
        txid: &Txid,
        basis: &Basis,
    ) -> Result<(), DataError> {
        self.may_fetch(&said.author, txid, basis, said.at.slot)?;
        let patient = self.storage(txid)?.patient;
        let (reader, at) = (said.author, &said.at);
        self.accesses.push_back(Access {
            txid: said.txid,
            reader,
            patient,
            storage: *txid,
            basis: *basis,
            slot: at.slot,
            height: at.height,
        });
        Ok(())
    }

    /// Whether `reader` may fetch a storage by `basis` at `slot`.
    pub fn may_fetch(
        &self,
        reader: &Identity,
        txid: &Txid,
        basis: &Basis,
        slot: u64,
    ) -> Result<(), DataError> {
        let storage = self.storage(txid)?;
        if let Some(by) = storage.replaced_by {
            return Err(DataError::Replaced { storage: *txid, by });
        }
        match basis {
            Basis::Own if storage.patient == *reader => Ok(()),
            Basis::Own => {
                Err(DataError::NotThePatient { author: *reader, patient: storage.patient })
            }
            Basis::Sharing(sharing) => self.may_by_sharing(reader, txid, sharing, slot),
            Basis::Emergency(emergency) => self.may_by_emergency(reader, txid, emergency, slot),
        }
    }

    fn may_by_sharing(
        &self,
        reader: &Identity,
        storage: &Txid,
        txid: &Txid,
        slot: u64,
    ) -> Result<(), DataError> {
        let sharing = self.sharing(txid)?;
        if sharing.receiver != *reader {
            return Err(DataError::NotTheReceiver { sharing: *txid, reader: *reader });
        }
        if !sharing.storages.contains(storage) {
            return Err(DataError::NotShared { sharing: *txid, storage: *storage });
        }
        if let Some(by) = sharing.revoked {
            return Err(DataError::Revoked { sharing: *txid, by });
        }
        match slot > sharing.until_slot {
            true => Err(DataError::Expired {
                sharing: *txid,
                until_slot: sharing.until_slot,
                now: slot,
            }),
            false => Ok(()),
        }
    }
}
