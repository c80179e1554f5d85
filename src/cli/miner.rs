//! `blockstep miner`: mining at full speed, at a difficulty one can turn, with the rate of each thread.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use serde_json::json;

use super::bench::mining::engine;
use super::{CliError, Exit, Output, full_screen, interrupt};
use crate::bench::live_miner::{Effort, FoundBlock, LiveChain, MOST_BITS, nanoseconds};
use crate::bench::machine::threads;
use crate::mining::hash_rate::{hash_rate, hash_rates};
use crate::mining::kernel::Engine;
use crate::mining::puzzle::zero_bits;
use crate::mining::search::Ended;
use crate::spelling::{counted, grouped};
use crate::tui::{MinerScreen, Start};

/// The arguments of `miner`.
#[derive(Debug, clap::Args)]
pub struct MinerArgs {
    /// The zero bits that each block's hash begins with.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u8).range(0..=MOST_BITS as i64))]
    bits: u8,
    /// How many blocks, where lines are written; the full screen goes on until it is stopped.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    blocks: u32,
    /// On how many threads [default: all].
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// What does the hashing; `bench mining` lists what this processor runs [default: the fastest].
    #[arg(long, value_name = "NAME", value_parser = engine)]
    kernel: Option<Engine>,
    /// The most hashes for one block.
    #[arg(long, value_name = "N", default_value_t = u64::MAX, hide_default_value = true)]
    max_hashes: u64,
    /// Stop after so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    time_limit: Option<u32>,
}

impl MinerArgs {
    /// What the prompt offers: as without any option.
    pub fn plain() -> MinerArgs {
        let (bits, blocks, max_hashes) = (20, 3, u64::MAX);
        MinerArgs { bits, blocks, threads: None, kernel: None, max_hashes, time_limit: None }
    }
}

/// Runs `miner`.
pub fn run(args: &MinerArgs, out: &mut Output) -> Result<Exit, CliError> {
    let effort = Effort {
        zero_bits: args.bits,
        engine: args.kernel.unwrap_or_else(Engine::best),
        threads: args.threads.or(NonZeroUsize::new(threads())).unwrap_or(NonZeroUsize::MIN),
        max_hashes: args.max_hashes,
    };
    if out.is_interactive() {
        return full_screen::open(Start::Screen(Box::new(MinerScreen::with(effort))), out);
    }
    let _graceful = interrupt::graceful();
    let started = Instant::now();
    let limit = args.time_limit.map(|seconds| Duration::from_secs(seconds.into()));
    let mut chain = LiveChain::new(args.bits);
    if !out.is_json() {
        out.line(format_args!(
            "Blocks that begin with {} zero bits (bits {}): {} hashes expected for each; {} on {}.",
            args.bits,
            chain.bits(),
            grouped(1_u64 << args.bits),
            effort.engine.kernel().name(),
            counted(effort.threads.get(), "thread")
        ))?;
    }
    for _ in 0..args.blocks {
        let mut by_thread = Vec::new();
        let mined = chain.mine(&effort, |done| {
            by_thread = done.to_vec();
            !interrupt::requested() && limit.is_none_or(|limit| started.elapsed() < limit)
        });
        match mined {
            Ok(block) => tell(&block, &by_thread, out)?,
            Err((ended, hashes)) => return none(ended, hashes, out),
        }
        out.flush()?;
    }
    Ok(Exit::Valid)
}

/// Millions a second.
fn rate(hashes: u64, elapsed: Duration) -> f64 {
    // For the eye.
    #[allow(clippy::cast_precision_loss)]
    let hashes = hashes as f64;
    hashes / elapsed.as_secs_f64().max(1e-9) / 1e6
}

fn tell(block: &FoundBlock, by_thread: &[u64], out: &mut Output) -> Result<(), CliError> {
    let hash = block.header.block_hash();
    let rates: Vec<f64> = by_thread.iter().map(|hashes| rate(*hashes, block.elapsed)).collect();
    if out.is_json() {
        return out.json_line(&json!({
            "height": block.height, "hash": hash, "nonce": block.header.nonce,
            "zero_bits": zero_bits(&hash), "tries": block.tries, "hashes": block.hashes,
            "seconds": block.elapsed.as_secs_f64(), "mhs": rate(block.hashes, block.elapsed),
            "mhs_by_thread": rates,
        }));
    }
    out.line(format_args!(
        "Block {}: {hash}, nonce {}, after {} tries.",
        block.height,
        block.header.nonce,
        grouped(block.tries)
    ))?;
    let nanoseconds = nanoseconds(block.elapsed);
    let by_thread = match hash_rates(by_thread, nanoseconds) {
        each if each.is_empty() => String::new(),
        each => format!("; by thread {}", each.join(", ")),
    };
    out.line(format_args!(
        "  {:.3} s, {}{by_thread}",
        block.elapsed.as_secs_f64(),
        hash_rate(block.hashes, nanoseconds)
    ))
}

fn none(ended: Ended, hashes: u64, out: &mut Output) -> Result<Exit, CliError> {
    match (out.is_json(), ended) {
        (true, _) => out.json_line(&json!({
            "found": false, "stopped": ended == Ended::Stopped, "hashes": hashes,
        }))?,
        (false, Ended::Stopped) => {
            out.line(format_args!("Stopped after {} hashes for this block.", grouped(hashes)))?;
        }
        (false, _) => out.line(format_args!(
            "None of the {} headers has a hash that low: allow more with --max-hashes.",
            grouped(hashes)
        ))?,
    }
    Ok(match interrupt::requested() {
        true => Exit::Interrupted,
        false => Exit::Invalid,
    })
}
