//! Whole simulations: nothing is lost, nothing depends on threads, and good delegates win members.

use super::*;
use crate::election::{PoolNumber, SeatRule, Setting};

fn small(rule: SeatRule) -> SimulationSetting {
    let election = Setting { rule, seats: 4, slots: 21, ..Setting::default() };
    SimulationSetting { election, voters: 300, supply: 30_000, pools: 9, ..Default::default() }
}

#[test]
fn every_unit_is_accounted_for_over_two_hundred_epochs() {
    for rule in [SeatRule::Ranked, SeatRule::Lottery] {
        let reports = simulate(&small(rule), 200).unwrap();
        assert_eq!(reports.len(), 200);
        let mut units = 30_000;
        for (number, report) in (1..).zip(&reports) {
            assert_eq!(report.epoch, number);
            // What the registry says was earned, and what the owners have, owner by owner.
            units += report.issued;
            assert_eq!(report.supply, units, "epoch {number}");
            assert_eq!(report.issued, 10 * u64::from(report.slots.produced));
            let scheduled = report.slots.produced + report.slots.missed;
            assert_eq!(scheduled, if report.seats == 0 { 0 } else { 21 }, "epoch {number}");
        }
        assert!(units > 30_000 + 100 * 21 * 10 / 2, "blocks were made: {units}");
        let after: u64 = reports[199].pools.iter().map(|pool| pool.stake_after).sum();
        let turnout = after as f64 / units as f64;
        assert!((reports[199].measures.turnout - turnout).abs() < 1e-12, "all nine are told");
    }
}

#[test]
fn one_thread_and_two_simulate_the_same() {
    let run = |threads: usize, seed: &str| {
        let setting = SimulationSetting { seed: seed.into(), ..small(SeatRule::Lottery) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| simulate(&setting, 30).unwrap())
    };
    let one = run(1, "a");
    assert_eq!(one, run(2, "a"));
    assert_eq!(one, run(1, "a"));
    assert_ne!(one, run(2, "b"), "another seed runs otherwise");
}

/// Six pools that all sit, three slots each an epoch, the delegate of the first missing 800 of 1,000.
fn one_bad(missed: u16) -> Simulation {
    let election = Setting { seats: 6, slots: 18, missed_limit: 18, ..Setting::default() };
    let setting = SimulationSetting {
        election,
        pools: 6,
        worst_missed_per_mille: 0,
        ..SimulationSetting::default()
    };
    let mut simulation = Simulation::new(&setting).unwrap();
    simulation.delegates[0].missed_per_mille = missed;
    simulation
}

#[test]
fn members_leave_a_bad_delegate_for_good_ones() {
    let mut simulation = one_bad(800);
    let (stake, members) =
        (simulation.tally().unwrap().of(PoolNumber(0)), simulation.members_by_pool());
    assert!(members[0] > 50 && members.iter().sum::<u64>() == 700, "{members:?}");
    for _ in 0..40 {
        let report = simulation.step(None).unwrap();
        assert!(report.moves.largest.iter().all(|flow| flow.from == PoolNumber(0)), "{report:?}");
    }
    let after = simulation.members_by_pool();
    // A tenth look about in each epoch: after 40, one in e^4 has not.
    assert!(after[0] * 10 < members[0], "{after:?}");
    assert!((1..6).all(|pool| after[pool] > members[pool]), "{after:?}");
    assert!(simulation.tally().unwrap().of(PoolNumber(0)) * 2 < stake);
}

#[test]
fn nobody_leaves_where_all_are_equally_good() {
    let mut simulation = one_bad(0);
    let members = simulation.members_by_pool();
    for _ in 0..20 {
        assert_eq!(simulation.step(None).unwrap().moves, Moves::default());
    }
    assert_eq!(simulation.members_by_pool(), members);
}

#[test]
fn an_absence_costs_blocks_pay_and_members() {
    let (mut with, mut without) = (one_bad(0), one_bad(0));
    let (absent, present) = (with.step(Some(PoolNumber(2))).unwrap(), without.step(None).unwrap());
    assert_eq!((absent.slots.produced, absent.slots.missed), (15, 3));
    assert_eq!((absent.issued, present.issued), (150, 180));
    assert!(absent.moves.voters > 0 && present.moves.voters == 0);
    assert!(absent.moves.largest.iter().all(|flow| flow.from == PoolNumber(2)));
}

#[test]
fn who_misses_too_much_sits_out() {
    let mut setting = small(SeatRule::Ranked);
    setting.worst_missed_per_mille = 1000;
    setting.election.missed_limit = 1;
    let mut simulation = Simulation::new(&setting).unwrap();
    let mut seen = 0;
    for _ in 0..30 {
        let report = simulation.step(None).unwrap();
        let seats = &simulation.registry().election().seats;
        assert!(report.suspended.iter().all(|pool| seats.iter().all(|seat| seat.pool != *pool)));
        seen += report.suspended.len();
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn exactly_the_turnout_votes() {
    for (voters, percent, vote) in [(300, 70, 210), (1, 1, 1), (333, 50, 167), (300, 100, 300)] {
        let setting =
            SimulationSetting { voters, turnout_percent: percent, ..small(SeatRule::Ranked) };
        let simulation = Simulation::new(&setting).unwrap();
        assert_eq!(simulation.members.len(), vote);
        assert_eq!(simulation.supply(), 30_000);
        let whole = simulation.measures().unwrap().turnout == 1.0;
        assert_eq!(whole, vote == voters as usize);
    }
}

#[test]
fn ranked_seats_go_to_the_largest_and_reports_are_json() {
    let reports = simulate(&small(SeatRule::Ranked), 1).unwrap();
    let report = &reports[0];
    let seated: Vec<bool> = report.pools.iter().map(|pool| pool.seated).collect();
    assert_eq!(seated[..5], [true, true, true, true, false]);
    assert_eq!(report.pools[0].seat_share, 0.25);
    assert!(report.pools.is_sorted_by(|left, right| left.stake >= right.stake));
    let shares: f64 = report.pools.iter().map(|pool| pool.stake_share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    let json = serde_json::to_value(report).unwrap();
    assert_eq!(json["epoch"], 1);
    assert_eq!(json["pools"][0]["seated"], true);
    assert!(json["measures"]["gini"].is_f64());
}
