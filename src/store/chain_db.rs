//! The database under a chain: blocks, undo data, coins and the tip in one file that survives a power
//! cut.
//!
//! It is a [`redb`] file: a tree that is copied where it is written, so that an old state stays whole
//! until the new one is. Every [`Change`] is one transaction. A transaction reaches the disk with the
//! next [`ChainStore::sync`]; until then it can be lost in a crash, but only together with all that came
//! after it. Coins lie under their outpoint in the order in which outpoints sort, and a block's look-ups
//! come sorted and in one read transaction, so that neighbours are found on the same page.

use std::path::Path;

use redb::{
    Database, Durability, ReadableDatabase, ReadableTable, StorageBackend, TableDefinition,
};

use super::OpenError;
use crate::chain::{ChainStore, Change, StoreFailure, StoredBlock};
use crate::encode::{Decode, Encode};
use crate::hash::{BlockHash, Txid};
use crate::ledger::{BlockUndo, Coin};
use crate::primitives::{Block, BlockHeader, OutPoint};

/// What a file says of itself.
const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
/// Blocks in the order in which they came: the header, then 1 for an invalid one.
const ORDER: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("order");
/// Where a block stands in that order.
const PLACES: TableDefinition<'_, &[u8; 32], u64> = TableDefinition::new("places");
const BLOCKS: TableDefinition<'_, &[u8; 32], &[u8]> = TableDefinition::new("blocks");
const UNDO: TableDefinition<'_, &[u8; 32], &[u8]> = TableDefinition::new("undo");
/// By txid and big-endian output number.
const COINS: TableDefinition<'_, &[u8; 36], &[u8]> = TableDefinition::new("coins");

/// The form of the tables. Another form has another number.
const FORMAT: &[u8] = b"1";
/// Memory that the database may keep pages in.
const CACHE_BYTES: usize = 64 << 20;

/// A chain's database.
#[derive(Debug)]
pub struct ChainDb {
    database: Database,
}

impl ChainDb {
    /// A new file. `about` says which network it is for, in a form that the caller reads back with
    /// [`ChainDb::about`].
    pub fn create(path: &Path, about: &str) -> Result<ChainDb, OpenError> {
        if path.exists() {
            return Err(OpenError::Exists { path: path.to_path_buf() });
        }
        let database = builder().create(path).map_err(|error| OpenError::new(path, error))?;
        ChainDb::begin(database, about).map_err(|error| OpenError::new(path, error))
    }

    /// A file that is there.
    pub fn open(path: &Path) -> Result<ChainDb, OpenError> {
        if !path.is_file() {
            return Err(OpenError::Missing { path: path.to_path_buf() });
        }
        let database = builder().open(path).map_err(|error| OpenError::new(path, error))?;
        let db = ChainDb { database };
        match db.meta("format").map_err(|error| OpenError::new(path, error))? {
            Some(format) if format == FORMAT => Ok(db),
            found => {
                let found = String::from_utf8_lossy(&found.unwrap_or_default()).into_owned();
                Err(OpenError::OtherFormat { path: path.to_path_buf(), found })
            }
        }
    }

    /// A database over any storage: memory, or one that fails on purpose. What is there is kept.
    pub fn with_backend(
        backend: impl StorageBackend,
        about: &str,
    ) -> Result<ChainDb, StoreFailure> {
        let database = builder().create_with_backend(backend).map_err(fail("cannot be opened"))?;
        ChainDb::begin(database, about)
    }

    /// What was said of it when it was made.
    pub fn about(&self) -> Result<String, StoreFailure> {
        let about = self.meta("about")?.unwrap_or_default();
        String::from_utf8(about).map_err(fail("is damaged"))
    }

    /// Makes the tables, so that every later transaction finds them.
    fn begin(database: Database, about: &str) -> Result<ChainDb, StoreFailure> {
        let failed = "cannot be made";
        let transaction = database.begin_write().map_err(fail(failed))?;
        {
            let mut meta = transaction.open_table(META).map_err(fail(failed))?;
            if meta.get("format").map_err(fail(failed))?.is_none() {
                meta.insert("format", FORMAT).map_err(fail(failed))?;
                meta.insert("about", about.as_bytes()).map_err(fail(failed))?;
            }
            transaction.open_table(ORDER).map_err(fail(failed))?;
            transaction.open_table(PLACES).map_err(fail(failed))?;
            transaction.open_table(BLOCKS).map_err(fail(failed))?;
            transaction.open_table(UNDO).map_err(fail(failed))?;
            transaction.open_table(COINS).map_err(fail(failed))?;
        }
        transaction.commit().map_err(fail(failed))?;
        Ok(ChainDb { database })
    }

    fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
        let transaction = self.database.begin_read().map_err(read_failure)?;
        let meta = transaction.open_table(META).map_err(read_failure)?;
        Ok(meta.get(name).map_err(read_failure)?.map(|found| found.value().to_vec()))
    }

    fn get<T: Decode>(
        &self,
        table: TableDefinition<'_, &[u8; 32], &[u8]>,
        hash: &BlockHash,
    ) -> Result<Option<T>, StoreFailure> {
        let transaction = self.database.begin_read().map_err(read_failure)?;
        let table = transaction.open_table(table).map_err(read_failure)?;
        let Some(found) = table.get(&hash.0).map_err(read_failure)? else { return Ok(None) };
        T::from_bytes(found.value()).map(Some).map_err(fail("is damaged"))
    }
}

impl ChainStore for ChainDb {
    fn blocks(&self) -> Result<Vec<StoredBlock>, StoreFailure> {
        let transaction = self.database.begin_read().map_err(read_failure)?;
        let order = transaction.open_table(ORDER).map_err(read_failure)?;
        let rows = order.iter().map_err(read_failure)?;
        rows.map(|row| {
            let (_, row) = row.map_err(read_failure)?;
            let (header, invalid) =
                row.value().split_last_chunk::<1>().ok_or_else(|| damaged("a short row"))?;
            let header = BlockHeader::from_bytes(header).map_err(fail("is damaged"))?;
            Ok(StoredBlock { header, invalid: invalid == &[1] })
        })
        .collect()
    }

    fn tip(&self) -> Result<Option<BlockHash>, StoreFailure> {
        let tip = self.meta("tip")?;
        let hash = |bytes: Vec<u8>| bytes.try_into().map(BlockHash).map_err(|_| damaged("the tip"));
        tip.map(hash).transpose()
    }

    fn block(&self, hash: &BlockHash) -> Result<Option<Block>, StoreFailure> {
        self.get(BLOCKS, hash)
    }

    fn undo(&self, hash: &BlockHash) -> Result<Option<BlockUndo>, StoreFailure> {
        self.get(UNDO, hash)
    }

    fn coins(&self, outpoints: &[OutPoint]) -> Result<Vec<Option<Coin>>, StoreFailure> {
        let transaction = self.database.begin_read().map_err(read_failure)?;
        let coins = transaction.open_table(COINS).map_err(read_failure)?;
        let read = |outpoint| {
            let found = coins.get(&coin_key(outpoint)).map_err(read_failure)?;
            let coin = found.map(|found| Coin::from_bytes(found.value()));
            coin.transpose().map_err(fail("is damaged"))
        };
        outpoints.iter().map(read).collect()
    }

    fn each_coin(&self, visit: &mut dyn FnMut(OutPoint, Coin)) -> Result<(), StoreFailure> {
        let transaction = self.database.begin_read().map_err(read_failure)?;
        let coins = transaction.open_table(COINS).map_err(read_failure)?;
        for row in coins.iter().map_err(read_failure)? {
            let (key, coin) = row.map_err(read_failure)?;
            visit(
                outpoint(key.value()),
                Coin::from_bytes(coin.value()).map_err(fail("is damaged"))?,
            );
        }
        Ok(())
    }

    fn write(&mut self, change: Change) -> Result<(), StoreFailure> {
        let mut transaction = self.database.begin_write().map_err(write_failure)?;
        transaction.set_durability(Durability::None).map_err(write_failure)?;
        write_blocks(&transaction, &change)?;
        {
            let mut undo = transaction.open_table(UNDO).map_err(write_failure)?;
            for (hash, block) in &change.undo {
                undo.insert(&hash.0, block.to_bytes().as_slice()).map_err(write_failure)?;
            }
            let mut coins = transaction.open_table(COINS).map_err(write_failure)?;
            for (outpoint, coin) in &change.coins {
                let key = coin_key(outpoint);
                match coin {
                    Some(coin) => {
                        coins.insert(&key, coin.to_bytes().as_slice()).map_err(write_failure)?
                    }
                    None => coins.remove(&key).map_err(write_failure)?,
                };
            }
            if let Some(tip) = change.tip {
                let mut meta = transaction.open_table(META).map_err(write_failure)?;
                meta.insert("tip", tip.0.as_slice()).map_err(write_failure)?;
            }
        }
        transaction.commit().map_err(write_failure)
    }

    fn sync(&mut self) -> Result<(), StoreFailure> {
        // A durable transaction takes all that came before it along.
        let transaction = self.database.begin_write().map_err(write_failure)?;
        transaction.commit().map_err(write_failure)
    }
}

/// New blocks at the end of the order, and marks.
fn write_blocks(transaction: &redb::WriteTransaction, change: &Change) -> Result<(), StoreFailure> {
    if change.blocks.is_empty() && change.marks.is_empty() {
        return Ok(());
    }
    let mut order = transaction.open_table(ORDER).map_err(write_failure)?;
    let mut places = transaction.open_table(PLACES).map_err(write_failure)?;
    let mut blocks = transaction.open_table(BLOCKS).map_err(write_failure)?;
    for block in &change.blocks {
        let hash = block.block_hash().0;
        let last = order.last().map_err(write_failure)?.map(|(place, _)| place.value());
        if places.get(&hash).map_err(write_failure)?.is_none() {
            let place = last.map_or(0, |last| last + 1);
            places.insert(&hash, place).map_err(write_failure)?;
            let row = [block.header.to_array().as_slice(), &[0]].concat();
            order.insert(place, row.as_slice()).map_err(write_failure)?;
        }
        blocks.insert(&hash, block.to_bytes().as_slice()).map_err(write_failure)?;
    }
    for (hash, invalid) in &change.marks {
        let place = places.get(&hash.0).map_err(write_failure)?.map(|place| place.value());
        let Some(place) = place else { continue };
        let row = order.get(place).map_err(write_failure)?.map(|row| row.value().to_vec());
        let Some(mut row) = row else { continue };
        if let Some(mark) = row.last_mut() {
            *mark = u8::from(*invalid);
        }
        order.insert(place, row.as_slice()).map_err(write_failure)?;
    }
    Ok(())
}

fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

fn coin_key(outpoint: &OutPoint) -> [u8; 36] {
    let mut key = [0; 36];
    let (txid, vout) = key.split_at_mut(32);
    txid.copy_from_slice(&outpoint.txid.0);
    vout.copy_from_slice(&outpoint.vout.to_be_bytes());
    key
}

fn outpoint(key: &[u8; 36]) -> OutPoint {
    let (mut txid, mut vout) = ([0; 32], [0; 4]);
    txid.copy_from_slice(&key[..32]);
    vout.copy_from_slice(&key[32..]);
    OutPoint { txid: Txid(txid), vout: u32::from_be_bytes(vout) }
}

fn fail<E: std::fmt::Display>(did: &'static str) -> impl Fn(E) -> StoreFailure {
    move |error| StoreFailure { did, reason: error.to_string() }
}

fn read_failure<E: std::fmt::Display>(error: E) -> StoreFailure {
    fail("cannot be read")(error)
}

fn write_failure<E: std::fmt::Display>(error: E) -> StoreFailure {
    fail("cannot be written")(error)
}

fn damaged(what: &str) -> StoreFailure {
    StoreFailure { did: "is damaged", reason: what.to_owned() }
}
