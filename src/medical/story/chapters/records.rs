//! Sally is treated at three hospitals, and each of her records is released, delivered and stored.

use crate::hash::Txid;
use crate::medical::data::{Action, DataTx};
use crate::medical::record::delivery::{Delivery, DeliveryError};
use crate::medical::record::{Format, Record};
use crate::medical::story::secrets::Secret;
use crate::medical::story::{House, Outcome, Person, StoryFault, Tale};
use crate::medical::world::Tx;
use crate::rules::{medical as sealing, medical_data as rules};

use super::super::tale::Bookmark;

/// A record as a hospital makes it.
struct Made {
    house: House,
    person: Person,
    episode: u8,
    title: &'static str,
    content: &'static str,
}

const MADE: [Made; 6] = [
    Made {
        house: House::Bielefeld,
        person: Person::Sally,
        episode: 1,
        title: "blood values",
        content: "blood group = 0-\nhaemoglobin = 13.1 g/dl\nleucocytes = 6.2 /nl",
    },
    Made {
        house: House::Bielefeld,
        person: Person::Sally,
        episode: 1,
        title: "allergy test",
        content: "penicillin = positive\nlatex = negative",
    },
    Made {
        house: House::Muenster,
        person: Person::Sally,
        episode: 2,
        title: "letter after surgery",
        content: "Appendix removed without complications. Wound dry, sutures out on day ten.",
    },
    Made {
        house: House::Berlin,
        person: Person::Sally,
        episode: 3,
        title: "heart report",
        content: "echocardiogram: normal size, ejection fraction 62 percent\necg: sinus rhythm, 64 a minute",
    },
    Made {
        house: House::Bielefeld,
        person: Person::Tom,
        episode: 4,
        title: "Tom's blood values",
        content: "blood group = AB+\ncreatinine = 0.9 mg/dl",
    },
    Made {
        house: House::Berlin,
        person: Person::Ada,
        episode: 5,
        title: "Ada's report",
        content: "x-ray: broken wrist, left\ntherapy: plaster for five weeks",
    },
];

/// Records are released, delivered and stored.
pub fn records(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Three hospitals");
    let mut delivered = Vec::new();
    for made in MADE {
        delivered.push(release(tale, &made)?);
    }
    not_an_institution(tale)?;
    tale.seal(
        "The hashes stand on the chain; the records themselves are on their way to the patients.",
    )?;
    exchanged(tale, delivered[2])?;
    for (made, release) in MADE.iter().zip(&delivered) {
        store(tale, made.person, made.title, *release)?;
    }
    stored_again(tale, delivered[0])?;
    tale.seal("From each storage a hash pointer leads to its release, and another to the ciphertext in the cloud.")?;
    own_record(tale)
}

fn release(tale: &mut Tale, made: &Made) -> Result<Txid, StoryFault> {
    let (chain, patient) = (tale.chain(), tale.cast.patient(made.person).identity());
    let house = tale.cast.house(made.house).clone();
    let (tx, delivery) =
        house.release(&chain, &patient, [made.episode; 32], made.content, &mut tale.rng);
    let who = made.house.name();
    let txid = tale.submit(
        who,
        &format!("{who} releases {}", made.title),
        &format!(
            "Patient, institution and the hash of the record, under {who}'s signature. The record goes to {} under a fresh key, and that key under the patient's public key.",
            made.person.name()
        ),
        &rules::RELEASE,
        Tx::Data(tx),
    )?;
    tale.deliveries.insert(txid, delivery);
    tale.titles.insert(txid, made.title);
    Ok(txid)
}

fn not_an_institution(tale: &mut Tale) -> Result<(), StoryFault> {
    let (chain, sally) = (tale.chain(), tale.cast.patient(Person::Sally).identity());
    let quack = tale.cast.quack.clone();
    let record =
        Record::new(sally, quack.identity(), Format::Letter, "All is well.", &mut tale.rng);
    let action = Action::Release {
        patient: sally,
        digest: record.digest(),
        episode: Some([9; 32]),
        amends: None,
    };
    tale.refused(
        "Dr. Quack",
        "Dr. Quack releases a record about Sally",
        "Only certified institutions make records about others.",
        &Tx::Data(DataTx::new(&chain, 0, action, &quack)),
    )
}

/// What Münster sends is not what it signed.
fn exchanged(tale: &mut Tale, release: Txid) -> Result<(), StoryFault> {
    let house = tale.cast.house(House::Muenster).clone();
    let sally = tale.cast.patient(Person::Sally).identity();
    let content = "Appendix removed. A compress may have been left inside.";
    let other = Record::new(sally, house.keys.identity(), house.format, content, &mut tale.rng);
    let delivery = Delivery::new(&other, &sally, &mut tale.rng);
    let wanted = tale
        .world()
        .data()
        .release(&release)
        .map_err(crate::medical::client::ClientError::from)?
        .digest;
    let opened = delivery.open(&tale.cast.patient(Person::Sally).keys, &wanted);
    tale.shut(
        "Sally",
        "Sally gets another letter than Münster signed",
        "Her program decrypts it, hashes it and compares the hash with the one on the chain. They differ, and she does not take it.",
        opened,
        DeliveryError::rule,
    )
}

fn store(
    tale: &mut Tale,
    person: Person,
    title: &'static str,
    release: Txid,
) -> Result<(), StoryFault> {
    let (chain, who) = (tale.chain(), person.name());
    let state = tale.world().data().clone();
    let Some(delivery) = tale.deliveries.get(&release).cloned() else {
        return Err(StoryFault::Missing { what: "delivery" });
    };
    let patient = tale.cast.patient_mut(person);
    let record = patient.accept(&state, &release, &delivery)?.clone();
    let (tx, ciphertext) = patient.store(&chain, &release, None, &mut tale.rng)?;
    tale.cloud.put(&ciphertext);
    tale.secrets.extend(Secret::of_record(title, &record));
    let txid = tale.submit(
        who,
        &format!("{who} stores {title}"),
        "The delivery has the hash that the hospital signed. The record is encrypted anew, under the patient's own key and a class of its own, and only the ciphertext goes into the cloud.",
        &rules::STORAGE,
        Tx::Data(tx),
    )?;
    tale.bookmarks.push(Bookmark { person, title, release, storage: txid });
    Ok(())
}

fn stored_again(tale: &mut Tale, release: Txid) -> Result<(), StoryFault> {
    let chain = tale.chain();
    let mut patient = tale.cast.patient(Person::Sally).clone();
    let (tx, _) = patient.store(&chain, &release, None, &mut tale.rng)?;
    tale.refused(
        "Sally",
        "Sally stores the blood values a second time",
        "Twice the data would be twice the stake. A record is stored once; a new encryption replaces the old one.",
        &Tx::Data(tx),
    )
}

/// Patients read and write data of their own.
fn own_record(tale: &mut Tale) -> Result<(), StoryFault> {
    let chain = tale.chain();
    let mut amends = None;
    for (title, content) in [
        ("diary", "Slept badly, pulse 80 at six in the morning."),
        ("diary, put right", "Slept badly, pulse 80 at seven in the morning."),
    ] {
        let patient = tale.cast.patient_mut(Person::Sally);
        let tx = patient.write(&chain, content, amends, &mut tale.rng);
        let told = match amends {
            None => {
                "A patient may write records of her own. They stand under her signature, and no hospital vouches for them."
            }
            Some(_) => {
                "She put it right by a second release that names the first. The first stays: nothing on a chain is overwritten."
            }
        };
        let release = tale.submit(
            "Sally",
            &format!("Sally writes her {title}"),
            told,
            &rules::RELEASE,
            Tx::Data(tx),
        )?;
        tale.titles.insert(release, title);
        amends = Some(release);
        let (tx, ciphertext) =
            tale.cast.patient_mut(Person::Sally).store(&chain, &release, None, &mut tale.rng)?;
        tale.cloud.put(&ciphertext);
        if let Some(record) = tale.cast.patient(Person::Sally).record(&release).cloned() {
            tale.secrets.extend(Secret::of_record(title, &record));
        }
        let storage = tale.submit(
            "Sally",
            &format!("Sally stores her {title}"),
            "It is encrypted like any other record, under the next class.",
            &rules::STORAGE,
            Tx::Data(tx),
        )?;
        tale.bookmarks.push(Bookmark { person: Person::Sally, title, release, storage });
    }
    let titles = tale.bookmarks.iter().filter(|mark| mark.person == Person::Sally);
    let lines = titles.map(|mark| (mark.title.to_owned(), "in the cloud".to_owned())).collect();
    tale.seal("Sally has six records in the cloud.")?;
    tale.step(
        "Sally",
        "Sally looks through what she has",
        "Her own records she reads with her own keys, on her own machine. Nobody else can.",
        Outcome::Read { lines },
        Some(&sealing::RECORD_DIGEST),
    );
    Ok(())
}
