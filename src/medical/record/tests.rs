//! Records there and back, what a guess finds, and every changed byte of a delivery.

use super::delivery::{Delivery, DeliveryError};
use super::dictionary::{Guesser, blood_groups};
use super::*;
use crate::medical::identity::Keys;

fn people() -> (Keys, Keys, Rng) {
    let mut rng = Rng::from_seed(1);
    (Keys::new(&mut rng), Keys::new(&mut rng), rng)
}

#[test]
fn a_record_comes_back_and_its_hash_depends_on_the_salt() {
    let (sally, hospital, mut rng) = people();
    let mut write = || {
        let (patient, author) = (sally.identity(), hospital.identity());
        Record::new(patient, author, Format::Values, "blood group = 0-", &mut rng)
    };
    let (one, two) = (write(), write());
    assert_ne!(one.digest(), two.digest());
    assert_eq!(Record::from_bytes(&one.to_bytes()).unwrap(), one);
    for at in 0..one.to_bytes().len() {
        let mut changed = one.to_bytes();
        changed[at] ^= 1;
        let read = Record::from_bytes(&changed);
        assert!(read.is_err() || read.unwrap().digest() != one.digest(), "byte {at}");
    }
}

#[test]
fn a_dictionary_finds_what_has_no_salt_and_nothing_else() {
    let (sally, hospital, mut rng) = people();
    let (patient, author) = (sally.identity(), hospital.identity());
    let guesser = Guesser { patient, author, format: Format::Values };
    let groups = blood_groups();
    assert_eq!(groups.len(), 8);
    for (number, group) in groups.iter().enumerate() {
        let words = groups.iter().map(String::as_str);
        let bare = guesser.unsalted(group).digest();
        assert_eq!(guesser.guess(&bare, words.clone()), Some(number));
        let salted = Record::new(patient, author, Format::Values, group, &mut rng);
        assert_eq!(guesser.guess(&salted.digest(), words), None);
    }
}

#[test]
fn every_changed_byte_of_a_delivery_is_noticed() {
    let (sally, hospital, mut rng) = people();
    let patient = sally.identity();
    let record = Record::new(patient, hospital.identity(), Format::Letter, "no findings", &mut rng);
    let delivery = Delivery::new(&record, &patient, &mut rng);
    let wanted = record.digest();
    assert_eq!(delivery.open(&sally, &wanted).unwrap(), record);
    assert!(delivery.open(&hospital, &wanted).is_err());
    let bytes = delivery.to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let opened = Delivery::from_bytes(&changed).map(|delivery| delivery.open(&sally, &wanted));
        assert!(!matches!(opened, Ok(Ok(_))), "byte {at}");
    }
}

#[test]
fn another_record_than_the_chain_says_is_refused() {
    let (sally, hospital, mut rng) = people();
    let patient = sally.identity();
    let write = |content: &str, rng: &mut Rng| {
        Record::new(patient, hospital.identity(), Format::Letter, content, rng)
    };
    let (told, sent) = (write("benign", &mut rng), write("malignant", &mut rng));
    let delivery = Delivery::new(&sent, &patient, &mut rng);
    let refused = delivery.open(&sally, &told.digest()).unwrap_err();
    assert!(matches!(refused, DeliveryError::OtherRecord { .. }), "{refused}");
}

#[test]
fn a_reader_says_what_it_cannot_read() {
    let (sally, hospital, mut rng) = people();
    let mut write = |format: Format, content: &str| {
        Record::new(sally.identity(), hospital.identity(), format, content, &mut rng)
    };
    let values = write(Format::Values, "haemoglobin = 13.1 g/dl\n\nleucocytes = 6.2 /nl\n");
    let lines = read(&values, &Format::ALL).unwrap();
    assert_eq!(lines[0], ("haemoglobin".to_owned(), "13.1 g/dl".to_owned()));
    assert_eq!(lines.len(), 2);
    let unknown = read(&values, &[Format::Letter]).unwrap_err().to_string();
    assert!(unknown.contains("values/1") && unknown.contains("letter/1"), "{unknown}");
    let broken = read(&write(Format::Report, "finding: none\nsigned"), &Format::ALL);
    assert!(matches!(broken, Err(FormatError::Line { line: 2, .. })), "{broken:?}");
}

#[test]
fn the_walk_guesses_the_bare_hash_and_not_the_salted_one() {
    let mut trace = crate::trace::Trace::new(dictionary_walk::walk("blockstep"));
    let scenes = crate::trace::walked::there_and_back(&mut trace);
    let same: Vec<bool> =
        scenes.iter().map(|scene| format!("{scene:?}").contains("the same\"")).collect();
    assert_eq!(same.iter().filter(|same| **same).count(), 1);
    assert!(!same.last().unwrap());
}
