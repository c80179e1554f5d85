//! Every byte of blocks, endorsements and proofs, changed: each change is noticed, and by which check.

use std::collections::BTreeMap;

use super::block::Parent;
use super::toy::{Number, Toy, keys};
use super::*;
use crate::encode::{Decode, Encode};
use crate::hash::BlockHash;

const CHAIN: BlockHash = BlockHash([9; 32]);

/// Changes one bit of each byte, several times over, and counts by which check it is noticed.
fn mutate<T: Decode>(
    bytes: &[u8],
    bits: usize,
    check: impl Fn(T) -> Result<(), &'static str>,
) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for at in 0..bytes.len() {
        for bit in 0..bits {
            let mut changed = bytes.to_vec();
            changed[at] ^= 1 << ((at + bit) % 8);
            let by = match T::from_bytes(&changed) {
                Err(_) => "when it is read",
                Ok(value) => check(value).expect_err("a changed byte passes"),
            };
            *counts.entry(by).or_default() += 1;
        }
    }
    counts
}

#[test]
fn each_changed_byte_is_noticed_by_a_check_that_has_a_name() {
    let keys = keys(5);
    let genesis = Parent::genesis(&CHAIN);
    let body = Toy::with_seats(&keys);
    let numbers = |last: u64| (1..=last).map(Number).collect::<Vec<_>>();
    let block = Block::new::<Toy>(&CHAIN, &genesis, 2, numbers(12), &keys[2]);
    let other = Block::new::<Toy>(&CHAIN, &genesis, 2, numbers(3), &keys[2]);
    let judged = |block: Block<Number>| match check_block(&CHAIN, &genesis, 0, &block, &body) {
        Err(BlockError::Block(fault)) => Err(fault.rule().name),
        Err(BlockError::Transaction { .. }) => Err("transaction"),
        Ok(_) => Ok(()),
    };
    let blocks = mutate(&block.to_bytes(), 4, judged);
    let mut tree = Tree::new(CHAIN, body.clone());
    tree.accept(&block).unwrap();
    let endorsement = Endorsement::new(&CHAIN, block.id(), &keys[0]);
    let judged = |endorsement| {
        tree.clone().endorse(&endorsement).map(drop).map_err(|fault| fault.rule().name)
    };
    let endorsements = mutate(&endorsement.to_bytes(), 2, judged);
    let evidence = Evidence { first: block.head, second: other.head };
    let judged = |evidence: Evidence| evidence.check(&CHAIN).map_err(|fault| fault.rule().name);
    let proofs = mutate(&evidence.to_bytes(), 1, judged);
    let all = [&blocks, &endorsements, &proofs];
    let total: usize = all.iter().flat_map(|counts| counts.values()).sum();
    assert!(total > 1_500, "{total}");
    for (counts, check) in [
        (&blocks, "block-follows"),
        (&blocks, "block-producer"),
        (&blocks, "block-signature"),
        (&blocks, "block-root"),
        (&endorsements, "endorsement"),
        (&proofs, "two-headers"),
        (&proofs, "block-signature"),
    ] {
        assert!(counts.contains_key(check), "{check}: {counts:?}");
    }
}
