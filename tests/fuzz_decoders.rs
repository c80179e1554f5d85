//! Bytes that nobody vouches for, into everything that reads them: no panic, no hang, and no more
//! memory than the input's size justifies.
//!
//! Half of the inputs are well formed by construction and must mostly be read; the other half are
//! such inputs damaged. `BLOCKSTEP_CASES=10000000` runs longer, `BLOCKSTEP_SEED` takes other
//! inputs, `BLOCKSTEP_CASE=n` repeats one and shows it:
//!
//! ```text
//! BLOCKSTEP_CASES=10000000 cargo test --release --test fuzz_decoders -- --nocapture
//! ```

#![allow(clippy::unwrap_used)]

#[path = "fuzz/damage.rs"]
mod damage;
#[path = "support/settings.rs"]
mod settings;
#[path = "fuzz/shapes.rs"]
mod shapes;
#[path = "fuzz/targets.rs"]
mod targets;

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use blockstep::rng::Rng;
use rayon::prelude::*;
use targets::{TARGETS, Target};

/// Inputs in a plain `cargo test`.
const CASES: u64 = 40_000;
/// The longest that one input may take. Generous, because other work shares the machine.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// What a run of one target came to.
#[derive(Clone, Default)]
struct Count {
    inputs: u64,
    read: u64,
    /// Inputs that nothing was done to, and how many of them were read.
    sound: u64,
    sound_read: u64,
    most_bytes: u64,
    longest: Duration,
}

impl Count {
    fn add(self, other: Count) -> Count {
        Count {
            inputs: self.inputs + other.inputs,
            read: self.read + other.read,
            sound: self.sound + other.sound,
            sound_read: self.sound_read + other.sound_read,
            most_bytes: self.most_bytes.max(other.most_bytes),
            longest: self.longest.max(other.longest),
        }
    }
}

/// Input number `index`, who is to read it, and whether it was left as it was made.
fn input(run: u64, index: u64) -> (&'static Target, Vec<u8>, bool) {
    let target = &TARGETS[(index % TARGETS.len() as u64) as usize];
    let mut rng = Rng::from_text(&format!("{} {run} {index}", target.name));
    let mut bytes = (target.shape)(&mut rng);
    let sound = rng.below(2) == 0;
    if !sound {
        damage::damage(&mut rng, &mut bytes);
    }
    (target, bytes, sound)
}

/// Lets `target` read `bytes`. What must not be comes back as text.
fn check(target: &Target, bytes: &[u8], sound: bool) -> Result<Count, String> {
    let begun = Instant::now();
    let mut read = Ok(false);
    let memory = allocation_counter::measure(|| read = catch_unwind(|| (target.read)(bytes)));
    let (longest, most_bytes) = (begun.elapsed(), memory.bytes_max);
    let limit = target.base + target.factor * bytes.len() as u64;
    match read {
        Err(_) => Err("it panics".into()),
        Ok(_) if longest > TIME_LIMIT => Err(format!("it takes {longest:?}")),
        Ok(_) if most_bytes > limit => {
            Err(format!("{} bytes take {most_bytes} bytes of memory, over {limit}", bytes.len()))
        }
        Ok(read) => Ok(Count {
            inputs: 1,
            read: read.into(),
            sound: sound.into(),
            sound_read: (sound && read).into(),
            most_bytes,
            longest,
        }),
    }
}

/// Runs the inputs and gives each target's count, and the complaints.
fn run(run: u64, cases: u64) -> (Vec<Count>, Vec<String>) {
    let empty = || (vec![Count::default(); TARGETS.len()], Vec::new());
    let done = AtomicU64::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| watch(&done, cases));
        (0..cases)
            .into_par_iter()
            .fold(empty, |(mut counts, mut complaints), index| {
                let (target, bytes, sound) = input(run, index);
                let place = (index % TARGETS.len() as u64) as usize;
                match check(target, &bytes, sound) {
                    Ok(count) => counts[place] = counts[place].clone().add(count),
                    Err(complaint) => complaints.push(format!(
                        "BLOCKSTEP_SEED={run} BLOCKSTEP_CASE={index}, {}: {complaint}",
                        target.name
                    )),
                }
                done.fetch_add(1, Ordering::Relaxed);
                (counts, complaints)
            })
            .reduce(empty, |a, b| {
                let counts = a.0.into_iter().zip(b.0).map(|(a, b)| a.add(b)).collect();
                (counts, [a.1, b.1].concat())
            })
    })
}

/// Ends the run if nothing moves for a minute: something hangs.
fn watch(done: &AtomicU64, cases: u64) {
    let (mut last, mut since) = (0, Instant::now());
    while done.load(Ordering::Relaxed) < cases {
        std::thread::sleep(Duration::from_millis(100));
        let now = done.load(Ordering::Relaxed);
        if now != last {
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > TIME_LIMIT * 6 {
            eprintln!("nothing moved for {:?} after {now} inputs: something hangs", TIME_LIMIT * 6);
            std::process::exit(101);
        }
    }
}

#[test]
fn nothing_panics_hangs_or_grows() {
    let seed = settings::number("BLOCKSTEP_SEED", 1);
    if let Ok(case) = std::env::var("BLOCKSTEP_CASE") {
        let (target, bytes, sound) = input(seed, case.parse().unwrap());
        eprintln!("{}: {}\n{}", target.name, hex::encode(&bytes), String::from_utf8_lossy(&bytes));
        let count = check(target, &bytes, sound).unwrap();
        eprintln!("left as it was made: {sound}; read: {}", count.read == 1);
        return;
    }
    let cases = settings::number("BLOCKSTEP_CASES", CASES);
    eprintln!("{cases} inputs from BLOCKSTEP_SEED={seed}");
    let (counts, complaints) = run(seed, cases);
    for (target, count) in TARGETS.iter().zip(&counts) {
        let share = |part: u64, all: u64| 100.0 * part as f64 / all.max(1) as f64;
        eprintln!(
            "{}: {} inputs, {:.1} % read ({:.1} % of the sound ones), at most {} bytes, {:?}",
            target.name,
            count.inputs,
            share(count.read, count.inputs),
            share(count.sound_read, count.sound),
            count.most_bytes,
            count.longest
        );
    }
    let first = complaints.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(complaints.is_empty(), "{} complaints:\n{first}", complaints.len());
    let read: u64 = counts.iter().map(|count| count.read).sum();
    assert!(read * 2 >= cases, "only {read} of {cases} inputs are read");
    for (target, count) in TARGETS.iter().zip(&counts) {
        let enough = count.sound_read * 100 >= count.sound * target.sound_percent;
        assert!(enough, "{}: sound inputs are not read", target.name);
    }
}

#[test]
fn what_must_not_be_is_noticed() {
    let shape = |_: &mut Rng| vec![1];
    let target =
        |read| Target { name: "planted", shape, read, base: 1_000, factor: 1, sound_percent: 0 };
    let silent = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let panics = check(&target(|bytes| bytes[1] == 0), &[1], true);
    std::panic::set_hook(silent);
    assert_eq!(panics.err().as_deref(), Some("it panics"));
    let grows = check(
        &target(|bytes| std::hint::black_box(vec![0u8; 1_000 * (1 + bytes.len())]).capacity() > 0),
        &[1],
        true,
    );
    assert!(grows.is_err_and(|complaint| complaint.contains("2000 bytes of memory")));
    assert!(check(&target(|_| true), &[1], true).is_ok());
}
