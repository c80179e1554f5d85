//! Who takes part: hospitals by certificate, everybody else by having a key.

use crate::medical::data::{Action, Certificate, DataTx, RootSignature};
use crate::medical::identity::Keys;
use crate::medical::story::{House, Person, StoryFault, Tale};
use crate::medical::token::Role;
use crate::medical::world::Tx;
use crate::rules::medical_data as rules;

/// The hospitals are admitted, the patients publish their keys and entrust the hospitals.
pub fn membership(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Who takes part");
    for (serial, house) in (1..).zip(House::ALL) {
        let (who, keys) = (house.name(), tale.cast.house(house).keys.clone());
        let name = format!("{who} University Hospital");
        let tx = admission(tale, &keys, serial, &name, &[0, 1]);
        tale.submit(
            who,
            &format!("{who} shows its certificate"),
            "Two of the consortium's three root keys signed it. From now on this key is an institution's.",
            &rules::MEMBERSHIP,
            tx,
        )?;
    }
    let quack = tale.cast.quack.clone();
    let forged = admission(tale, &quack, 4, "Quack Clinic", &[2]);
    tale.refused(
        "Dr. Quack",
        "Dr. Quack shows a certificate that one root signed",
        "A single root key was talked into it. One is not two, and Dr. Quack stays an ordinary key.",
        &forged,
    )?;
    tale.seal(
        "The first block: its producer is one of the founders, since there are no pools yet.",
    )?;
    register(tale)?;
    entrust(tale)
}

fn register(tale: &mut Tale) -> Result<(), StoryFault> {
    let chain = tale.chain();
    let insurer = tale.cast.northcare.clone();
    let parties = [
        ("Sally", tale.cast.patient(Person::Sally).keys.clone(), Role::Patient),
        ("Tom", tale.cast.patient(Person::Tom).keys.clone(), Role::Patient),
        ("Ada", tale.cast.patient(Person::Ada).keys.clone(), Role::Patient),
        ("Northcare", insurer, Role::Insurer),
    ];
    for (who, keys, role) in parties {
        let told = match role {
            Role::Insurer => {
                "An insurer needs nobody's leave. It gets no data by this, and what it earns later depends on its role."
            }
            _ => {
                "A patient needs nobody's leave. The chain knows a public key and a role, and no name."
            }
        };
        let tx = Tx::Data(DataTx::new(&chain, 0, Action::Register { role }, &keys));
        tale.submit(who, &format!("{who} registers"), told, &rules::MEMBERSHIP, tx)?;
    }
    for person in [Person::Sally, Person::Tom, Person::Ada] {
        let who = person.name();
        let tx = Tx::Data(tale.cast.patient(person).publish_key(&chain));
        tale.submit(
            who,
            &format!("{who} publishes a key-aggregate key"),
            "Parameters for eight records and a public key of 144 bytes. All may check that they hang together.",
            &rules::PATIENT_KEY,
            tx,
        )?;
    }
    tale.seal("Keys and roles stand on the chain.")
}

fn entrust(tale: &mut Tale) -> Result<(), StoryFault> {
    let (chain, needed) = (tale.chain(), 2);
    let members = tale.cast.hospitals().map(|one| one.keys.identity());
    for person in [Person::Sally, Person::Tom] {
        let (who, patient) = (person.name(), tale.cast.patient(person));
        let tx = Tx::Data(patient.entrust(&chain, &members, needed, &mut tale.rng)?);
        tale.submit(
            who,
            &format!("{who} entrusts the three hospitals"),
            "The master secret is split so that two of three can help in an emergency. Each share is sealed to its hospital, and nobody can open anything yet.",
            &rules::ENTRUSTED,
            tx,
        )?;
    }
    tale.seal("From here on an emergency is possible for Sally and for Tom, and for Ada it is not.")
}

/// A certificate for `keys`, signed by these roots and shown by its holder.
pub(super) fn admission(tale: &Tale, keys: &Keys, serial: u64, name: &str, roots: &[u8]) -> Tx {
    let chain = tale.chain();
    let mut certificate = Certificate {
        holder: keys.identity(),
        name: name.to_owned(),
        serial,
        until_slot: 10_000,
        signatures: Vec::new(),
    };
    let digest = certificate.digest(&chain);
    let sign = |root: &u8| {
        let keys = tale.cast.roots.get(usize::from(*root))?;
        Some(RootSignature::new(*root, keys, &digest))
    };
    certificate.signatures = roots.iter().filter_map(sign).collect();
    Tx::Data(DataTx::new(&chain, 0, Action::Admit { certificate }, keys))
}
