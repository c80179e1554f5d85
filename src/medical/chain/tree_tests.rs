//! Fork choice and finality against a plain reference, over thousands of random histories.

use std::collections::BTreeSet;

use super::block::Parent;
use super::toy::{Number, Toy, keys};
use super::*;
use crate::election::is_final;
use crate::hash::BlockHash;
use crate::medical::identity::{Identity, Keys};
use crate::rng::Rng;

const CHAIN: BlockHash = BlockHash([9; 32]);

/// The rules as one would say them, worked out anew from everything that was taken in.
struct Plain {
    /// Id, parent, height, endorsers.
    blocks: Vec<(BlockHash, BlockHash, u32, BTreeSet<Identity>)>,
    finalized: BlockHash,
}

impl Plain {
    fn line(&self, from: BlockHash) -> Vec<BlockHash> {
        let mut line = vec![from];
        while let Some((_, parent, ..)) =
            self.blocks.iter().find(|(id, ..)| id == line.last().unwrap())
        {
            line.push(*parent);
        }
        line
    }

    fn endorsers(&self, id: BlockHash) -> usize {
        let all = self.blocks.iter().filter(|(other, ..)| self.line(*other).contains(&id));
        all.flat_map(|(.., endorsers)| endorsers).collect::<BTreeSet<_>>().len()
    }

    fn tip(&self) -> BlockHash {
        let mut best = (0, 0, self.finalized);
        let known = self.blocks.iter().find(|(other, ..)| *other == self.finalized);
        best.1 = known.map_or(0, |(_, _, height, _)| *height);
        for (id, _, height, _) in &self.blocks {
            let line = self.line(*id);
            let Some(at) = line.iter().position(|other| *other == self.finalized) else { continue };
            let weight: usize = line[..at]
                .iter()
                .map(|id| self.blocks.iter().find(|(other, ..)| other == id).unwrap().3.len())
                .sum();
            if (weight, *height) > (best.0, best.1) {
                best = (weight, *height, *id);
            }
        }
        best.2
    }

    fn settle(&mut self, seats: usize) {
        for id in self.line(self.tip()) {
            if id == self.finalized {
                break;
            }
            if is_final(self.endorsers(id), seats) {
                self.finalized = id;
                break;
            }
        }
    }
}

fn history(number: u64, keys: &[Keys]) -> (usize, usize) {
    let mut rng = Rng::from_text(&format!("history {number}"));
    let mut tree = Tree::new(CHAIN, Toy::with_seats(keys));
    let mut plain = Plain { blocks: vec![], finalized: CHAIN };
    let mut places = vec![(Parent::genesis(&CHAIN), 0)];
    let (mut reorganised, mut refused) = (0, 0);
    for _ in 0..12 {
        let before = tree.tip();
        if plain.blocks.is_empty() || rng.below(3) == 0 {
            let recent = places.len().min(4) as u64;
            let (parent, last) = places[places.len() - 1 - rng.below(recent) as usize];
            let slot = parent.slot + 1 + rng.below(3);
            let producer = &keys[slot as usize % keys.len()];
            let block = Block::new::<Toy>(&CHAIN, &parent, slot, vec![Number(last + 1)], producer);
            let known = plain.blocks.iter().any(|(id, ..)| *id == block.id());
            let dead = !plain.line(parent.id).contains(&plain.finalized);
            match tree.accept(&block) {
                Ok(_) => {
                    assert!(!known && !dead);
                    let row = (block.id(), parent.id, block.height(), BTreeSet::new());
                    plain.blocks.push(row);
                    places.push((block.as_parent(), last + 1));
                }
                Err(BlockError::Block(BlockFault::Known { .. })) => assert!(known),
                Err(BlockError::Block(BlockFault::AgainstFinal { .. })) => {
                    assert!(dead && !known);
                    refused += 1;
                }
                Err(other) => panic!("{other}"),
            }
        } else {
            let at = plain.blocks.len() - 1 - rng.below(plain.blocks.len().min(4) as u64) as usize;
            let signer = &keys[rng.below(keys.len() as u64) as usize];
            let found = tree.endorse(&Endorsement::new(&CHAIN, plain.blocks[at].0, signer));
            assert_eq!(found.is_ok(), plain.blocks[at].3.insert(signer.identity()));
        }
        plain.settle(keys.len());
        assert_eq!(tree.finalized(), plain.finalized, "history {number}");
        assert_eq!(tree.tip(), plain.tip(), "history {number}");
        let followed: Vec<BlockHash> = tree.blocks().iter().map(|block| block.id()).collect();
        let mut line = plain.line(plain.tip());
        line.pop();
        line.reverse();
        assert_eq!(followed, line);
        assert!(tree.body().is_some(), "there is a state to build on");
        reorganised += usize::from(before != CHAIN && !followed.contains(&before));
    }
    (reorganised, refused)
}

#[test]
fn two_thousand_histories_follow_the_plain_rules() {
    let keys = keys(4);
    let mut sum = (0, 0);
    for number in 0..2_000 {
        let (reorganised, refused) = history(number, &keys);
        sum = (sum.0 + reorganised, sum.1 + refused);
    }
    assert!(sum.0 > 200, "{} reorganisations", sum.0);
    assert!(sum.1 > 100, "{} blocks against what is final", sum.1);
}

#[test]
fn endorsements_of_strangers_and_of_nothing_are_refused() {
    let keys = keys(6);
    let (seats, stranger) = (&keys[..5], &keys[5]);
    let mut tree = Tree::new(CHAIN, Toy::with_seats(seats));
    let block = Block::new::<Toy>(&CHAIN, &tree.place(), 1, vec![], &keys[1]);
    tree.accept(&block).unwrap();
    let known = tree.accept(&block).unwrap_err();
    assert!(matches!(known, BlockError::Block(BlockFault::Known { .. })));
    let nothing = tree.endorse(&Endorsement::new(&CHAIN, BlockHash([3; 32]), &keys[0]));
    assert!(matches!(nothing, Err(BlockFault::EndorsesNothing { .. })));
    let genesis = tree.endorse(&Endorsement::new(&CHAIN, CHAIN, &keys[0]));
    assert!(matches!(genesis, Err(BlockFault::EndorsesNothing { .. })));
    let strange = tree.endorse(&Endorsement::new(&CHAIN, block.id(), stranger));
    assert!(matches!(strange, Err(BlockFault::NoSeat { .. })));
    let other_chain = Endorsement::new(&BlockHash([8; 32]), block.id(), &keys[0]);
    let other = tree.endorse(&other_chain);
    assert!(matches!(other, Err(BlockFault::EndorsementNotSigned { .. })));
    let good = Endorsement::new(&CHAIN, block.id(), &keys[0]);
    tree.endorse(&good).unwrap();
    assert!(matches!(tree.endorse(&good), Err(BlockFault::EndorsedTwice { .. })));
    let orphan = Parent { id: BlockHash([4; 32]), height: 1, slot: 1 };
    let orphan = Block::new::<Toy>(&CHAIN, &orphan, 2, vec![], &keys[2]);
    let refused = tree.accept(&orphan).unwrap_err();
    assert!(matches!(refused, BlockError::Block(BlockFault::NoParent { .. })));
}
