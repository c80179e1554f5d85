//! Figures of the lessons on forks, read off the very scene that a student sees.
//!
//! - `SCENARIO/4.work`: the work at the tip after step 4; `SCENARIO/4.work.3b` that up to block 3b;
//! - `SCENARIO/4.of.Alice`: what coins at the tip are locked to an owner whose name ends so, in bitcoin;
//! - `SCENARIO/4.paid.herself`: the same of the payment whose name ends so;
//! - `SCENARIO/4.refused`: Core's name of the rule that the block of step 4 broke, as its sentence has it
//!   in brackets.

use crate::trace::{Body, Mark, Pane, Scene};

/// The figure in a scene, if `what` is one of these forms, without its step.
pub(super) fn value(scene: &Scene, what: &str) -> Option<String> {
    match what.split_once('.').unwrap_or((what, "")) {
        ("work", block) => work(scene, block),
        ("of", owner) => amount(scene, "owner", owner),
        ("paid", payment) => amount(scene, "from", payment),
        ("refused", "") => refused(&scene.sentence),
        _ => None,
    }
}

/// The work of a block by its name, or without one of the tip.
fn work(scene: &Scene, block: &str) -> Option<String> {
    let tree = scene.panes.iter().find_map(|pane| match &pane.body {
        Body::Tree { branches } => Some(branches),
        _ => None,
    })?;
    let line = tree.iter().map(|branch| &branch.line).find(|line| match block {
        "" => line.mark == Mark::Current,
        name => line.text.split_whitespace().next() == Some(name),
    })?;
    let after = line.text.split_once("work ")?.1;
    after.split_whitespace().next().map(str::to_owned)
}

/// The only amount in the tables whose cell in the column `whose` ends with `name`.
fn amount(scene: &Scene, whose: &str, name: &str) -> Option<String> {
    let amounts = scene.panes.iter().flat_map(|pane| amounts_of(pane, whose, name));
    let amounts: Vec<String> = amounts.collect();
    match amounts.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn amounts_of(pane: &Pane, whose: &str, name: &str) -> Vec<String> {
    let Body::Table { headers, rows } = &pane.body else { return Vec::new() };
    let column = |name: &str| headers.iter().position(|header| header == name);
    let Some((whose, amount)) = column(whose).zip(column("bitcoin")) else { return Vec::new() };
    let there = rows.iter().filter(|row| row.mark != Mark::Dim);
    let theirs =
        there.filter(|row| row.cells.get(whose).is_some_and(|cell| cell.text.ends_with(name)));
    theirs.filter_map(|row| Some(row.cells.get(amount)?.text.clone())).collect()
}

/// The first word in brackets that looks like a name of Core's.
fn refused(sentence: &str) -> Option<String> {
    let parts = sentence.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    parts.map(|(name, _)| name.to_owned()).find(|name| name.contains('-'))
}
