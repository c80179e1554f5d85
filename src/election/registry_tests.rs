//! Every refusal for its own reason, and what an epoch's end does.

use super::*;
use crate::election::SeatRule;
use crate::election::stake::Vote;

const A: PoolNumber = PoolNumber(0);
const B: PoolNumber = PoolNumber(1);
const C: PoolNumber = PoolNumber(2);

fn setting() -> Setting {
    Setting { rule: SeatRule::Ranked, seats: 2, slots: 8, missed_limit: 1, ..Setting::default() }
}

fn tally() -> Tally {
    let votes = [(A, 50), (B, 30), (C, 20)].map(|(pool, amount)| Vote { pool, amount });
    Tally::count(3, votes).unwrap()
}

/// Three pools, in epoch 1, in which A and B sit.
fn registry() -> Registry {
    let mut registry = Registry::new(setting(), Beacon([1; 32]));
    for (name, key) in [("A", [1; 33]), ("B", [2; 33]), ("C", [3; 33])] {
        registry.open(name, &key, 50, 100).unwrap();
    }
    registry.next_epoch(&tally());
    registry
}

/// These commit to a secret and reveal it.
fn reveal(registry: &mut Registry, pools: &[PoolNumber]) {
    for pool in pools {
        registry.commit(*pool, Commitment::to(*pool, registry.epoch(), &[7; 32])).unwrap();
    }
    registry.begin_reveals();
    pools.iter().for_each(|pool| registry.reveal(*pool, [7; 32]).unwrap());
}

fn seated(registry: &Registry) -> Vec<PoolNumber> {
    registry.election().sitting().collect()
}

#[test]
fn a_pool_needs_a_bond_a_name_and_a_key_of_its_own() {
    let mut registry = registry();
    let small = registry.open("D", &[4; 33], 0, 99).unwrap_err();
    assert_eq!(small, ElectionError::BondTooSmall { bond: 99, smallest: 100 });
    let name = registry.open("A", &[4; 33], 0, 100).unwrap_err();
    assert_eq!(name, ElectionError::NameTaken { name: "A".into() });
    let key = registry.open("D", &[2; 33], 0, 100).unwrap_err();
    assert_eq!(key, ElectionError::DelegateTaken { pool: B });
    let greedy = registry.open("D", &[4; 33], 1001, 100).unwrap_err();
    assert_eq!(greedy, ElectionError::CommissionTooHigh { per_mille: 1001 });
    assert_eq!(registry.open("D", &[4; 33], 1000, 100), Ok(PoolNumber(3)));
    assert!(matches!(registry.pool(PoolNumber(4)), Err(ElectionError::NoSuchPool { .. })));
}

#[test]
fn a_higher_commission_waits_and_a_lower_one_does_not() {
    let mut registry = registry();
    assert_eq!(registry.announce(A, 900), Ok(3));
    assert_eq!(registry.announce(B, 10), Ok(2));
    assert!(registry.announce(B, 1001).is_err());
    let commissions = |registry: &Registry| {
        registry.pools().iter().map(|pool| pool.commission_per_mille).collect::<Vec<_>>()
    };
    registry.next_epoch(&tally());
    assert_eq!(commissions(&registry), [50, 10, 50]);
    registry.next_epoch(&tally());
    assert_eq!(commissions(&registry), [900, 10, 50]);
}

#[test]
fn only_who_sits_makes_the_next_randomness() {
    let mut registry = registry();
    let none = registry.commit(C, Commitment([0; 32])).unwrap_err();
    assert_eq!(none, ElectionError::NoSeat { pool: C });
    registry.commit(A, Commitment::to(A, 1, &[7; 32])).unwrap();
    registry.begin_reveals();
    assert!(matches!(
        registry.reveal(A, [8; 32]),
        Err(ElectionError::RevealDoesNotMatch { pool: A, .. })
    ));
    let mut silent = registry.clone();
    registry.reveal(A, [7; 32]).unwrap();
    registry.slot(A, true);
    silent.slot(A, true);
    let paid = registry.next_epoch(&tally());
    assert_eq!((paid.earned, paid.withheld), (vec![(A, 10)], vec![B]));
    let unpaid = silent.next_epoch(&tally());
    assert_eq!((unpaid.earned, unpaid.withheld), (vec![], vec![A, B]));
    assert_eq!(silent.pools()[0].history.withheld, 1);
    assert_ne!(registry.election().beacon, silent.election().beacon);
}

#[test]
fn who_sits_is_paid_for_a_secret_and_not_for_silence() {
    let mut registry = registry();
    reveal(&mut registry, &[B]);
    for pool in [A, B] {
        registry.slot(pool, true);
    }
    let end = registry.next_epoch(&tally());
    assert_eq!(end.earned, [(B, 10)], "A made its block, and never committed");
    assert_eq!((end.withheld, registry.pools()[0].history.withheld), (vec![A], 1));
}

#[test]
fn a_pool_that_closes_sees_its_epoch_through() {
    let mut registry = registry();
    registry.close(A).unwrap();
    reveal(&mut registry, &[A]);
    registry.slot(A, true);
    assert_eq!(registry.next_epoch(&tally()).earned, [(A, 10)]);
}

#[test]
fn who_misses_too_many_slots_sits_out() {
    let mut registry = registry();
    reveal(&mut registry, &[B]);
    assert_eq!(seated(&registry), [A, B]);
    for produced in [false, true, false, false] {
        registry.slot(B, produced);
    }
    registry.slot(A, false);
    let end = registry.next_epoch(&tally());
    assert_eq!(end.suspended, [B], "one missed slot is within the limit");
    assert_eq!(end.earned, [(B, 10)]);
    let mut seats = Vec::new();
    for _ in 0..3 {
        seats.push(seated(&registry));
        registry.next_epoch(&tally());
    }
    assert_eq!(seats, [[A, C], [A, C], [A, B]]);
    assert_eq!(registry.pools()[1].history.missed, 3);
}

#[test]
fn two_signed_headers_burn_the_bond_and_nothing_less_does() {
    let mut registry = registry();
    reveal(&mut registry, &[A]);
    let signed_by = |key: u8| move |delegate: &[u8], _: &[u8; 32]| delegate == [key; 33];
    let same = registry.double_signed(A, [[5; 32], [5; 32]], signed_by(1)).unwrap_err();
    assert!(matches!(same, ElectionError::SameHeader { .. }));
    let other = registry.double_signed(A, [[5; 32], [6; 32]], signed_by(2)).unwrap_err();
    assert!(matches!(other, ElectionError::NotSigned { pool: A, .. }));
    let one = |delegate: &[u8], header: &[u8; 32]| delegate == [1; 33] && header == &[5; 32];
    assert!(registry.double_signed(A, [[5; 32], [6; 32]], one).is_err());
    assert_eq!(registry.burnt(), 0);
    assert_eq!(registry.double_signed(A, [[5; 32], [6; 32]], signed_by(1)), Ok(100));
    assert_eq!(registry.burnt(), 100);
    registry.slot(A, true);
    let expelled = registry.reveal(A, [7; 32]).unwrap_err();
    assert_eq!(expelled, ElectionError::NoPart { pool: A, standing: "expelled" });
    let end = registry.next_epoch(&tally());
    assert_eq!(end.earned, [], "no pay for whoever signs twice");
    assert_eq!(seated(&registry), [B, C]);
    let again = registry.announce(A, 1).unwrap_err();
    assert_eq!(again, ElectionError::NoPart { pool: A, standing: "expelled" });
}

#[test]
fn a_closed_pool_has_its_bond_back_and_no_seat() {
    let mut registry = registry();
    assert_eq!(registry.close(A), Ok(100));
    assert!(matches!(registry.close(A), Err(ElectionError::NoPart { standing: "closed", .. })));
    registry.next_epoch(&tally());
    assert_eq!(seated(&registry), [B, C]);
}
