//! Flags are soft forks: taking flags from a spend that passes, or adding flags to one that fails,
//! never changes whether it passes. 256 random mixes for every spend of every vector file.

use std::collections::HashMap;
use std::sync::Mutex;

use blockstep::rng::Rng;
use blockstep::script::checker::{Secp256k1, SignatureVerifier};
use blockstep::script::{Flags, verify_spend_with};

use super::{all_spends, check_all};

/// Mixes for each spend.
const MIXES: usize = 256;

/// Whether every flag has what it rests on, as Core's tests demand of a mix.
fn is_grounded(flags: Flags) -> bool {
    flags == flags.filled()
}

/// The first mix that changes the verdict of `verify`, if any.
fn changed_by(name: &str, flags: Flags, verify: impl Fn(Flags) -> bool) -> Option<Flags> {
    let passes = verify(flags);
    let mut rng = Rng::from_text(name);
    let mixes = std::iter::repeat_with(|| {
        let mix = Flags::from_bits(rng.next_u64() as u32);
        if passes { flags.without(mix) } else { flags.union(mix) }
    });
    mixes.filter(|mix| is_grounded(*mix)).take(MIXES).find(|mix| verify(*mix) != passes)
}

/// Judges each signature once: flags decide whether it is judged, not how.
#[derive(Default)]
struct Memory(Mutex<HashMap<Vec<u8>, bool>>);

impl Memory {
    fn recall(&self, question: &[&[u8]], answer: impl FnOnce() -> bool) -> bool {
        let mut key = Vec::new();
        question.iter().for_each(|part| blockstep::encode::put_bytes(&mut key, part));
        *self.0.lock().unwrap().entry(key).or_insert_with(answer)
    }
}

impl SignatureVerifier for Memory {
    fn ecdsa(&self, der: &[u8], pubkey: &[u8], sighash: &[u8; 32]) -> bool {
        self.recall(&[b"e", der, pubkey, sighash], || Secp256k1.ecdsa(der, pubkey, sighash))
    }

    fn schnorr(&self, signature: &[u8; 64], pubkey: &[u8; 32], sighash: &[u8; 32]) -> bool {
        let question: [&[u8]; 4] = [b"s", signature, pubkey, sighash];
        self.recall(&question, || Secp256k1.schnorr(signature, pubkey, sighash))
    }

    fn tweak(&self, output: &[u8; 32], odd: bool, internal: &[u8; 32], tweak: &[u8; 32]) -> bool {
        let question: [&[u8]; 5] = [b"t", output, &[odd.into()], internal, tweak];
        self.recall(&question, || Secp256k1.tweak(output, odd, internal, tweak))
    }
}

#[test]
fn flags_only_ever_forbid() {
    check_all(&all_spends(), |spend| {
        let memory = Memory::default();
        let changed = changed_by(&spend.name, spend.flags, |flags| {
            let (context, input, prevout) = (&spend.context, spend.input, &spend.prevout);
            verify_spend_with(&memory, context, input, prevout, flags).is_ok()
        });
        match changed {
            None => Ok(()),
            Some(flags) => Err(format!("{flags} changes the verdict of {}", spend.name)),
        }
    });
}

#[test]
fn a_flag_that_allows_is_found() {
    let allows = |flags: Flags| flags.contains(Flags::LOW_S);
    assert!(changed_by("a", Flags::NONE, allows).is_some(), "fails, and passes with LOW_S");
    assert!(changed_by("b", Flags::ALL, allows).is_some(), "passes, and fails without LOW_S");
}
