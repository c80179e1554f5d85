//! A log of what a chain has taken in, each entry on the disk before it is vouched for: the medical chain's
//! blocks and endorsements.
//!
//! It is a [`redb`] file like a chain's ([`super::ChainDb`]). An entry is one transaction, forced to the disk; so
//! after a power cut the log holds all entries that were vouched for, and at most the one after them.

use std::path::Path;

use redb::{Database, ReadableDatabase, ReadableTable, StorageBackend, TableDefinition};

use super::OpenError;
use crate::chain::StoreFailure;

const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
const EVENTS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("events");

/// The form of the tables. Another form has another number.
const FORMAT: &[u8] = b"medical-1";

/// The log.
#[derive(Debug)]
pub struct EventLog {
    database: Database,
}

impl EventLog {
    /// A new file. `about` is kept with it.
    pub fn create(path: &Path, about: &[u8]) -> Result<EventLog, OpenError> {
        if path.exists() {
            return Err(OpenError::Exists { path: path.to_path_buf() });
        }
        let database = Database::create(path).map_err(|error| OpenError::new(path, error))?;
        EventLog::begin(database, about).map_err(|error| OpenError::new(path, error))
    }

    /// A file that is there.
    pub fn open(path: &Path) -> Result<EventLog, OpenError> {
        if !path.is_file() {
            return Err(OpenError::Missing { path: path.to_path_buf() });
        }
        let database = Database::open(path).map_err(|error| OpenError::new(path, error))?;
        let log = EventLog { database };
        match log.meta("format").map_err(|error| OpenError::new(path, error))? {
            Some(format) if format == FORMAT => Ok(log),
            found => {
                let found = String::from_utf8_lossy(&found.unwrap_or_default()).into_owned();
                Err(OpenError::OtherFormat { path: path.to_path_buf(), found })
            }
        }
    }

    /// A log over any storage: memory, or one that fails on purpose. What is there is kept.
    pub fn with_backend(
        backend: impl StorageBackend,
        about: &[u8],
    ) -> Result<EventLog, StoreFailure> {
        let database = redb::Builder::new().create_with_backend(backend);
        EventLog::begin(database.map_err(failed)?, about)
    }

    /// What was said of it when it was made.
    pub fn about(&self) -> Result<Vec<u8>, StoreFailure> {
        Ok(self.meta("about")?.unwrap_or_default())
    }

    /// Adds an entry. Once this has returned, no power cut takes it away.
    pub fn append(&self, entry: &[u8]) -> Result<(), StoreFailure> {
        let transaction = self.database.begin_write().map_err(failed)?;
        {
            let mut events = transaction.open_table(EVENTS).map_err(failed)?;
            let last = events.last().map_err(failed)?.map(|(number, _)| number.value());
            let next = last.map_or(0, |last| last + 1);
            events.insert(next, entry).map_err(failed)?;
        }
        transaction.commit().map_err(failed)
    }

    /// All entries, the oldest first.
    pub fn entries(&self) -> Result<Vec<Vec<u8>>, StoreFailure> {
        let transaction = self.database.begin_read().map_err(failed)?;
        let events = transaction.open_table(EVENTS).map_err(failed)?;
        let rows = events.iter().map_err(failed)?;
        rows.map(|row| row.map(|(_, entry)| entry.value().to_vec()).map_err(failed)).collect()
    }

    fn begin(database: Database, about: &[u8]) -> Result<EventLog, StoreFailure> {
        let transaction = database.begin_write().map_err(failed)?;
        {
            let mut meta = transaction.open_table(META).map_err(failed)?;
            if meta.get("format").map_err(failed)?.is_none() {
                meta.insert("format", FORMAT).map_err(failed)?;
                meta.insert("about", about).map_err(failed)?;
            }
            transaction.open_table(EVENTS).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(EventLog { database })
    }

    fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
        let transaction = self.database.begin_read().map_err(failed)?;
        let meta = transaction.open_table(META).map_err(failed)?;
        Ok(meta.get(name).map_err(failed)?.map(|found| found.value().to_vec()))
    }
}

fn failed(error: impl std::fmt::Display) -> StoreFailure {
    StoreFailure { did: "cannot be used", reason: error.to_string() }
}
