//! The life of one record: released, stored, shared, read, taken back.

use serde::Serialize;

use crate::hash::Txid;
use crate::medical::data::Basis;
use crate::medical::identity::Identity;
use crate::medical::world::World;

/// Something that happened to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// In which block; one more than the last where it waits for the next.
    pub height: u32,
    /// The kind of transaction.
    pub what: &'static str,
    /// Who did it.
    pub who: Identity,
    /// To whom, where there is somebody.
    pub to: Option<Identity>,
    /// The transaction.
    pub txid: Txid,
}

/// All that happened to the record of `release`, the oldest first.
pub fn lifeline(world: &World, release: &Txid) -> Vec<Event> {
    let data = world.data();
    let Ok(found) = data.release(release) else { return Vec::new() };
    let mut events = vec![Event {
        height: found.height,
        what: "release",
        who: found.author,
        to: Some(found.patient),
        txid: *release,
    }];
    let storages: Vec<_> =
        data.storages().iter().filter(|(_, storage)| storage.release == *release).collect();
    for (txid, storage) in &storages {
        let who = storage.patient;
        events.push(Event { height: storage.height, what: "store", who, to: None, txid: **txid });
    }
    let of_this = |txid: &Txid| storages.iter().any(|(storage, _)| *storage == txid);
    for (txid, sharing) in data.sharings() {
        if !sharing.storages.iter().any(of_this) {
            continue;
        }
        let (who, to) = (sharing.patient, Some(sharing.receiver));
        events.push(Event { height: sharing.height, what: "share", who, to, txid: *txid });
        if let Some(by) = sharing.revoked {
            let height = world.height_of(&by).unwrap_or(sharing.height);
            events.push(Event { height, what: "revoke", who, to, txid: by });
        }
    }
    for (txid, emergency) in data.emergencies() {
        if emergency.storages.iter().any(of_this) {
            let (height, who) = (emergency.height, emergency.reader);
            events.push(Event { height, what: "emergency", who, to: None, txid: *txid });
        }
    }
    for access in data.accesses().iter().filter(|access| of_this(&access.storage)) {
        let what = match access.basis {
            Basis::Own => "fetch (own)",
            Basis::Sharing(_) => "fetch (sharing)",
            Basis::Emergency(_) => "fetch (emergency)",
        };
        let (height, who) = (access.height, access.reader);
        events.push(Event { height, what, who, to: None, txid: access.txid });
    }
    // What happened in one block stands in the order in which it is listed above.
    events.sort_by_key(|event| event.height);
    events
}

/// The release of the record to which something happened last.
pub fn latest(world: &World) -> Option<Txid> {
    let releases = world.data().releases().keys();
    let last = releases.filter_map(|release| {
        let events = lifeline(world, release);
        let event = events.last()?;
        Some((event.height, events.len(), *release))
    });
    last.max().map(|(_, _, release)| release)
}
