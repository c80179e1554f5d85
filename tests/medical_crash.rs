//! The power fails at any moment, and the log of the medical chain holds every entry that was vouched for, at
//! most one more, and none by halves.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "store")]

#[path = "crash/disk.rs"]
mod disk;

use blockstep::rng::Rng;
use blockstep::store::EventLog;
use disk::Disk;

fn entries(seed: u64) -> Vec<Vec<u8>> {
    let mut rng = Rng::from_seed(seed);
    (0..12)
        .map(|number| {
            let length = 1 + rng.below(3_000) as usize;
            vec![number; length]
        })
        .collect()
}

/// Writes until the power fails; how many entries were vouched for.
fn write(log: &EventLog, entries: &[Vec<u8>]) -> usize {
    entries.iter().take_while(|entry| log.append(entry).is_ok()).count()
}

/// How many entries are found after a cut, all whole and in order; none where the log does not open.
fn found(disk: &Disk, entries: &[Vec<u8>]) -> Option<usize> {
    let log = EventLog::with_backend(disk.clone(), b"another").ok()?;
    if log.about().ok()? != b"chain" {
        return None;
    }
    let found = log.entries().ok()?;
    entries.starts_with(&found).then_some(found.len())
}

/// Cuts the power at 500 random moments; whether each log held what was vouched for, and at most one entry more.
fn all_are_sound(make: fn() -> Disk) -> bool {
    let mut rng = Rng::from_text("medical log");
    let mut sound = true;
    for seed in 0..20 {
        let entries = entries(seed);
        let whole = make();
        let log = EventLog::with_backend(whole.clone(), b"chain").unwrap();
        let before = whole.operations();
        assert_eq!(write(&log, &entries), entries.len());
        let total = whole.operations() - before;
        for _ in 0..25 {
            let disk = make();
            let log = EventLog::with_backend(disk.clone(), b"chain").unwrap();
            disk.cut_after(1 + rng.below(total));
            let vouched = write(&log, &entries);
            let (after, _) = disk.after_cut(&mut rng);
            let found = found(&after, &entries);
            sound &= found.is_some_and(|found| (vouched..=vouched + 1).contains(&found));
        }
    }
    sound
}

#[test]
fn after_500_power_cuts_the_log_holds_what_was_vouched_for() {
    assert!(all_are_sound(Disk::new));
}

#[test]
fn a_disk_that_lies_about_syncing_is_found_out() {
    assert!(!all_are_sound(Disk::that_lies));
}
