//! Statements that the story does not make, each refused for its own reason, with what passes beside it.

use super::action::CloudPointer;
use super::*;
use crate::encode::{Decode, Encode};
use crate::hash::Txid;
use crate::medical::chain::Body;
use crate::medical::client::patient::Wish;
use crate::medical::identity::Keys;
use crate::medical::kac::{Parameters, encapsulate, key_pair, split};
use crate::medical::moment::Moment;
use crate::medical::record::RecordDigest;
use crate::medical::story::{House, Person, SEED, Tale, tell};
use crate::medical::token::Role;
use crate::medical::world::{Tx, World, WorldError};
use crate::rng::Rng;

/// Sally's chain at the end of the story, in the next block.
struct Stage {
    tale: Tale,
    world: World,
    at: Moment,
    number: u64,
}

impl Stage {
    fn new() -> Stage {
        let tale = tell(SEED).unwrap();
        let mut world = tale.tree().body().unwrap().clone();
        let place = tale.tree().place();
        let (height, slot) = (place.height + 1, place.slot + 1);
        let at = Moment { height, slot, final_height: place.height };
        world.begin_block(&at);
        Stage { tale, world, at, number: 1_000 }
    }

    fn judge(&mut self, action: Action, keys: &Keys) -> Result<Txid, DataError> {
        self.number += 1;
        let tx = Tx::Data(DataTx::new(self.world.chain(), self.number, action, keys));
        let before = self.world.data().clone();
        let proof = self.world.prove(&tx, &tx.txid());
        let found = proof.and_then(|proof| self.world.apply(&tx, &proof, &self.at));
        match found {
            Ok(()) => Ok(tx.txid()),
            Err(WorldError::Data(error)) => {
                assert_eq!(*self.world.data(), before, "what is refused changes nothing");
                assert!(!error.to_string().is_empty() && !error.rule().says.is_empty());
                Err(error)
            }
            Err(other) => panic!("{other}"),
        }
    }

    fn house(&self, house: House) -> Keys {
        self.tale.cast.house(house).keys.clone()
    }

    fn person(&self, person: Person) -> Keys {
        self.tale.cast.patient(person).keys.clone()
    }

    fn storage(&self, title: &str) -> Txid {
        self.tale.bookmarks().iter().find(|mark| mark.title == title).unwrap().storage
    }

    fn release(&self, title: &str) -> Txid {
        self.tale.bookmarks().iter().find(|mark| mark.title == title).unwrap().release
    }

    fn certificate(&self, keys: &Keys, serial: u64, until_slot: u64, roots: &[u8]) -> Certificate {
        let holder = keys.identity();
        let mut certificate =
            Certificate { holder, name: "New".into(), serial, until_slot, signatures: vec![] };
        let digest = certificate.digest(self.world.chain());
        certificate.signatures = roots
            .iter()
            .map(|root| {
                RootSignature::new(*root, &self.tale.cast.roots[usize::from(*root)], &digest)
            })
            .collect();
        certificate
    }
}

macro_rules! refused {
    ($found:expr, $wanted:pat) => {
        let found = $found;
        assert!(matches!(found, Err($wanted)), "{found:?}");
    };
}

#[test]
fn certificates() {
    let mut stage = Stage::new();
    let new = Keys::new(&mut Rng::from_seed(1));
    let admit = |certificate| Action::Admit { certificate };
    let good = stage.certificate(&new, 9, 1_000, &[0, 2]);
    for roots in [&[0][..], &[1, 1], &[]] {
        let forged = stage.certificate(&new, 9, 1_000, roots);
        refused!(stage.judge(admit(forged), &new), DataError::NotOfTheConsortium { .. });
    }
    let mut renamed = good.clone();
    renamed.name = "Newer".into();
    refused!(stage.judge(admit(renamed), &new), DataError::NotOfTheConsortium { found: 0, .. });
    let other = stage.person(Person::Tom);
    refused!(stage.judge(admit(good.clone()), &other), DataError::CertificateOfOther { .. });
    let expired = stage.certificate(&new, 9, 1, &[0, 1]);
    refused!(
        stage.judge(admit(expired), &new),
        DataError::CertificateExpired { until_slot: 1, .. }
    );
    let twice = stage.certificate(&new, 1, 1_000, &[0, 1]);
    refused!(stage.judge(admit(twice), &new), DataError::SerialTwice { serial: 1 });
    let patient = stage.certificate(&other, 10, 1_000, &[0, 1]);
    refused!(stage.judge(admit(patient), &other), DataError::RoleTwice { .. });
    stage.judge(admit(good), &new).unwrap();
    refused!(
        stage.judge(Action::Register { role: Role::Patient }, &new),
        DataError::RoleTwice { .. }
    );
    let nobody = Keys::new(&mut Rng::from_seed(2));
    refused!(
        stage.judge(Action::Register { role: Role::Hospital }, &nobody),
        DataError::NotCertified { .. }
    );
    let signatures = |stage: &Stage, serial| -> Vec<RootSignature> {
        let digest = Certificate::withdrawal_digest(stage.world.chain(), serial);
        (0..2)
            .map(|root| {
                RootSignature::new(root, &stage.tale.cast.roots[usize::from(root)], &digest)
            })
            .collect()
    };
    let forged = Action::Withdraw { serial: 1, signatures: signatures(&stage, 9) };
    refused!(stage.judge(forged, &nobody), DataError::NotOfTheConsortium { .. });
    // Münster's was withdrawn in the story.
    let again = Action::Withdraw { serial: 2, signatures: signatures(&stage, 2) };
    refused!(stage.judge(again, &nobody), DataError::NoSuchCertificate { serial: 2 });
}

#[test]
fn keys_and_trust() {
    let mut stage = Stage::new();
    let mut rng = Rng::from_seed(3);
    let new = Keys::new(&mut rng);
    let parameters = Box::new(Parameters::new(3, &mut rng).unwrap());
    let (secret, key) = key_pair(&mut rng);
    let mixed = [&key.to_bytes()[..48], &key_pair(&mut rng).1.to_bytes()[48..]].concat();
    let mixed = crate::medical::kac::PublicKey::from_bytes(&mixed).unwrap();
    let publish = |key| Action::PublishKey { parameters: parameters.clone(), key };
    refused!(stage.judge(publish(mixed), &new), DataError::Key(_));
    let (shares, commitments) = split(&secret, 2, 3, &mut rng).unwrap();
    let members: Vec<_> = [House::Bielefeld, House::Berlin]
        .map(|house| (stage.house(house).identity(), vec![0; 9]))
        .to_vec();
    let entrust = |commitments, shares| Action::Entrust { commitments, shares };
    refused!(
        stage.judge(entrust(commitments.clone(), members.clone()), &new),
        DataError::NoKey { .. }
    );
    stage.judge(publish(key), &new).unwrap();
    refused!(stage.judge(publish(key), &new), DataError::KeyTwice { .. });
    let (_, one) = split(&secret, 1, 3, &mut rng).unwrap();
    refused!(
        stage.judge(entrust(one, members.clone()), &new),
        DataError::WrongThreshold { found: 1, .. }
    );
    let few = entrust(commitments.clone(), members[..1].to_vec());
    refused!(stage.judge(few, &new), DataError::WrongThreshold { members: 1, .. });
    let twice = entrust(commitments.clone(), vec![members[0].clone(), members[0].clone()]);
    refused!(stage.judge(twice, &new), DataError::MemberTwice { .. });
    let muenster = (stage.house(House::Muenster).identity(), vec![0; 9]);
    let withdrawn = entrust(commitments.clone(), vec![members[0].clone(), muenster]);
    refused!(stage.judge(withdrawn, &new), DataError::CertificateWithdrawn { .. });
    let (_, strange) = split(&key_pair(&mut rng).0, 2, 3, &mut rng).unwrap();
    refused!(stage.judge(entrust(strange, members.clone()), &new), DataError::Key(_));
    stage.judge(entrust(commitments.clone(), members.clone()), &new).unwrap();
    refused!(stage.judge(entrust(commitments, members), &new), DataError::EntrustedTwice { .. });
    assert_eq!(shares.len(), 3);
}

#[test]
fn releases_and_storages() {
    let mut stage = Stage::new();
    let (bielefeld, sally) = (stage.house(House::Bielefeld), stage.person(Person::Sally));
    let (tom, patient) = (stage.person(Person::Tom), sally.identity());
    let release = |digest: u8, episode: Option<u8>, amends| Action::Release {
        patient,
        digest: RecordDigest([digest; 32]),
        episode: episode.map(|number| [number; 32]),
        amends,
    };
    let first = stage.judge(release(1, Some(50), None), &bielefeld).unwrap();
    refused!(stage.judge(release(1, Some(51), None), &bielefeld), DataError::ReleasedTwice { .. });
    refused!(stage.judge(release(2, Some(4), None), &bielefeld), DataError::EpisodeOfOther { .. });
    refused!(
        stage.judge(release(2, Some(50), None), &stage.house(House::Berlin)),
        DataError::EpisodeOfOther { .. }
    );
    refused!(stage.judge(release(2, Some(50), None), &sally), DataError::EpisodeOfOwn { .. });
    refused!(stage.judge(release(2, None, None), &tom), DataError::NotCertified { .. });
    refused!(stage.judge(release(2, None, Some(first)), &sally), DataError::AmendsOther { .. });
    refused!(
        stage.judge(release(2, None, Some(Txid([3; 32]))), &bielefeld),
        DataError::NoSuchRelease { .. }
    );
    stage.judge(release(2, Some(50), Some(first)), &bielefeld).unwrap();
    let keys = stage.world.data().keys(&patient).unwrap().clone();
    let mut rng = Rng::from_seed(4);
    let mut store = |release, class, replaces, shown| Action::Store {
        release,
        pointer: CloudPointer([1; 32]),
        class: shown,
        capsule: encapsulate(&keys.parameters, &keys.key, class, &mut rng).unwrap().0,
        replaces,
    };
    refused!(
        stage.judge(store(Txid([9; 32]), 8, None, 8), &sally),
        DataError::NoSuchRelease { .. }
    );
    refused!(stage.judge(store(first, 7, None, 8), &sally), DataError::Key(_));
    refused!(stage.judge(store(first, 8, None, 8), &tom), DataError::Key(_));
    refused!(stage.judge(store(first, 1, None, 1), &sally), DataError::ClassTwice { class: 1 });
    let diary = stage.storage("diary");
    refused!(stage.judge(store(first, 8, Some(diary), 8), &sally), DataError::NoSuchStorage { .. });
    let stored = stage.release("diary");
    refused!(stage.judge(store(stored, 8, None, 8), &sally), DataError::StoredAlready { .. });
    stage.judge(store(first, 8, None, 8), &sally).unwrap();
    let of_tom = stage.release("Tom's blood values");
    refused!(stage.judge(store(of_tom, 8, None, 8), &sally), DataError::NotThePatient { .. });
}

#[test]
fn sharings_and_fetches() {
    let mut stage = Stage::new();
    let (sally, insurer) = (stage.person(Person::Sally), stage.tale.cast.northcare.clone());
    let (diary, heart) = (stage.storage("diary"), stage.storage("heart report"));
    let now = stage.at.slot;
    let share = |storages: &[Txid], purpose: &str, until_slot, receiver: &Keys| Action::Share {
        receiver: receiver.identity(),
        storages: storages.to_vec(),
        purpose: purpose.into(),
        until_slot,
        sealed_key: vec![0; 145],
    };
    refused!(stage.judge(share(&[], "study", now, &insurer), &sally), DataError::NothingNamed);
    refused!(
        stage.judge(share(&[diary, diary], "study", now, &insurer), &sally),
        DataError::NamedTwice { .. }
    );
    refused!(stage.judge(share(&[diary], "  ", now, &insurer), &sally), DataError::NoPurpose);
    refused!(
        stage.judge(share(&[diary], "study", now - 1, &insurer), &sally),
        DataError::OverAlready { .. }
    );
    refused!(stage.judge(share(&[diary], "study", now, &sally), &sally), DataError::WithOneself);
    let of_tom = stage.storage("Tom's blood values");
    refused!(
        stage.judge(share(&[of_tom], "study", now, &insurer), &sally),
        DataError::NotThePatient { .. }
    );
    let replaced = *(stage.world.data().storages().iter())
        .find(|(_, storage)| storage.replaced_by == Some(heart))
        .unwrap()
        .0;
    refused!(
        stage.judge(share(&[replaced], "study", now, &insurer), &sally),
        DataError::Replaced { .. }
    );
    let sharing = stage.judge(share(&[diary], "study", now, &insurer), &sally).unwrap();
    let fetch = |storage, basis| Action::Fetch { storage, basis };
    let by = Basis::Sharing(sharing);
    stage.judge(fetch(diary, by), &insurer).unwrap();
    stage.judge(fetch(diary, Basis::Own), &sally).unwrap();
    let cohort = stage.tale.cast.cohort.clone();
    refused!(stage.judge(fetch(diary, by), &cohort), DataError::NotTheReceiver { .. });
    refused!(stage.judge(fetch(heart, by), &insurer), DataError::NotShared { .. });
    refused!(stage.judge(fetch(replaced, by), &insurer), DataError::Replaced { .. });
    refused!(
        stage.judge(fetch(diary, Basis::Sharing(diary)), &insurer),
        DataError::NoSuchSharing { .. }
    );
    refused!(
        stage.judge(fetch(diary, Basis::Emergency(diary)), &insurer),
        DataError::NoSuchEmergency { .. }
    );
    let expired = stage.world.data().may_fetch(&insurer.identity(), &diary, &by, now + 1);
    assert!(matches!(expired, Err(DataError::Expired { .. })), "{expired:?}");
    refused!(stage.judge(Action::Revoke { sharing }, &insurer), DataError::NotThePatient { .. });
    stage.judge(Action::Revoke { sharing }, &sally).unwrap();
    refused!(stage.judge(Action::Revoke { sharing }, &sally), DataError::Revoked { .. });
    refused!(stage.judge(fetch(diary, by), &insurer), DataError::Revoked { .. });
    let readers = explorer::readers(stage.world.data(), &diary, now).unwrap();
    assert!(readers.iter().all(|may| may.reader != insurer.identity()), "{readers:?}");
}

#[test]
fn emergencies() {
    let mut stage = Stage::new();
    let (berlin, tom) = (stage.house(House::Berlin), stage.person(Person::Tom));
    let blood = stage.storage("Tom's blood values");
    let ask = |reason: &str| Action::Emergency {
        patient: tom.identity(),
        storages: vec![blood],
        reason: reason.into(),
    };
    refused!(stage.judge(ask(""), &berlin), DataError::NoPurpose);
    let emergency = stage.judge(ask("unconscious"), &berlin).unwrap();
    let part = || Action::Part { emergency, sealed_part: vec![0; 149] };
    refused!(stage.judge(part(), &berlin), DataError::NotFinalYet { .. });
    stage.at.final_height = stage.at.height;
    let new = Keys::new(&mut Rng::from_seed(5));
    let certificate = stage.certificate(&new, 20, 1_000, &[1, 2]);
    stage.judge(Action::Admit { certificate }, &new).unwrap();
    refused!(stage.judge(part(), &new), DataError::NotEntrusted { .. });
    refused!(stage.judge(part(), &tom), DataError::NotCertified { .. });
    stage.judge(part(), &berlin).unwrap();
    refused!(stage.judge(part(), &berlin), DataError::MemberTwice { .. });
    let fetch = || Action::Fetch { storage: blood, basis: Basis::Emergency(emergency) };
    refused!(stage.judge(fetch(), &berlin), DataError::TooFewMembers { found: 1, needed: 2, .. });
    let bielefeld = stage.house(House::Bielefeld);
    stage.judge(part(), &bielefeld).unwrap();
    refused!(stage.judge(fetch(), &bielefeld), DataError::NotTheReceiver { .. });
    stage.judge(fetch(), &berlin).unwrap();
    stage.at.slot += 13;
    refused!(stage.judge(fetch(), &berlin), DataError::Expired { .. });
    let unknown = Action::Part { emergency: blood, sealed_part: vec![] };
    refused!(stage.judge(unknown, &berlin), DataError::NoSuchEmergency { .. });
}

#[test]
fn an_audit_finds_what_it_asks_for() {
    use super::audit::{Query, audit};
    let stage = Stage::new();
    let data = stage.world.data();
    let count = |query: Query<'_>| audit(data, &query).len();
    let all = count(Query::default());
    assert_eq!(all, 4);
    let berlin = Some(stage.house(House::Berlin).identity());
    assert_eq!(count(Query { reader: berlin, ..Query::default() }), 1);
    assert_eq!(count(Query { author: berlin, ..Query::default() }), 1);
    let (from_slot, to_slot) = (Some(34), Some(36));
    assert_eq!(count(Query { from_slot, to_slot, ..Query::default() }), 2);
    assert_eq!(count(Query { purpose: Some("HEARTS"), ..Query::default() }), 1);
    let tom = Some(stage.person(Person::Tom).identity());
    assert_eq!(count(Query { patient: tom, ..Query::default() }), 0);
}

#[test]
fn a_wrong_key_in_a_sharing_is_noticed_by_its_reader() {
    let mut stage = Stage::new();
    let (chain, cohort) = (*stage.world.chain(), stage.tale.cast.cohort.clone());
    let (diary, heart) = (stage.storage("diary"), stage.storage("heart report"));
    let wish = |storages| Wish {
        receiver: cohort.identity(),
        storages,
        purpose: "study",
        until_slot: 1_000,
    };
    let data = stage.world.data().clone();
    let sally = stage.tale.cast.patient(Person::Sally).clone();
    let (one, two) = ([diary], [heart]);
    let mut rng = Rng::from_seed(6);
    let mut tx = sally.share(&data, &wish(&one), 7, &mut rng).unwrap();
    let other = sally.share(&data, &wish(&two), 8, &mut rng).unwrap();
    // The key of the one sharing under the other's names: it was sealed for another place.
    if let (Action::Share { sealed_key, .. }, Action::Share { sealed_key: theirs, .. }) =
        (&mut tx.statement, other.statement)
    {
        *sealed_key = theirs;
    }
    let tx = DataTx::new(&chain, 9, tx.statement, &sally.keys);
    let action = tx.statement.clone();
    let sharing = stage.judge(action, &sally.keys).unwrap();
    let ciphertext = {
        let pointer = stage.world.data().storage(&diary).unwrap().pointer;
        stage.tale.cloud.read(stage.world.data(), &pointer).ciphertext.unwrap()
    };
    let opened = crate::medical::client::open_shared(
        stage.world.data(),
        &cohort,
        &sharing,
        &diary,
        &ciphertext,
    );
    assert!(opened.unwrap_err().to_string().contains("do not open"));
}
