//! The odds stepped to their end and back.

use super::*;
use crate::trace::walked::there_and_back;
use crate::trace::{Body, Stepper, Trace, Verdict};

fn odds(share: u8, most: u16) -> Trace<OddsModel> {
    Trace::new(OddsModel::new(Share::percent(share), most, 20_000, "odds"))
}

#[test]
fn each_confirmation_adds_a_row_and_points_and_takes_them_back() {
    for share in [0, 10, 30, 45, 49, 50, 100] {
        let mut trace = odds(share, 8);
        let scenes = there_and_back(&mut trace);
        assert_eq!(scenes.len(), 10);
        assert_eq!(scenes[9].verdict, Some(Verdict::Done));
    }
}

#[test]
fn six_confirmations_against_a_tenth_of_the_work() {
    let mut trace = odds(10, 10);
    trace.seek(7);
    let scene = trace.scene(&Window::all());
    assert!(scene.sentence.contains("the risk is 0.0591%"), "{}", scene.sentence);
    assert!(scene.sentence.contains("says 0.0243%"), "{}", scene.sentence);
    let Body::Text { lines } = &scene.panes[2].body else { panic!("text") };
    assert!(
        lines[0].text.ends_with(" 5 confirmations") && lines[1].text.ends_with(" 6 confirmations")
    );
    let row = trace.model().row(6).unwrap();
    let (least, most) = row.simulated.unwrap().within(4.0);
    assert!((least..=most).contains(&row.exact));
}

#[test]
fn a_majority_is_told_apart_and_long_tables_are_kept_short() {
    let mut trace = odds(60, u16::MAX);
    trace.seek(1_000);
    assert_eq!(trace.position(), usize::from(MOST_CONFIRMATIONS) + 1);
    let scene = trace.scene(&Window::following(4));
    assert!(scene.sentence.contains("catches up in the end"), "{}", scene.sentence);
    assert_eq!((scene.panes[0].body.rows(), scene.panes[0].total), (4, 201));
    let Body::Text { lines } = &scene.panes[2].body else { panic!("text") };
    assert!(lines.iter().all(|line| line.text.ends_with("no number will do")));
}

#[test]
fn the_same_seed_shows_the_same_and_another_does_not() {
    let row = |seed| *OddsModel::new(Share::percent(30), 2, 5_000, seed).row(2).unwrap();
    assert_eq!(row("a"), row("a"));
    assert_ne!(row("a").simulated, row("b").simulated);
    assert!(OddsModel::new(Share::percent(30), 2, 5_000, "a").row(3).is_none());
}
