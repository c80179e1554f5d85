use super::*;
use crate::ledger::lecture;
use crate::trace::{Stepper, Trace};

fn rows(scene: &Scene) -> Vec<String> {
    let Body::Table { rows, .. } = &scene.panes[0].body else { panic!() };
    let text = |row: &Row| {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        cells.join(" ").trim_end().to_owned()
    };
    rows.iter().map(text).collect()
}

#[test]
fn the_set_changes_as_the_lectures_transactions_are_connected() {
    let candidate = lecture::candidate("double-spend").unwrap();
    let payments = [lecture::history(), candidate.block()].concat();
    let mut trace = Trace::new(UtxoModel::new("", candidate.names(), payments));
    let mut seen = Vec::new();
    while trace.forward() {
        seen.push(rows(&trace.scene(&Window::all())));
    }
    assert_eq!(
        seen,
        [
            vec!["1[0] 25.0 Alice new"],
            vec!["1[0] 25.0 Alice spent just now", "2[0] 17.0 Bob new", "2[1] 8.0 Alice new"],
            vec![
                "2[0] 17.0 Bob spent just now",
                "2[1] 8.0 Alice",
                "3[0] 8.0 Carol new",
                "3[1] 9.0 Bob new"
            ],
            vec![
                "2[1] 8.0 Alice spent just now",
                "3[0] 8.0 Carol",
                "3[1] 9.0 Bob",
                "4[0] 6.0 David new",
                "4[1] 2.0 Alice new"
            ],
            vec!["3[0] 8.0 Carol", "3[1] 9.0 Bob", "4[0] 6.0 David", "4[1] 2.0 Alice"],
        ]
    );
    let end = trace.scene(&Window::all());
    assert!(
        matches!(&end.verdict, Some(Verdict::Invalid { name, .. }) if name == "bad-txns-inputs-missingorspent")
    );
    assert_eq!(
        end.sentence,
        "Refused, and the set stays as it is: input 0 spends 2[1], which does not exist or is already spent."
    );
    trace.seek(2);
    assert_eq!(
        trace.scene(&Window::all()).sentence,
        "Transaction 2 spends 1[0] whole, 25.0 in all: it leaves the set, and 2 new outputs enter it. The check took 1 look."
    );
}
