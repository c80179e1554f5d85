//! The program is killed in the middle of its work, again and again, and its chain opens again at a tip
//! that a replay of its blocks confirms, with all that the program had called safe.
//!
//! Only where a process can be killed with SIGKILL, so that it has no say in how it ends. Such a kill
//! leaves what was handed to the system whole; `store_crash` is about a disk that loses some of it.

#![cfg(all(unix, feature = "store"))]
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "another test draws all faults")]
#[path = "reference_chain/blocks.rs"]
mod blocks;
#[allow(dead_code, reason = "another test draws all faults")]
#[path = "reference_chain/faults.rs"]
mod faults;
#[path = "kill/history.rs"]
mod history;
#[path = "kill/judge.rs"]
mod judge;
#[allow(dead_code, reason = "another test draws all faults")]
#[path = "reference_chain/payments.rs"]
mod payments;
#[path = "kill/run.rs"]
mod run;
#[allow(dead_code, reason = "another test calls blocks invalid by hand")]
#[path = "reference_chain/slow_chain.rs"]
mod slow_chain;
#[allow(dead_code, reason = "another test uses every kind of difficulty")]
#[path = "reference_chain/slow_difficulty.rs"]
mod slow_difficulty;
#[allow(dead_code, reason = "another test makes it forget rules")]
#[path = "reference_chain/slow_rules.rs"]
mod slow_rules;
#[allow(dead_code, reason = "another test draws networks")]
#[path = "reference_chain/world.rs"]
mod world;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use blockstep::chain::{ChainStore, Change};
use blockstep::lab::{LabFolder, NetworkChoice};
use blockstep::rng::Rng;
use blockstep::store::ChainDb;
use history::History;
use judge::{Found, judge};
use run::import;

/// Kills that must fall between the first acknowledgement of a run and its end.
const KILLS: usize = 300;
/// Runs after which it is given up. It counts runs and no seconds, so that a slow machine may be slow.
const MAX_RUNS: usize = 4_000;

struct Place {
    folder: tempfile::TempDir,
    history: History,
}

impl Place {
    fn new() -> Place {
        let place =
            Place { folder: tempfile::tempdir().unwrap(), history: History::draw("killed") };
        std::fs::write(place.file(), place.history.hex_lines()).unwrap();
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("blocks.hex")
    }

    /// A new chain in a folder of its own.
    fn chain(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        let settings = Box::new(self.history.settings.clone());
        let folder = LabFolder::new(&path);
        let mut lab = folder.create(&NetworkChoice::Classroom(settings)).unwrap();
        folder.save(&mut lab).unwrap();
        path
    }

    fn judge(&self, chain: &Path, safe: Option<(usize, u32)>) -> Result<Found, String> {
        judge(&chain.join("chain.redb"), &self.history, safe)
    }
}

/// Where the kills fell.
#[derive(Debug, Default)]
struct Census {
    runs: usize,
    finished: usize,
    /// Killed before anything was acknowledged.
    early: usize,
    middle: usize,
    amid_reorganisations: usize,
    /// In which tenth of the file.
    tenths: [usize; 10],
    /// Of one folder, the most.
    most_in_a_life: usize,
}

#[test]
fn a_killed_import_loses_nothing_that_was_safe_and_goes_on() {
    let place = Place::new();
    let whole = place.chain("whole");
    let uninterrupted = import(&whole, &place.file(), 3, None);
    let end = uninterrupted.end.unwrap();
    let expected = place.judge(&whole, uninterrupted.safe).unwrap();
    let (mut rng, mut census) = (Rng::from_text("kills"), Census::default());
    for life in 0.. {
        if census.middle >= KILLS {
            break;
        }
        let chain = place.chain(&format!("life-{life}"));
        live(&place, &chain, uninterrupted.took, &mut rng, &mut census);
        // It has come to its end, or comes to it now.
        assert_eq!(import(&chain, &place.file(), 1_000, None).end.unwrap(), end);
        assert!(place.judge(&chain, None).unwrap() == expected);
        let tip = program(&["chain", "tip", "--chain", chain.to_str().unwrap()]);
        assert_eq!(tip.trim(), format!("{} {}", expected.height, expected.tip));
        program(&["chain", "info", "--chain", chain.to_str().unwrap()]);
        std::fs::remove_dir_all(chain).unwrap();
    }
    eprintln!("{census:?}; an import takes {:?}", uninterrupted.took);
    assert!(census.amid_reorganisations >= KILLS / 10, "{census:?}");
    assert!(census.tenths.iter().all(|&count| count > 0), "{census:?}");
    assert!(census.most_in_a_life >= 5, "{census:?}");
}

/// One folder, killed until its import is done or enough kills were gathered.
fn live(place: &Place, chain: &Path, took: Duration, rng: &mut Rng, census: &mut Census) {
    let mut safe: Option<(usize, u32)> = None;
    // Some lives are long, with many kills one soon after the other.
    let parts = [1, 4, 12][rng.below(3) as usize];
    let mut kills = 0;
    while census.middle < KILLS {
        assert!(census.runs < MAX_RUNS, "{census:?}");
        census.runs += 1;
        let sync_every = [1, 2, 5][rng.below(3) as usize];
        let micros = rng.below(1 + took.as_micros() as u64 * 2 / parts);
        let run = import(chain, &place.file(), sync_every, Some(Duration::from_micros(micros)));
        // What was safe stays so, through every later kill.
        safe = safe.max(run.safe);
        let found = place.judge(chain, safe).unwrap_or_else(|fault| panic!("{fault}: {census:?}"));
        if run.end.is_some() {
            census.finished += 1;
            return;
        }
        if run.safe.is_none() {
            census.early += 1;
            continue;
        }
        kills += 1;
        census.middle += 1;
        census.most_in_a_life = census.most_in_a_life.max(kills);
        let amid = place.history.amid_reorganisations.contains(&found.known);
        census.amid_reorganisations += usize::from(amid);
        let tenth = found.known.len() * 10 / (place.history.blocks.len() + 1);
        census.tenths[tenth.min(9)] += 1;
    }
}

fn program(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_blockstep")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The counter-test: a copy of the database's file in mid-run is what a kill leaves. Taken after a sync
/// it holds what was safe; taken before, it does not, and that is noticed.
#[test]
fn what_is_called_safe_before_it_is_synced_is_noticed() {
    let place = Place::new();
    for is_honest in [true, false] {
        let path = place.chain(&format!("honest-{is_honest}"));
        let mut lab = LabFolder::new(&path).open().unwrap();
        let mut wrong = 0;
        for (at, block) in place.history.blocks.iter().take(60).enumerate() {
            lab.accept(block.clone(), world::NOW).unwrap();
            if is_honest {
                lab.sync().unwrap();
            }
            let copy = path.join("copy.redb");
            std::fs::copy(path.join("chain.redb"), &copy).unwrap();
            let safe = Some((at + 1, lab.chain().height()));
            wrong += usize::from(judge(&copy, &place.history, safe).is_err());
            if !is_honest && at % 5 == 4 {
                lab.sync().unwrap();
            }
        }
        assert_eq!(wrong > 20, !is_honest, "{wrong} of 60");
        assert!(!is_honest || wrong == 0, "{wrong}");
    }
}

/// The counter-test: a database that lacks its end, a coin, undo data or its tip is noticed.
#[test]
fn a_damaged_database_is_noticed() {
    let place = Place::new();
    let chain = place.chain("damaged");
    import(&chain, &place.file(), 50, None);
    let (path, copy) = (chain.join("chain.redb"), chain.join("copy.redb"));
    let judge = || judge(&copy, &place.history, None);
    let refresh = || {
        std::fs::copy(&path, &copy).unwrap();
    };
    refresh();
    let good = judge().unwrap();
    let length = std::fs::metadata(&path).unwrap().len();
    for part in 1..8 {
        refresh();
        std::fs::File::options()
            .write(true)
            .open(&copy)
            .unwrap()
            .set_len(length * part / 8)
            .unwrap();
        assert!(judge().is_err(), "{part} eighths are left");
    }
    let mut coin = None;
    let store = ChainDb::open(&path).unwrap();
    store.each_coin(&mut |outpoint, _| coin = Some(outpoint)).unwrap();
    let parent = store.block(&good.tip).unwrap().map(|block| block.header.prev_block_hash);
    drop(store);
    let changes = [
        Change { coins: [(coin.unwrap(), None)].into(), ..Change::default() },
        Change { tip: parent, ..Change::default() },
        Change { undo: vec![(good.tip, Default::default())], ..Change::default() },
        Change { marks: vec![(good.tip, true)], ..Change::default() },
    ];
    for change in changes {
        refresh();
        let mut store = ChainDb::open(&copy).unwrap();
        store.write(change.clone()).unwrap();
        store.sync().unwrap();
        drop(store);
        assert!(judge().is_err(), "{change:?}");
    }
}
