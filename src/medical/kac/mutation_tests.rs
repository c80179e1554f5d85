//! Every byte of everything that is sent, changed: each change is noticed, and it is said by which check.

use std::collections::BTreeMap;

use super::*;
use crate::encode::{Decode, Encode};
use crate::rng::Rng;

/// Changes `count` bytes of `bytes`, one at a time, spread over all of them, and counts by which check
/// each is noticed: when it is read, or by `check`. None may pass.
fn mutate<T: Decode + PartialEq + std::fmt::Debug>(
    bytes: &[u8],
    count: usize,
    rng: &mut Rng,
    check: impl Fn(&T) -> Result<(), KacError>,
) -> BTreeMap<String, usize> {
    let mut noticed = BTreeMap::new();
    check(&T::from_bytes(bytes).unwrap()).unwrap();
    for number in 0..count {
        let at = number * bytes.len() / count;
        let mut changed = bytes.to_vec();
        // Every other time the bit that in a point's first byte is its sign: the one change that
        // leaves a point a point.
        changed[at] ^= if number % 2 == 0 { 0x20 } else { 1 << rng.below(8) };
        let by = match T::from_bytes(&changed) {
            Err(_) => "when it is read".to_owned(),
            Ok(value) => match check(&value) {
                Err(error) => error.rule().name.to_owned(),
                Ok(()) => panic!("byte {at} of {} changed, and nothing noticed it", bytes.len()),
            },
        };
        *noticed.entry(by).or_default() += 1;
    }
    noticed
}

#[test]
fn each_changed_byte_is_noticed_by_a_check_that_has_a_name() {
    let mut rng = Rng::from_seed(1);
    let parameters = Parameters::new(4, &mut rng).unwrap();
    let (secret, public) = key_pair(&mut rng);
    let set: ClassSet = [2, 4].into_iter().collect();
    let (capsule, _) = encapsulate(&parameters, &public, 2, &mut rng).unwrap();
    let key = extract(&parameters, &secret, &set).unwrap();
    let (shares, commitments) = split(&secret, 2, 3, &mut rng).unwrap();
    let part = extract_part(&parameters, &shares[0], &set).unwrap();

    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |found: BTreeMap<String, usize>, wanted: &str| {
        assert!(found.contains_key(wanted), "{wanted}: {found:?}");
        found.into_iter().for_each(|(by, count)| *all.entry(by).or_default() += count);
    };
    add(mutate(&parameters.to_bytes(), 434, &mut rng, Parameters::check), "kac-parameters");
    add(mutate(&public.to_bytes(), 144, &mut rng, PublicKey::check), "kac-public-key");
    let check = |capsule: &Capsule| capsule.check(&parameters, &public, 2);
    add(mutate(&capsule.to_bytes(), 192, &mut rng, check), "kac-class");
    let check = |key: &AggregateKey| key.check(&parameters, &public, &set);
    add(mutate(&key.to_bytes(), 192, &mut rng, check), "kac-aggregate-key");
    let check = |share: &MasterShare| share.check(&commitments);
    add(mutate(&shares[0].to_bytes(), 72, &mut rng, check), "checked-shares");
    let check = |part: &KeyPart| part.check(&parameters, &commitments, &set);
    add(mutate(&part.to_bytes(), 200, &mut rng, check), "checked-shares");
    // What the commitments are to: the key, the members' shares.
    let check = |commitments: &Commitments| {
        commitments.check(&public)?;
        shares.iter().try_for_each(|share| share.check(commitments))
    };
    add(mutate(&commitments.to_bytes(), 194, &mut rng, check), "when it is read");
    assert_eq!(all.values().sum::<usize>(), 1_428, "{all:?}");
}
