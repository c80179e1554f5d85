//! What one unspent coin takes: in memory, and in the database's file.

use blockstep::chain::{ChainStore, Change, MemoryStore};
use blockstep::encode::Encode;
use blockstep::hash::{Txid, sha256};
use blockstep::ledger::{Coin, CoinView};
use blockstep::primitives::{OutPoint, TxOut};
use blockstep::store::ChainDb;

/// So many that what does not grow with them no longer counts.
const COUNT: u32 = 200_000;

/// Tells the bytes of a coin that is locked to a key hash of SegWit: in a view of coins, in a chain
/// that is kept in memory, and in a database.
pub fn measure() {
    let mut view = CoinView::default();
    let in_view = allocation_counter::measure(|| {
        coins().for_each(|(outpoint, coin)| view.load(outpoint, Some(coin)));
    });
    let mut store = MemoryStore::default();
    let in_memory = allocation_counter::measure(|| {
        coins().for_each(|coin| store.write(change([coin])).expect("memory does not fail"));
    });
    let encoded: usize = coins().map(|(_, coin)| 36 + coin.encoded_len()).sum();
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("coins.redb");
    let mut db = ChainDb::create(&path, "coins").expect("there is room");
    let empty = size(&path);
    for start in (0..COUNT).step_by(10_000) {
        let coins = coins().skip(start as usize).take(10_000);
        db.write(change(coins)).expect("there is room");
    }
    db.sync().expect("there is room");
    drop(db);
    let each = |bytes: f64| bytes / f64::from(COUNT);
    #[allow(clippy::cast_precision_loss)]
    let [view_bytes, memory_bytes, encoded, file] = [
        in_view.bytes_current as f64,
        in_memory.bytes_current as f64,
        encoded as f64,
        (size(&path) - empty) as f64,
    ]
    .map(each);
    println!("bytes of one unspent coin (P2WPKH), of {COUNT}:");
    println!("  in a view of coins, which checks a block   {view_bytes:.0}");
    println!("  in a chain kept in memory                  {memory_bytes:.0}");
    println!("  key and value in the database              {encoded:.0}");
    println!("  the database's file, all told              {file:.0}");
}

fn coins() -> impl Iterator<Item = (OutPoint, Coin)> {
    (0..COUNT).map(|number| {
        let txid = Txid(sha256(&number.to_le_bytes()));
        let script = [&[0x00, 0x14], &txid.0[..20]].concat();
        let output = TxOut { value: 61_271, script_pubkey: script.into() };
        (OutPoint { txid, vout: 0 }, Coin { output, height: 702_861, coinbase: false })
    })
}

fn change(coins: impl IntoIterator<Item = (OutPoint, Coin)>) -> Change {
    let coins = coins.into_iter().map(|(outpoint, coin)| (outpoint, Some(coin))).collect();
    Change { coins, ..Change::default() }
}

fn size(path: &std::path::Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}
