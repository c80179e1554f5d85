//! The lottery: seats drawn one after another, each in proportion to the stake that is left.
//!
//! The stakes lie beside one another on a line; a ticket is a unit of that line, and the pool whose
//! stretch it falls into has the seat and leaves. A Fenwick tree finds the stretch, so that a draw
//! costs the logarithm of the number of pools. Drawn without replacement, seats are *not* proportional to
//! stake beyond the first.

use super::{Draw, Seat};
use crate::election::{Beacon, PoolNumber};
use crate::hash::tagged_hash;
use crate::rng::Rng;

/// Draws up to `seats` seats among `candidates`, the first draw first.
pub fn lottery(
    candidates: impl IntoIterator<Item = (PoolNumber, u64)>,
    seats: usize,
    beacon: &Beacon,
) -> Vec<Seat> {
    let candidates: Vec<_> = candidates.into_iter().filter(|(_, stake)| *stake > 0).collect();
    let mut urn = Urn::new(candidates.iter().map(|(_, stake)| *stake));
    let mut tickets = tickets(beacon);
    let mut drawn = Vec::new();
    while drawn.len() < seats && urn.left > 0 {
        let ticket = tickets.below(urn.left);
        let (index, from) = urn.find(ticket);
        // The urn has a place for each candidate.
        let Some(&(pool, stake)) = candidates.get(index) else { break };
        let draw = Draw { of: urn.left, ticket, from };
        urn.take(index, stake);
        drawn.push(Seat { pool, stake, draw: Some(draw) });
    }
    drawn
}

/// The stream of tickets that a beacon gives.
pub fn tickets(beacon: &Beacon) -> Rng {
    Rng::from_bytes(tagged_hash("blockstep/election/lottery", &[&beacon.0]))
}

/// Stakes on a line, as a Fenwick tree (Fenwick 1994): node `i` holds the sum of the `i & -i` stakes
/// that end at the i-th.
struct Urn {
    nodes: Vec<u64>,
    left: u64,
}

impl Urn {
    fn new(stakes: impl Iterator<Item = u64>) -> Urn {
        let mut nodes = vec![0];
        nodes.extend(stakes);
        let left = nodes.iter().sum();
        for at in 1..nodes.len() {
            let above = at + (at & at.wrapping_neg());
            if above < nodes.len() {
                nodes[above] += nodes[at];
            }
        }
        Urn { nodes, left }
    }

    /// Whose stretch `ticket` falls into, and where that stretch begins.
    fn find(&self, ticket: u64) -> (usize, u64) {
        let (mut at, mut before) = (0, 0);
        let mut step = self.nodes.len().next_power_of_two() / 2;
        while step > 0 {
            if let Some(sum) = self.nodes.get(at + step)
                && before + sum <= ticket
            {
                at += step;
                before += sum;
            }
            step /= 2;
        }
        (at, before)
    }

    /// Takes the stake at `index` off the line.
    fn take(&mut self, index: usize, stake: u64) {
        self.left -= stake;
        let mut at = index + 1;
        while let Some(node) = self.nodes.get_mut(at) {
            *node -= stake;
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
#[path = "lottery_tests.rs"]
mod tests;
