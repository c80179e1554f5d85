use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::hash::Txid;
use crate::rng::Rng;
use crate::trace::{Stepper, Trace, Verdict, Window};

fn coin(number: u32, value: i64, input_weight: usize) -> Candidate {
    let outpoint = OutPoint { txid: Txid([3; 32]), vout: number };
    Candidate { outpoint, value, input_weight }
}

fn problem(values: &[i64], needed: i64, cost_of_change: i64, rate: i64) -> Problem {
    let coins = values.iter().enumerate().map(|(at, value)| coin(at as u32, *value, 272)).collect();
    Problem::new(coins, needed, cost_of_change, FeeRate::new(rate).unwrap())
}

/// What the coins chosen bring.
fn brought(problem: &Problem, chosen: &[OutPoint]) -> i64 {
    let of = |outpoint: &OutPoint| {
        let found = problem.candidates().iter().find(|coin| coin.outpoint == *outpoint).unwrap();
        found.effective_value(problem.fee_rate())
    };
    chosen.iter().map(of).sum()
}

/// The least waste of any set without change: all sets are looked at.
fn exhaustive(problem: &Problem) -> Option<i64> {
    let count = problem.worthwhile();
    let sets = 1_u32..1 << count;
    let fitting = sets.filter_map(|set| {
        let members = || (0..count).filter(move |index| set >> index & 1 == 1);
        let sum: i64 = members().map(|index| problem.effective(index)).sum();
        let excess = sum - problem.needed;
        let waste: i64 = members().map(|index| problem.waste(index)).sum();
        (0..=problem.cost_of_change).contains(&excess).then_some(waste + excess)
    });
    fitting.min()
}

/// The waste of the set that the search settles on, or none where it falls back.
fn searched(problem: &Problem) -> Option<i64> {
    let model = SelectionModel::new(Strategy::BranchAndBound, problem.clone());
    let mut state = model.initial();
    while let Some(choice) = model.next(&state) {
        if choice == Choice::Settle {
            assert!(state.tries < TRIES_LIMIT);
            return state.best.map(|best| best.waste);
        }
        model.apply(&mut state, &choice);
    }
    None
}

#[test]
fn the_search_is_as_good_as_looking_at_all_sets() {
    let mut rng = Rng::from_text("coins");
    let (mut found, mut none) = (0, 0);
    for case in 0..400 {
        let count = 1 + rng.below(10) as usize;
        // Few different values, so that there are twins; rates below and above the long term's.
        let values: Vec<i64> = (0..count).map(|_| 2_000 + 700 * rng.below(12) as i64).collect();
        let rate = [1, 5, 10, 11, 25][case % 5];
        let needed = 1 + rng.below(30_000) as i64;
        let problem = problem(&values, needed, rng.below(1_500) as i64, rate);
        let best = exhaustive(&problem);
        assert_eq!(searched(&problem), best, "{values:?} {needed} at {rate}");
        found += usize::from(best.is_some());
        none += usize::from(best.is_none());
    }
    assert!(found > 100 && none > 100, "{found} with a set, {none} without");
}

proptest! {
    #[test]
    fn nothing_is_ever_selected_short(
        values in proptest::collection::vec(1..200_000_i64, 0..30),
        needed in 1..1_000_000_i64,
        cost in 0..5_000_i64,
        rate in 1..60_i64,
    ) {
        let problem = problem(&values, needed, cost, rate);
        for strategy in Strategy::ALL {
            match select(strategy, problem.clone()) {
                Ok(chosen) => {
                    let mut distinct = chosen.clone();
                    distinct.sort();
                    distinct.dedup();
                    prop_assert_eq!(distinct.len(), chosen.len());
                    prop_assert!(brought(&problem, &chosen) >= needed);
                }
                Err(WalletError::NotEnough { missing, available, .. }) => {
                    prop_assert_eq!(available, problem.available());
                    prop_assert_eq!(missing, needed - available);
                    prop_assert!(missing > 0);
                }
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
    }
}

#[test]
fn each_strategy_chooses_in_its_own_way() {
    // At 1 satoshi a virtual byte each input costs 68.
    let values = [1_068, 2_068, 4_068, 8_068, 30];
    let problem = problem(&values, 3_000, 50, 1);
    let vouts = |strategy| {
        let chosen = select(strategy, problem.clone()).unwrap();
        chosen.iter().map(|outpoint| outpoint.vout).collect::<Vec<_>>()
    };
    assert_eq!(vouts(Strategy::LargestFirst), [3]);
    assert_eq!(vouts(Strategy::BranchAndBound), [1, 0]);
    assert_eq!(vouts(Strategy::SpendAll), [3, 2, 1, 0]);
    // Nothing fits, so the search gives way to the largest.
    let chosen = select(Strategy::BranchAndBound, self::problem(&values, 2_500, 50, 1)).unwrap();
    assert_eq!(chosen.len(), 1);
}

#[test]
fn each_step_is_told_and_a_student_may_choose_otherwise() {
    for strategy in Strategy::ALL {
        let problem = problem(&[9_000, 7_000, 7_000, 3_000, 10], 9_900, 100, 2);
        let mut trace = Trace::new(SelectionModel::new(strategy, problem));
        let mut sentences = vec![trace.scene(&Window::all()).sentence];
        while trace.forward() {
            sentences.push(trace.scene(&Window::all()).sentence);
        }
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{sentences:#?}");
        assert_eq!(trace.scene(&Window::all()).verdict, Some(Verdict::Done));
    }
    let problem = problem(&[9_000, 5_000], 3_000, 100, 2);
    let mut trace = Trace::new(SelectionModel::new(Strategy::LargestFirst, problem));
    assert_eq!(trace.choices(), ["take coin 1", "leave coin 1"]);
    trace.choose(1).unwrap();
    while trace.forward() {}
    let outcome = trace.model().outcome(trace.state()).unwrap();
    assert_eq!(outcome.iter().map(|outpoint| outpoint.vout).collect::<Vec<_>>(), [1]);
}

#[test]
fn whoever_leaves_all_coins_is_told_what_is_missing() {
    let problem = problem(&[9_000, 5_000], 3_000, 100, 2);
    let model = SelectionModel::new(Strategy::LargestFirst, problem);
    let mut state = model.initial();
    for choice in [Choice::Skip, Choice::Skip, Choice::Settle] {
        assert!(model.allowed(&state, &choice));
        model.apply(&mut state, &choice);
    }
    let expected = WalletError::NotEnough { needed: 3_000, available: 0, missing: 3_000 };
    assert_eq!(model.outcome(&state), Err(expected));
}

#[test]
fn two_hundred_equal_coins_do_not_stop_the_search() {
    let problem = problem(&[10_000; 200], 777_777, 10, 1);
    let chosen = select(Strategy::BranchAndBound, problem.clone()).unwrap();
    assert!(brought(&problem, &chosen) >= 777_777);
}
