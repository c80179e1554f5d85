//! The path leads through, and whatever is tried off it is judged by the chain.

use super::*;
use crate::medical::story::Outcome;
use crate::rng::Rng;
use crate::trace::{Model, Window};

fn day() -> (PlayModel, super::day::Day) {
    let model = PlayModel::new().unwrap();
    let day = model.initial();
    (model, day)
}

/// Does all of it, and says what came of the last.
fn done(actions: &[PlayAction]) -> String {
    let (model, mut day) = day();
    for action in actions {
        assert!(model.allowed(&day, action), "{action:?}");
        model.apply(&mut day, action);
    }
    match &day.last().unwrap().outcome {
        Outcome::Refused { reason } => format!("refused: {reason}"),
        Outcome::Read { lines } => format!("read: {lines:?}"),
        Outcome::Accepted { kind, .. } => (*kind).to_owned(),
        Outcome::Block { transactions, .. } => format!("block of {transactions}"),
        Outcome::Told => "told".to_owned(),
    }
}

use PlayAction::{
    Be, Block, Election, Emergency, Fetch, Make, Mint, Open, Part, Pick, Release, Revoke, Share,
    Store, Vote,
};
use Player::{Berlin, Bielefeld, Cohort, Northcare, Quack, Sally};

#[test]
fn the_path_leads_to_a_read_and_ends_with_a_refusal() {
    let (model, mut day) = day();
    let mut outcomes = Vec::new();
    while let Some(action) = model.next(&day) {
        model.apply(&mut day, &action);
        outcomes.push(day.last().unwrap().outcome.clone());
    }
    assert_eq!(outcomes.len(), model::PATH.len());
    let reads = outcomes.iter().filter(|one| matches!(one, Outcome::Read { .. }));
    assert!(reads.count() >= 1);
    let Some(Outcome::Refused { reason }) = outcomes.last() else { panic!("{outcomes:?}") };
    assert!(reason.contains("taken back"), "{reason}");
    let scene = model.scene(None, &day, model::PATH.last(), &Window::all());
    assert!(scene.verdict.is_some());
}

#[test]
fn what_is_tried_off_the_path_is_judged_by_the_chain() {
    let cases: [(&[PlayAction], &str); 14] = [
        (&[Be(Quack), Release], "refused: Dr. Quack is no certified institution"),
        (&[Pick(0), Be(Quack), Emergency], "refused: Dr. Quack is no certified institution"),
        (&[Pick(0), Be(Quack), Share(Quack)], "refused: "),
        (&[Pick(0), Be(Northcare), Fetch(0)], "refused: "),
        (&[Pick(0), Share(Northcare), Be(Northcare), Fetch(0)], "fetch"),
        (&[Pick(0), Share(Northcare), Be(Northcare), Fetch(0), Open(0)], "refused: "),
        (&[Pick(0), Share(Northcare), Be(Northcare), Fetch(0), Block, Open(0)], "read: "),
        (&[Pick(0), Pick(3), Share(Cohort), Be(Cohort), Fetch(3)], "fetch"),
        (&[Pick(0), Share(Cohort), Pick(3), Be(Cohort), Fetch(3)], "refused: "),
        (&[Pick(4), Share(Cohort)], "refused: "),
        (&[Pick(0), Share(Cohort), Election, Election, Be(Cohort), Fetch(0)], "refused: "),
        (&[Pick(0), Share(Cohort), Revoke, Revoke], "refused: "),
        (&[Vote(1)], "transfer"),
        (&[Be(Berlin), Release, Be(Sally), Mint], "refused: "),
    ];
    for (actions, wanted) in cases {
        let found = done(actions);
        assert!(found.starts_with(wanted), "{actions:?}: {found}");
    }
}

#[test]
fn an_emergency_takes_two_parts_after_it_is_final() {
    let early = done(&[Pick(1), Be(Berlin), Emergency, Be(Bielefeld), Part]);
    assert!(early.starts_with("refused"), "{early}");
    let asked = [Pick(1), Be(Berlin), Emergency, Block, Part];
    let alone = done(&[&asked[..], &[Block, Fetch(1)]].concat());
    assert!(alone.starts_with("refused"), "{alone}");
    let both = [&asked[..], &[Be(Bielefeld), Part, Block, Be(Berlin), Fetch(1), Block, Open(1)]];
    let read = done(&both.concat());
    assert!(read.contains("penicillin"), "{read}");
}

#[test]
fn a_mint_takes_a_stored_record_and_comes_once() {
    let stored = [Be(Berlin), Release, Block, Be(Sally), Store, Mint];
    assert_eq!(done(&stored), "issue");
    let twice = done(&[&stored[..], &[Block, Mint]].concat());
    assert!(twice.starts_with("refused"), "{twice}");
}

#[test]
fn a_block_out_of_turn_is_refused_and_what_waits_goes_on_waiting() {
    let (mut own, mut refused) = (0, 0);
    // Each of three delegates has its turn sooner or later.
    for before in 0..12 {
        let waiting =
            [&[Block; 12][..before], &[Pick(0), Share(Cohort), Be(Berlin), Make]].concat();
        let made = done(&waiting);
        let rest = done(&[&waiting[..], &[Block]].concat());
        match made.as_str() {
            "block of 1" => {
                assert_eq!(rest, "block of 0");
                own += 1;
            }
            made => {
                assert!(made.contains("and the block is Berlin's"), "{made}");
                assert_eq!(rest, "block of 1");
                refused += 1;
            }
        }
    }
    assert!(own > 0 && refused > 0, "{own} {refused}");
}

#[test]
fn any_thousand_choices_neither_panic_nor_break_the_ledger() {
    let (model, begin) = day();
    for seed in 0..10 {
        let mut rng = Rng::from_seed(seed);
        let (mut day, mut again) = (begin.clone(), begin.clone());
        for _ in 0..100 {
            let choices = model.choices(&day);
            let at = rng.below(choices.len() as u64) as usize;
            assert!(!model.label(&day, &choices[at]).is_empty());
            model.apply(&mut day, &choices[at]);
            model.apply(&mut again, &choices[at]);
            model.scene(Some(&begin), &day, Some(&choices[at]), &Window::all());
        }
        assert!(day.world().unwrap().tokens().is_conserved());
        assert_eq!(day.tale.chain_bytes(), again.tale.chain_bytes(), "seed {seed}");
    }
}
