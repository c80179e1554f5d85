use super::*;
use crate::trace::{Length, Window};

const WINDOW: usize = 12;

#[test]
fn every_id_is_found_and_every_next_exists() {
    let ids: Vec<&str> = scenarios().iter().map(|scenario| scenario.id).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "an id is taken twice");
    for scenario in scenarios() {
        assert_eq!(find(scenario.id).unwrap().id, scenario.id);
        if let Some(next) = scenario.next {
            assert!(ids.contains(&next), "{} points to {next}, which does not exist", scenario.id);
        }
    }
    assert!(scenarios().is_sorted_by_key(|scenario| scenario.subject), "grouped by subject");
}

#[test]
fn a_wrong_id_names_the_nearest() {
    for (wrong, nearest) in [
        ("genesis-coinbase-byte", "genesis-coinbase-bytes"),
        ("Genesis-Coinbase-Bytes ", "genesis-coinbase-bytes"),
    ] {
        match find(wrong) {
            Ok(found) => assert_eq!(found.id, nearest),
            Err(CatalogError::UnknownScenario { nearest: offered, .. }) => {
                assert_eq!(offered, nearest)
            }
            Err(other) => panic!("{other}"),
        }
    }
}

/// To the end, back to the start and forward again gives the same pictures; every picture is small,
/// says something and can be written as JSON; and a saved walk ends where it was left.
#[test]
fn every_scenario_can_be_walked_both_ways_and_saved() {
    for scenario in scenarios() {
        let id = scenario.id;
        let mut stepper = (scenario.open)().unwrap_or_else(|error| panic!("{id}: {error}"));
        let Length::Exactly(length) = stepper.length() else { panic!("{id} does not end") };
        assert!(length > 0, "{id} has no step");
        let window = Window::following(WINDOW);
        let stops: Vec<usize> =
            (0..=length).filter(|step| *step < 300 || length - step < 50).collect();
        let mut pictures = Vec::new();
        for &stop in &stops {
            assert_eq!(stepper.seek(stop), stop, "{id}");
            let scene = stepper.scene(&window);
            assert!(!scene.title.is_empty() && !scene.sentence.is_empty(), "{id} at {stop}");
            assert!(scene.panes.iter().all(|pane| pane.body.rows() <= WINDOW), "{id} at {stop}");
            pictures.push(serde_json::to_string(&scene).unwrap());
        }
        assert!(stepper.finished() && stepper.scene(&window).verdict.is_some(), "{id}");
        for (&stop, picture) in stops.iter().zip(&pictures).rev() {
            stepper.seek(stop);
            assert_eq!(&serde_json::to_string(&stepper.scene(&window)).unwrap(), picture, "{id}");
        }
        stepper.seek(length / 2);
        let saved = SavedTrace::of(Source::scenario(id), stepper.as_ref());
        let again = SavedTrace::from_text(&saved.to_text()).unwrap();
        assert_eq!(again, saved);
        let replayed = again.replay().unwrap();
        assert_eq!(replayed.position(), length / 2);
        assert_eq!(replayed.scene(&window), stepper.scene(&window), "{id}");
    }
}

#[test]
fn saved_text_that_cannot_be_used_is_a_typed_error() {
    type Check = fn(&CatalogError) -> bool;
    let id = "genesis-coinbase-bytes";
    let cases: [(String, Check); 5] = [
        ("not json".into(), |e| matches!(e, CatalogError::NotASavedTrace { .. })),
        (r#"{"blockstep":2}"#.into(), |e| *e == CatalogError::OtherVersion { found: 2 }),
        (r#"{"blockstep":1,"source":{"kind":"no"},"actions":[]}"#.into(), |e| {
            matches!(e, CatalogError::NotASavedTrace { .. })
        }),
        (r#"{"blockstep":1,"source":{"kind":"scenario","id":"x"},"actions":[]}"#.into(), |e| {
            matches!(e, CatalogError::UnknownScenario { .. })
        }),
        (
            format!(
                r#"{{"blockstep":1,"source":{{"kind":"scenario","id":"{id}"}},"actions":[7]}}"#
            ),
            |e| matches!(e, CatalogError::CannotRepeat { step: 0, .. }),
        ),
    ];
    for (text, check) in cases {
        let error = SavedTrace::from_text(&text).and_then(|saved| saved.replay().map(|_| ()));
        assert!(check(&error.unwrap_err()), "{text}");
    }
}
