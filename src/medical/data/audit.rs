//! Who looked at what, and by what right: for patients about their records, for institutions about their
//! readers.

use serde::Serialize;

use super::{Basis, DataState};
use crate::hash::Txid;
use crate::medical::identity::Identity;

/// What an audit asks for; none of a field is all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Query<'a> {
    /// Whose records.
    pub patient: Option<Identity>,
    /// Who read.
    pub reader: Option<Identity>,
    /// Who wrote the record.
    pub author: Option<Identity>,
    /// The first slot.
    pub from_slot: Option<u64>,
    /// The last slot.
    pub to_slot: Option<u64>,
    /// A part of the purpose or reason.
    pub purpose: Option<&'a str>,
}

/// A line of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The access.
    pub access: Txid,
    /// When.
    pub slot: u64,
    /// In which block.
    pub height: u32,
    /// Who read.
    pub reader: Identity,
    /// Whose record.
    pub patient: Identity,
    /// Which.
    pub storage: Txid,
    /// Who wrote it.
    pub author: Identity,
    /// By what right: `own`, `sharing` or `emergency`.
    pub right: &'static str,
    /// The transaction that gave the right; none for the patient.
    pub by: Option<Txid>,
    /// The purpose or the reason that stands there.
    pub purpose: String,
}

/// The accesses that `query` asks for, the oldest first.
pub fn audit(state: &DataState, query: &Query<'_>) -> Vec<Line> {
    let lines = state.accesses().iter().filter_map(|access| {
        let storage = state.storage(&access.storage).ok()?;
        let author = state.release(&storage.release).ok()?.author;
        let (right, by, purpose) = match access.basis {
            Basis::Own => ("own", None, String::new()),
            Basis::Sharing(txid) => {
                ("sharing", Some(txid), state.sharing(&txid).ok()?.purpose.clone())
            }
            Basis::Emergency(txid) => {
                ("emergency", Some(txid), state.emergency(&txid).ok()?.reason.clone())
            }
        };
        Some(Line {
            access: access.txid,
            slot: access.slot,
            height: access.height,
            reader: access.reader,
            patient: access.patient,
            storage: access.storage,
            author,
            right,
            by,
            purpose,
        })
    });
    lines.filter(|line| query.asks_for(line)).collect()
}

impl Query<'_> {
    fn asks_for(&self, line: &Line) -> bool {
        let is = |wanted: Option<Identity>, found: Identity| wanted.is_none_or(|who| who == found);
        is(self.patient, line.patient)
            && is(self.reader, line.reader)
            && is(self.author, line.author)
            && self.from_slot.is_none_or(|from| line.slot >= from)
            && self.to_slot.is_none_or(|to| line.slot <= to)
            && self
                .purpose
                .is_none_or(|words| line.purpose.to_lowercase().contains(&words.to_lowercase()))
    }
}
