//! `blockstep mine`: blocks on a chain of one's own, found on all cores.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use super::bench::mining::engine;
use super::lab::LabArg;
use super::{CliError, Exit, Output, interrupt};
use crate::bench::live_miner::nanoseconds;
use crate::lab::{BlockName, Deed, Forgery, Miner, Watch};
use crate::mining::hash_rate::{expected_wait, hash_rate};
use crate::mining::kernel::Engine;
use crate::spelling::grouped;

/// The arguments of `mine`.
#[derive(Debug, clap::Args)]
pub struct MineArgs {
    /// Who is paid: a wallet, or an address.
    to: String,
    /// How many blocks.
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    blocks: u32,
    /// Mine until the tip has this height, instead of so many blocks.
    #[arg(long, value_name = "HEIGHT", conflicts_with_all = ["blocks", "on"])]
    until: Option<u32>,
    /// The block to build on: a height, the beginning of a hash, or tip. Elsewhere than on the tip it
    /// makes a fork.
    #[arg(long, value_name = "BLOCK")]
    on: Option<String>,
    /// On how many threads [default: all].
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// What does the hashing; `bench mining` lists what this processor runs [default: the fastest].
    #[arg(long, value_name = "NAME", value_parser = engine)]
    kernel: Option<Engine>,
    /// The most hashes for one block [default: 100 million].
    #[arg(long, value_name = "N")]
    max_hashes: Option<u64>,
    /// Try each extra nonce with later times as well, up to so many seconds; nodes take two hours.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=7200))]
    roll_time: u32,
    /// Stop after so many seconds; what was found before stays found.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    time_limit: Option<u32>,
    #[command(flatten)]
    lab: LabArg,
}

impl MineArgs {
    fn miner(&self) -> Miner {
        let by_default = Miner::default();
        Miner {
            engine: self.kernel.unwrap_or(by_default.engine),
            threads: self.threads.unwrap_or(by_default.threads),
            max_hashes: self.max_hashes.unwrap_or(by_default.max_hashes),
            roll_seconds: self.roll_time,
            watch: watch(self.time_limit),
        }
    }
}

/// Shows the hash rate and the time to expect on a terminal, and stops at Ctrl-C and at the end of the time.
fn watch(limit_seconds: Option<u32>) -> Watch {
    let start = Instant::now();
    let limit = limit_seconds.map(|seconds| Duration::from_secs(seconds.into()));
    let shown = indicatif::ProgressBar::new_spinner();
    // Blocks follow one another: what was done for those before, and for the one at hand.
    let (mut before, mut now) = (0, 0);
    Box::new(move |progress| {
        let hashes: u64 = progress.hashes.iter().sum();
        before += if hashes < now { now } else { 0 };
        now = hashes;
        let (all, elapsed) = (before + now, nanoseconds(start.elapsed()));
        let rate = hash_rate(all, elapsed);
        let wait = expected_wait(progress.target.expected_hashes(), all, elapsed);
        let all = grouped(all);
        shown.set_message(format!("{all} hashes, {rate}; the next block in about {wait}"));
        shown.tick();
        !interrupt::requested() && limit.is_none_or(|limit| start.elapsed() < limit)
    })
}

/// The arguments of `chain forge`.
#[derive(Debug, clap::Args)]
pub struct ForgeArgs {
    /// double-spend, excess-reward, bad-signature, merkle-root, old-time or missing-coin.
    #[arg(value_parser = forgery)]
    rule: Forgery,
    #[command(flatten)]
    lab: LabArg,
}

fn forgery(name: &str) -> Result<Forgery, String> {
    Forgery::from_name(name).ok_or_else(|| {
        let names = Forgery::ALL.map(Forgery::name);
        format!("there is no forgery {name:?}; choose {}", names.join(", "))
    })
}

/// Runs `mine`.
pub fn run(args: MineArgs, out: &mut Output) -> Result<Exit, CliError> {
    let _graceful = interrupt::graceful();
    let miner = args.miner();
    let on = args.on.map(BlockName);
    let deed = match args.until {
        Some(height) => Deed::MineUntil { to: args.to, height },
        None => Deed::Mine { to: args.to, blocks: args.blocks, on },
    };
    let exit = args.lab.perform_with(miner, &deed, false, out);
    match interrupt::requested() {
        true => exit.map(|_| Exit::Interrupted),
        false => exit,
    }
}

/// Runs `chain forge`.
pub fn forge(args: ForgeArgs, out: &mut Output) -> Result<Exit, CliError> {
    args.lab.perform(&Deed::Forge { forgery: args.rule }, false, out)
}
