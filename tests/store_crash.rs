//! The power fails at any moment, and the chain's database opens again with what it held after some
//! change: no fewer changes than a sync has vouched for, none by halves, none out of order.
//!
//! The counter-tests show that a disk which lies about syncing, and a store that writes a change in two
//! parts, are found out.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "store")]

#[path = "crash/disk.rs"]
mod disk;
#[path = "crash/watched.rs"]
mod watched;
#[path = "crash/workload.rs"]
mod workload;

use std::sync::{Arc, Mutex};

use blockstep::chain::{ChainStore, MemoryStore};
use blockstep::rng::Rng;
use blockstep::store::ChainDb;
use disk::Disk;
use watched::{Contents, Log, Split, Watched};

/// What is found after the power was cut.
#[derive(Debug)]
struct Cut {
    log: Log,
    disk: Disk,
    /// Whether the cut took anything that had been written.
    lost: bool,
    /// After how many changes the database is; none where it is in no state that it ever had.
    found: Option<usize>,
}

/// Runs `workload` on a new database on `disk` until the power fails, `after` operations of the disk
/// after the database was made, and opens what is left.
fn run_until_cut(
    disk: &Disk,
    after: u64,
    rng: &mut Rng,
    workload: impl FnOnce(ChainDb, &Arc<Mutex<Log>>),
) -> Cut {
    let log = Arc::default();
    let db = ChainDb::with_backend(disk.clone(), "regtest").unwrap();
    disk.cut_after(after);
    workload(db, &log);
    let (disk, lost) = disk.after_cut(rng);
    let log = log.lock().unwrap().clone();
    let contents = open(&disk).and_then(|db| Contents::of(&db).ok());
    let found = contents.and_then(|contents| contents.place_in(&log));
    Cut { log, disk, lost, found }
}

fn open(disk: &Disk) -> Option<ChainDb> {
    let db = ChainDb::with_backend(disk.clone(), "another").ok()?;
    (db.about().ok()? == "regtest").then_some(db)
}

/// Operations of the disk from the making of a database to its end.
fn operations(workload: impl FnOnce(ChainDb)) -> u64 {
    let disk = Disk::new();
    let db = ChainDb::with_backend(disk.clone(), "regtest").unwrap();
    let before = disk.operations();
    workload(db);
    disk.operations() - before
}

#[test]
fn a_cut_during_any_changes_leaves_those_of_some_moment() {
    let (mut rng, mut lost, mut unsynced, mut cuts) = (Rng::from_text("changes"), 0, 0, 0);
    for seed in 0..40 {
        let changes = workload::changes(seed, 24);
        let total = operations(|db| workload::write(&changes, db));
        for _ in 0..25 {
            let after = 1 + rng.below(total);
            let cut = run_until_cut(&Disk::new(), after, &mut rng, |db, log| {
                workload::write(&changes, Watched::new(db, log));
            });
            let found = cut.found.unwrap_or_else(|| panic!("seed {seed}, cut after {after}"));
            cuts += 1;
            lost += usize::from(cut.lost);
            unsynced += usize::from(found > cut.log.synced);
        }
    }
    // The cuts must have hurt, and some of them must have fallen where a sync was nearly done.
    assert_eq!(cuts, 1_000);
    assert!(lost > 400 && unsynced > 10, "{lost} lost something, {unsynced} kept more than synced");
}

#[test]
fn a_cut_during_import_or_reorganisation_leaves_a_chain_that_goes_on() {
    let blocks = workload::forked_blocks();
    let mut whole = MemoryStore::default();
    let log = Arc::default();
    assert_eq!(workload::import(&blocks, Watched::new(MemoryStore::default(), &log)), Some(30));
    log.lock().unwrap().changes.iter().for_each(|change| whole.write(change.clone()).unwrap());
    let whole = Contents::of(&whole).unwrap();
    let total = operations(|db| assert_eq!(workload::import(&blocks, db), Some(30)));
    let (mut rng, mut lost) = (Rng::from_text("chain"), 0);
    for _ in 0..300 {
        let after = 1 + rng.below(total);
        let cut = run_until_cut(&Disk::new(), after, &mut rng, |db, log| {
            workload::import(&blocks, Watched::new(db, log));
        });
        assert!(cut.found.is_some(), "cut after {after}");
        lost += usize::from(cut.lost);
        // The same blocks again, and the chain is as if nothing had happened.
        let db = open(&cut.disk).unwrap();
        assert_eq!(workload::import(&blocks, db), Some(30), "cut after {after}");
        assert!(Contents::of(&open(&cut.disk).unwrap()).unwrap() == whole, "cut after {after}");
    }
    assert!(lost > 100, "{lost}");
}

#[test]
fn a_cut_while_a_database_is_made_is_no_panic() {
    let made = Disk::new();
    drop(ChainDb::with_backend(made.clone(), "regtest").unwrap());
    let (mut rng, mut failed) = (Rng::from_text("made"), 0);
    for _ in 0..200 {
        let disk = Disk::new();
        disk.cut_after(1 + rng.below(made.operations()));
        failed += u32::from(ChainDb::with_backend(disk.clone(), "regtest").is_err());
        let (disk, _) = disk.after_cut(&mut rng);
        if let Ok(db) = ChainDb::with_backend(disk, "again") {
            assert_eq!(db.tip().unwrap(), None);
            assert!(["regtest", "again"].contains(&db.about().unwrap().as_str()));
        }
    }
    assert!(failed > 50, "{failed}");
}

/// How many of 100 cuts leave a database in a state that it never had, or without what was synced.
fn found_out(disk: impl Fn() -> Disk, workload: impl Fn(ChainDb, &Arc<Mutex<Log>>)) -> usize {
    let mut rng = Rng::from_text("counter-test");
    let total = operations(|db| workload(db, &Arc::default()));
    let mut cut = |_| run_until_cut(&disk(), 1 + rng.below(total), &mut rng.clone(), &workload);
    (0..100).map(&mut cut).filter(|cut| cut.found.is_none()).count()
}

#[test]
fn a_disk_that_lies_is_found_out() {
    let changes = workload::changes(1, 24);
    let run = |db: ChainDb, log: &Arc<_>| workload::write(&changes, Watched::new(db, log));
    assert_eq!(found_out(Disk::new, run), 0);
    let count = found_out(Disk::that_lies, run);
    assert!(count > 50, "{count}");
}

#[test]
fn a_store_that_writes_in_two_parts_is_found_out() {
    let blocks = workload::forked_blocks();
    let run = |db: ChainDb, log: &Arc<_>| {
        workload::import(&blocks, Watched::new(Split(db), log));
    };
    let count = found_out(Disk::new, run);
    assert!(count > 10, "{count}");
}
