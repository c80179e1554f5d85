//! Emergencies: a certified institution reads without consent, and not without a trace.
//!
//! First the read stands on the chain: who, whose, which, why. Once that block is final, members give
//! their parts of the key, sealed to the reader. So no key exists before the trace does, and the trace is
//! never taken back; fewer members than are needed have nothing, whatever they do in secret.

use super::apply::Said;
use super::state::EmergencyRead;
use super::{DataError, DataState};
use crate::hash::Txid;
use crate::medical::identity::Identity;

impl DataState {
    pub(super) fn begin_emergency(
        &mut self,
        said: &Said,
        patient: &Identity,
        storages: &[Txid],
        reason: &str,
    ) -> Result<(), DataError> {
        self.institution(&said.author, said.at.slot)?;
        self.trust(patient)?;
        self.check_named(patient, storages)?;
        if reason.trim().is_empty() {
            return Err(DataError::NoPurpose);
        }
        let emergency = EmergencyRead {
            reader: said.author,
            patient: *patient,
            storages: storages.to_vec(),
            reason: reason.to_owned(),
            slot: said.at.slot,
            height: said.at.height,
            parts: Default::default(),
        };
        self.emergencies.insert(said.txid, emergency);
        Ok(())
    }

    pub(super) fn part(
        &mut self,
        said: &Said,
        txid: &Txid,
        sealed_part: &[u8],
    ) -> Result<(), DataError> {
        let emergency = self.emergency(txid)?;
        self.institution(&said.author, said.at.slot)?;
        if emergency.height > said.at.final_height {
            let (height, final_height) = (emergency.height, said.at.final_height);
            return Err(DataError::NotFinalYet { emergency: *txid, height, final_height });
        }
        let trust = self.trust(&emergency.patient)?;
        let member = trust.shares.iter().position(|(member, _)| *member == said.author);
        let Some(at) = member else {
            return Err(DataError::NotEntrusted { who: said.author, patient: emergency.patient });
        };
        let number = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        if emergency.parts.contains_key(&number) {
            return Err(DataError::MemberTwice { member: said.author });
        }
        if let Some(emergency) = self.emergencies.get_mut(txid) {
            emergency.parts.insert(number, sealed_part.to_vec());
        }
        Ok(())
    }

    pub(super) fn may_by_emergency(
        &self,
        reader: &Identity,
        storage: &Txid,
        txid: &Txid,
        slot: u64,
    ) -> Result<(), DataError> {
        let emergency = self.emergency(txid)?;
        if emergency.reader != *reader {
            return Err(DataError::NotTheReceiver { sharing: *txid, reader: *reader });
        }
        self.institution(reader, slot)?;
        if !emergency.storages.contains(storage) {
            return Err(DataError::NotShared { sharing: *txid, storage: *storage });
        }
        let until_slot = emergency.slot.saturating_add(self.setting.emergency_slots);
        if slot > until_slot {
            return Err(DataError::Expired { sharing: *txid, until_slot, now: slot });
        }
        let (found, needed) = (emergency.parts.len(), self.setting.parts_needed);
        match found < needed as usize {
            true => Err(DataError::TooFewMembers { emergency: *txid, found, needed }),
            false => Ok(()),
        }
    }
}
