//! A lab on disk: a folder with the chain's database, the wallets, and what waits.
//!
//! The database is synced first and the small files are written whole after it, so that a crash between
//! leaves at worst a mempool that is a moment older than the chain; it is checked against the chain when
//! the folder is opened.

use std::path::{Path, PathBuf};

use super::{Lab, LabError};
use crate::chain::params::classroom::ClassroomSettings;
use crate::chain::{Chain, ChainFailure, ChainParams, ChainStore};
use crate::encode::{Decode, Encode};
use crate::lesson::progress::ProgressFile;
use crate::primitives::{Block, Transaction};
use crate::store::{ChainDb, OpenError, write_atomically};
use crate::wallet::{Wallet, WalletError};

/// Where a lab lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabFolder {
    path: PathBuf,
}

/// Which network a chain is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkChoice {
    /// A network that has a name.
    Named(String),
    /// A class's own.
    Classroom(Box<ClassroomSettings>),
}

/// Why a folder could not be opened, made or saved.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum FolderError {
    /// The database said no.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The chain could not go on.
    #[error(transparent)]
    Chain(#[from] ChainFailure),
    /// A deed failed.
    #[error(transparent)]
    Lab(#[from] LabError),
    /// No network has this name.
    #[error(
        "there is no network {name:?}: choose classroom, regtest, testnet3, testnet4, signet or mainnet"
    )]
    NoNetwork { name: String },
    /// The figures make no network.
    #[error("the settings make no network: {reason}")]
    Settings { reason: String },
    /// A file could not be read or written.
    #[error("{} cannot be {did}: {reason}", .path.display())]
    File { path: PathBuf, did: &'static str, reason: String },
    /// There is no place for data.
    #[error("{reason}")]
    NoHome { reason: String },
    /// A wallet's file is no wallet.
    #[error("{} is no wallet: {error}", .path.display())]
    Wallet { path: PathBuf, error: WalletError },
}

impl NetworkChoice {
    /// The parameters.
    pub fn params(&self) -> Result<ChainParams, FolderError> {
        match self {
            NetworkChoice::Named(name) => ChainParams::named(name)
                .ok_or_else(|| FolderError::NoNetwork { name: name.chars().take(40).collect() }),
            NetworkChoice::Classroom(settings) => settings
                .params()
                .map_err(|fault| FolderError::Settings { reason: fault.to_string() }),
        }
    }

    /// As it stands in the database: a name, or the settings as JSON.
    fn about(&self) -> String {
        match self {
            NetworkChoice::Named(name) => name.clone(),
            NetworkChoice::Classroom(settings) => {
                serde_json::to_string(settings).unwrap_or_default()
            }
        }
    }

    fn from_about(about: &str) -> Result<NetworkChoice, FolderError> {
        match about.starts_with('{') {
            true => serde_json::from_str(about)
                .map(NetworkChoice::Classroom)
                .map_err(|error| FolderError::Settings { reason: error.to_string() }),
            false => Ok(NetworkChoice::Named(about.to_owned())),
        }
    }
}

impl LabFolder {
    /// The folder at `path`, which need not be there.
    pub fn new(path: impl Into<PathBuf>) -> LabFolder {
        LabFolder { path: path.into() }
    }

    /// The folder that is there for everyone who names none: what `BLOCKSTEP_CHAIN` says, or `chain`
    /// beside the student's progress.
    pub fn of_this_user() -> Result<LabFolder, FolderError> {
        if let Some(named) = std::env::var_os("BLOCKSTEP_CHAIN").filter(|named| !named.is_empty()) {
            return Ok(LabFolder::new(named));
        }
        let file = ProgressFile::of_this_user()
            .map_err(|error| FolderError::NoHome { reason: error.to_string() })?;
        let home = file.path().parent().map(PathBuf::from).unwrap_or_default();
        Ok(LabFolder::new(home.join("chain")))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is a chain in it.
    pub fn exists(&self) -> bool {
        self.database().is_file()
    }

    /// Makes a new chain.
    pub fn create(&self, network: &NetworkChoice) -> Result<Lab<ChainDb>, FolderError> {
        let params = network.params()?;
        std::fs::create_dir_all(&self.path).map_err(|error| self.failed("made", error))?;
        let store = ChainDb::create(&self.database(), &network.about())?;
        Ok(Lab::new(Chain::open(params, store)?))
    }

    /// Opens the chain that is there. What waits is checked again; what no longer fits is dropped.
    pub fn open(&self) -> Result<Lab<ChainDb>, FolderError> {
        let store = ChainDb::open(&self.database())?;
        let about = store.about().map_err(ChainFailure::from)?;
        let params = NetworkChoice::from_about(&about)?.params()?;
        let mut lab = Lab::new(Chain::open(params, store)?);
        for wallet in self.wallets()? {
            lab.put_wallet(wallet);
        }
        for tx in self.lines::<Transaction>("mempool.hex")? {
            // What no longer fits the chain was lost to it.
            let _ = lab.submit(tx);
        }
        if let Some(block) = self.lines::<Block>("refused.hex")?.pop() {
            lab.remember_refused(block);
        }
        Ok(lab)
    }

    /// Saves what was done.
    pub fn save<S: ChainStore>(&self, lab: &mut Lab<S>) -> Result<(), FolderError> {
        lab.sync()?;
        let mut waiting: Vec<_> = lab.mempool().entries().map(|(_, entry)| entry).collect();
        waiting.sort_by_key(|entry| entry.arrival);
        let lines = waiting.iter().map(|entry| hex::encode(entry.tx.to_bytes()) + "\n");
        self.write("mempool.hex", &lines.collect::<String>())?;
        if let Some(block) = lab.refused() {
            self.write("refused.hex", &hex::encode(block.to_bytes()))?;
        }
        for wallet in lab.wallets().values() {
            self.write(&format!("wallets/{}.json", wallet.name()), &wallet.to_json())?;
        }
        Ok(())
    }

    fn database(&self) -> PathBuf {
        self.path.join("chain.redb")
    }

    fn wallets(&self) -> Result<Vec<Wallet>, FolderError> {
        let folder = self.path.join("wallets");
        let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(Vec::new()) };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<PathBuf> =
            paths.filter(|path| path.extension().is_some_and(|it| it == "json")).collect();
        paths.sort();
        let read = |path: PathBuf| {
            let text = read(&path)?;
            Wallet::from_json(&text).map_err(|error| FolderError::Wallet { path, error })
        };
        paths.into_iter().map(read).collect()
    }

    /// The values in a file, a line of hexadecimal each; none where there is no file.
    fn lines<T: Decode>(&self, name: &str) -> Result<Vec<T>, FolderError> {
        let path = self.path.join(name);
        if !path.exists() {
            return Ok(Vec::new());
        }
        let text = read(&path)?;
        let values = text.lines().map(|line| T::from_hex(line));
        values.collect::<Result<_, _>>().map_err(|error| file_error(path, "read", error))
    }

    fn write(&self, name: &str, text: &str) -> Result<(), FolderError> {
        let path = self.path.join(name);
        // A file that says the same already is left alone: its fsync is saved.
        if std::fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        write_atomically(&path, text.as_bytes()).map_err(|error| file_error(path, "written", error))
    }

    fn failed(&self, did: &'static str, error: impl std::fmt::Display) -> FolderError {
        file_error(self.path.clone(), did, error)
    }
}

fn read(path: &Path) -> Result<String, FolderError> {
    std::fs::read_to_string(path).map_err(|error| file_error(path.to_path_buf(), "read", error))
}

fn file_error(path: PathBuf, did: &'static str, error: impl std::fmt::Display) -> FolderError {
    FolderError::File { path, did, reason: error.to_string() }
}
