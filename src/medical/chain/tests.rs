//! Every refusal of a block for its own reason, with what would have passed beside it.

use super::block::{Parent, SIZE_MAX_BYTES};
use super::toy::{Number, Toy, ToyFault, keys};
use super::*;
use crate::encode::{Decode, Encode};
use crate::hash::{BlockHash, MerkleNode};

const CHAIN: BlockHash = BlockHash([9; 32]);

fn numbers(range: std::ops::RangeInclusive<u64>) -> Vec<Number> {
    range.map(Number).collect()
}

/// A block in `slot` by whoever's turn it is.
fn block(parent: &Parent, slot: u64, transactions: Vec<Number>) -> Block<Number> {
    let keys = keys(5);
    Block::new::<Toy>(&CHAIN, parent, slot, transactions, &keys[slot as usize % 5])
}

fn check(block: &Block<Number>) -> Result<Toy, BlockError<ToyFault>> {
    check_block(&CHAIN, &Parent::genesis(&CHAIN), 0, block, &Toy::with_seats(&keys(5)))
}

fn fault(block: &Block<Number>) -> BlockFault {
    match check(block) {
        Err(BlockError::Block(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

/// Changes the header, and signs it again with the key of whoever it names.
fn resigned(mut block: Block<Number>, change: impl Fn(&mut Header)) -> Block<Number> {
    change(&mut block.head.header);
    let producer = block.head.header.producer;
    let keys = keys(6);
    let signer = keys.iter().find(|keys| keys.identity() == producer).unwrap();
    block.head = block.head.header.signed(&CHAIN, signer);
    block
}

#[test]
fn each_check_has_a_block_that_only_it_refuses() {
    let good = || block(&Parent::genesis(&CHAIN), 3, numbers(1..=4));
    assert_eq!(check(&good()).unwrap().last, 4);
    let other = |header: &mut Header| header.previous = BlockHash([1; 32]);
    assert!(matches!(fault(&resigned(good(), other)), BlockFault::OtherParent { .. }));
    let high = fault(&resigned(good(), |header| header.height = 2));
    assert_eq!(high, BlockFault::WrongHeight { found: 2, wanted: 1 });
    let late = block(&Parent::genesis(&CHAIN), 0, numbers(1..=1));
    assert_eq!(fault(&late), BlockFault::SlotNotLater { found: 0, before: 0 });
    let stranger = keys(6)[5].identity();
    for producer in [keys(5)[2].identity(), stranger] {
        let theirs = fault(&resigned(good(), |header| header.producer = producer));
        assert!(matches!(theirs, BlockFault::NotItsTurn { slot: 3, .. }));
    }
    let mut unsigned = good();
    unsigned.head.signature.0[63] ^= 1;
    assert!(matches!(fault(&unsigned), BlockFault::NotSigned { .. }));
    let mut elsewhere = good();
    elsewhere.head = elsewhere.head.header.signed(&BlockHash([8; 32]), &keys(5)[3]);
    assert!(matches!(fault(&elsewhere), BlockFault::NotSigned { .. }));
    let wrong = fault(&resigned(good(), |header| header.merkle_root = MerkleNode([0; 32])));
    assert!(matches!(wrong, BlockFault::WrongRoot { .. }));
    let large = block(&Parent::genesis(&CHAIN), 3, numbers(1..=SIZE_MAX_BYTES as u64 / 8));
    assert!(matches!(fault(&large), BlockFault::TooLarge { .. }));
    let nobody = check_block(&CHAIN, &Parent::genesis(&CHAIN), 0, &good(), &Toy::with_seats(&[]));
    assert_eq!(nobody, Err(BlockError::Block(BlockFault::NobodysSlot { slot: 3 })));
}

#[test]
fn a_repeated_tail_has_the_same_root_and_is_refused() {
    let good = block(&Parent::genesis(&CHAIN), 3, numbers(1..=3));
    let mut repeated = good.clone();
    repeated.transactions.push(Number(3));
    assert_eq!(repeated.id(), good.id(), "the very attack of CVE-2012-2459");
    assert!(matches!(fault(&repeated), BlockFault::Repeated { .. }));
}

#[test]
fn the_first_bad_transaction_is_named_whatever_the_number_of_threads() {
    let body = Toy::with_seats(&keys(5));
    let block = block(
        &Parent::genesis(&CHAIN),
        1,
        [&numbers(1..=5)[..], &[Number(9), Number(666)]].concat(),
    );
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found =
            pool.install(|| check_block(&CHAIN, &Parent::genesis(&CHAIN), 0, &block, &body));
        let error = ToyFault::Order { found: 9, last: 5 };
        assert_eq!(found, Err(BlockError::Transaction { index: 5, error }));
    }
    let unproved = self::block(&Parent::genesis(&CHAIN), 1, vec![Number(666), Number(1)]);
    let error = ToyFault::Unproved { found: 666 };
    assert_eq!(check(&unproved), Err(BlockError::Transaction { index: 0, error }));
}

#[test]
fn a_proof_leads_from_each_transaction_to_the_root_and_from_no_other() {
    for count in 1..=9 {
        let block = block(&Parent::genesis(&CHAIN), 3, numbers(1..=count));
        let root = block.head.header.merkle_root;
        for index in 0..count as usize {
            let proof = block.proof::<Toy>(index).unwrap();
            let leaf = |number: u64| MerkleNode(Toy::txid(&Number(number)).0);
            assert!(proof.verify(leaf(index as u64 + 1), root));
            assert!(!proof.verify(leaf(index as u64 + 2), root));
        }
        assert!(block.proof::<Toy>(count as usize).is_none());
    }
}

#[test]
fn two_headers_for_one_slot_prove_what_they_prove() {
    let genesis = Parent::genesis(&CHAIN);
    let one = block(&genesis, 3, numbers(1..=1)).head;
    let two = block(&genesis, 3, numbers(1..=2)).head;
    let check =
        |first: SignedHeader, second: SignedHeader| Evidence { first, second }.check(&CHAIN);
    assert_eq!(check(one, two), Ok(()));
    assert!(matches!(check(one, one), Err(BlockFault::SameHeader { .. })));
    let later = block(&genesis, 8, numbers(1..=2)).head;
    assert!(matches!(check(one, later), Err(BlockFault::NotOneSlot { .. })), "8 is its slot too");
    let mut forged = two;
    forged.signature.0[5] ^= 1;
    assert!(matches!(check(one, forged), Err(BlockFault::NotSigned { .. })));
    assert!(matches!(check(forged, one), Err(BlockFault::NotSigned { .. })));
    let bytes = Evidence { first: one, second: two }.to_bytes();
    assert_eq!(Evidence::from_bytes(&bytes).unwrap().second, two);
}

#[test]
fn what_is_final_is_told_to_the_body() {
    let keys = keys(5);
    let mut tree = Tree::new(CHAIN, Toy::with_seats(&keys));
    for slot in 1..=4 {
        let next = block(&tree.place(), slot, vec![]);
        tree.accept(&next).unwrap();
        if slot == 2 {
            for signer in &keys[..4] {
                tree.endorse(&Endorsement::new(&CHAIN, next.id(), signer)).unwrap();
            }
        }
    }
    assert_eq!(tree.body().unwrap().final_heights, [0, 0, 2, 2]);
    assert_eq!(tree.blocks().len(), 4);
}
