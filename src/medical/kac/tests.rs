//! What a key opens, what it does not, and what forcing the formula gives.

use super::*;
use crate::encode::{Decode, Encode};
use crate::medical::cipher::MessageKey;
use crate::rng::Rng;

struct World {
    parameters: Parameters,
    secret: MasterSecret,
    public: PublicKey,
    /// For each class, from 1: the capsule and the record's key.
    records: Vec<(Capsule, MessageKey)>,
}

fn world(classes: u32, seed: u64) -> World {
    let mut rng = Rng::from_seed(seed);
    let parameters = Parameters::new(classes, &mut rng).unwrap();
    let (secret, public) = key_pair(&mut rng);
    let records = (1..=classes)
        .map(|class| encapsulate(&parameters, &public, class, &mut rng).unwrap())
        .collect();
    World { parameters, secret, public, records }
}

fn random_set(classes: u32, size: u32, rng: &mut Rng) -> ClassSet {
    let mut set = ClassSet::default();
    while set.len() < size as usize {
        set = set.with(1 + rng.below(classes.into()) as u32);
    }
    set
}

/// Whether what comes out opens a record that was encrypted with `key`.
fn opens(found: &MessageKey, key: &MessageKey) -> bool {
    let sealed = key.encrypt(b"here", b"a record");
    found.decrypt(b"here", &sealed).is_ok()
}

/// Tries a key for `set` on every record in `classes`: how many it opens, and how many stay shut with the
/// membership check taken out, with the set as it is and with the class put in.
fn try_all(world: &World, set: &ClassSet, classes: &[u32]) -> (usize, usize) {
    let World { parameters, secret, public, records } = world;
    let key = extract(parameters, secret, set).unwrap();
    key.check(parameters, public, set).unwrap();
    assert_eq!(key.to_bytes().len(), AggregateKey::LEN);
    let (mut inside, mut outside) = (0, 0);
    for &class in classes {
        let (capsule, record_key) = &records[class as usize - 1];
        match decapsulate(parameters, &key, set, class, capsule) {
            Ok(found) => {
                assert!(set.contains(class) && opens(&found, record_key), "{class} of {set}");
                inside += 1;
            }
            Err(refused) => {
                assert!(matches!(refused, KacError::NotInSet { .. }) && !set.contains(class));
                for forced in [set.clone(), set.with(class)] {
                    let found = force(parameters, &key, &forced, class, capsule).unwrap();
                    assert!(!opens(&found, record_key), "{class} forced with {forced}");
                }
                outside += 1;
            }
        }
    }
    (inside, outside)
}

#[test]
fn a_key_opens_exactly_its_set_however_it_is_tried() {
    let small = world(12, 1);
    let mut rng = Rng::from_seed(2);
    let (mut inside, mut outside) = (0, 0);
    let all: Vec<u32> = (1..=12).collect();
    for _ in 0..160 {
        let size = 1 + rng.below(12) as u32;
        let found = try_all(&small, &random_set(12, size, &mut rng), &all);
        inside += found.0;
        outside += found.1;
    }
    let large = world(120, 3);
    for size in [1, 2, 10, 50, 99, 100] {
        let set = random_set(120, size, &mut rng);
        let mut some: Vec<u32> = set.iter().take(30).collect();
        some.extend((1..=120).filter(|class| !set.contains(*class)).take(30));
        let found = try_all(&large, &set, &some);
        inside += found.0;
        outside += found.1;
    }
    assert_eq!(inside + outside, 160 * 12 + 31 + 32 + 40 + 60 + 51 + 50);
    assert!(inside > 800 && outside > 800, "{inside} inside, {outside} outside");
    assert!(inside + outside > 2_000);
}

#[test]
fn every_pair_of_set_and_record_of_six_classes() {
    let world = world(6, 4);
    let all: Vec<u32> = (1..=6).collect();
    let mut counts = (0, 0);
    for bits in 1_u32..64 {
        let set: ClassSet = all.iter().copied().filter(|n| bits >> (n - 1) & 1 == 1).collect();
        let found = try_all(&world, &set, &all);
        counts = (counts.0 + found.0, counts.1 + found.1);
    }
    assert_eq!(counts, (192, 186));
}

#[test]
fn another_patients_capsule_and_another_class_give_other_keys() {
    let (ours, theirs) = (world(5, 5), world(5, 6));
    let set: ClassSet = [1, 3, 4].into_iter().collect();
    let key = extract(&ours.parameters, &ours.secret, &set).unwrap();
    let (capsule, record_key) = &theirs.records[2];
    let found = decapsulate(&ours.parameters, &key, &set, 3, capsule).unwrap();
    assert!(!opens(&found, record_key), "another patient's");
    let (capsule, record_key) = &ours.records[1];
    let found = decapsulate(&ours.parameters, &key, &set, 3, capsule).unwrap();
    assert!(!opens(&found, record_key), "class 2 called 3");
    capsule.check(&ours.parameters, &ours.public, 2).unwrap();
    let relabelled = capsule.check(&ours.parameters, &ours.public, 3).unwrap_err();
    assert_eq!(relabelled, KacError::OtherClass { class: 3 });
    assert!(capsule.check(&ours.parameters, &theirs.public, 2).is_err());
    let other = key.check(&ours.parameters, &ours.public, &set.with(5)).unwrap_err();
    assert!(matches!(other, KacError::OtherSet { .. }));
    assert!(key.check(&ours.parameters, &theirs.public, &set).is_err());
}

#[test]
fn two_keys_together_open_both_sets_and_no_more() {
    let world = world(6, 7);
    let World { parameters, secret, records, .. } = &world;
    let (one, two): (ClassSet, ClassSet) =
        ([1, 2].into_iter().collect(), [4, 5].into_iter().collect());
    let union: ClassSet = one.iter().chain(two.iter()).collect();
    let parts = [&one, &two].map(|set| extract(parameters, secret, set).unwrap());
    let sum = AggregateKey((parts[0].0 + parts[1].0).into());
    assert_eq!(sum, extract(parameters, secret, &union).unwrap());
    let opened: Vec<u32> = (1..=6)
        .filter(|class| {
            let (capsule, key) = &records[*class as usize - 1];
            opens(&force(parameters, &sum, &union, *class, capsule).unwrap(), key)
        })
        .collect();
    assert_eq!(opened, [1, 2, 4, 5]);
}

#[test]
fn any_three_of_five_members_make_the_very_key_and_two_do_not() {
    let world = world(4, 8);
    let World { parameters, secret, public, .. } = &world;
    let (shares, commitments) = split(secret, 3, 5, &mut Rng::from_seed(9)).unwrap();
    commitments.check(public).unwrap();
    assert_eq!(commitments.needed(), 3);
    shares.iter().for_each(|share| share.check(&commitments).unwrap());
    let set: ClassSet = [2, 3].into_iter().collect();
    let wanted = extract(parameters, secret, &set).unwrap();
    let parts: Vec<KeyPart> =
        shares.iter().map(|share| extract_part(parameters, share, &set).unwrap()).collect();
    parts.iter().for_each(|part| part.check(parameters, &commitments, &set).unwrap());
    let mut committees = 0;
    for a in 0..5 {
        for b in a + 1..5 {
            let two = [parts[a].clone(), parts[b].clone()];
            let few = combine(&two, 3).unwrap_err();
            assert_eq!(few, KacError::TooFewParts { found: 2, needed: 3 });
            // With the count taken out, two parts give a key that is not the owner's.
            assert!(combine(&two, 2).unwrap().check(parameters, public, &set).is_err());
            for c in b + 1..5 {
                let three = [parts[a].clone(), parts[b].clone(), parts[c].clone()];
                assert_eq!(combine(&three, 3).unwrap(), wanted);
                committees += 1;
            }
        }
    }
    assert_eq!(committees, 10);
    let twice = [parts[0].clone(), parts[1].clone(), parts[0].clone()];
    assert_eq!(combine(&twice, 3), Err(KacError::PartTwice { index: 1 }));
}

#[test]
fn a_part_for_other_records_is_noticed_and_so_is_a_wrong_share() {
    let world = world(4, 10);
    let World { parameters, secret, public, .. } = &world;
    let (shares, commitments) = split(secret, 2, 3, &mut Rng::from_seed(11)).unwrap();
    let set: ClassSet = [1].into_iter().collect();
    let other = extract_part(parameters, &shares[0], &set.with(2)).unwrap();
    let refused = other.check(parameters, &commitments, &set).unwrap_err();
    assert_eq!(refused, KacError::PartDoesNotFit { index: 1 });
    let right = extract_part(parameters, &shares[1], &set).unwrap();
    let mixed = combine(&[other, right], 2).unwrap();
    assert!(mixed.check(parameters, public, &set).is_err());
    let (strange, _) =
        split(&key_pair(&mut Rng::from_seed(12)).0, 2, 3, &mut Rng::from_seed(13)).unwrap();
    let refused = strange[0].check(&commitments).unwrap_err();
    assert_eq!(refused, KacError::ShareDoesNotFit { index: 1 });
    let theirs = key_pair(&mut Rng::from_seed(14)).1;
    assert_eq!(commitments.check(&theirs), Err(KacError::OtherSecret));
}

#[test]
fn impossible_requests_are_refused() {
    let World { parameters, secret, public, .. } = world(3, 15);
    let mut rng = Rng::from_seed(16);
    for classes in [0, 4097, u32::MAX] {
        assert_eq!(Parameters::new(classes, &mut rng), Err(KacError::ClassCount { classes }));
    }
    for class in [0, 4, u32::MAX] {
        let refused = encapsulate(&parameters, &public, class, &mut rng).unwrap_err();
        assert_eq!(refused, KacError::NoSuchClass { class, classes: 3 });
        let set: ClassSet = [1, class].into_iter().collect();
        assert!(extract(&parameters, &secret, &set).is_err());
        let one: ClassSet = [1].into_iter().collect();
        let key = extract(&parameters, &secret, &one).unwrap();
        let capsule = encapsulate(&parameters, &public, 1, &mut rng).unwrap().0;
        for (set, class) in [(&one, class), (&set, 1)] {
            let refused = force(&parameters, &key, set, class, &capsule).unwrap_err();
            assert!(matches!(refused, KacError::NoSuchClass { .. }), "{refused}");
        }
    }
    assert_eq!(extract(&parameters, &secret, &ClassSet::default()), Err(KacError::EmptySet));
    for (k, n) in [(0, 3), (4, 3), (1, 101)] {
        let refused = split(&secret, k, n, &mut rng).unwrap_err();
        assert_eq!(refused, KacError::MemberCount { k, n });
    }
}

#[test]
fn a_member_0_would_be_the_secret_itself_and_is_none() {
    let World { parameters, secret, .. } = world(3, 19);
    let (shares, commitments) = split(&secret, 1, 2, &mut Rng::from_seed(20)).unwrap();
    let set: ClassSet = [1].into_iter().collect();
    let part = extract_part(&parameters, &shares[0], &set).unwrap();
    let renamed = |bytes: Vec<u8>, index: u32| [&index.to_le_bytes()[..], &bytes[4..]].concat();
    for index in [0, 101, u32::MAX] {
        assert!(MasterShare::from_bytes(&renamed(shares[0].to_bytes(), index)).is_err());
        assert!(KeyPart::from_bytes(&renamed(part.to_bytes(), index)).is_err());
    }
    // Of one needed member all shares are the secret, and each says so of every index from 1.
    let second = KeyPart::from_bytes(&renamed(part.to_bytes(), 2)).unwrap();
    second.check(&parameters, &commitments, &set).unwrap();
    assert_eq!(combine(&[part], 0), Err(KacError::MemberCount { k: 0, n: 1 }));
}

#[test]
fn parameters_and_keys_hang_together() {
    for classes in [1, 2, 3, 8] {
        let World { parameters, public, .. } = world(classes, 17);
        parameters.check().unwrap();
        public.check().unwrap();
        let bytes = parameters.to_bytes();
        assert_eq!(bytes.len() as u32, 4 + 48 * classes + 96 * (2 * classes - 1));
        assert_eq!(Parameters::from_bytes(&bytes).unwrap(), parameters);
        assert_eq!(PublicKey::from_bytes(&public.to_bytes()).unwrap(), public);
    }
    assert!(!format!("{:?}", world(1, 18).secret).contains("Fp"));
}
