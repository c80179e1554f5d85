//! Every byte of keys, capsules and ciphertexts changed: the record does not open any more.

use super::*;
use crate::encode::{Decode, Encode};
use crate::medical::cipher::MessageKey;
use crate::rng::Rng;

const PLAIN: &[u8] = b"allergy: penicillin";

/// Changes each of `count` bytes spread over `bytes`; how many changes are noticed when they are read, and
/// how many because the record stays shut.
fn mutate<T: Decode>(
    bytes: &[u8],
    count: usize,
    rng: &mut Rng,
    opens: impl Fn(&T) -> Option<MessageKey>,
    sealed: &[u8],
) -> (usize, usize) {
    let mut noticed = (0, 0);
    let reads = |value: &T| opens(value).and_then(|key| key.decrypt(b"", sealed).ok());
    assert_eq!(reads(&T::from_bytes(bytes).unwrap()).unwrap().as_slice(), PLAIN);
    for number in 0..count {
        let at = number * bytes.len() / count;
        let mut changed = bytes.to_vec();
        changed[at] ^= if number % 2 == 0 { 0x20 } else { 1 << rng.below(8) };
        match T::from_bytes(&changed) {
            Err(_) => noticed.0 += 1,
            Ok(value) => {
                assert!(reads(&value).is_none(), "byte {at} of {} changed", bytes.len());
                noticed.1 += 1;
            }
        }
    }
    noticed
}

#[test]
fn ciphertext_policy() {
    let mut rng = Rng::from_seed(1);
    let (master, public) = cp::set_up(&mut rng);
    let policy: Policy = "doctor and (surgery or emergency)".parse().unwrap();
    let key = cp::key(&master, &attributes("doctor surgery").unwrap(), &mut rng).unwrap();
    let (capsule, message) = cp::encapsulate(&public, &policy, &mut rng);
    let sealed = message.encrypt(b"", PLAIN);
    let open = |capsule: &cp::CpCapsule| cp::decapsulate(&key, capsule).ok();
    let (read, shut) = mutate(&capsule.to_bytes(), 400, &mut rng, open, &sealed);
    assert!(read > 100 && shut > 5, "{read} when read, {shut} shut");
    let open = |key: &cp::CpKey| cp::decapsulate(key, &capsule).ok();
    let (read, shut) = mutate(&key.to_bytes(), 400, &mut rng, open, &sealed);
    assert!(read > 100 && shut > 5, "{read} when read, {shut} shut");
    (0..sealed.len()).for_each(|at| {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(message.decrypt(b"", &changed).is_err(), "byte {at} of the ciphertext");
    });
}

#[test]
fn key_policy() {
    let mut rng = Rng::from_seed(2);
    let (master, public) = kp::set_up(&mut rng);
    let policy: Policy = "cardiology and y2026".parse().unwrap();
    let key = kp::key(&master, &policy, &mut rng);
    let about = attributes("cardiology y2026").unwrap();
    let (capsule, message) = kp::encapsulate(&public, &about, &mut rng).unwrap();
    let sealed = message.encrypt(b"", PLAIN);
    let open = |capsule: &kp::KpCapsule| kp::decapsulate(&key, capsule).ok();
    let (read, shut) = mutate(&capsule.to_bytes(), 400, &mut rng, open, &sealed);
    assert!(read > 100 && shut > 5, "{read} when read, {shut} shut");
    let open = |key: &kp::KpKey| kp::decapsulate(key, &capsule).ok();
    let (read, shut) = mutate(&key.to_bytes(), 400, &mut rng, open, &sealed);
    assert!(read > 100 && shut > 5, "{read} when read, {shut} shut");
}
