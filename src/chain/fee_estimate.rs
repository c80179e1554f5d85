//! What to pay, read from the pool alone: fill the next blocks as a miner would, and see what the last
//! to get in paid.
//!
//! Core learns from how long past transactions waited (`CBlockPolicyEstimator`); a chain of a class has
//! no such past. Reading the pool is exact about what waits now, and blind to what is yet to come.

use super::block_packing::{Packing, Room};
use super::choice::ChoiceVerdict;
use super::mempool::{FeeRate, Mempool};

/// For each of the next `blocks` blocks, the rate above which a transaction of usual size would be in
/// that block or an earlier one: what the last package paid that went in before the first that found no
/// room. A block that is not full asks for the pool's least rate alone.
pub fn rates_for_next_blocks(pool: &Mempool, room: Room, blocks: usize) -> Vec<FeeRate> {
    let least = pool.policy().min_relay;
    let mut packing = Packing::new(pool, room);
    let mut rates: Vec<FeeRate> = Vec::new();
    while rates.len() < blocks {
        let rate = fill(&mut packing, pool).unwrap_or(least).max(least);
        // Who would be in an earlier block is not late for this one.
        rates.push(rates.last().map_or(rate, |earlier| rate.min(*earlier)));
        if rate == least {
            rates.resize(blocks, least);
        }
        packing.start_next_block(pool);
    }
    rates
}

/// Fills one block; returns what the last to get in paid if not all did.
fn fill(packing: &mut Packing, pool: &Mempool) -> Option<FeeRate> {
    let (mut worst, mut full) = (None::<FeeRate>, false);
    while let Some(choice) = packing.step(pool) {
        let rate = choice.totals.rate();
        let taken = choice.verdict == ChoiceVerdict::Taken;
        if !full && (taken || worst.is_none()) {
            worst = Some(worst.map_or(rate, |worst| worst.min(rate)));
        }
        full |= !taken;
    }
    worst.filter(|_| full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::mempool::MempoolPolicy;
    use crate::chain::mempool::test_chain::{TestChain, output, pay, send};

    #[test]
    fn the_rate_is_what_the_last_to_get_in_paid() {
        let mut chain = TestChain::new(4);
        let coins = pay(&[chain.coin(1, 0)], &[2_000; 10], 0);
        chain.mine(vec![coins.clone()]);
        let mut pool = Mempool::new(MempoolPolicy::default());
        let fees = [900, 800, 700, 600, 500, 400, 300];
        let mut weight = 0;
        for (vout, fee) in (0..).zip(fees) {
            let tx = pay(&[output(&coins, vout)], &[2_000 - fee], 100);
            send(&mut pool, &chain, &tx).unwrap();
            weight = tx.weight();
        }
        let room = |count: usize| Room {
            max_weight: count * weight,
            reserved_weight: 0,
            ..Room::default()
        };
        let rate = |fee: i64| FeeRate::new(fee, weight.div_ceil(4));
        let least = MempoolPolicy::default().min_relay;
        for (count, blocks, expected) in [
            (3, 3, vec![rate(700), rate(400), least]),
            (2, 4, vec![rate(800), rate(600), rate(400), least]),
            (7, 2, vec![least, least]),
            (0, 2, vec![rate(900), rate(900)]),
            (3, 0, vec![]),
        ] {
            assert_eq!(rates_for_next_blocks(&pool, room(count), blocks), expected);
        }
        // A crumb that fills the last gap is no measure for others.
        let crumb = pay(&[output(&coins, 8)], &[2_000 - 10], 0);
        send(&mut pool, &chain, &crumb).unwrap();
        let gap = Room { max_weight: 3 * weight + crumb.weight(), ..room(3) };
        assert_eq!(rates_for_next_blocks(&pool, gap, 1), [rate(700)]);
        // Who pays more than that is in: the counter-test to the name of the function.
        let better = pay(&[output(&coins, 9)], &[2_000 - 701], 100);
        let txid = send(&mut pool, &chain, &better).unwrap();
        let mut packing = Packing::new(&pool, room(3));
        while packing.step(&pool).is_some() {}
        assert!(packing.taken().contains(&txid));
    }
}
