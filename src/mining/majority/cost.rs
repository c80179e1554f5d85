//! How long it takes, on average, to overtake a branch that is some blocks ahead.
//!
//! Each block that is found brings a miner with the share `q` one block nearer with the chance `q`, and
//! one further away with the chance `1 - q`: a random walk that drifts by `2q - 1` a block. To have more
//! work he has to gain the depth and one block more. The walk moves by single steps, so it meets that goal
//! exactly, and Wald's identity gives the mean number of blocks found until then: `(depth + 1) / (2q - 1)`
//! (W. Feller, *An Introduction to Probability Theory and Its Applications*, volume I, XIV.3, the mean
//! duration of the classical ruin problem against one barrier). To draw level alone takes
//! `depth / (2q - 1)`.
//! One block is found an interval as long as the target fits all the work, the attacker's included.

use crate::mining::odds::Share;

/// Means over all races of one kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OvertakeCost {
    /// Block intervals until the branch has more work: all blocks found, the attacker's and the others'.
    pub intervals: f64,
    /// The attacker's own blocks among them.
    pub own_blocks: f64,
    /// Blocks that are disconnected in the end: those of the depth, and what the others found meanwhile.
    pub disconnected: f64,
}

/// What it takes on average to replace the last `depth` blocks; none for half of the work or less: then it
/// may never come to an end, and at one half the mean is infinite.
pub fn overtake_cost(attacker: Share, depth: u32) -> Option<OvertakeCost> {
    let (q, p) = (attacker.get(), attacker.rest().get());
    if q <= p {
        return None;
    }
    let intervals = (f64::from(depth) + 1.0) / (q - p);
    Some(OvertakeCost {
        intervals,
        own_blocks: q * intervals,
        disconnected: f64::from(depth) + p * intervals,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mining::odds::FastRng;

    #[test]
    fn the_mean_is_that_of_simulated_walks() {
        let mut rng = FastRng::from_text("overtake");
        for (share, depth) in [(60, 1), (60, 6), (75, 3), (90, 10)] {
            let q = Share::percent(share);
            let races = 20_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..races {
                let (mut lacks, mut blocks) = (i64::from(depth) + 1, 0.0);
                while lacks > 0 {
                    lacks += if q.happens(rng.next_u64()) { -1 } else { 1 };
                    blocks += 1.0;
                }
                sum += blocks;
                squares += blocks * blocks;
            }
            let mean = sum / f64::from(races);
            let sigma = ((squares / f64::from(races) - mean * mean) / f64::from(races)).sqrt();
            let expected = overtake_cost(q, depth).unwrap().intervals;
            assert!((mean - expected).abs() < 4.0 * sigma, "{share}%, {depth}: {mean}, {expected}");
        }
    }

    #[test]
    fn own_blocks_exceed_those_they_replace_by_one_and_half_is_never_enough() {
        for depth in [0, 1, 6, 100] {
            let cost = overtake_cost(Share::percent(60), depth).unwrap();
            assert!((cost.own_blocks - cost.disconnected - 1.0).abs() < 1e-9, "{cost:?}");
        }
        assert_eq!(overtake_cost(Share::percent(100), 6).map(|cost| cost.intervals), Some(7.0));
        assert_eq!([50, 30, 0].map(|share| overtake_cost(Share::percent(share), 1)), [None; 3]);
    }
}
