//! Sally shares records, and everything that others try without it.

use crate::hash::Txid;
use crate::medical::client::patient::Wish;
use crate::medical::client::{ClientError, open_shared};
use crate::medical::cloud::Fault;
use crate::medical::data::{Action, Basis, DataTx};
use crate::medical::identity::Keys;
use crate::medical::record::{Format, FormatError, read};
use crate::medical::story::{House, Outcome, Person, StoryFault, Tale};
use crate::medical::world::Tx;
use crate::rules::{cloud as cloud_rules, key_aggregate, medical_data as rules};

use super::reading::{fetch, fetched};

/// Sharing, reading, revoking, and new encryption.
pub fn sharing(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Sharing");
    let muenster = tale.cast.house(House::Muenster).keys.clone();
    let [blood, allergy, heart] =
        ["blood values", "allergy test", "heart report"].map(|title| tale.bookmark(title));
    let (blood, allergy, heart) = (blood?, allergy?, heart?);
    not_without(tale, blood.release, blood.storage)?;
    let until = tale.at().slot + 6;
    let wish = Wish {
        receiver: muenster.identity(),
        storages: &[blood.storage, allergy.storage],
        purpose: "surgery follow-up",
        until_slot: until,
    };
    let (sharing, tx) = share(tale, &wish, "Sally shares two records with Münster", 1)?;
    tale.seal(
        "One aggregate key of 96 bytes for both records, sealed to Münster, stands on the chain.",
    )?;
    tale.refused(
        "Münster",
        "Münster brings the same sharing once more",
        "It would reach a little further each time. A statement counts once.",
        &tx,
    )?;
    let values = fetched(tale, "Münster", &muenster, Basis::Sharing(sharing), blood.storage)?;
    let opened = open_shared(tale.world().data(), &muenster, &sharing, &blood.storage, &values)?;
    let letters = [Format::Letter];
    tale.shut(
        "Münster",
        "Münster's old program cannot read the format",
        "It decrypts, and the record says values/1. The program says so, and does not guess.",
        read(&opened.record, &letters),
        FormatError::rule,
    )?;
    shown(tale, "Münster", "blood values", &opened.record)?;
    outside_the_set(tale, &muenster, sharing, heart.storage)?;
    altered_in_the_cloud(tale, &muenster, sharing, allergy.storage)?;
    research(tale, heart.storage)?;
    tale.pass_to(until + 1, "The days that Sally named for Münster are over.")?;
    let late = fetch(tale, &muenster, blood.storage, Basis::Sharing(sharing), 7);
    tale.refused(
        "Münster",
        "Münster fetches the blood values once more",
        "The sharing held until a slot that has gone by.",
        &late,
    )
}

/// What others try as long as nothing is shared.
fn not_without(tale: &mut Tale, release: Txid, storage: Txid) -> Result<(), StoryFault> {
    let chain = tale.chain();
    let insurer = tale.cast.northcare.clone();
    let tx = fetch(tale, &insurer, storage, Basis::Own, 0);
    tale.refused(
        "Northcare",
        "The insurer fetches Sally's blood values as its own",
        "They are Sally's.",
        &tx,
    )?;
    let share = |storages: Vec<Txid>, receiver: &Keys, by: &Keys| {
        let action = Action::Share {
            receiver: receiver.identity(),
            storages,
            purpose: "premium".into(),
            until_slot: 1_000,
            sealed_key: vec![0; 145],
        };
        Tx::Data(DataTx::new(&chain, 0, action, by))
    };
    let theft = share(vec![storage], &insurer, &insurer);
    tale.refused("Northcare", "The insurer shares Sally's record with itself", "Only the patient shares. It would have no key either: what it seals to itself it does not have.", &theft)?;
    let sally = tale.cast.patient(Person::Sally).keys.clone();
    let unstored = share(vec![release], &insurer, &sally);
    tale.refused(
        "Sally",
        "Sally shares a release in place of a storage",
        "A sharing names storages: only of those it is known what class a key must be for.",
        &unstored,
    )?;
    let unknown = share(vec![Txid([7; 32])], &insurer, &sally);
    tale.refused(
        "Sally",
        "Sally shares a record that was never released",
        "Nothing on the chain says what it would be.",
        &unknown,
    )
}

fn share(
    tale: &mut Tale,
    wish: &Wish<'_>,
    title: &str,
    number: u64,
) -> Result<(Txid, Tx), StoryFault> {
    let state = tale.world().data().clone();
    let tx = tale.cast.patient(Person::Sally).share(&state, wish, number, &mut tale.rng)?;
    let tx = Tx::Data(tx);
    let told = "She extracts one key for exactly these records, seals it to the receiver, and says for what and until when. The chain checks that each record was released and stored.";
    let txid = tale.submit("Sally", title, told, &rules::SHARING, tx.clone())?;
    Ok((txid, tx))
}

/// What a reader sees in the end.
pub(in crate::medical::story) fn shown(
    tale: &mut Tale,
    who: &'static str,
    title: &str,
    record: &crate::medical::record::Record,
) -> Result<(), StoryFault> {
    let lines = read(record, &Format::ALL).unwrap_or_default();
    tale.step(
        who,
        &format!("{who} reads the {title}"),
        "The key opens it, and its hash is the one that the hospital signed on the chain.",
        Outcome::Read { lines },
        Some(&rules::RIGHT_TO_READ),
    );
    Ok(())
}

/// A record that the key is not for.
fn outside_the_set(
    tale: &mut Tale,
    muenster: &Keys,
    sharing: Txid,
    heart: Txid,
) -> Result<(), StoryFault> {
    let tx = fetch(tale, muenster, heart, Basis::Sharing(sharing), 3);
    tale.refused(
        "Münster",
        "Münster fetches the heart report too",
        "The sharing does not name it.",
        &tx,
    )?;
    let stolen = tale.ciphertext(&heart)?;
    let opened = open_shared(tale.world().data(), muenster, &sharing, &heart, &stolen);
    tale.shut("Münster", "Münster has the ciphertext of the heart report all the same", "Somebody copied it out of the cloud. The aggregate key has no part for its class, and it stays shut.", opened, ClientError::rule)
}

/// A node that changes bytes, and one that is gone.
fn altered_in_the_cloud(
    tale: &mut Tale,
    muenster: &Keys,
    sharing: Txid,
    storage: Txid,
) -> Result<(), StoryFault> {
    for (node, fault) in tale.cloud.nodes_mut().iter_mut().zip([Fault::Altered, Fault::Gone]) {
        node.fault = Some(fault);
    }
    let tx = fetch(tale, muenster, storage, Basis::Sharing(sharing), 4);
    let access = tale.submit(
        "Münster",
        "Münster fetches the allergy test",
        "First the fetch stands on the chain, then the cloud hands out.",
        &rules::RIGHT_TO_READ,
        tx,
    )?;
    tale.seal("The fetch is final.")?;
    let state = tale.world().data().clone();
    let delivered = tale.cloud.hand_out(&state, tale.tree.final_height(), &access)?;
    let lines = delivered.answers.iter();
    let lines =
        lines.map(|answer| (answer.node.clone(), answer.finding.told().to_owned())).collect();
    tale.step("Münster", "Münster asks one node after another", "Each answer is hashed. What has another hash than the pointer on the chain is thrown away, and the next node is asked.", Outcome::Read { lines }, Some(&cloud_rules::CONTENT_ADDRESS));
    tale.cloud.nodes_mut().iter_mut().for_each(|node| node.fault = None);
    let bytes = delivered.ciphertext.ok_or(StoryFault::Missing { what: "copy in the cloud" })?;
    let opened = open_shared(&state, muenster, &sharing, &storage, &bytes)?;
    shown(tale, "Münster", "allergy test", &opened.record)
}

/// A research team reads, the patient takes it back, and encrypts anew.
fn research(tale: &mut Tale, heart: Txid) -> Result<(), StoryFault> {
    let cohort = tale.cast.cohort.clone();
    let wish = Wish {
        receiver: cohort.identity(),
        storages: &[heart],
        purpose: "study of healthy hearts",
        until_slot: 10_000,
    };
    let (sharing, _) = share(tale, &wish, "Sally shares the heart report with a research team", 2)?;
    tale.seal("A research team needs no certificate: it has a key, and a patient's consent.")?;
    let bytes = fetched(tale, "Cohort", &cohort, Basis::Sharing(sharing), heart)?;
    let opened = open_shared(tale.world().data(), &cohort, &sharing, &heart, &bytes)?;
    shown(tale, "Cohort", "heart report", &opened.record)?;
    let chain = tale.chain();
    let revoke = Tx::Data(tale.cast.patient(Person::Sally).revoke(&chain, &sharing));
    tale.submit("Sally", "Sally takes the sharing back", "From now on the cloud hands nothing out by it. What the team has copied it still has, and its key still opens that copy: no chain can undo having read.", &rules::PATIENTS_OWN, revoke)?;
    let tx = fetch(tale, &cohort, heart, Basis::Sharing(sharing), 9);
    tale.refused(
        "Cohort",
        "The team fetches the heart report again",
        "The sharing was taken back, one transaction ago.",
        &tx,
    )?;
    encrypt_anew(tale, &cohort, sharing, heart)
}

fn encrypt_anew(
    tale: &mut Tale,
    cohort: &Keys,
    sharing: Txid,
    heart: Txid,
) -> Result<(), StoryFault> {
    let (chain, mark) = (tale.chain(), tale.bookmark("heart report")?);
    let patient = tale.cast.patient_mut(Person::Sally);
    let (tx, ciphertext) = patient.store(&chain, &mark.release, Some(heart), &mut tale.rng)?;
    tale.cloud.put(&ciphertext);
    let storage = tale.submit("Sally", "Sally encrypts the heart report anew", "Under another class: a copy of the cloud made after this, and the old key, are of no use together.", &rules::STORAGE, Tx::Data(tx))?;
    tale.replace("heart report", storage);
    tale.seal("The new storage took the place of the old one.")?;
    let opened = open_shared(tale.world().data(), cohort, &sharing, &storage, &ciphertext);
    tale.shut(
        "Cohort",
        "The team tries its old key on the new ciphertext",
        "The key was for one class, and this is another.",
        opened,
        ClientError::rule,
    )?;
    tale.step("Sally", "What the key is now worth", "The old key opens the old ciphertext, for whoever kept both. Revocation and new encryption protect what comes, not what was.", Outcome::Told, Some(&key_aggregate::AGGREGATE_KEY));
    Ok(())
}
