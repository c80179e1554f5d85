//! What is told of each attack, asserted by the numbers of its run, for several seeds.

use super::*;
use crate::election::{PoolNumber, SeatRule};

const SEEDS: [&str; 5] = ["", "1", "2", "blockstep", "a seed in words"];

#[test]
fn names_are_those_of_json_and_lead_back() {
    for attack in Attack::ALL {
        assert_eq!(Attack::by_name(attack.name()), Some(attack));
        assert_eq!(serde_json::to_value(attack).unwrap(), attack.name());
        assert_eq!(attack.to_string(), attack.name());
    }
    assert_eq!(Attack::by_name("Cartel"), None);
    let titles: std::collections::BTreeSet<_> = Attack::ALL.map(Attack::title).into();
    assert_eq!(titles.len(), Attack::ALL.len());
}

#[test]
fn every_outcome_is_whole_short_and_the_same_again() {
    for attack in Attack::ALL {
        for seed in SEEDS.into_iter().take(2) {
            let outcome = attack.run(seed);
            assert_eq!(outcome, attack.run(seed), "{attack}");
            assert!(outcome.told.len() >= 4, "{attack}");
            let sentences = outcome.told.iter().chain(&outcome.setting_words);
            for sentence in sentences {
                assert!(!sentence.is_empty() && sentence.len() <= 300, "{attack}: {sentence}");
                assert!(sentence.ends_with('.'), "{attack}: {sentence}");
            }
            assert!(!outcome.before.is_empty() && !outcome.after.is_empty(), "{attack}");
            assert_ne!(outcome.before, outcome.after, "{attack}");
            assert!(outcome.figures.len() >= 3, "{attack}");
            assert!(outcome.after.iter().any(|line| line.attackers), "{attack}");
        }
        assert_ne!(attack.run("1").figures, [], "{attack}");
    }
}

#[test]
fn a_seat_is_bought_for_less_than_it_earns() {
    for seed in SEEDS {
        let found = buying_votes::measure(seed);
        let buyer = PoolNumber(11);
        assert!(!found.seated[0].contains(&buyer) && found.seated[1].contains(&buyer), "{seed}");
        assert!(!found.seated[1].contains(&found.from), "{seed}: the seller's pool goes");
        assert_eq!(found.before.iter().sum::<u64>(), found.after.iter().sum::<u64>());
        assert_eq!(found.seat_earns, 40);
        assert!(found.bribe > 0 && found.bribe < found.seat_earns, "{seed}: {}", found.bribe);
        assert!(found.bought <= found.fresh, "{seed}: votes from a rival count twice");
        assert!(found.price[0] < found.price[1], "{seed}");
        assert!(!Attack::BuyingVotes.run(seed).stopped);
    }
}

#[test]
fn a_third_stops_finality_and_two_thirds_need_nobody() {
    for seed in SEEDS {
        let found = cartel::measure(seed);
        assert_eq!((found.seats, found.slots), (7, 28));
        assert_eq!((found.block_from(), found.alone_from(), found.twice_from()), (3, 5, 3));
        for (held, (silent, alone, _)) in found.by_seats.iter().enumerate() {
            assert_eq!(*silent, if held < 3 { (7 - held) * 4 } else { 0 }, "{seed}: {held}");
            assert_eq!(*alone, if held < 5 { 0 } else { held * 4 }, "{seed}: {held}");
        }
        assert!(found.price[0] < found.price[1]);
    }
}

#[test]
fn the_same_stake_has_more_seats_the_fewer_vote() {
    for seed in SEEDS {
        let found = low_turnout::measure(seed);
        let powers: Vec<_> = found.iter().map(|at| (at.blocks(), at.finalises())).collect();
        assert_eq!(powers, [(false, false), (true, false), (true, true)], "{seed}: {found:?}");
        for at in &found {
            // Whole units: a few are lost when the others' are shared out.
            assert!((at.measures.turnout * 100.0 - at.per_cent as f64).abs() < 0.01, "{at:?}");
        }
        assert!(found[0].seats < found[1].seats && found[1].seats < found[2].seats, "{seed}");
    }
}

#[test]
fn an_absent_delegate_is_suspended_and_a_careful_one_is_not() {
    for seed in SEEDS {
        let found = absent_delegate::measure(seed);
        assert_eq!(found.there.earned, [40; 5], "{seed}");
        assert_eq!(found.away.earned, [0, 0, 0, 40, 40], "{seed}");
        assert_eq!(found.away.seated, [true, false, false, true, true], "{seed}");
        assert_eq!(found.away.empty, [4, 0, 0, 0, 0], "{seed}");
        assert_eq!((found.away.suspended, found.within.suspended), (1, 0), "{seed}");
        assert_eq!(found.within.earned, [20; 5], "{seed}");
        assert_eq!(found.within.empty, [2; 5], "{seed}");
        assert!(Attack::AbsentDelegate.run(seed).stopped);
    }
}

#[test]
fn two_headers_burn_the_bond_and_nothing_less_does() {
    for seed in SEEDS {
        let found = double_signing::measure(seed).unwrap();
        assert_eq!(found.refused, [true; 3], "{seed}");
        assert_eq!((found.bond, found.burnt), (100, 100), "{seed}");
        assert_eq!(found.earned, [vec![40; 5], vec![0; 5]], "{seed}");
        assert!(!found.sits_again, "{seed}");
        assert!(Attack::DoubleSigning.run(seed).stopped);
    }
}

#[test]
fn a_split_whale_has_all_ranked_seats_and_about_its_part_of_the_lottery() {
    use SeatRule::{Lottery, Ranked};
    for seed in SEEDS.into_iter().take(3) {
        let found = whale::measure(seed);
        let (many, draws) = (found.many(), u64::from(whale::DRAWS));
        for capped in [false, true] {
            assert_eq!(found.seats(Ranked, capped, 1), draws, "{seed}: one pool, one seat");
            assert_eq!(found.seats(Ranked, capped, many), many * draws, "{seed}: everything");
            assert!(found.seats(Lottery, capped, 1) <= draws, "{seed}");
        }
        // Without replacement it stays somewhat below three fifths.
        let split = found.seats(Lottery, false, many);
        assert!(split > 3 * draws && split * 5 < many * draws * 3, "{seed}: {split}");
        assert_eq!(split, found.seats(Lottery, true, many), "{seed}: the cap changes nothing");
        assert!(found.whale / many < found.cap && found.whale > found.cap, "{seed}");
        let alone = |capped| found.seats(Lottery, capped, 1);
        assert!(alone(true) < alone(false), "{seed}: it does bind one pool");
    }
}

#[test]
fn silence_gains_seats_and_costs_what_one_seat_earns() {
    for seed in SEEDS.into_iter().take(3) {
        let found = withheld_reveal::measure(seed);
        for [reveal, seats, units] in [found.single, found.one, found.two] {
            assert_eq!(reveal.withheld, 0);
            assert!(seats.seats > reveal.seats && seats.withheld > 0, "{seed}: {seats:?}");
            assert!(units.units >= reveal.units && units.units >= seats.units, "{seed}");
            assert!(units.withheld < seats.withheld, "{seed}: few silences pay");
        }
        let [reveal, seats, units] = found.single;
        assert_eq!((units.units, units.withheld), (reveal.units, 0), "{seed}: never for one pool");
        assert_eq!(seats.units, reveal.units, "{seed}: a seat comes out even");
        assert!(found.one[2].units > found.one[0].units, "{seed}: a coalition is not stopped");
        assert!(found.two[2].units > found.one[2].units, "{seed}: two secrets pay more");
        assert!(found.two[1].seats > found.one[1].seats, "{seed}: two secrets are more");
        assert_eq!(found.one[0], found.two[0], "{seed}: the same epochs");
        assert_eq!((found.withheld_paid, found.silent_paid), (0, 0), "{seed}");
    }
}

#[test]
fn notice_protects_those_who_read() {
    for seed in SEEDS {
        let found = commission_rise::measure(seed);
        assert_eq!(found.honest.commission, [50; 6], "{seed}");
        assert_eq!(found.honest.lost, [0; 3], "{seed}");
        assert_eq!(found.notice.commission, [50, 50, 900, 900, 900, 900], "{seed}");
        assert_eq!(found.notice.kept[..3], [2, 2, 36], "{seed}");
        let [reads, looks, never] = found.notice.lost;
        assert_eq!(reads, 0, "{seed}");
        assert!(looks > 0 && never == looks, "{seed}: {:?}", found.notice.lost);
        let [readers, lookers, others] = found.notice.paid;
        assert!(readers > lookers && lookers > others, "{seed}: {:?}", found.notice.paid);
        assert!(found.surprise.lost[0] > 0, "{seed}: without notice all lose");
        assert!(!found.notice.seated[4] && found.honest.seated[5], "{seed}: the seat is gone");
        assert!(Attack::CommissionRise.run(seed).stopped);
    }
}

#[test]
fn cutting_a_treatment_multiplies_stake_only_if_records_mint() {
    for seed in SEEDS {
        let found = mint_by_splitting::measure(seed);
        let records: Vec<u64> = found.iter().map(|cut| u64::from(cut.records)).collect();
        assert_eq!(records, [1, 10, 100, 1_000]);
        for (cut, records) in found.iter().zip(records) {
            let others = u64::from(mint_by_splitting::EPISODES) - 1;
            assert_eq!(cut.by_record.0, (others + records) * mint_by_splitting::MINT, "{seed}");
            assert_eq!(cut.by_episode, (500, 0), "{seed}");
        }
        assert_eq!((found[0].by_record.1, found[3].by_record.1), (0, 7), "{seed}: {found:?}");
        assert!(Attack::MintBySplitting.run(seed).stopped);
    }
}
