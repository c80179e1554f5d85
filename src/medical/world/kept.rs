//! A chain on the disk: every block and endorsement is judged, then kept, then vouched for.

use std::path::Path;

use thiserror::Error;

use super::history::{History, PlayError};
use super::{Tx, World, WorldError, WorldSetting};
use crate::chain::StoreFailure;
use crate::encode::{Decode, DecodeError, Encode};
use crate::hash::BlockHash;
use crate::medical::chain::{BlockError, Event, Tree};
use crate::store::{EventLog, OpenError};

/// A chain whose events are on the disk.
#[derive(Debug)]
pub struct Kept {
    log: EventLog,
    tree: Tree<World>,
}

/// Why a chain cannot be kept or taken up again.
#[derive(Debug, Error)]
pub enum KeptFailure {
    /// The file.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreFailure),
    /// What it says of its chain.
    #[error("the file does not say what its chain has settled: {0}")]
    Setting(DecodeError),
    /// An entry.
    #[error("entry {number} of the file cannot be read: {error}")]
    Entry {
        /// Which, from 1.
        number: usize,
        /// Why.
        error: DecodeError,
    },
    /// An entry that is refused.
    #[error(transparent)]
    Play(#[from] Box<PlayError>),
    /// A new event that is refused.
    #[error(transparent)]
    Refused(#[from] BlockError<WorldError>),
}

impl Kept {
    /// A new chain, kept in `log`.
    pub fn begin(log: EventLog, setting: &WorldSetting) -> Kept {
        let world = World::new(setting.clone());
        Kept { log, tree: Tree::new(*world.chain(), world) }
    }

    /// Takes up a chain where its log ends.
    pub fn resume(log: EventLog) -> Result<Kept, KeptFailure> {
        let tree = history(&log)?.play()?;
        Ok(Kept { log, tree })
    }

    /// Judges an event and keeps it. Once this has returned no power cut takes it away; what is refused is not
    /// kept.
    pub fn take(&mut self, event: &Event<Tx>) -> Result<BlockHash, KeptFailure> {
        let tip = self.tree.take(event)?;
        self.log.append(&event.to_bytes())?;
        Ok(tip)
    }

    /// The chain.
    pub fn tree(&self) -> &Tree<World> {
        &self.tree
    }
}

/// Saves a chain to a new file, judging it on the way.
pub fn save(path: &Path, history: &History) -> Result<(), KeptFailure> {
    let log = EventLog::create(path, &history.setting.to_bytes())?;
    let mut kept = Kept::begin(log, &history.setting);
    history.events.iter().try_for_each(|event| kept.take(event).map(drop))
}

/// The chain of a file, not played yet.
pub fn load(path: &Path) -> Result<History, KeptFailure> {
    history(&EventLog::open(path)?)
}

fn history(log: &EventLog) -> Result<History, KeptFailure> {
    let setting = WorldSetting::from_bytes(&log.about()?).map_err(KeptFailure::Setting)?;
    let entries = log.entries()?;
    let events = (1..).zip(&entries).map(|(number, entry)| {
        Event::from_bytes(entry).map_err(|error| KeptFailure::Entry { number, error })
    });
    Ok(History { setting, events: events.collect::<Result<_, _>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medical::story::{SEED, forged, tell};

    #[test]
    fn a_chain_is_taken_up_where_its_file_ends() {
        let tale = tell(SEED).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chain");
        let whole = forged::history(&tale);
        let (first, rest) = whole.events.split_at(30);
        let begun = History { events: first.to_vec(), ..whole.clone() };
        save(&path, &begun).unwrap();
        assert!(matches!(save(&path, &whole), Err(KeptFailure::Open(OpenError::Exists { .. }))));
        let mut kept = Kept::resume(EventLog::open(&path).unwrap()).unwrap();
        // What was taken before is refused, and not kept.
        assert!(matches!(kept.take(&first[0]), Err(KeptFailure::Refused(_))));
        for event in rest {
            kept.take(event).unwrap();
        }
        assert_eq!(kept.tree().tip(), tale.tree().tip());
        drop(kept);
        assert_eq!(load(&path).unwrap(), whole);
    }
}
