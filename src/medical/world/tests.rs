//! Pools and epochs, where the story does not go: bonds, closing, absence, and slots far ahead.

use super::*;
use crate::medical::chain::Body;
use crate::medical::identity::Keys;
use crate::medical::moment::Moment;
use crate::medical::story::{House, SEED, Tale, tell};
use crate::medical::token::Facts;

struct Stage {
    tale: Tale,
    world: World,
    at: Moment,
    number: u64,
}

impl Stage {
    fn new() -> Stage {
        let tale = tell(SEED).unwrap();
        let world = tale.tree().body().unwrap().clone();
        let place = tale.tree().place();
        let at = Moment { height: place.height, slot: place.slot, final_height: place.height };
        let mut stage = Stage { tale, world, at, number: 5_000 };
        stage.next_block(1);
        stage
    }

    fn next_block(&mut self, slots: u64) {
        self.at.height += 1;
        self.at.slot += slots;
        self.world.begin_block(&self.at);
    }

    fn judge(&mut self, action: PoolAction, keys: &Keys) -> Result<(), PoolError> {
        self.number += 1;
        let tx = Tx::Pool(PoolTx::new(self.world.chain(), self.number, action, keys));
        let proof = self.world.prove(&tx, &tx.txid());
        match proof.and_then(|proof| self.world.apply(&tx, &proof, &self.at)) {
            Ok(()) => Ok(()),
            Err(WorldError::Pool(error)) => Err(error),
            Err(other) => panic!("{other}"),
        }
    }

    fn house(&self, house: House) -> Keys {
        self.tale.cast.house(house).keys.clone()
    }

    fn bond_of(&self, house: House) -> OutPoint {
        let pool = self.world.pool_of(&self.house(house).identity()).unwrap();
        *self.world.bonds.iter().find(|(_, number)| **number == pool).unwrap().0
    }
}

#[test]
fn a_pool_takes_a_bond_of_its_own() {
    let mut stage = Stage::new();
    let (cohort, bielefeld) = (stage.tale.cast.cohort.clone(), stage.house(House::Bielefeld));
    let used = stage.bond_of(House::Bielefeld);
    let open = |bond| PoolAction::Open { name: "new".into(), commission_per_mille: 1, bond };
    let theirs = stage.judge(open(used), &cohort);
    assert!(matches!(theirs, Err(PoolError::NoBond { .. })), "{theirs:?}");
    let twice = stage.judge(open(used), &bielefeld);
    assert!(matches!(twice, Err(PoolError::BondInUse { .. })), "{twice:?}");
    let nobody = stage.judge(PoolAction::Close, &cohort);
    assert!(matches!(nobody, Err(PoolError::NoDelegate { .. })), "{nobody:?}");
}

#[test]
fn a_bond_comes_back_two_epochs_after_its_pool_is_closed() {
    let mut stage = Stage::new();
    let (bielefeld, bond) = (stage.house(House::Bielefeld), stage.bond_of(House::Bielefeld));
    assert!(!stage.world.bond_is_free(&bond));
    stage.judge(PoolAction::Close, &bielefeld).unwrap();
    let closed = stage.world.registry().epoch();
    while stage.world.registry().epoch() < closed + 2 {
        assert!(!stage.world.bond_is_free(&bond), "it still stands to be lost");
        stage.next_block(1);
    }
    assert!(stage.world.bond_is_free(&bond));
    assert!(!stage.world.bond_is_forfeit(&bond));
    let again = stage.judge(PoolAction::Announce { commission_per_mille: 5 }, &bielefeld);
    assert!(matches!(again, Err(PoolError::Election(_))), "{again:?}");
}

#[test]
fn slots_without_a_block_are_counted_and_too_many_stop_the_count() {
    let mut stage = Stage::new();
    let missed = |stage: &Stage| -> u64 {
        let registry = stage.world.registry();
        let past: u64 = registry.pools().iter().map(|pool| pool.history.missed).sum();
        past + registry.slots().pools().map(|(_, slots)| u64::from(slots.missed)).sum::<u64>()
    };
    let before = missed(&stage);
    stage.next_block(5);
    assert_eq!(missed(&stage), before + 4);
    assert!(stage.world.producer(stage.at.slot).is_some());
    let last = stage.world.last_slot();
    stage.next_block(LARGEST_GAP_SLOTS + 1);
    assert_eq!(stage.world.last_slot(), last, "nobody counts that far");
    assert_eq!(stage.world.producer(stage.at.slot), None);
    stage.at.slot = u64::MAX;
    stage.world.begin_block(&stage.at);
    assert_eq!(stage.world.producer(u64::MAX), None);
}

#[test]
fn when_all_delegates_stay_away_the_founders_go_on() {
    let mut stage = Stage::new();
    let founders = stage.world.setting().founders.clone();
    // Nobody makes a block for four epochs; pools that miss too much are suspended.
    stage.next_block(48);
    let producers: Vec<_> = (0..12)
        .map(|_| {
            stage.next_block(1);
            stage.world.producer(stage.at.slot).unwrap()
        })
        .collect();
    assert!(producers.iter().all(|producer| founders.contains(producer)));
}

#[test]
fn what_an_epoch_earns_is_what_is_due_to_the_unit() {
    let stage = Stage::new();
    let mut paid = 0;
    for (number, epoch) in (0..).zip(stage.world.epochs()) {
        let Some(end) = &epoch.end else { continue };
        let earned: u64 = end.earned.iter().map(|(_, units)| *units).sum();
        let due = stage.world.rewards_due(number, 7).unwrap();
        let all: u64 = due.iter().map(|output| output.amount).sum();
        let fees = if end.earned.is_empty() { 0 } else { 7 };
        assert_eq!(all, earned + fees, "epoch {number}");
        paid += earned;
    }
    assert!(paid > 0);
    assert_eq!(stage.world.rewards_due(stage.world.registry().epoch(), 0), None);
}
