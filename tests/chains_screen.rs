//! Pictures of the walks through chains at the size of a small terminal: halfway, where the panes are
//! full, and at the end.

#![allow(clippy::unwrap_used)]

use blockstep::catalog::{self, Subject};
use blockstep::tui::{Start, headless};

#[test]
fn every_walk_through_a_chain_looks_as_it_did() {
    let chains = catalog::scenarios().iter().filter(|scenario| scenario.subject == Subject::Chains);
    let mut seen = 0;
    for scenario in chains {
        let mut stepper = (scenario.open)().unwrap();
        let steps = stepper.seek(10_000);
        for (name, step) in [("halfway", steps / 2), ("end", steps)] {
            let start = Start::Scenario(scenario.id.to_string());
            let shown = headless(start, &format!("g text:{step} Enter"), 80, 24, false).unwrap();
            assert!(shown.contains(&format!("step {step} of {steps}")), "{shown}");
            insta::assert_snapshot!(format!("{}-{name}", scenario.id), shown);
        }
        seen += 1;
    }
    assert_eq!(seen, 9);
}
