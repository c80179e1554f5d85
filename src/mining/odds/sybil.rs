//! Many names for one miner: no help where work decides, all the help where each name has a vote.
//!
//! Sources: Nakamoto 2008, section 4 (a vote by address could be had by whoever has many addresses);
//! J. Douceur, *The Sybil Attack* (2002), for the name.

use super::Estimate;
use super::fast_rng::in_chunks;

/// One miner who takes many identities, and the others, who have one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// Tries at a hash that the miner makes in some time, with all his identities together.
    pub tries: u32,
    /// The identities among which he divides them.
    pub identities: u32,
    /// The others.
    pub others: u32,
    /// Tries that each of the others makes in that time.
    pub tries_of_each: u32,
}

impl Crowd {
    fn all_tries(&self) -> u64 {
        u64::from(self.tries) + u64::from(self.others) * u64::from(self.tries_of_each)
    }

    /// The tries of his identity number `index`: as even as whole tries can be.
    pub fn tries_of(&self, index: u32) -> u32 {
        let (each, left) = self.division();
        if index < self.identities { each + u32::from(index < left) } else { 0 }
    }

    /// Tries of each identity, and how many of the first ones have one more.
    fn division(&self) -> (u32, u32) {
        let each = self.tries.checked_div(self.identities).unwrap_or(0);
        (each, self.tries.checked_rem(self.identities).unwrap_or(0))
    }

    /// Whose try number `number` is, out of all: one of his identities', where they lie in a row from 0
    /// on, or none of them.
    pub fn owner(&self, number: u64) -> Option<u32> {
        let (each, left) = self.division();
        let (each, left) = (u64::from(each), u64::from(left));
        // The first `left` identities have a try more than the rest.
        let index = match number.checked_sub(left * (each + 1)) {
            None => number / (each + 1),
            Some(beyond) => left + beyond.checked_div(each)?,
        };
        u32::try_from(index).ok().filter(|index| *index < self.identities)
    }

    /// His share of the blocks: what his identities' shares add up to, and so his share of the tries,
    /// however many identities there are. 0 without an identity.
    pub fn share_of_blocks(&self) -> f64 {
        match self.identities {
            0 => 0.0,
            _ => f64::from(self.tries) / self.all_tries().max(1) as f64,
        }
    }

    /// His share of the votes where each identity has one.
    pub fn share_of_votes(&self) -> f64 {
        let all = u64::from(self.identities) + u64::from(self.others);
        f64::from(self.identities) / all.max(1) as f64
    }

    /// Finds so many blocks. Every try is as likely as any other to be the one that finds a block; whose
    /// it is decides who found it.
    pub fn simulate_blocks(&self, blocks: u32, seed: &str) -> Estimate {
        let all = self.all_tries();
        let his = in_chunks(seed, blocks, |rng, blocks| {
            let winner = |_: &u32| self.owner(rng.below(all)).is_some();
            (0..blocks).filter(winner).count() as u64
        });
        Estimate { trials: blocks.into(), hits: his.into_iter().sum() }
    }

    /// Draws so many voters, each identity as likely as any other.
    pub fn simulate_votes(&self, votes: u32, seed: &str) -> Estimate {
        let all = u64::from(self.identities) + u64::from(self.others);
        let his = in_chunks(seed, votes, |rng, votes| {
            let is_his = |_: &u32| rng.below(all) < u64::from(self.identities);
            (0..votes).filter(is_his).count() as u64
        });
        Estimate { trials: votes.into(), hits: his.into_iter().sum() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd(identities: u32) -> Crowd {
        Crowd { tries: 10_000, identities, others: 9, tries_of_each: 10_000 }
    }

    #[test]
    fn names_do_not_find_blocks_but_they_have_votes() {
        for (identities, votes) in [(1, 0.1), (3, 0.25), (9, 0.5), (91, 0.91), (991, 0.991)] {
            let crowd = crowd(identities);
            let of_each: u32 = (0..identities).map(|index| crowd.tries_of(index)).sum();
            assert_eq!((of_each, crowd.share_of_blocks()), (10_000, 0.1), "nothing gained or lost");
            assert!((crowd.share_of_votes() - votes).abs() < 1e-12);
            for (found, exact) in [
                (crowd.simulate_blocks(300_000, "blocks"), 0.1),
                (crowd.simulate_votes(300_000, "votes"), votes),
            ] {
                let (least, most) = found.within(4.0);
                assert!((least..=most).contains(&exact), "{identities}: {found}, {exact}");
            }
        }
    }

    #[test]
    fn every_try_has_one_owner() {
        for identities in [0, 1, 3, 7, 20, 30] {
            let crowd = Crowd { tries: 20, identities, others: 1, tries_of_each: 5 };
            let mut counted = vec![0; identities as usize];
            for owner in (0..25).filter_map(|number| crowd.owner(number)) {
                counted[owner as usize] += 1;
            }
            let expected: Vec<u32> = (0..identities).map(|index| crowd.tries_of(index)).collect();
            assert_eq!(counted, expected);
            assert!((20..25).all(|number| crowd.owner(number).is_none()), "the other's");
        }
    }

    #[test]
    fn more_identities_than_tries_leave_some_idle() {
        let crowd = Crowd { tries: 3, identities: 5, others: 3, tries_of_each: 1 };
        assert_eq!([0, 1, 2, 3, 4, 5].map(|index| crowd.tries_of(index)), [1, 1, 1, 0, 0, 0]);
        let (least, most) = crowd.simulate_blocks(100_000, "idle").within(4.0);
        assert!((least..=most).contains(&0.5));
    }

    #[test]
    fn the_ends_are_no_errors() {
        let nobody = Crowd { tries: 0, identities: 0, others: 0, tries_of_each: 0 };
        assert_eq!((nobody.share_of_blocks(), nobody.share_of_votes()), (0.0, 0.0));
        assert_eq!(nobody.simulate_blocks(10, "x").hits, 0);
        assert_eq!(nobody.simulate_votes(10, "x").hits, 0);
        let huge =
            Crowd { tries: u32::MAX, identities: 2, others: u32::MAX, tries_of_each: u32::MAX };
        assert!(huge.share_of_blocks() < 1e-9 && huge.simulate_blocks(10, "x").hits == 0);
    }
}
