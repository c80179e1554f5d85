//! What is found in a database after a kill, and whether that may be.

use std::collections::BTreeSet;
use std::path::Path;

use blockstep::chain::{Chain, ChainStore, MemoryStore, StoredBlock};
use blockstep::hash::BlockHash;
use blockstep::ledger::BlockUndo;
use blockstep::store::ChainDb;

use super::history::History;
use super::slow_rules::Coins;
use super::world::NOW;

/// What a database holds.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub known: BTreeSet<BlockHash>,
    pub tip: BlockHash,
    pub height: u32,
    order: Vec<StoredBlock>,
    coins: Coins,
    /// Of the blocks of the branch that counts, from the first on.
    undo: Vec<BlockUndo>,
}

/// Reads the database at `path`, and compares it with a replay of the blocks in it, with the slow chain,
/// and with what was acknowledged: that so many blocks of the file were read, and that this height was
/// reached.
pub fn judge(path: &Path, history: &History, safe: Option<(usize, u32)>) -> Result<Found, String> {
    let store = ChainDb::open(path).map_err(|error| error.to_string())?;
    let stored = store.tip().map_err(|error| error.to_string())?;
    let params = history.settings.params().unwrap();
    let chain = Chain::open(params.clone(), store).map_err(|error| error.to_string())?;
    let found = Found::of(&chain)?;
    let genesis = params.genesis.block_hash();
    if stored.unwrap_or(genesis) != found.tip {
        return Err(format!("the tip moved from {stored:?} when the chain was opened"));
    }
    let mut replay = Chain::open(params, MemoryStore::default()).unwrap();
    for row in &found.order {
        let hash = row.header.block_hash();
        let block = chain.store().block(&hash).map_err(|error| error.to_string())?;
        let block = block.ok_or_else(|| format!("the block {hash} is not there"))?;
        replay.accept(block, NOW).unwrap();
    }
    if Found::of(&replay)? != found {
        return Err(format!("a replay ends at {}, not {}", replay.tip_hash(), found.tip));
    }
    let snapshot = history.snapshots.get(&found.known).ok_or("no moment had these blocks")?;
    if (&snapshot.0, snapshot.1, &snapshot.2) != (&found.tip, found.height, &found.coins) {
        return Err(format!("the slow chain ends at {}, not {}", snapshot.0, found.tip));
    }
    let (read, height) = safe.unwrap_or_default();
    match history.known_after[read].is_subset(&found.known) && height <= found.height {
        true => Ok(found),
        false => Err(format!("{read} blocks and height {height} were safe, and are not there")),
    }
}

impl Found {
    fn of<S: ChainStore>(chain: &Chain<S>) -> Result<Found, String> {
        let store = chain.store();
        let order = store.blocks().map_err(|error| error.to_string())?;
        let mut coins = Coins::new();
        let visit = &mut |outpoint, coin: blockstep::ledger::Coin| {
            let script = coin.output.script_pubkey.to_vec();
            coins.insert(outpoint, (coin.output.value, script, coin.height, coin.coinbase));
        };
        store.each_coin(visit).map_err(|error| error.to_string())?;
        let undo = (1..=chain.height()).map(|height| {
            let place = chain.active_at(height).ok_or("a height is missing")?;
            let hash = chain.tree().node(place).hash;
            let undo = store.undo(&hash).map_err(|error| error.to_string())?;
            undo.ok_or_else(|| format!("the block {hash} cannot be undone"))
        });
        Ok(Found {
            known: order.iter().map(|row| row.header.block_hash()).collect(),
            tip: chain.tip_hash(),
            height: chain.height(),
            undo: undo.collect::<Result<_, String>>()?,
            order,
            coins,
        })
    }
}
