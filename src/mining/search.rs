//! The search for a nonce on all cores.
//!
//! Plain threads, and not rayon: each works in a straight line until it is told to stop, so there is
//! nothing to balance, and the pool that checks scripts stays free. Thread `t` of `n` takes the batches
//! t, t + n, t + 2n, … of the tries, so that no thread asks another what to do next. Once a batch it
//! reads one number, the first batch that needs nobody any more, and adds what it did to a counter of
//! its own, on a cache line of its own. Whoever finds a nonce lowers that number to its own batch, and
//! the others go on only below it: what is found is the lowest winning try, whatever the number of
//! threads.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::kernel::{Engine, Job};
use super::work::{Headers, NONCES};
use crate::primitives::BlockHeader;
use crate::primitives::pow::Target;

/// Tries between two looks at whether to go on: a few milliseconds for the slowest kernel, so that a
/// search ends within 20 of being told to. It divides the nonces of a header, so that no batch has two
/// headers.
pub const BATCH: u64 = 1 << 13;
/// How often the caller hears of what was done, and may stop it.
const REPORT: Duration = Duration::from_millis(5);

/// What to search for, and how.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// The highest hash that counts.
    pub target: Target,
    /// What does the hashing.
    pub engine: Engine,
    /// How many threads.
    pub threads: NonZeroUsize,
    /// Where it starts: nonce 0 of the first header is 0, that of the second 2^32.
    pub from: u64,
    /// After how many tries it gives up. It stops at the end of the headers in any case.
    pub max_tries: u64,
}

/// A header that meets the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Which header it is, from 0.
    pub index: u64,
    /// The header, with its nonce.
    pub header: BlockHeader,
    /// The tries that one thread by itself would have needed, this one among them.
    pub tries: u64,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// With the first header that meets the target.
    Found(Found),
    /// No try of the range does.
    Exhausted,
    /// The caller stopped it.
    Stopped,
}

/// How a search ended, and what it cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// How.
    pub ended: Ended,
    /// The hashes of all threads together, to whole batches: those beyond the winning try too.
    pub hashes: u64,
}

/// What a thread did so far, on a cache line of its own: its writing slows no other thread.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Tally(AtomicU64);

impl Search {
    /// Searches `headers`. `go_on` hears every few milliseconds of the hashes that each thread did so
    /// far, and stops the search with false; once all threads are back it hears of all their hashes.
    pub fn run(&self, headers: &impl Headers, mut go_on: impl FnMut(&[u64]) -> bool) -> Outcome {
        let tallies: Vec<Tally> = (0..self.threads.get()).map(|_| Tally::default()).collect();
        let end = AtomicU64::new(self.batches());
        let (told, news) = mpsc::channel();
        let mut stopped = false;
        let mut found: Option<Found> = None;
        thread::scope(|scope| {
            for (number, tally) in tallies.iter().enumerate() {
                let (end, told) = (&end, told.clone());
                scope.spawn(move || {
                    // Nobody listens any more only where the program is ending.
                    let _ = told.send(self.work(headers, number as u64, end, tally));
                });
            }
            drop(told);
            loop {
                match news.recv_timeout(REPORT) {
                    Ok(Some(one)) if found.is_none_or(|lowest| one.tries < lowest.tries) => {
                        found = Some(one);
                    }
                    Ok(_) => {}
                    Err(RecvTimeoutError::Timeout) => {
                        if !stopped && !go_on(&done(&tallies)) {
                            stopped = true;
                            end.store(0, Ordering::Relaxed);
                        }
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
        });
        let hashes = done(&tallies);
        go_on(&hashes);
        let ended = match found {
            _ if stopped => Ended::Stopped,
            Some(found) => Ended::Found(found),
            None => Ended::Exhausted,
        };
        Outcome { ended, hashes: hashes.iter().sum() }
    }

    /// One thread's part: its first winner is its lowest, since its batches go upwards. `end` is the
    /// first batch that nobody need look at.
    fn work(
        &self,
        headers: &impl Headers,
        thread: u64,
        end: &AtomicU64,
        tally: &Tally,
    ) -> Option<Found> {
        let mut at: Option<(u64, BlockHeader, Job)> = None;
        let mut batch = thread;
        while batch < end.load(Ordering::Relaxed) {
            let tries = self.tries(batch);
            let index = tries.start / NONCES;
            if at.as_ref().is_none_or(|(known, ..)| *known != index) {
                at = headers.header(index).map(|header| (index, header, self.job(&header)));
            }
            let Some((_, header, job)) = &at else {
                end.fetch_min(batch, Ordering::Relaxed);
                return None;
            };
            let first = tries.start % NONCES;
            let scan = self.engine.scan(job, first..first + (tries.end - tries.start));
            tally.0.fetch_add(scan.tried, Ordering::Relaxed);
            if let Some(nonce) = scan.nonce {
                end.fetch_min(batch, Ordering::Relaxed);
                let header = BlockHeader { nonce, ..*header };
                let tries = tries.start + scan.tried - self.from;
                return Some(Found { index, header, tries });
            }
            batch += self.threads.get() as u64;
        }
        None
    }

    fn job(&self, header: &BlockHeader) -> Job {
        Job::new(header.to_array(), self.target.0.to_be_bytes())
    }

    /// The tries of a batch. Batches lie at multiples of their size, so that the first and the last
    /// may be cut short.
    fn tries(&self, batch: u64) -> Range<u64> {
        let start = (self.from / BATCH).saturating_add(batch).saturating_mul(BATCH);
        let last = self.from.saturating_add(self.max_tries);
        start.max(self.from)..start.saturating_add(BATCH).min(last)
    }

    fn batches(&self) -> u64 {
        let last = self.from.saturating_add(self.max_tries);
        last.div_ceil(BATCH) - self.from / BATCH
    }
}

fn done(tallies: &[Tally]) -> Vec<u64> {
    tallies.iter().map(|tally| tally.0.load(Ordering::Relaxed)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::kernel::Kernel;
    use super::super::puzzle::target_of;
    use super::*;
    use crate::rng::Rng;

    fn search(bits: u8, threads: usize) -> Search {
        Search {
            target: target_of(bits),
            engine: Engine::best(),
            threads: NonZeroUsize::new(threads).unwrap(),
            from: 0,
            max_tries: u64::MAX,
        }
    }

    fn header(seed: u64) -> BlockHeader {
        let merkle_root = crate::hash::MerkleNode(Rng::from_seed(seed).bytes());
        BlockHeader { version: 1, merkle_root, ..BlockHeader::default() }
    }

    /// As many headers as there are numbers.
    struct Endless;

    impl Headers for Endless {
        fn header(&self, index: u64) -> Option<BlockHeader> {
            Some(header(index))
        }
    }

    fn slow(search: &Search, headers: &impl Headers) -> Option<u64> {
        let meets = |number: &u64| {
            let header = headers.header(number / NONCES)?;
            let nonce = (number % NONCES) as u32;
            let hash = BlockHeader { nonce, ..header }.block_hash();
            search.target.is_met_by(&hash).then_some(())
        };
        (search.from..search.from.saturating_add(search.max_tries)).find(|at| meets(at).is_some())
    }

    #[test]
    fn the_lowest_winner_is_found_by_any_number_of_threads() {
        for (seed, bits) in [(1, 1), (2, 4), (3, 8), (4, 12), (5, 14), (6, 16), (7, 17)] {
            let lowest = slow(&search(bits, 1), &header(seed)).unwrap();
            for threads in [1, 2, 3, 8] {
                let outcome = search(bits, threads).run(&header(seed), |_| true);
                let Ended::Found(found) = outcome.ended else { panic!("{outcome:?}") };
                assert_eq!(u64::from(found.header.nonce), lowest, "{bits} bits, {threads} threads");
                assert_eq!(found.tries, lowest + 1);
                assert!(outcome.hashes > lowest, "all below it were tried");
            }
        }
    }

    #[test]
    fn it_goes_on_into_the_next_header() {
        for threads in [1, 2, 5] {
            let from = NONCES - 3 * BATCH / 2;
            let search = Search { from, ..search(18, threads) };
            let lowest = slow(&search, &Endless).unwrap();
            assert!(lowest > NONCES, "this seed shows nothing");
            let Ended::Found(found) = search.run(&Endless, |_| true).ended else { panic!() };
            assert_eq!(found.index * NONCES + u64::from(found.header.nonce), lowest);
            assert_eq!((found.index, found.tries), (1, lowest - from + 1));
            assert_eq!(BlockHeader { nonce: 0, ..found.header }, header(1));
        }
    }

    #[test]
    fn a_range_without_a_winner_ends_and_says_so() {
        for (from, max_tries) in [(0, 0), (0, 1), (5, BATCH), (BATCH - 1, 2), (7, 3 * BATCH + 1)] {
            for threads in [1, 2, 8] {
                let search = Search { from, max_tries, ..search(200, threads) };
                let outcome = search.run(&header(1), |_| true);
                assert_eq!(outcome, Outcome { ended: Ended::Exhausted, hashes: max_tries });
            }
        }
        let last = Search { from: NONCES - 10, ..search(200, 2) };
        let outcome = last.run(&header(1), |_| true);
        assert_eq!(outcome, Outcome { ended: Ended::Exhausted, hashes: 10 }, "one header alone");
    }

    #[test]
    fn it_stops_when_it_is_told_to() {
        let mut asked = 0;
        let outcome = search(250, 2).run(&Endless, |done| {
            assert_eq!(done.len(), 2);
            asked += 1;
            asked < 3
        });
        assert_eq!(
            (outcome.ended, asked),
            (Ended::Stopped, 4),
            "and once more when it has stopped"
        );
        assert!(outcome.hashes > 0);
    }

    /// From the moment that somebody asks to the moment that all threads are back, by every kernel. The
    /// best of ten: a machine with other work may be late, a search that looks too rarely always is.
    #[test]
    fn a_search_ends_within_20_milliseconds_of_being_told_to() {
        use std::sync::atomic::AtomicBool;
        use std::time::Instant;
        for engine in Kernel::available().into_iter().filter_map(Kernel::engine) {
            let search = Search { engine, ..search(250, 2) };
            let late = (0..10).map(|_| {
                let stop = AtomicBool::new(false);
                thread::scope(|scope| {
                    let asked = scope.spawn(|| {
                        thread::sleep(Duration::from_millis(12));
                        stop.store(true, Ordering::Relaxed);
                        Instant::now()
                    });
                    let outcome = search.run(&Endless, |_| !stop.load(Ordering::Relaxed));
                    let ended = Instant::now();
                    assert_eq!(outcome.ended, Ended::Stopped);
                    ended.duration_since(asked.join().unwrap())
                })
            });
            let best = late.min().unwrap();
            assert!(best < Duration::from_millis(20), "{engine:?} took {best:?}");
        }
    }
}
