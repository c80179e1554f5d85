//! What it costs that news travels: blocks found before their finder has heard of another.
//!
//! All blocks reach everybody else a fixed delay after they were found. Meanwhile the others work on
//! an old tip, and whoever finds a block there forks the chain. A height is forked if the delay sees
//! another find by somebody who has not heard: with N equal miners, a share of 1 - e^-((1 - 1/N) D/T) of
//! all heights (C. Decker and R. Wattenhofer, *Information Propagation in the Bitcoin Network*, 2013, with
//! a fixed delay for all). The formula leaves out that a fork may be forked again, and that of two
//! blocks at once each slows the other down; where D/T is small that is nothing.

use std::collections::VecDeque;

use crate::mining::odds::{Estimate, FastRng, in_chunks};
use crate::mining::waiting::wait;

/// Miners with the same hash rate, and how long their news takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// How many they are.
    pub miners: u32,
    /// The time from a find to the moment that all others know, in milliseconds.
    pub delay_ms: u64,
    /// The mean time between two finds of anybody, in milliseconds.
    pub interval_ms: u64,
}

/// What a simulation counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forks {
    /// All blocks that were found.
    pub blocks: u64,
    /// Heights: the length of the chain.
    pub heights: u64,
    /// Heights with more than one block.
    pub forked: u64,
}

impl Forks {
    /// The heights that are forked, of all heights.
    pub fn forked_share(&self) -> Estimate {
        Estimate { trials: self.heights, hits: self.forked }
    }

    /// Blocks that are not on the chain in the end.
    pub fn stale(&self) -> u64 {
        self.blocks.saturating_sub(self.heights)
    }

    fn and(self, other: Forks) -> Forks {
        Forks {
            blocks: self.blocks + other.blocks,
            heights: self.heights + other.heights,
            forked: self.forked + other.forked,
        }
    }
}

/// The share of forked heights by the formula.
pub fn forked_share(network: &Network) -> f64 {
    let others = 1.0 - 1.0 / f64::from(network.miners.max(1));
    let delay = network.delay_ms as f64 / network.interval_ms.max(1) as f64;
    -(-others * delay).exp_m1()
}

/// Simulates so many blocks on all cores; the same seed gives the same result on any number of them.
pub fn simulate(network: &Network, blocks: u32, seed: &str) -> Forks {
    let chunks = in_chunks(seed, blocks, |rng, count| run(network, count, rng));
    chunks.into_iter().fold(Forks::default(), Forks::and)
}

/// A block that not everybody knows of yet.
struct Recent {
    found_ms: u64,
    miner: u64,
    height: u64,
}

fn run(network: &Network, blocks: u32, rng: &mut FastRng) -> Forks {
    let mut recent: VecDeque<Recent> = VecDeque::new();
    let (mut now_ms, mut known_to_all, mut top, mut forked) = (0u64, 0u64, 0u64, 0u64);
    for _ in 0..blocks {
        now_ms = now_ms.saturating_add(wait(network.interval_ms, || rng.next_u64()));
        let miner = rng.below(network.miners.max(1).into());
        let arrived = |block: &Recent| block.found_ms.saturating_add(network.delay_ms) <= now_ms;
        while let Some(block) = recent.pop_front_if(|block| arrived(block)) {
            known_to_all = known_to_all.max(block.height);
        }
        let own = recent.iter().filter(|block| block.miner == miner).map(|block| block.height);
        let height = own.max().unwrap_or(0).max(known_to_all) + 1;
        // Any other block of this height is unknown to its finder, and so among the recent ones.
        let rivals = recent.iter().filter(|block| block.height == height).count();
        forked += u64::from(rivals == 1);
        top = top.max(height);
        recent.push_back(Recent { found_ms: now_ms, miner, height });
    }
    Forks { blocks: blocks.into(), heights: top, forked }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCKS: u32 = 100_000;

    fn network(miners: u32, delay_ms: u64, interval_ms: u64) -> Network {
        Network { miners, delay_ms, interval_ms }
    }

    fn deviations(forks: &Forks, share: f64) -> f64 {
        let sigma = (share * (1.0 - share) / forks.heights as f64).sqrt();
        (forks.forked_share().share() - share).abs() / sigma
    }

    #[test]
    fn short_delays_fork_as_the_formula_says() {
        // D/T up to 0.02, with another seed each: within 4 standard deviations.
        for (miners, delay_ms) in
            [(100, 2_000), (100, 8_700), (100, 12_000), (2, 12_000), (4, 12_000), (100, 6_000)]
        {
            let network = network(miners, delay_ms, 600_000);
            let forks = simulate(&network, BLOCKS, &format!("forks {miners} {delay_ms}"));
            let share = forked_share(&network);
            assert!(deviations(&forks, share) < 4.0, "{network:?}: {forks:?} for {share}");
            assert!(forks.stale() >= forks.forked);
        }
    }

    #[test]
    fn figures_of_another_simulator_are_met() {
        // 100 miners, 10^5 blocks: two simulations, so that the deviation is that of a difference.
        for (delay_ms, interval_ms, share) in [
            (2_000, 600_000, 0.00328),
            (8_700, 600_000, 0.01363),
            (12_600, 600_000, 0.01994),
            (60_000, 600_000, 0.09252),
            (1_000, 14_000, 0.06772),
        ] {
            let forks = simulate(&network(100, delay_ms, interval_ms), BLOCKS, "figures");
            let off = deviations(&forks, share) / 2.0_f64.sqrt();
            assert!(off < 4.0, "{delay_ms} of {interval_ms}: {forks:?} for {share}");
        }
    }

    #[test]
    fn the_formula_gives_the_known_values() {
        let values = [(2_000, 600_000), (8_700, 600_000), (12_600, 600_000), (60_000, 600_000)]
            .map(|(delay, interval)| forked_share(&network(100, delay, interval)));
        let rounded = values.map(|value| (value * 1e5).round() / 1e5);
        assert_eq!(rounded, [0.00329, 0.01425, 0.02058, 0.09426]);
    }

    #[test]
    fn without_delay_or_rivals_nothing_forks() {
        for network in [network(100, 0, 600_000), network(1, 60_000, 600_000)] {
            let forks = simulate(&network, 10_000, "none");
            assert_eq!((forks.forked, forks.stale(), forks.heights), (0, 0, 10_000));
            assert_eq!(forked_share(&network), 0.0);
        }
        assert_eq!(simulate(&network(0, 1, 0), 0, "x"), Forks::default());
    }

    #[test]
    fn threads_change_nothing() {
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let run = || simulate(&network(10, 12_600, 600_000), 200_000, "threads");
        assert_eq!(pool(1).install(run), pool(4).install(run));
    }
}
