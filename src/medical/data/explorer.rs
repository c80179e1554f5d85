//! Who may read a record now, and by which transaction?

use serde::Serialize;

use super::{Basis, DataError, DataState};
use crate::hash::Txid;
use crate::medical::identity::Identity;

/// One who may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MayRead {
    /// Who.
    pub reader: Identity,
    /// By what right: the name of the kind of transaction.
    pub right: &'static str,
    /// The transaction that gives the right.
    pub by: Txid,
    /// The last slot at which it holds; none for the patient, who may always.
    pub until_slot: Option<u64>,
}

/// All who may read the record of `storage` at `slot`: the patient first, then by the height of what allows
/// it.
pub fn readers(state: &DataState, storage: &Txid, slot: u64) -> Result<Vec<MayRead>, DataError> {
    let found = state.storage(storage)?;
    if let Some(by) = found.replaced_by {
        return Err(DataError::Replaced { storage: *storage, by });
    }
    let patient = found.patient;
    let own = MayRead { reader: patient, right: "store", by: *storage, until_slot: None };
    let sharings = state.sharings().iter().map(|(txid, sharing)| {
        let until_slot = Some(sharing.until_slot);
        let may = MayRead { reader: sharing.receiver, right: "share", by: *txid, until_slot };
        (sharing.height, Basis::Sharing(*txid), may)
    });
    let emergencies = state.emergencies().iter().map(|(txid, emergency)| {
        let until_slot = Some(emergency.slot.saturating_add(state.setting().emergency_slots));
        let may = MayRead { reader: emergency.reader, right: "emergency", by: *txid, until_slot };
        (emergency.height, Basis::Emergency(*txid), may)
    });
    let mut allowed: Vec<(u32, MayRead)> = sharings
        .chain(emergencies)
        .filter(|(_, basis, may)| state.may_fetch(&may.reader, storage, basis, slot).is_ok())
        .map(|(height, _, may)| (height, may))
        .collect();
    allowed.sort_by_key(|(height, may)| (*height, may.by));
    Ok([own].into_iter().chain(allowed.into_iter().map(|(_, may)| may)).collect())
}
