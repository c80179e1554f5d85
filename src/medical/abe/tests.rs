//! Rules against properties, both ways, with the membership check and without it; keys laid together; records
//! under another label.

use std::collections::BTreeSet;

use super::*;
use crate::encode::{Decode, Encode};
use crate::medical::cipher::MessageKey;
use crate::rng::Rng;

const WORDS: [&str; 8] =
    ["doctor", "nurse", "surgery", "cardiology", "emergency", "insurer", "research", "y2026"];

fn opens(found: &MessageKey, key: &MessageKey) -> bool {
    let sealed = key.encrypt(b"here", b"a record");
    found.decrypt(b"here", &sealed).is_ok()
}

fn some(rng: &mut Rng, count: u64) -> BTreeSet<Attribute> {
    let count = 1 + rng.below(count) as usize;
    let mut held = BTreeSet::new();
    while held.len() < count {
        held.insert(Attribute::new(WORDS[rng.below(8) as usize]).unwrap());
    }
    held
}

fn policy(rng: &mut Rng, depth: u32) -> Policy {
    if depth == 0 || rng.below(3) == 0 {
        return Policy::Has(Attribute::new(WORDS[rng.below(8) as usize]).unwrap());
    }
    let of: Vec<Policy> = (0..2 + rng.below(2)).map(|_| policy(rng, depth - 1)).collect();
    let k = 1 + rng.below(of.len() as u64) as usize;
    Policy::gate(k, of).unwrap()
}

#[test]
fn a_record_opens_for_exactly_the_properties_that_satisfy_its_rule() {
    let mut rng = Rng::from_seed(1);
    let (master, public) = cp::set_up(&mut rng);
    let (mut open, mut shut) = (0, 0);
    for round in 0..120 {
        let (policy, held) = (policy(&mut rng, 2), some(&mut rng, 6));
        let (capsule, message) = cp::encapsulate(&public, &policy, &mut rng);
        let key = cp::key(&master, &held, &mut rng).unwrap();
        let satisfied = policy.is_satisfied_by(&held);
        match cp::decapsulate(&key, &capsule) {
            Ok(found) => {
                assert!(satisfied && opens(&found, &message), "round {round}: {policy}");
                open += 1;
            }
            Err(AbeError::NotSatisfied { .. }) => {
                assert!(!satisfied, "round {round}: {policy}");
                // As if every property were held: points are missing, and what is there is not enough.
                let forced = attack::forced_cp(&key, &capsule);
                assert!(!opens(&forced, &message), "round {round}: {policy} forced");
                shut += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(open > 20 && shut > 20, "{open} open, {shut} shut");
}

#[test]
fn a_key_opens_exactly_the_records_whose_characteristics_satisfy_its_rule() {
    let mut rng = Rng::from_seed(2);
    let (master, public) = kp::set_up(&mut rng);
    let (mut open, mut shut) = (0, 0);
    for round in 0..120 {
        let (policy, about) = (policy(&mut rng, 2), some(&mut rng, 6));
        let (capsule, message) = kp::encapsulate(&public, &about, &mut rng).unwrap();
        let key = kp::key(&master, &policy, &mut rng);
        let satisfied = policy.is_satisfied_by(&about);
        match kp::decapsulate(&key, &capsule) {
            Ok(found) => {
                assert!(satisfied && opens(&found, &message), "round {round}: {policy}");
                open += 1;
            }
            Err(AbeError::NotSatisfied { .. }) => {
                assert!(!satisfied, "round {round}: {policy}");
                let forced = attack::forced_kp(&key, &capsule);
                assert!(!opens(&forced, &message), "round {round}: {policy} forced");
                shut += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(open > 20 && shut > 20, "{open} open, {shut} shut");
}

#[test]
fn two_who_may_not_read_cannot_read_together() {
    let mut rng = Rng::from_seed(3);
    let (master, public) = cp::set_up(&mut rng);
    let policy: Policy = "doctor and surgery".parse().unwrap();
    let (capsule, message) = cp::encapsulate(&public, &policy, &mut rng);
    let issue =
        |words: &str, rng: &mut Rng| cp::key(&master, &attributes(words).unwrap(), rng).unwrap();
    let (doctor, surgeon) = (issue("doctor", &mut rng), issue("surgery", &mut rng));
    for (first, second) in [(&doctor, &surgeon), (&surgeon, &doctor)] {
        let both = attack::laid_together(first, second);
        let found = cp::decapsulate(&both, &capsule).unwrap();
        assert!(!opens(&found, &message), "parts of two keys do not fit");
    }
    let honest = issue("doctor surgery", &mut rng);
    assert!(opens(&cp::decapsulate(&honest, &capsule).unwrap(), &message));

    let (master, public) = kp::set_up(&mut rng);
    let about = attributes("cardiology y2026").unwrap();
    let (capsule, message) = kp::encapsulate(&public, &about, &mut rng).unwrap();
    let rules = ["cardiology and y2025", "surgery and y2026"].map(|text| text.parse().unwrap());
    let keys = rules.each_ref().map(|rule: &Policy| kp::key(&master, rule, &mut rng));
    let wanted: Policy = "cardiology and y2026".parse().unwrap();
    let spliced = attack::spliced(&wanted, &[&keys[0], &keys[1]]).unwrap();
    let found = kp::decapsulate(&spliced, &capsule).unwrap();
    assert!(!opens(&found, &message), "leaves of two keys do not fit");
    assert!(opens(
        &kp::decapsulate(&kp::key(&master, &wanted, &mut rng), &capsule).unwrap(),
        &message
    ));
}

#[test]
fn another_label_opens_nothing() {
    let mut rng = Rng::from_seed(4);
    let (master, public) = cp::set_up(&mut rng);
    let (capsule, message) =
        cp::encapsulate(&public, &"doctor and surgery".parse().unwrap(), &mut rng);
    let nurse = cp::key(&master, &attributes("nurse surgery").unwrap(), &mut rng).unwrap();
    for rule in
        ["nurse and surgery", "doctor or surgery", "nurse or surgery", "1 of (nurse, doctor)"]
    {
        let relabelled = attack::under_another_rule(&capsule, &rule.parse().unwrap()).unwrap();
        // With the label in the key, as it is, and with the original's label put back, as a forger can.
        let found = cp::decapsulate(&nurse, &relabelled).unwrap();
        assert!(!opens(&found, &message), "{rule}");
        let found = cp::open_as(&nurse, &relabelled, &capsule).unwrap();
        assert!(!opens(&found, &message), "{rule}, label put back");
    }
    let (master, public) = kp::set_up(&mut rng);
    let about = attributes("cardiology y2026").unwrap();
    let (capsule, message) = kp::encapsulate(&public, &about, &mut rng).unwrap();
    let key = kp::key(&master, &"surgery and y2026".parse().unwrap(), &mut rng);
    let [from, to] = ["cardiology", "surgery"].map(|word| Attribute::new(word).unwrap());
    let relabelled = attack::relabelled(&capsule, &from, &to).unwrap();
    assert!(!opens(&kp::decapsulate(&key, &relabelled).unwrap(), &message));
    assert!(!opens(&kp::open_as(&key, &relabelled, &capsule).unwrap(), &message));
}

#[test]
fn rules_are_read_and_written_in_one_way() {
    for (text, written) in [
        ("doctor", "doctor"),
        ("Doctor AND (surgery or (cardiology))", "doctor AND (surgery OR cardiology)"),
        ("a and (b and c) and d", "a AND b AND c AND d"),
        ("a or b and c", "a OR (b AND c)"),
        ("2 of (a, b and c, d)", "2 of (a, b AND c, d)"),
        ("3 of (a, b, c)", "a AND b AND c"),
        ("1 of (a, b)", "a OR b"),
    ] {
        let read: Policy = text.parse().unwrap();
        assert_eq!(read.to_string(), written);
        assert_eq!(written.parse::<Policy>().unwrap(), read);
        assert_eq!(Policy::from_bytes(&read.to_bytes()).unwrap(), read);
    }
    for text in
        ["", "and", "a b", "a and", "(a", "a)", "0 of (a, b)", "3 of (a, b)", "a,b", "2 of a", "ä"]
    {
        let refused = text.parse::<Policy>().unwrap_err();
        assert!(!refused.to_string().is_empty(), "{text}");
    }
    let deep = format!("{}a{}", "(".repeat(9), ")".repeat(9));
    assert_eq!(deep.parse::<Policy>(), Err(AbeError::TooLarge));
    let wide = vec!["a"; 65].join(" or ");
    assert_eq!(wide.parse::<Policy>(), Err(AbeError::TooLarge));
}

#[test]
fn random_rules_come_back_from_their_text() {
    let mut rng = Rng::from_seed(5);
    for _ in 0..500 {
        let text = policy(&mut rng, 3).to_string();
        let read: Policy = text.parse().unwrap();
        assert_eq!(read.to_string(), text.parse::<Policy>().unwrap().to_string());
        assert_eq!(read.to_string().parse::<Policy>().unwrap(), read, "{text}");
    }
}

#[test]
fn the_walk_tries_everything_and_shows_what_came_of_it() {
    let mut trace = crate::trace::Trace::new(abe_walk::walk("blockstep").unwrap());
    let scenes = crate::trace::walked::there_and_back(&mut trace);
    let shown = format!("{scenes:?}");
    assert!(shown.contains("laid together: stays shut"));
    assert!(shown.contains("the record under an easier rule: stays shut"));
    assert!(shown.contains("makes for itself: opens"));
    assert!(shown.contains("Dr. Neu's: stays shut"));
    assert!(!shown.contains("laid together: opens"));
}
