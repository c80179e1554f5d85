//! By what right a record is fetched, and what comes out in the end.

use super::day::Day;
use crate::hash::Txid;
use crate::medical::client::{open_emergency, open_shared};
use crate::medical::data::Basis;
use crate::medical::story::StoryFault;
use crate::medical::story::chapters::shown;

impl Day {
    /// The best right that who is played can claim: the last sharing that names the record, held or not, then the
    /// emergency, and else that it is its own.
    pub(super) fn basis(&mut self, storage: &Txid) -> Basis {
        let you = self.you.keys(&self.tale.cast).identity();
        let data = self.tale.world().data().clone();
        let named = |txid: &&Txid| {
            let sharing = data.sharing(txid);
            sharing.is_ok_and(|one| one.receiver == you && one.storages.contains(storage))
        };
        if let Some(sharing) = self.sharings.iter().rev().find(named) {
            return Basis::Sharing(*sharing);
        }
        let declared = self.emergency.filter(|txid| {
            let read = data.emergency(txid);
            read.is_ok_and(|one| one.reader == you && one.storages.contains(storage))
        });
        declared.map_or(Basis::Own, Basis::Emergency)
    }

    /// Asks the cloud for what was fetched, and opens it.
    pub(super) fn open(&mut self, record: usize) -> Result<(), StoryFault> {
        let missing = StoryFault::Missing { what: "fetch of this record" };
        let fetched = self.fetched(record).ok_or(missing)?;
        let state = self.tale.world().data().clone();
        let final_height = self.tale.tree.final_height();
        let delivered = self.tale.cloud.hand_out(&state, final_height, &fetched.access)?;
        let missing = StoryFault::Missing { what: "copy in the cloud" };
        let bytes = delivered.ciphertext.ok_or(missing)?;
        let (storage, keys) = (fetched.storage, self.you.keys(&self.tale.cast));
        let opened = match &fetched.basis {
            Basis::Emergency(txid) => open_emergency(&state, &keys, txid, &storage, &bytes)?,
            Basis::Sharing(txid) => open_shared(&state, &keys, txid, &storage, &bytes)?,
            Basis::Own => return Err(StoryFault::Missing { what: "key that was given away" }),
        };
        let title = self.title(record);
        shown(&mut self.tale, self.you.name(), title, &opened.record)
    }
}
