use super::*;
use crate::ledger::lecture;
use crate::trace::{Body, Mark, Stepper, Trace};

fn walk(id: &str, kind: LedgerKind) -> Trace<LedgerModel> {
    Trace::new(LedgerModel::lecture(lecture::candidate(id).unwrap(), kind))
}

/// The sentence of every step, the start included.
fn story(id: &str, kind: LedgerKind) -> Vec<String> {
    let mut trace = walk(id, kind);
    let mut lines = vec![trace.scene(&Window::all()).sentence];
    while trace.forward() {
        lines.push(trace.scene(&Window::all()).sentence);
    }
    lines
}

/// The marks of the rows of a pane.
fn marks(scene: &Scene, pane: usize) -> Vec<Mark> {
    match &scene.panes[pane].body {
        Body::Table { rows, .. } => rows.iter().map(|row| row.mark).collect(),
        Body::Text { lines } => lines.iter().map(|line| line.mark).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_scan_of_a_double_spend_is_told_step_by_step() {
    assert_eq!(
        story("double-spend", LedgerKind::Scan)[1..],
        [
            "By itself the transaction breaks no rule. Are its inputs there?",
            "Input 0 points at 2[1]: 8.0 for Alice. Only later transactions can tell whether it is still there.",
            "Transaction 3 spends 2[0], not 2[1]: the scan goes on.",
            "Transaction 4 spends 2[1] already, so it cannot be spent again: a double spend.",
        ]
    );
    assert_eq!(
        story("double-spend", LedgerKind::Account)[2..],
        [
            "After entry 1, Alice holds 25.0.",
            "After entry 2, Alice holds 8.0.",
            "After entry 3, Alice holds 8.0.",
            "After entry 4, Alice holds 2.0. That is the whole history.",
            "Refused: Alice holds 2.0 bitcoin and would pay 8.0; an account can pay what it holds.",
        ]
    );
    assert_eq!(
        story("double-spend", LedgerKind::Utxo)[2..],
        ["2[1] is not in the set: it was spent, or never made; one look cannot tell which."]
    );
    assert_eq!(
        story("wrong-signer", LedgerKind::Utxo).last().unwrap(),
        "Refused: 3[0] is locked to Carol, and Alice signed. In its script, OP_EQUALVERIFY found two items that differ."
    );
}

#[test]
fn the_row_that_is_looked_at_is_marked() {
    let mut trace = walk("double-spend", LedgerKind::Scan);
    let mut seen = Vec::new();
    while trace.forward() {
        seen.push(marks(&trace.scene(&Window::all()), 0));
    }
    use Mark::{Bad, Current, Dim, Good, Plain};
    assert_eq!(
        seen,
        [
            [Plain, Plain, Plain, Plain],
            [Dim, Current, Plain, Plain],
            [Dim, Good, Current, Plain],
            [Dim, Good, Good, Bad],
        ]
    );
    let end = trace.scene(&Window::all());
    assert_eq!(marks(&end, 2), [Good, Bad, Dim, Dim, Dim]);
    assert_eq!(end.rule.map(|rule| rule.name), Some("bad-txns-inputs-missingorspent"));
    assert!(
        matches!(end.verdict, Some(Verdict::Invalid { reason, .. }) if reason == "input 0 spends 2[1], which does not exist or is already spent")
    );
}

/// In which of the five parts each candidate fails, by transactions and by accounts; 5 for none.
#[test]
fn the_part_that_fails_is_the_one_that_is_marked() {
    for (id, transactions, accounts) in [
        ("valid", 5, 5),
        ("double-spend", 1, 2),
        ("double-spend-in-block", 1, 2),
        ("double-spend-in-transaction", 0, 0),
        ("overspend", 2, 2),
        ("wrong-signer", 3, 3),
        ("missing-input", 1, 2),
        ("overflow", 0, 0),
        ("joint-unsigned", 3, 3),
        ("consolidation", 5, 5),
    ] {
        for kind in LedgerKind::ALL {
            let mut trace = walk(id, kind);
            trace.seek(usize::MAX);
            let parts = marks(&trace.scene(&Window::all()), 2);
            let failed = parts.iter().position(|mark| *mark == Mark::Bad).unwrap_or(5);
            let expected = if kind.has_accounts() { accounts } else { transactions };
            assert_eq!(failed, expected, "{id} {kind:?}: {parts:?}");
        }
    }
}

#[test]
fn stepping_gives_the_verdict_of_the_fast_path_and_goes_back_the_same_way() {
    for candidate in lecture::CANDIDATES {
        for kind in LedgerKind::ALL {
            let mut trace = walk(candidate.id, kind);
            let mut scenes = vec![trace.scene(&Window::all())];
            while trace.forward() {
                scenes.push(trace.scene(&Window::all()));
            }
            let mut ledger = kind.of(&lecture::history());
            let checks =
                crate::ledger::check_block(ledger.as_mut(), &candidate.block(), Scripts::Verify);
            assert_eq!(trace.state().check, *checks.last().unwrap());
            assert_eq!(trace.state().looks, checks.iter().map(|check| check.looks).sum::<u64>());
            let valid = checks.iter().all(Check::is_valid);
            assert_eq!(scenes.last().unwrap().verdict == Some(Verdict::Valid), valid);
            for position in (0..scenes.len()).rev() {
                assert_eq!(trace.scene(&Window::all()), scenes[position]);
                trace.back();
            }
        }
    }
}

#[test]
fn only_the_step_that_comes_next_may_be_taken() {
    let model = LedgerModel::lecture(&lecture::CANDIDATES[0], LedgerKind::Scan);
    let state = model.initial();
    assert!(model.allowed(&state, &LedgerAction::Check(Step::Form)));
    for action in [
        LedgerAction::Record,
        LedgerAction::Check(Step::Sums),
        LedgerAction::Check(Step::Look { input: 9, at: usize::MAX }),
    ] {
        assert!(!model.allowed(&state, &action));
    }
}
