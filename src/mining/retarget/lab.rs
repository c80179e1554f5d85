//! Window after window: how long its blocks take, and what the difficulty makes of that.

use serde::Serialize;

use super::chain::{Tail, next_bits};
use super::schedule::Schedule;
use crate::chain::PowParams;
use crate::mining::odds::FastRng;
use crate::mining::waiting::wait;
use crate::primitives::BlockHeader;
use crate::primitives::Network;
use crate::primitives::pow::{CompactTarget, Target, U256};
use crate::trace::{Chart, Series};

/// When the first block was made, in seconds since 1970: that of Bitcoin.
const START_SECONDS: u32 = 1_231_006_505;
/// The bits at the start: difficulty 1.
const START_BITS: CompactTarget = CompactTarget(0x1d00_ffff);
/// The longest wait for a block, in milliseconds: ten years, and then the lab gives up on it.
const LONGEST_MS: u64 = 315_360_000_000;

/// A chain, and what its miners do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabParams {
    /// How the target follows: interval, window, clamp, testnet rule, limit.
    pub pow: PowParams,
    /// How the hash rate changes.
    pub schedule: Schedule,
    /// What the waits follow from.
    pub seed: String,
    /// Whether every wait is exactly the mean instead.
    pub regular: bool,
}

impl LabParams {
    /// Bitcoin's figures: ten minutes, 2,016 blocks, a factor of 4. The limit is 2^32 times as easy as
    /// Bitcoin's, so that difficulties can fall as far as they can rise.
    pub fn bitcoin(schedule: Schedule, seed: impl Into<String>) -> LabParams {
        let pow = PowParams {
            limit: Target(U256::MAX),
            interval_seconds: 600,
            window_blocks: 2_016,
            max_factor: crate::chain::MAX_FACTOR,
            retargets: true,
            allows_min_difficulty: false,
            bip94: false,
        };
        LabParams { pow, schedule, seed: seed.into(), regular: false }
    }

    /// The same with the rule of the testnets: a block that comes after twice the interval may have the
    /// easiest target, which is that of the start here, as there.
    pub fn with_testnet_rule(mut self) -> LabParams {
        self.pow.allows_min_difficulty = true;
        self.pow.limit = Network::Testnet.pow_limit();
        self
    }

    /// Hashes a second at the start: as many as bring a block every interval.
    pub fn start_rate(&self) -> U256 {
        let seconds = U256::from(u64::from(self.pow.interval_seconds.max(1)));
        let rate = work(START_BITS).div_rem(seconds).map(|(rate, _)| rate);
        rate.unwrap_or_default().max(U256::from(1))
    }
}

/// A window of blocks, when it was full.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WindowRow {
    /// Its number, from 1.
    pub window: u32,
    /// The hash rate, in per cent of that at the start.
    pub rate_percent: u32,
    /// The bits of its first block.
    pub bits: u32,
    /// The difficulty, as a multiple of that at the start.
    pub difficulty: f64,
    /// Its blocks.
    pub blocks: u32,
    /// From its first block to its last, in seconds: one interval less than it has blocks.
    pub seconds: u64,
    /// Seconds from block to block, on average.
    pub interval_seconds: f64,
    /// Blocks that had the easiest target because they came late.
    pub easiest_blocks: u32,
    /// By what the difficulty is multiplied after it.
    pub factor: f64,
    /// Whether that was held at the most that a change may be.
    pub clamped: bool,
    /// Whether it was held at the network's easiest target.
    pub limited: bool,
}

/// How far the chain is.
#[derive(Debug, Clone, PartialEq)]
pub struct LabState {
    tail: Tail,
    rng: FastRng,
    now_ms: u64,
    windows: u32,
    /// The bits of the window at hand: those of its first block that is no exception.
    bits: CompactTarget,
}

impl LabState {
    /// The first block of window 1.
    pub fn new(params: &LabParams) -> LabState {
        let genesis =
            BlockHeader { time: START_SECONDS, bits: START_BITS, ..BlockHeader::default() };
        LabState {
            tail: Tail::new(genesis, &params.pow),
            rng: FastRng::from_text(&params.seed),
            now_ms: u64::from(START_SECONDS) * 1_000,
            windows: 0,
            bits: START_BITS,
        }
    }

    /// The windows that are full.
    pub fn windows(&self) -> u32 {
        self.windows
    }

    /// The difficulty of the window to come, in per cent of that at the start.
    pub fn difficulty_percent(&self) -> u64 {
        let scaled = work(self.bits).checked_mul(100).and_then(|it| it.div_rem(work(START_BITS)));
        scaled.filter(|(it, _)| it.bits() <= 64).map_or(u64::MAX, |(it, _)| it.low_u64())
    }

    /// The rate that the schedule has for the window to come.
    pub fn scheduled_percent(&self, params: &LabParams) -> u32 {
        params.schedule.rate_percent(self.windows.saturating_add(1), self.difficulty_percent())
    }

    /// Fills a window at this hash rate. None, and nothing happens, if it would last beyond the times that
    /// headers can say: 32 bits of seconds, which end in the year 2106.
    pub fn fill(&mut self, params: &LabParams, rate_percent: u32) -> Option<WindowRow> {
        let mut filled = self.clone();
        let row = filled.filled(params, rate_percent);
        if filled.now_ms / 1_000 > u64::from(u32::MAX) {
            return None;
        }
        *self = filled;
        Some(row)
    }

    fn filled(&mut self, params: &LabParams, rate_percent: u32) -> WindowRow {
        let rate = params.start_rate().checked_mul(rate_percent.into());
        let rate = rate.and_then(|rate| rate.div_rem(U256::from(100))).map(|(rate, _)| rate);
        let rate = rate.unwrap_or_default().max(U256::from(1));
        let pow = &params.pow;
        // The genesis block is the first of window 1.
        let missing = pow.window_blocks - u32::from(self.windows == 0);
        let bits = self.bits;
        let (mut first, mut easiest_blocks) = (None, 0);
        if self.windows == 0 {
            first = Some(self.tail.last().time);
        }
        for _ in 0..missing {
            let header = self.next_header(params, rate);
            easiest_blocks += u32::from(header.bits != bits && pow.allows_min_difficulty);
            first = first.or(Some(header.time));
            self.tail.push(header);
        }
        self.windows += 1;
        let last = self.tail.last().time;
        let seconds = u64::from(last - first.unwrap_or(last));
        let change = self.tail.retarget(pow);
        self.bits = change.map_or(self.bits, |change| change.new_bits);
        #[allow(clippy::cast_precision_loss)] // Small numbers, for the eye.
        WindowRow {
            window: self.windows,
            rate_percent,
            bits: bits.0,
            difficulty: ratio(work(bits), work(START_BITS)),
            blocks: pow.window_blocks,
            seconds,
            interval_seconds: seconds as f64 / f64::from(pow.window_blocks.max(2) - 1),
            easiest_blocks,
            factor: ratio(work(self.bits), work(bits)),
            clamped: change.is_some_and(|it| it.actual_seconds != it.clamped_seconds),
            limited: change.is_some_and(|it| it.limited),
        }
    }

    fn next_header(&mut self, params: &LabParams, rate: U256) -> BlockHeader {
        let (pow, height, prev) = (&params.pow, self.tail.height(), self.tail.last());
        let late_ms = u64::from(pow.interval_seconds) * 2_000;
        let in_time = next_bits(pow, height, &self.tail, prev.time);
        let mut bits = in_time;
        let mut took = self.draw(params, mean_ms(in_time, rate));
        if pow.allows_min_difficulty && took > late_ms {
            // From then on all look for an easier block, and begin anew.
            let easy = next_bits(
                pow,
                height,
                &self.tail,
                prev.time.saturating_add((late_ms / 1_000) as u32 + 1),
            );
            if easy != in_time {
                took = late_ms + 1_000 + self.draw(params, mean_ms(easy, rate));
                bits = easy;
            }
        }
        self.now_ms = self.now_ms.saturating_add(took);
        let time = u32::try_from(self.now_ms / 1_000).unwrap_or(u32::MAX);
        BlockHeader { time, bits, prev_block_hash: prev.block_hash(), ..BlockHeader::default() }
    }

    fn draw(&mut self, params: &LabParams, mean_ms: u64) -> u64 {
        match params.regular {
            true => mean_ms,
            false => wait(mean_ms, || self.rng.next_u64()).min(LONGEST_MS),
        }
    }
}

/// Hashes that a block with these bits takes on average.
fn work(bits: CompactTarget) -> U256 {
    bits.target().map_or(U256::from(1), |target| target.work().0)
}

fn mean_ms(bits: CompactTarget, rate: U256) -> u64 {
    let mean = work(bits).checked_mul(1_000).and_then(|it| it.div_rem(rate));
    let mean = mean.filter(|(mean, _)| mean.bits() <= 64).map(|(mean, _)| mean.low_u64());
    mean.unwrap_or(LONGEST_MS).min(LONGEST_MS)
}

/// For the eye: five digits.
#[allow(clippy::cast_precision_loss)]
fn ratio(one: U256, other: U256) -> f64 {
    let scaled = one.checked_mul(1_000_000).and_then(|it| it.div_rem(other));
    let scaled = scaled.filter(|(it, _)| it.bits() <= 64);
    scaled.map_or(f64::INFINITY, |(it, _)| it.low_u64() as f64 / 1e6)
}

/// Difficulty and hash rate over the windows, both as multiples of those at the start.
pub fn difficulty_chart(rows: &[WindowRow]) -> Chart {
    let rate = |row: &WindowRow| f64::from(row.rate_percent) / 100.0;
    chart("times the start", rows, &[("difficulty", &|row| row.difficulty), ("hash rate", &rate)])
}

/// The mean interval of each window, and the one that is aimed at, in minutes.
pub fn interval_chart(rows: &[WindowRow], pow: &PowParams) -> Chart {
    let wanted = f64::from(pow.interval_seconds) / 60.0;
    chart(
        "minutes a block",
        rows,
        &[("interval", &|row| row.interval_seconds / 60.0), ("aimed at", &|_| wanted)],
    )
}

type Value<'a> = (&'a str, &'a dyn Fn(&WindowRow) -> f64);

fn chart(y_name: &str, rows: &[WindowRow], values: &[Value]) -> Chart {
    let series = |(name, value): &Value| Series {
        name: (*name).to_owned(),
        points: rows.iter().map(|row| (f64::from(row.window), value(row))).collect(),
    };
    Chart {
        x_name: "window".into(),
        y_name: y_name.into(),
        logarithmic: false,
        series: values.iter().map(series).collect(),
    }
}

#[cfg(test)]
#[path = "lab_tests.rs"]
mod tests;
