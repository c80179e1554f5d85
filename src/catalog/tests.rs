use super::*;
use crate::trace::{Length, Verdict, Window};

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

const BROKEN_PAYMENTS: [(&str, &str); 4] = [
    ("joint-payment-forged", "EQUALVERIFY"),
    ("joint-payment-overspend", "bad-txns-in-belowout"),
    ("joint-payment-same-coin", "bad-txns-inputs-duplicate"),
    ("joint-payment-no-coin", "bad-txns-inputs-missingorspent"),
];

/// Walks that compare several spends, and so have no verdict of their own.
const COMPARED: [&str; 3] = ["malleability", "four-ways", "signed-bytes"];

/// What each broken spend ends with; every other walk through scripts ends valid.
#[test]
fn spends_end_as_their_titles_say() {
    let broken = [
        ("p2pkh-wrong-key", "EQUALVERIFY"),
        ("p2pkh-wrong-signer", "EVAL_FALSE"),
        ("p2pkh-old-signature", "EVAL_FALSE"),
        ("p2pkh-missing-signature", "INVALID_STACK_OPERATION"),
        ("p2pkh-high-s", "SIG_HIGH_S"),
        ("multisig-wrong-order", "EVAL_FALSE"),
        ("multisig-no-dummy", "INVALID_STACK_OPERATION"),
        ("multisig-dummy", "SIG_NULLDUMMY"),
        ("escrow-same-signer", "EVAL_FALSE"),
        ("escrow-wrong-script", "EVAL_FALSE"),
        ("hash-lock-wrong-secret", "EQUALVERIFY"),
        ("swap-refund-too-early", "UNSATISFIED_LOCKTIME"),
        ("swap-refund-final", "UNSATISFIED_LOCKTIME"),
        ("relative-lock-too-early", "UNSATISFIED_LOCKTIME"),
        ("proof-of-burn", "OP_RETURN"),
        ("p2wpkh-wrong-key", "EQUALVERIFY"),
        ("p2wsh-wrong-script", "WITNESS_PROGRAM_MISMATCH"),
        ("taproot-key-wrong-signer", "SCHNORR_SIG"),
        ("taproot-wrong-script", "WITNESS_PROGRAM_MISMATCH"),
        ("tapscript-multisig-one", "EVAL_FALSE"),
        ("tapscript-checkmultisig", "TAPSCRIPT_CHECKMULTISIG"),
    ];
    let broken = [&broken[..], &BROKEN_PAYMENTS].concat();
    let mut met = 0;
    let judged = scenarios().iter().filter(|scenario| {
        let bytes = scenario.id.ends_with("-bytes");
        matches!(scenario.subject, Subject::Transactions | Subject::Scripts) && !bytes
    });
    for scenario in judged {
        let mut stepper = (scenario.open)().unwrap();
        stepper.seek(usize::MAX);
        let scene = stepper.scene(&Window::all());
        let expected = broken.iter().find(|(id, _)| *id == scenario.id);
        match (scene.verdict.unwrap(), expected) {
            (Verdict::Valid, None) => {}
            (Verdict::Done, None) if COMPARED.contains(&scenario.id) => {}
            (Verdict::Invalid { name, reason }, Some((_, error))) => {
                assert_eq!(&name, error, "{}", scenario.id);
                assert!(!reason.is_empty());
                met += 1;
            }
            other => panic!("{}: {other:?}", scenario.id),
        }
    }
    assert_eq!(met, broken.len());
}

#[test]
fn a_full_block_lists_what_can_be_stepped() {
    let view = data::block_702861().unwrap();
    let rows: Vec<TransactionRow> = view.rows().collect();
    assert_eq!(rows.len(), 2500);
    assert_eq!(rows.iter().map(|row| row.steppable.len()).sum::<usize>(), 327);
    let row = &rows[124];
    assert_eq!((row.inputs, row.steppable.as_slice()), (1, &[0][..]));
    for source in [view.spend_source(124, 0), view.bytes_source(124), view.climb_source(124)] {
        let source = source.unwrap();
        let saved = SavedTrace::of(source.clone(), source.open().unwrap().as_ref());
        assert_eq!(SavedTrace::from_text(&saved.to_text()).unwrap().source, source);
    }
    assert_eq!(view.spend_source(0, 0), None);
    assert_eq!(view.bytes_source(2500), None);
}

#[test]
fn a_readers_own_spend_that_cannot_be_opened_is_a_typed_error() {
    let view = data::block_702861().unwrap();
    let Some(Source::Spend { hex, prevouts, .. }) = view.spend_source(124, 0) else { panic!() };
    let open = |input, prevouts: &[Option<Prevout>], flags: Option<Vec<String>>| {
        let (hex, prevouts) = (hex.clone(), prevouts.to_vec());
        Source::Spend { hex, input, prevouts, flags }.open().map(|_| ())
    };
    assert_eq!(open(0, &prevouts, None), Ok(()));
    let no_input = CatalogError::NoSuchInput { input: 1, count: 1 };
    assert_eq!(open(1, &prevouts, None), Err(no_input));
    assert_eq!(open(0, &[None], None), Err(CatalogError::UnknownCoin { input: 0 }));
    let unknown = CatalogError::UnknownFlag { name: "P2".into() };
    assert_eq!(open(0, &prevouts, Some(vec!["P2".into()])), Err(unknown));
}
