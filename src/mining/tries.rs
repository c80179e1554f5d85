//! How many tries hash puzzles take: many of them solved, and the law that the counts follow.
//!
//! Each try wins with the same chance p, whatever was tried before, so that the number of tries follows
//! the geometric law: more than n are needed with the chance (1 - p)^n (BCT 2.4 and 5.1). With k zero
//! bits p is 1 in 2^k: the mean is 2^k, the median near 0.693 times that, the standard deviation
//! nearly the mean, and more than x times the mean are needed with a chance near e^-x.

// Counts and chances are shown with a few digits; nothing is decided by them.
#![allow(clippy::cast_precision_loss)]

use std::ops::Range;

use rayon::prelude::*;

use super::kernel::{Engine, Job};
use super::odds::FastRng;
use crate::hash::MerkleNode;
use crate::primitives::BlockHeader;
use crate::primitives::pow::Target;
use crate::trace::{Chart, Series};

/// Headers that are held at a time.
const PORTION: usize = 1 << 12;

/// A puzzle: the rest of a header, drawn; its nonce is wanted.
pub fn drawn_header(rng: &mut FastRng) -> BlockHeader {
    let mut root = [0; 32];
    for bytes in root.chunks_exact_mut(8) {
        bytes.copy_from_slice(&rng.next_u64().to_le_bytes());
    }
    BlockHeader { version: 1, merkle_root: MerkleNode(root), ..BlockHeader::default() }
}

/// Solves so many drawn puzzles, each from nonce 0 on, and gives the tries of each in the order drawn.
/// They are shared out among all cores; neither that nor the engine changes a number.
pub fn solve(rng: &mut FastRng, puzzles: usize, target: Target, engine: Engine) -> Vec<Solved> {
    let mut solved = Vec::with_capacity(puzzles);
    while solved.len() < puzzles {
        let portion = PORTION.min(puzzles - solved.len());
        let headers: Vec<BlockHeader> = (0..portion).map(|_| drawn_header(rng)).collect();
        solved.par_extend(headers.par_iter().map(|header| solve_one(header, target, engine)));
    }
    solved
}

/// What came of one puzzle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Solved {
    /// Tries, the winning one among them; all 2^32 if none wins.
    pub tries: u64,
    /// Whether one hash of the solution, computed anew, is low enough.
    pub checked: bool,
}

fn solve_one(header: &BlockHeader, target: Target, engine: Engine) -> Solved {
    let job = Job::new(header.to_array(), target.0.to_be_bytes());
    let scan = engine.scan(&job, 0..1 << 32);
    let check = |nonce| target.is_met_by(&BlockHeader { nonce, ..*header }.block_hash());
    Solved { tries: scan.tried, checked: scan.nonce.is_some_and(check) }
}

/// The law of the tries for so many zero bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Law {
    zero_bits: u8,
}

impl Law {
    /// Hashes that begin with so many zero bits win; 62 at most.
    pub fn of_zero_bits(zero_bits: u8) -> Law {
        Law { zero_bits: zero_bits.min(62) }
    }

    /// The mean, 2^k.
    pub fn mean(self) -> u64 {
        1 << self.zero_bits
    }

    /// The chance that more than so many tries are needed.
    pub fn beyond(self, tries: u64) -> f64 {
        match (self.zero_bits, tries) {
            (_, 0) => 1.0,
            (0, _) => 0.0,
            _ => (tries as f64 * (-1.0 / self.mean() as f64).ln_1p()).exp(),
        }
    }

    /// As many puzzles as not are solved within so many tries: the least number whose chance is half.
    pub fn median(self) -> u64 {
        if self.zero_bits == 0 {
            return 1;
        }
        let exact = -std::f64::consts::LN_2 / (-1.0 / self.mean() as f64).ln_1p();
        exact.ceil().max(1.0) as u64
    }

    /// How far from the mean the tries usually are: 2^k * sqrt(1 - 2^-k).
    pub fn standard_deviation(self) -> f64 {
        let mean = self.mean() as f64;
        (mean * mean - mean).sqrt()
    }

    /// About the longest of so many puzzles, on average: the mean times 1 + 1/2 + … + 1/n.
    pub fn longest_of(self, puzzles: usize) -> f64 {
        let sum = match puzzles {
            0 => 0.0,
            1..=20 => (1..=puzzles).map(|n| 1.0 / n as f64).sum(),
            _ => (puzzles as f64).ln() + EULER + 0.5 / puzzles as f64,
        };
        self.mean() as f64 * sum
    }
}

/// By how much 1 + 1/2 + … + 1/n exceeds the logarithm of n in the end (Euler's constant).
const EULER: f64 = 0.577_215_664_901_532_9;

/// Puzzles counted by the tries they took, beside what the law expects.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// From few tries to many; the last one has no end.
    pub bins: Vec<Bin>,
}

/// The puzzles that took some number of tries of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// The tries that belong to it.
    pub tries: Range<u64>,
    /// How many puzzles took so many.
    pub puzzles: usize,
    /// How many the law expects.
    pub expected: f64,
}

impl Histogram {
    /// Counts `sorted` tries, the fewest first, in bins of `1 / parts` of the mean (a whole try at
    /// least), so many of them, and one more for all above.
    pub fn new(sorted: &[u64], law: Law, parts: u64, count: u64) -> Histogram {
        let width = (law.mean() / parts.max(1)).max(1);
        let ends = (1..=count).map(|bin| (bin * width).saturating_add(1));
        let mut start = 1;
        let mut bins = Vec::new();
        for end in ends.chain([u64::MAX]) {
            let below = |edge: u64| sorted.partition_point(|tries| *tries < edge);
            let chance =
                law.beyond(start - 1) - if end == u64::MAX { 0.0 } else { law.beyond(end - 1) };
            let puzzles = below(end) - below(start);
            let expected = chance * sorted.len() as f64;
            bins.push(Bin { tries: start..end, puzzles, expected });
            start = end;
        }
        Histogram { bins }
    }

    /// What happened and what the law expects, over the tries as multiples of the mean. The last bin has
    /// no end, and no place.
    pub fn chart(&self, law: Law) -> Chart {
        let bins = self.bins.split_last().map_or(&[][..], |(_, bins)| bins);
        let series = |name: &str, count: &dyn Fn(&Bin) -> f64| {
            let middle = |bin: &Bin| (bin.tries.start + bin.tries.end - 2) as f64 / 2.0;
            let point = |bin: &Bin| (middle(bin) / law.mean() as f64, count(bin));
            Series { name: name.to_owned(), points: bins.iter().map(point).collect() }
        };
        Chart {
            x_name: "tries, in multiples of the mean".into(),
            y_name: "puzzles".into(),
            logarithmic: false,
            series: vec![
                series("what happened", &|bin| bin.puzzles as f64),
                series("the law", &|bin| bin.expected),
            ],
        }
    }

    /// How far the counts are from the law, taken together.
    pub fn chi_square(&self) -> ChiSquare {
        let mut parts: Vec<(f64, f64)> = Vec::new();
        let mut open = (0.0, 0.0);
        for bin in &self.bins {
            open = (open.0 + bin.puzzles as f64, open.1 + bin.expected);
            if open.1 >= LEAST_EXPECTED {
                parts.push(std::mem::take(&mut open));
            }
        }
        match parts.last_mut() {
            Some(last) => *last = (last.0 + open.0, last.1 + open.1),
            None => parts.push(open),
        }
        let far = |(found, expected): &(f64, f64)| match *expected > 0.0 {
            true => (found - expected).powi(2) / expected,
            false => 0.0,
        };
        ChiSquare { value: parts.iter().map(far).sum(), degrees: parts.len() as u32 - 1 }
    }
}

/// Bins that expect fewer are taken together: the test is not made for smaller ones.
const LEAST_EXPECTED: f64 = 5.0;

/// The sum over the bins of (found - expected)^2 / expected (K. Pearson, 1900).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare {
    /// The sum. Its mean is the number of degrees of freedom, if the law holds.
    pub value: f64,
    /// Bins that can differ by themselves: all but one, since their sum is given.
    pub degrees: u32,
}

impl ChiSquare {
    /// What is exceeded about once in a thousand runs, if the law holds (E. B. Wilson and
    /// M. M. Hilferty's approximation, 1931).
    pub fn once_in_a_thousand(self) -> f64 {
        const DEVIATIONS: f64 = 3.090_232;
        if self.degrees == 0 {
            return 0.0;
        }
        let degrees = f64::from(self.degrees);
        let spread = 2.0 / (9.0 * degrees);
        degrees * (1.0 - spread + DEVIATIONS * spread.sqrt()).powi(3)
    }

    /// Whether the counts are as near to the law as 999 of 1,000 runs are.
    pub fn agrees(self) -> bool {
        self.degrees == 0 || self.value <= self.once_in_a_thousand()
    }
}

#[cfg(test)]
#[path = "tries_tests.rs"]
mod tests;
