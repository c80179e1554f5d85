//! Where sealed bytes belong: moved elsewhere, they do not open.

use crate::hash::{Txid, tagged_hash};
use crate::medical::identity::Identity;

/// Of the aggregate key of a sharing: by whom, to whom, for which records.
pub(super) fn of_sharing(patient: &Identity, receiver: &Identity, storages: &[Txid]) -> [u8; 32] {
    let storages: Vec<u8> = storages.iter().flat_map(|txid| txid.0).collect();
    let parts = [&patient.to_bytes()[..], &receiver.to_bytes(), &storages];
    tagged_hash("blockstep/context/sharing", &parts)
}

/// Of a member's share of a master secret.
pub(super) fn of_share(patient: &Identity, member: u32) -> [u8; 32] {
    let parts = [&patient.to_bytes()[..], &member.to_le_bytes()];
    tagged_hash("blockstep/context/share", &parts)
}

/// Of a member's part of a key for an emergency.
pub(super) fn of_part(emergency: &Txid, member: u32) -> [u8; 32] {
    tagged_hash("blockstep/context/part", &[&emergency.0, &member.to_le_bytes()])
}

/// Of a record's ciphertext in the cloud: of which release, and under which class.
pub(super) fn of_record(release: &Txid, class: u32) -> [u8; 32] {
    tagged_hash("blockstep/context/record", &[&release.0, &class.to_le_bytes()])
}
