//! The race by real work: who has the first winning try, if each miner makes `rate` tries a second.
//!
//! The miners are virtual: one thread makes the tries of all of them. Try number k of a miner (from 1
//! on) ends at k / rate seconds of virtual time. The winner is whose winning try ends first; of two that
//! end at the same moment, the miner that stands first. In that order all tries of all miners stand in
//! one row, each wins with the same chance, and so the number of tries up to the first that wins is
//! geometric: the exponential law of whole steps.

use crate::mining::kernel::{Engine, Job};
use crate::mining::work::{Headers, NONCES};
use crate::primitives::pow::Target;

/// The first winning try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstWin {
    /// Whose it is.
    pub miner: usize,
    /// Which of the miner's own headers has it.
    pub index: u64,
    /// The nonce.
    pub nonce: u32,
    /// The miner's own tries, this one included.
    pub tries: u64,
    /// The tries of all miners up to then, this one included.
    pub hashes: u64,
}

/// Lets the miners search, each its headers at its rate (tries a second), for `max_seconds` of virtual
/// time at most. `expected` is the number of hashes that a win takes on average: so that no miner runs far
/// ahead of the others, they take turns well before that.
pub fn first_win<H: Headers>(
    miners: &[(H, u64)],
    target: Target,
    engine: Engine,
    expected: u64,
    max_seconds: u64,
) -> Option<FirstWin> {
    let total = miners.iter().fold(0u64, |sum, miner| sum.saturating_add(miner.1));
    let turn_seconds = (expected / 4 / total.max(1)).max(1);
    let mut from_seconds = 0;
    while total > 0 && from_seconds < max_seconds {
        let until = from_seconds.saturating_add(turn_seconds).min(max_seconds);
        let mut best: Option<FirstWin> = None;
        for (miner, (headers, rate)) in miners.iter().enumerate() {
            let end = rate.saturating_mul(until);
            // Tries that would end after the best so far need not be made.
            let end = best.map_or(end, |best| earlier(miners, &best, *rate).min(end));
            let tries = rate.saturating_mul(from_seconds)..end;
            if let Some(win) = search(headers, target, engine, tries) {
                best = Some(FirstWin { miner, ..win });
            }
        }
        if let Some(best) = best {
            return Some(FirstWin { hashes: all_tries(miners, &best), ..best });
        }
        from_seconds = until;
    }
    None
}

/// The tries of a later miner that end before `best` does.
fn earlier<H>(miners: &[(H, u64)], best: &FirstWin, rate: u64) -> u64 {
    let best_rate = miners.get(best.miner).map_or(1, |miner| miner.1);
    let product = u128::from(best.tries) * u128::from(rate);
    let before = product.saturating_sub(1) / u128::from(best_rate.max(1));
    u64::try_from(before).unwrap_or(u64::MAX)
}

/// The tries of all miners up to `best`, which is the last of them.
fn all_tries<H>(miners: &[(H, u64)], best: &FirstWin) -> u64 {
    let best_rate = u128::from(miners.get(best.miner).map_or(1, |miner| miner.1.max(1)));
    let of = |(at, (_, rate)): (usize, &(H, u64))| {
        let product = u128::from(best.tries) * u128::from(*rate);
        // A miner further down makes a try that ends at the same moment only afterwards.
        let product = if at > best.miner { product.saturating_sub(1) } else { product };
        u64::try_from(product / best_rate).unwrap_or(u64::MAX)
    };
    miners.iter().enumerate().map(of).fold(0, u64::saturating_add)
}

/// The lowest winning try of one miner among those numbered so, from 0.
fn search<H: Headers>(
    headers: &H,
    target: Target,
    engine: Engine,
    tries: std::ops::Range<u64>,
) -> Option<FirstWin> {
    let mut at = tries.start;
    while at < tries.end {
        let (index, first) = (at / NONCES, at % NONCES);
        let count = (tries.end - at).min(NONCES - first);
        let job = Job::new(headers.header(index)?.to_array(), target.0.to_be_bytes());
        if let Some(nonce) = engine.scan(&job, first..first + count).nonce {
            let tries = index.saturating_mul(NONCES).saturating_add(u64::from(nonce) + 1);
            return Some(FirstWin { miner: 0, index, nonce, tries, hashes: 0 });
        }
        at += count;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::MerkleNode;
    use crate::mining::puzzle::target_of;
    use crate::primitives::BlockHeader;
    use crate::rng::Rng;

    fn header(seed: u64) -> BlockHeader {
        let merkle_root = MerkleNode(Rng::from_seed(seed).bytes());
        BlockHeader { version: 1, merkle_root, ..BlockHeader::default() }
    }

    /// One try after the other in the order of the rule.
    fn slow(miners: &[(BlockHeader, u64)], target: Target) -> FirstWin {
        let wins = |miner: &(BlockHeader, u64), tries: u64| {
            let nonce = (tries - 1) as u32;
            target.is_met_by(&BlockHeader { nonce, ..miner.0 }.block_hash())
        };
        let (mut done, mut hashes) = (vec![0u64; miners.len()], 0);
        loop {
            let ends = |at: &usize| (done[*at] + 1) as f64 / miners[*at].1 as f64;
            let hashing = (0..miners.len()).filter(|at| miners[*at].1 > 0);
            let next = hashing.min_by(|one, other| ends(one).total_cmp(&ends(other))).unwrap();
            done[next] += 1;
            hashes += 1;
            if wins(&miners[next], done[next]) {
                let (tries, nonce) = (done[next], (done[next] - 1) as u32);
                return FirstWin { miner: next, index: 0, nonce, tries, hashes };
            }
        }
    }

    #[test]
    fn the_winner_is_whose_try_ends_first() {
        for seed in 0..200 {
            // Powers of two: the slow search by floating point finds the same moments equal.
            let miners: Vec<(BlockHeader, u64)> = [4, 2, 0, 2, 1]
                .iter()
                .zip(10 * seed..)
                .map(|(rate, n)| (header(n), *rate))
                .collect();
            for bits in [1, 2, 6] {
                let target = target_of(bits);
                let found = first_win(&miners, target, Engine::best(), 1 << bits, u64::MAX);
                assert_eq!(found, Some(slow(&miners, target)), "seed {seed}, {bits} bits");
            }
        }
    }

    #[test]
    fn a_search_without_a_winner_ends() {
        let miners = [(header(1), 3), (header(2), 2)];
        assert_eq!(first_win(&miners, target_of(200), Engine::best(), 100, 50), None);
        assert_eq!(first_win(&[(header(1), 0)], target_of(0), Engine::best(), 1, 50), None);
        let none: [(BlockHeader, u64); 0] = [];
        assert_eq!(first_win(&none, target_of(0), Engine::best(), 1, 50), None);
    }
}
