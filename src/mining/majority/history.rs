//! Rewriting the last blocks of a real chain: a heavier branch is made from before them, and handed to a
//! node.
//!
//! The race is drawn block by block: while the attacker works from `depth` blocks back, the others go on.
//! What then happens to blocks and payments is what the chain and its mempool do (Core:
//! `ActivateBestChainStep`, `MaybeUpdateMempoolForReorg`). [`overtake_cost`](super::overtake_cost) says how
//! long it takes on average.

use super::forge::{Ground, MajorityFailure, Plan};
use super::past::Past;
use crate::chain::TipChange;
use crate::mining::odds::{FastRng, Share};
use crate::primitives::pow::Work;
use crate::primitives::{Block, Transaction};

/// Blocks, found by either side, after which a race without an end is broken off.
pub const MAX_BLOCKS: u32 = 2_000;
/// An attacker with a smaller chance than this gives up, as in
/// [`RaceModel`](crate::mining::odds::RaceModel).
pub(super) const GIVE_UP: f64 = 0.001;

/// What is to be rewritten, by whom.
#[derive(Debug, Clone, Copy)]
pub struct Rewrite<'a> {
    /// The attacker's share of the work.
    pub attacker: Share,
    /// How many blocks are to be replaced.
    pub depth: u32,
    /// What the draws follow from.
    pub seed: &'a str,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewriteEnd {
    /// The branch had more work, and counts now.
    Overtook,
    /// The attacker fell too far behind.
    GaveUp,
    /// [`MAX_BLOCKS`] were found.
    BrokenOff,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// How it ended.
    pub end: RewriteEnd,
    /// Blocks that the others found meanwhile.
    pub others_found: u32,
    /// Blocks that the attacker found.
    pub attacker_found: u32,
    /// Blocks of the chain that count no longer.
    pub blocks_disconnected: usize,
    /// Payments that stood in them.
    pub payments_undone: usize,
    /// Of these, how many wait again.
    pub payments_waiting: usize,
    /// Of these, how many are void: their coin is spent otherwise in the new branch.
    pub payments_void: usize,
    /// The work of the chain that counted, and of the one that counts now.
    pub work: (Work, Work),
}

impl Rewritten {
    /// All blocks found: the time that it took, in block intervals.
    pub fn intervals(&self) -> u32 {
        self.others_found.saturating_add(self.attacker_found)
    }
}

/// Rewrites the end of `past`, which is used up.
pub fn rewrite(mut past: Past, plan: Rewrite<'_>) -> Result<Rewritten, MajorityFailure> {
    let most = Past::most_depth(past.height());
    if !(1..=most).contains(&plan.depth) {
        return Err(MajorityFailure::Depth { depth: plan.depth, most });
    }
    let (end, others_found, attacker_found) = race(plan);
    let fork = Ground::at(past.node.chain(), past.height().saturating_sub(plan.depth));
    for _ in 0..others_found {
        let block = next_honest(&mut past)?;
        past.node.take(&block)?;
    }
    let before = Ground::tip(past.node.chain()).work;
    let mut moved = TipChange::default();
    if end == RewriteEnd::Overtook {
        let back = std::slice::from_ref(&past.to_herself);
        for block in branch(&past, fork, back, (attacker_found, past.found))? {
            moved.then(past.node.take(&block)?.moved);
        }
    }
    let payments_undone = payments(&past, &moved);
    let followed = past.node.follow(&moved.disconnected, &moved.connected)?;
    let payments_waiting = followed.returned.len();
    Ok(Rewritten {
        end,
        others_found,
        attacker_found,
        blocks_disconnected: moved.disconnected.len(),
        payments_undone,
        payments_waiting,
        payments_void: payments_undone.saturating_sub(payments_waiting),
        work: (before, Ground::tip(past.node.chain()).work),
    })
}

/// Who finds how many blocks until it is decided.
fn race(plan: Rewrite<'_>) -> (RewriteEnd, u32, u32) {
    let mut rng = FastRng::from_text(plan.seed);
    let (mut others, mut own) = (0u32, 0u32);
    loop {
        let lacks = plan.depth.saturating_add(others).saturating_add(1).saturating_sub(own);
        let end = match () {
            () if lacks == 0 => Some(RewriteEnd::Overtook),
            () if plan.attacker.catches_up(lacks) < GIVE_UP => Some(RewriteEnd::GaveUp),
            () if others.saturating_add(own) >= MAX_BLOCKS => Some(RewriteEnd::BrokenOff),
            () => None,
        };
        if let Some(end) = end {
            return (end, others, own);
        }
        match plan.attacker.happens(rng.next_u64()) {
            true => own += 1,
            false => others += 1,
        }
    }
}

/// A block without payments that the honest miner finds on the tip.
fn next_honest(past: &mut Past) -> Result<Block, MajorityFailure> {
    past.found += 1;
    let plan = Plan { miner: &past.mia, transactions: &[], claims: 0, extra_nonce: past.found };
    Ground::tip(past.node.chain()).find(past.node.chain().params(), &plan)
}

/// The attacker's branch of `count` blocks from `fork` on: `first` in the first of them, and no other
/// payment. Its coinbases are numbered from `found` on.
pub(super) fn branch(
    past: &Past,
    fork: Ground,
    first: &[Transaction],
    (count, found): (u32, u64),
) -> Result<Vec<Block>, MajorityFailure> {
    let mut blocks = Vec::new();
    let mut ground = fork;
    for number in 0..count {
        let transactions = if number == 0 { first } else { &[] };
        let extra_nonce = found.saturating_add(1).saturating_add(number.into());
        let plan = Plan { miner: &past.alice, transactions, claims: 0, extra_nonce };
        let block = ground.find(past.node.chain().params(), &plan)?;
        ground = ground.then(&block);
        blocks.push(block);
    }
    Ok(blocks)
}

/// Payments in the blocks that count no longer.
fn payments(past: &Past, moved: &TipChange) -> usize {
    let chain = past.node.chain();
    let places = moved.disconnected.iter().filter_map(|hash| chain.tree().find(hash));
    let blocks = places.filter_map(|place| chain.block(place).ok());
    blocks.map(|block| block.transactions.len().saturating_sub(1)).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{OvertakeCost, overtake_cost};
    use super::*;

    fn run(share: u8, depth: u32, seed: &str) -> Rewritten {
        let past = Past::new(depth + 5, true).unwrap();
        rewrite(past, Rewrite { attacker: Share::percent(share), depth, seed }).unwrap()
    }

    #[test]
    fn a_majority_replaces_what_it_wants_and_the_payment_is_void() {
        for depth in [1, 2, 6, 20] {
            let done = run(75, depth, "rewrite");
            assert_eq!(done.end, RewriteEnd::Overtook);
            assert_eq!(done.blocks_disconnected as u32, depth + done.others_found);
            assert_eq!(done.attacker_found, depth + done.others_found + 1, "one block more");
            // Carol's payment of each block, and Alice's in the last.
            assert_eq!(done.payments_undone as u32, depth + 1);
            assert_eq!((done.payments_waiting as u32, done.payments_void), (depth, 1));
            assert!(done.work.1 > done.work.0);
        }
    }

    #[test]
    fn a_minority_gives_up_or_is_lucky_and_nothing_moves_where_it_gives_up() {
        let done = run(30, 6, "minority");
        assert_eq!(done.end, RewriteEnd::GaveUp);
        assert_eq!((done.blocks_disconnected, done.payments_undone), (0, 0));
        assert_eq!(done.work.0, done.work.1);
        assert_eq!(run(50, 140, "half").end, RewriteEnd::BrokenOff);
    }

    #[test]
    fn the_races_take_as_long_as_the_formula_says() {
        let (races, depth, q) = (4_000, 6, Share::percent(60));
        let lengths = (0..races).map(|race_number| {
            let seed = format!("length {race_number}");
            let (end, others, own) = race(Rewrite { attacker: q, depth, seed: &seed });
            assert_eq!(end, RewriteEnd::Overtook);
            f64::from(others + own)
        });
        let mean = lengths.sum::<f64>() / f64::from(races);
        let OvertakeCost { intervals, .. } = overtake_cost(q, depth).unwrap();
        // The variance of the first passage is (depth + 1) * 4pq / (2q - 1)^3.
        let sigma = (7.0 * 0.96 / 0.008 / f64::from(races)).sqrt();
        assert!((mean - intervals).abs() < 4.0 * sigma, "{mean} against {intervals}");
    }

    #[test]
    fn a_depth_that_is_not_there_is_told() {
        for depth in [0, 3, 500] {
            let past = Past::new(5, true).unwrap();
            let plan = Rewrite { attacker: Share::percent(60), depth, seed: "x" };
            assert!(rewrite(past, plan).unwrap_err().to_string().contains("from 1 to 2"));
        }
    }
}
