//! Who can read what: a table of records against readers.

use serde::Serialize;

use crate::hash::Txid;
use crate::medical::data::explorer::{MayRead, readers};
use crate::medical::data::state::Storage;
use crate::medical::identity::Identity;
use crate::medical::world::World;

/// A record, and who may read it at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Whose record.
    pub patient: Identity,
    /// Its present storage.
    pub storage: Txid,
    /// The release that it is of.
    pub release: Txid,
    /// Who may read.
    pub readers: Vec<MayRead>,
}

/// All stored records, by block and class, with their readers at `slot`.
pub fn matrix(world: &World, slot: u64) -> Vec<Row> {
    let storages = world.data().storages();
    let mut present: Vec<_> =
        storages.iter().filter(|(_, storage)| storage.replaced_by.is_none()).collect();
    present.sort_by_key(|(_, storage)| (storage.patient, storage.class));
    let row = |(txid, storage): (&Txid, &std::sync::Arc<Storage>)| Row {
        patient: storage.patient,
        storage: *txid,
        release: storage.release,
        readers: readers(world.data(), txid, slot).unwrap_or_default(),
    };
    present.into_iter().map(row).collect()
}

impl Row {
    /// By what right `who` may read, as one word; `-` for none.
    pub fn mark(&self, who: &Identity) -> &'static str {
        let found = self.readers.iter().find(|may| may.reader == *who);
        match found.map(|may| may.right) {
            Some("store") => "own",
            Some("share") => "shared",
            Some(_) => "emergency",
            None => "-",
        }
    }
}
