//! Sally is brought in unconscious: Berlin reads without her consent, and not without a trace.

use crate::medical::client::{ClientError, member, open_emergency};
use crate::medical::data::{Action, Basis, Certificate, DataTx, RootSignature};
use crate::medical::story::{House, Outcome, Person, StoryFault, Tale};
use crate::medical::world::Tx;
use crate::rules::medical_data as rules;

use super::reading::{fetch, fetched};
use super::sharing::shown;

/// An emergency, its parts, and who is refused.
pub fn emergency(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("An emergency");
    let allergy = tale.bookmark("allergy test")?.storage;
    let berlin = tale.cast.house(House::Berlin).keys.clone();
    let quack = tale.cast.quack.clone();
    let ask = |tale: &Tale, by: &crate::medical::identity::Keys, person: Person, storage| {
        let patient = tale.cast.patient(person).identity();
        let reason = "unconscious after an accident, allergies unknown".to_owned();
        let action = Action::Emergency { patient, storages: vec![storage], reason };
        Tx::Data(DataTx::new(&tale.chain(), 0, action, by))
    };
    let tx = ask(tale, &quack, Person::Sally, allergy);
    tale.refused(
        "Dr. Quack",
        "Dr. Quack declares an emergency",
        "Without consent only certified institutions read.",
        &tx,
    )?;
    let of_ada = tale.bookmark("Ada's report")?.storage;
    let tx = ask(tale, &berlin, Person::Ada, of_ada);
    tale.refused("Berlin", "Berlin declares an emergency for Ada", "Ada entrusted nobody. That was her choice: no emergency can open her records, not even to help.", &tx)?;
    let tx = ask(tale, &berlin, Person::Sally, allergy);
    let emergency = tale.submit("Berlin", "Berlin declares an emergency for Sally", "Who, whose, which record, why and when: all of it stands on the chain before anything opens.", &rules::EMERGENCY_TRACE, tx)?;
    tale.seal_without_endorsement("The block is made, and no seat has endorsed it yet.")?;
    let state = tale.world().data().clone();
    let bielefeld = tale.cast.house(House::Bielefeld).keys.clone();
    let part = Tx::Data(member::part(&state, &emergency, &bielefeld, &mut tale.rng)?);
    tale.refused("Bielefeld", "Bielefeld gives its part at once", "The block could still be left behind, and the read would have left no trace. No part is given before it is final.", &part)?;
    tale.endorse()?;
    tale.step(
        "the chain",
        "All seats endorse the block",
        "More than two thirds: it is final.",
        Outcome::Told,
        Some(&crate::rules::medical_chain::FINALITY),
    );
    one_part_is_too_few(tale, emergency, part)?;
    let own = Tx::Data(member::part(&state, &emergency, &berlin, &mut tale.rng)?);
    tale.submit(
        "Berlin",
        "Berlin gives its own part",
        "It is a member itself. Two parts of three are enough.",
        &rules::ENTRUSTED,
        own,
    )?;
    tale.seal("Both parts stand on the chain, each sealed to Berlin.")?;
    let bytes = fetched(tale, "Berlin", &berlin, Basis::Emergency(emergency), allergy)?;
    let opened = open_emergency(tale.world().data(), &berlin, &emergency, &allergy, &bytes)?;
    shown(tale, "Berlin", "allergy test", &opened.record)?;
    let blood = tale.bookmark("blood values")?.storage;
    let tx = fetch(tale, &berlin, blood, Basis::Emergency(emergency), 2);
    tale.refused(
        "Berlin",
        "Berlin fetches the blood values too",
        "The emergency names one record, and the parts make a key for that one.",
        &tx,
    )?;
    withdrawn(tale, emergency)
}

fn one_part_is_too_few(
    tale: &mut Tale,
    emergency: crate::hash::Txid,
    part: Tx,
) -> Result<(), StoryFault> {
    let (berlin, allergy) =
        (tale.cast.house(House::Berlin).keys.clone(), tale.bookmark("allergy test")?.storage);
    tale.submit(
        "Bielefeld",
        "Bielefeld gives its part of the key",
        "It opens its share, makes of it the part for this record alone, and seals that to Berlin.",
        &rules::ENTRUSTED,
        part,
    )?;
    let tx = fetch(tale, &berlin, allergy, Basis::Emergency(emergency), 0);
    tale.refused(
        "Berlin",
        "Berlin fetches with one part of two",
        "With k - 1 members there is no right to fetch.",
        &tx,
    )?;
    let stolen = tale.ciphertext(&allergy)?;
    let opened = open_emergency(tale.world().data(), &berlin, &emergency, &allergy, &stolen);
    tale.shut(
        "Berlin",
        "Berlin tries one part on a copied ciphertext",
        "Nor is there a key: one point of a line says nothing about where it crosses the axis.",
        opened,
        ClientError::rule,
    )
}

/// The consortium withdraws Münster's certificate.
fn withdrawn(tale: &mut Tale, emergency: crate::hash::Txid) -> Result<(), StoryFault> {
    let chain = tale.chain();
    let digest = Certificate::withdrawal_digest(&chain, 2);
    let signatures = [0_u8, 2].iter().filter_map(|root| {
        let keys = tale.cast.roots.get(usize::from(*root))?;
        Some(RootSignature::new(*root, keys, &digest))
    });
    let action = Action::Withdraw { serial: 2, signatures: signatures.collect() };
    let bringer = tale.cast.cohort.clone();
    let tx = Tx::Data(DataTx::new(&chain, 0, action, &bringer));
    tale.submit(
        "the consortium",
        "The consortium withdraws Münster's certificate",
        "Its staff had passed records on. Two root keys sign the withdrawal, and anyone may bring it.",
        &rules::MEMBERSHIP,
        tx,
    )?;
    let state = tale.world().data().clone();
    let muenster = tale.cast.house(House::Muenster).keys.clone();
    let late = Tx::Data(member::part(&state, &emergency, &muenster, &mut tale.rng)?);
    tale.refused(
        "Münster",
        "Münster gives its part",
        "It is no institution any more, and its part does not count.",
        &late,
    )?;
    let patient = tale.cast.patient(Person::Tom).identity();
    let storages = vec![tale.bookmark("Tom's blood values")?.storage];
    let action = Action::Emergency { patient, storages, reason: "routine".into() };
    let tx = Tx::Data(DataTx::new(&chain, 0, action, &muenster));
    tale.refused(
        "Münster",
        "Münster declares an emergency for Tom",
        "A withdrawn certificate is none.",
        &tx,
    )?;
    tale.seal("Münster still makes blocks: a delegate is elected, not certified.")
}
