//! A store that remembers what was asked of it, so that what is found after a crash can be compared.

use std::sync::{Arc, Mutex};

use blockstep::chain::{ChainStore, Change, MemoryStore, StoreFailure, StoredBlock};
use blockstep::hash::BlockHash;
use blockstep::ledger::{BlockUndo, Coin};
use blockstep::primitives::{Block, OutPoint};

/// What was asked of a store.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// All changes, the one that failed included.
    pub changes: Vec<Change>,
    /// How many of them a sync has vouched for.
    pub synced: usize,
}

/// A store, and what was asked of it.
#[derive(Debug)]
pub struct Watched<S> {
    store: S,
    log: Arc<Mutex<Log>>,
}

impl<S> Watched<S> {
    pub fn new(store: S, log: &Arc<Mutex<Log>>) -> Watched<S> {
        Watched { store, log: log.clone() }
    }
}

impl<S: ChainStore> ChainStore for Watched<S> {
    fn blocks(&self) -> Result<Vec<StoredBlock>, StoreFailure> {
        self.store.blocks()
    }
    fn tip(&self) -> Result<Option<BlockHash>, StoreFailure> {
        self.store.tip()
    }
    fn block(&self, hash: &BlockHash) -> Result<Option<Block>, StoreFailure> {
        self.store.block(hash)
    }
    fn undo(&self, hash: &BlockHash) -> Result<Option<BlockUndo>, StoreFailure> {
        self.store.undo(hash)
    }
    fn coins(&self, outpoints: &[OutPoint]) -> Result<Vec<Option<Coin>>, StoreFailure> {
        self.store.coins(outpoints)
    }
    fn each_coin(&self, visit: &mut dyn FnMut(OutPoint, Coin)) -> Result<(), StoreFailure> {
        self.store.each_coin(visit)
    }
    fn write(&mut self, change: Change) -> Result<(), StoreFailure> {
        self.log.lock().unwrap().changes.push(change.clone());
        self.store.write(change)
    }
    fn sync(&mut self) -> Result<(), StoreFailure> {
        let written = self.log.lock().unwrap().changes.len();
        self.store.sync()?;
        self.log.lock().unwrap().synced = written;
        Ok(())
    }
}

/// A bad store: a change reaches the disk in two parts.
#[derive(Debug)]
pub struct Split<S>(pub S);

impl<S: ChainStore> ChainStore for Split<S> {
    fn blocks(&self) -> Result<Vec<StoredBlock>, StoreFailure> {
        self.0.blocks()
    }
    fn tip(&self) -> Result<Option<BlockHash>, StoreFailure> {
        self.0.tip()
    }
    fn block(&self, hash: &BlockHash) -> Result<Option<Block>, StoreFailure> {
        self.0.block(hash)
    }
    fn undo(&self, hash: &BlockHash) -> Result<Option<BlockUndo>, StoreFailure> {
        self.0.undo(hash)
    }
    fn coins(&self, outpoints: &[OutPoint]) -> Result<Vec<Option<Coin>>, StoreFailure> {
        self.0.coins(outpoints)
    }
    fn each_coin(&self, visit: &mut dyn FnMut(OutPoint, Coin)) -> Result<(), StoreFailure> {
        self.0.each_coin(visit)
    }
    fn write(&mut self, change: Change) -> Result<(), StoreFailure> {
        let Change { blocks, marks, undo, coins, tip } = change;
        self.0.write(Change { coins, ..Change::default() })?;
        self.0.sync()?;
        self.0.write(Change { blocks, marks, undo, tip, ..Change::default() })
    }
    fn sync(&mut self) -> Result<(), StoreFailure> {
        self.0.sync()
    }
}

/// All that a store holds.
#[derive(Debug, PartialEq)]
pub struct Contents {
    order: Vec<StoredBlock>,
    tip: Option<BlockHash>,
    bodies: Vec<(Option<Block>, Option<BlockUndo>)>,
    coins: Vec<(OutPoint, Coin)>,
}

impl Contents {
    pub fn of(store: &impl ChainStore) -> Result<Contents, StoreFailure> {
        let order = store.blocks()?;
        let body = |stored: &StoredBlock| {
            let hash = stored.header.block_hash();
            Ok((store.block(&hash)?, store.undo(&hash)?))
        };
        let bodies = order.iter().map(body).collect::<Result<_, _>>()?;
        let mut coins = Vec::new();
        store.each_coin(&mut |outpoint, coin| coins.push((outpoint, coin)))?;
        Ok(Contents { tip: store.tip()?, order, bodies, coins })
    }

    /// After how many of the changes a store holds this, no fewer than were synced; none where it
    /// holds what no store can hold that makes changes whole and in order.
    pub fn place_in(&self, log: &Log) -> Option<usize> {
        let mut replay = MemoryStore::default();
        for (done, change) in log.changes.iter().enumerate() {
            if done >= log.synced && Contents::of(&replay).unwrap() == *self {
                return Some(done);
            }
            replay.write(change.clone()).unwrap();
        }
        (Contents::of(&replay).unwrap() == *self).then_some(log.changes.len())
    }
}
