//! How fast every kernel searches here, on one thread and on more.
//!
//! Kernels ([`Contender`]) and numbers of threads take turns in short slices, A B C … A B C …, so that whatever else
//! the machine does meets them all alike; a figure is the median over the rounds, and its best quarter
//! tells what a quiet machine would do. Each thread searches a header of its own for a hash that does
//! not exist, so that no slice ends early. Rates are by each thread's own time where the system tells
//! it ([`Clock`]), and add up over the threads.

use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::contender::Contender;
use super::limit::cycles_at_best;
use super::machine::{Machine, joules};
use super::pinning::pin;
use super::thread_clock::{Clock, Stopwatch, cycles_per_second};
use crate::trace::{Chart, Series};

/// The shortest slice that is worth its start.
const SHORTEST_SLICE: Duration = Duration::from_millis(8);
/// The most and the fewest rounds.
const ROUNDS: std::ops::RangeInclusive<u32> = 3..=41;

/// What to measure.
pub struct Plan {
    /// What searches.
    pub contenders: Vec<Box<dyn Contender>>,
    /// The numbers of threads.
    pub threads: Vec<usize>,
    /// The time for all of it, a warm-up included.
    pub total: Duration,
    /// Whether each thread stays on one core, where the system can do that.
    pub pinned: bool,
}

/// A kernel on a number of threads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The kernel's name.
    pub kernel: String,
    /// On how many threads.
    pub threads: usize,
    /// Million hashes a second, all threads together: the median of the rounds.
    pub mhs: f64,
    /// The same, the median of the best quarter of the rounds.
    pub mhs_best_quarter: f64,
    /// The slowest round.
    pub mhs_min: f64,
    /// The fastest round.
    pub mhs_max: f64,
    /// Cycles of one core for one hash, in the best quarter.
    pub cycles_per_hash: Option<f64>,
    /// Fewer cycles than these are impossible for this kind of kernel on this processor (see
    /// [`super::limit`]).
    #[serde(default)]
    pub cycles_at_best: Option<f64>,
    /// Billionths of a joule for one hash, by the counters of the processor's packages.
    pub nanojoules_per_hash: Option<f64>,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this form.
    pub schema: u32,
    /// Where it was measured.
    pub machine: Machine,
    /// By which clock.
    pub clock: Clock,
    /// How many rounds there were.
    pub rounds: u32,
    /// How long a slice was.
    pub slice_milliseconds: f64,
    /// The figures: for each kernel, by the number of threads.
    pub results: Vec<Measured>,
}

/// Measures. `go_on` hears before each round how many of how many are done, and ends it with false:
/// the report then has the rounds that were finished, and there is none before the first.
pub fn run(plan: &Plan, mut go_on: impl FnMut(u32, u32) -> bool) -> Option<Report> {
    let cases: Vec<(&dyn Contender, usize)> = plan
        .contenders
        .iter()
        .flat_map(|one| plan.threads.iter().map(|threads| (one.as_ref(), *threads)))
        .collect();
    let turns = u32::try_from(cases.len()).ok().filter(|turns| *turns > 0)?;
    let (rounds, slice) = slices(plan.total, turns);
    let mut seen: Vec<Vec<Slice>> = vec![Vec::new(); cases.len()];
    let mut done = 0;
    // The first round warms up, and does not count.
    for round in 0..=rounds {
        if !go_on(round, rounds + 1) {
            break;
        }
        for ((contender, threads), seen) in cases.iter().zip(&mut seen) {
            let one = measure(*contender, *threads, slice, plan.pinned);
            if round > 0 {
                seen.push(one);
            }
        }
        done = round;
    }
    let results: Option<Vec<Measured>> = cases
        .iter()
        .zip(&seen)
        .map(|((contender, threads), seen)| figures(*contender, *threads, seen))
        .collect();
    Some(Report {
        schema: 1,
        machine: Machine::this(),
        clock: Clock::HERE,
        rounds: done,
        slice_milliseconds: slice.as_secs_f64() * 1e3,
        results: results?,
    })
}

/// As many rounds as there is time for, and the time of one slice.
fn slices(total: Duration, turns: u32) -> (u32, Duration) {
    let affordable = total.as_nanos() / (SHORTEST_SLICE.as_nanos() * u128::from(turns));
    let rounds = u32::try_from(affordable).unwrap_or(u32::MAX).saturating_sub(1);
    let rounds = rounds.clamp(*ROUNDS.start(), *ROUNDS.end());
    (rounds, total / (turns * (rounds + 1)))
}

/// One slice: the rate of all threads, in hashes a second, and what they cost.
#[derive(Debug, Clone, Copy)]
struct Slice {
    rate: f64,
    cycles: f64,
    nanojoules: Option<f64>,
}

#[allow(clippy::cast_precision_loss)] // Far below 2^53.
fn measure(contender: &dyn Contender, threads: usize, slice: Duration, pinned: bool) -> Slice {
    let before = joules();
    let parts: Vec<(u64, f64, f64)> = thread::scope(|scope| {
        let start = |thread| {
            scope.spawn(move || {
                let _ = pinned && pin(thread);
                search(contender, thread as u64, slice)
            })
        };
        let running: Vec<_> = (0..threads).map(start).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let hashes: u64 = parts.iter().map(|(hashes, ..)| hashes).sum();
    let rate = parts.iter().map(|(hashes, seconds, _)| *hashes as f64 / seconds).sum();
    let cycles: f64 = parts.iter().map(|(_, seconds, clock)| seconds * clock).sum();
    let used =
        joules().zip(before).map(|(after, before)| after - before).filter(|used| *used > 0.0);
    Slice {
        rate,
        cycles: cycles / hashes as f64,
        nanojoules: used.map(|used| used * 1e9 / hashes as f64),
    }
}

/// Searches in vain for as long as a slice; hashes, seconds and the core's cycles a second.
fn search(contender: &dyn Contender, thread: u64, slice: Duration) -> (u64, f64, f64) {
    let mut batch = contender.start(thread);
    let clock = cycles_per_second();
    let watch = Stopwatch::start();
    let mut hashes = 0;
    while watch.passed() < slice {
        hashes += batch();
    }
    (hashes, watch.worked().as_secs_f64().max(1e-9), clock)
}

fn figures(contender: &dyn Contender, threads: usize, seen: &[Slice]) -> Option<Measured> {
    let mut by_rate = seen.to_vec();
    by_rate.sort_by(|one, other| one.rate.total_cmp(&other.rate));
    let best = by_rate.get(by_rate.len() - by_rate.len().div_ceil(4)..)?;
    let rate = |slices: &[Slice]| middle(slices).map(|slice| slice.rate / 1e6);
    let mut by_energy: Vec<f64> = seen.iter().filter_map(|slice| slice.nanojoules).collect();
    by_energy.sort_by(f64::total_cmp);
    Some(Measured {
        kernel: contender.name(),
        threads,
        mhs: rate(&by_rate)?,
        mhs_best_quarter: rate(best)?,
        mhs_min: rate(by_rate.get(..1)?)?,
        mhs_max: rate(by_rate.last_chunk::<1>()?)?,
        cycles_per_hash: middle(best).map(|slice| slice.cycles),
        cycles_at_best: contender.limit().map(|limit| cycles_at_best(&limit)),
        nanojoules_per_hash: middle(&by_energy).copied(),
    })
}

fn middle<T>(sorted: &[T]) -> Option<&T> {
    sorted.get(sorted.len() / 2)
}

/// The rate of each kernel over the number of threads.
pub fn chart(report: &Report) -> Chart {
    let mut series: Vec<Series> = Vec::new();
    for one in &report.results {
        // So few threads count by ones.
        #[allow(clippy::cast_precision_loss)]
        let point = (one.threads as f64, one.mhs);
        match series.iter_mut().find(|series| series.name == one.kernel) {
            Some(series) => series.points.push(point),
            None => series.push(Series { name: one.kernel.clone(), points: vec![point] }),
        }
    }
    Chart {
        x_name: "threads".into(),
        y_name: "million hashes a second".into(),
        logarithmic: false,
        series,
    }
}

#[cfg(test)]
mod tests {
    use super::super::contender::contenders;
    use super::*;

    fn plan(milliseconds: u64) -> Plan {
        let names = ["naive", "reference", "portable"].map(str::to_owned);
        Plan {
            contenders: contenders(&names).ok().unwrap(),
            threads: vec![1, 2],
            total: Duration::from_millis(milliseconds),
            pinned: false,
        }
    }

    #[test]
    fn every_case_is_measured_within_the_time() {
        let report = run(&plan(400), |_, _| true).unwrap();
        let cases: Vec<(&str, usize)> =
            report.results.iter().map(|one| (one.kernel.as_str(), one.threads)).collect();
        let all = [
            ("naive", 1),
            ("naive", 2),
            ("reference", 1),
            ("reference", 2),
            ("portable", 1),
            ("portable", 2),
        ];
        assert_eq!(cases, all);
        for one in &report.results {
            assert!(0.0 < one.mhs_min && one.mhs_min <= one.mhs, "{one:?}");
            assert!(one.mhs <= one.mhs_best_quarter, "{one:?}");
            assert!(one.mhs_best_quarter <= one.mhs_max, "{one:?}");
        }
        let text = serde_json::to_string(&report).unwrap();
        let again: Report = serde_json::from_str(&text).unwrap();
        assert_eq!((again.machine, again.results.len()), (report.machine.clone(), 6));
        let chart = chart(&report);
        assert_eq!(chart.series.len(), 3);
        assert!(chart.series.iter().all(|series| series.points.len() == 2));
    }

    #[test]
    fn whoever_has_had_enough_gets_what_was_finished() {
        assert_eq!(run(&plan(100), |_, _| false), None);
        assert_eq!(run(&plan(100), |round, _| round < 1), None, "the warm-up does not count");
        let report = run(&plan(200), |round, _| round < 2).unwrap();
        assert_eq!(report.rounds, 1);
    }

    #[test]
    fn slices_fill_the_time_and_no_more() {
        for (seconds, turns) in [(1, 1), (20, 14), (5, 100), (1, 1000)] {
            let total = Duration::from_secs(seconds);
            let (rounds, slice) = slices(total, turns);
            assert!(ROUNDS.contains(&rounds));
            assert!(slice * turns * (rounds + 1) <= total);
        }
    }
}
