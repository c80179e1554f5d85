//! The walk there and back, for every attack.

use super::*;
use crate::trace::walked::there_and_back;
use crate::trace::{Stepper, Trace};

#[test]
fn every_attack_is_told_there_and_back() {
    for attack in Attack::ALL {
        let model = AttackModel::new(attack, "walk");
        let outcome = model.outcome().clone();
        let scenes = there_and_back(&mut Trace::new(model));
        assert_eq!(scenes.len(), 1 + SHOWN + outcome.told.len() - 1, "{attack}");
        assert!(scenes.len() > 5, "{attack}");
        let said: Vec<&str> = scenes.iter().map(|scene| scene.sentence.as_str()).collect();
        let told = outcome.told.iter().map(String::as_str);
        assert!(
            told.clone().eq([said[2]].into_iter().chain(said[4..].iter().copied())),
            "{attack}"
        );
        let verdicts = scenes.iter().filter(|scene| scene.verdict.is_some()).count();
        assert_eq!(verdicts, 1, "{attack} ends once");
        assert_eq!(scenes.last().unwrap().verdict, Some(Verdict::Done));
    }
}

#[test]
fn before_and_after_are_shown_when_they_are_told() {
    let scenes = there_and_back(&mut Trace::new(AttackModel::new(Attack::Whale, "walk")));
    let tables = |scene: &Scene| -> Vec<String> {
        let tables = scene.panes.iter().filter(|pane| matches!(pane.body, Body::Table { .. }));
        tables.map(|pane| pane.name.clone()).collect()
    };
    assert_eq!(tables(&scenes[0]), [""; 0]);
    assert_eq!(tables(&scenes[1]), ["Before"]);
    assert_eq!(tables(&scenes[2]), ["Before"]);
    assert_eq!(tables(&scenes[3]), ["Before", "After", "Figures"]);
}

#[test]
fn a_narrow_window_gives_the_rows_that_it_asks_for() {
    let mut trace = Trace::new(AttackModel::new(Attack::BuyingVotes, "walk"));
    while trace.forward() {}
    let scene = trace.scene(&Window { rows: 2, starts: vec![Some(3), None, None, Some(99)] });
    let [first, .., last] = [0, 1, 3].map(|at| &scene.panes[at]);
    assert_eq!((first.first, first.body.rows(), first.total), (3, 2, 12));
    assert_eq!(last.first + last.body.rows(), last.total, "scrolled to the end");
}

#[test]
fn a_bar_is_as_long_as_its_part_of_the_longest() {
    let bar = |amount: u64, most: u64| row(&TableLine::new("x", amount, ""), most).cells[2].clone();
    assert_eq!(bar(8, 8).text.chars().count(), 16);
    assert_eq!(bar(4, 8).text.chars().count(), 8);
    assert_eq!(bar(0, 0).text, "");
    assert_eq!(bar(u64::MAX, u64::MAX).text.chars().count(), 16);
}

#[test]
fn nothing_can_be_done_but_the_next_step() {
    let model = AttackModel::new(Attack::Cartel, "walk");
    let mut state = model.initial();
    while let Some(next) = model.next(&state) {
        assert_eq!(model.choices(&state), [next]);
        let others =
            [AttackAction::Before, AttackAction::Act, AttackAction::After, AttackAction::Tell];
        let allowed = others.iter().filter(|action| model.allowed(&state, action)).count();
        assert_eq!(allowed, 1);
        model.apply(&mut state, &next);
    }
    assert!(model.choices(&state).is_empty());
}
