//! Double signing: two blocks for one slot, so as to pay twice with the same tokens.
//!
//! The two headers are the proof. Nobody has to be believed: both name one slot, both are signed by
//! one key, and they differ. Whoever has both can show them (the lecture's slide, and BCT 1.3).

use super::field::{self, pool_name};
use super::outcome::{figure, units};
use super::{Attack, Outcome, TableLine};
use crate::election::{ElectionError, PoolNumber, Registry, Setting};
use crate::hash::{sha256, tagged_hash};
use crate::ledger::Party;
use secp256k1::{Message, PublicKey, ecdsa};

const POOLS: usize = 9;
/// Epochs that are played.
pub(super) const EPOCHS: usize = 5;

/// As much of a header as matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub epoch: u32,
    pub slot: u32,
    /// What the block pays, as a hash.
    pub root: [u8; 32],
}

/// A header and its producer's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signed {
    pub header: Header,
    pub signature: Vec<u8>,
}

/// What was counted.
pub(super) struct Numbers {
    pub delegate: PoolNumber,
    /// What two headers of different slots, one header twice, and another's header come to.
    pub refused: [bool; 3],
    pub bond: u64,
    pub burnt: u64,
    /// By epoch, without and with the attack.
    pub earned: [Vec<u64>; 2],
    /// Whether it sat in any epoch after the proof.
    pub sits_again: bool,
}

impl Header {
    fn digest(&self) -> [u8; 32] {
        let parts = [&self.epoch.to_le_bytes()[..], &self.slot.to_le_bytes(), &self.root];
        tagged_hash("blockstep/election/attack/header", &parts)
    }

    fn signed(self, by: &Party) -> Signed {
        Signed { header: self, signature: by.sign(self.digest()) }
    }
}

/// Whether `key` signed `digest`.
fn is_signed(key: &[u8], digest: &[u8; 32], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) =
        (PublicKey::from_slice(key), ecdsa::Signature::from_der(signature))
    else {
        return false;
    };
    ecdsa::verify(&signature, Message::from_digest(*digest), &key).is_ok()
}

/// Shows two headers to the registry, once they are seen to be for one slot. None where they are not.
fn accuse(
    registry: &mut Registry,
    pool: PoolNumber,
    two: [&Signed; 2],
) -> Option<Result<u64, ElectionError>> {
    let place = |signed: &Signed| (signed.header.epoch, signed.header.slot);
    if place(two[0]) != place(two[1]) {
        return None;
    }
    let signed = |key: &[u8], digest: &[u8; 32]| {
        let mut shown = two.iter().filter(|one| one.header.digest() == *digest);
        shown.any(|one| is_signed(key, digest, &one.signature))
    };
    Some(registry.double_signed(pool, two.map(|one| one.header.digest()), signed))
}

/// Plays it. None where the registry cannot be set up, which no seed brings about.
pub(super) fn measure(seed: &str) -> Option<Numbers> {
    let setting = Setting::default();
    let stakes = field::stakes(&mut field::rng(seed, "double-signing"), POOLS, 300, 400);
    let beacon = field::beacon(seed, "double-signing", 0);
    let tally = field::tally(&stakes);
    let key = |name: &str| Party::named(name).public_key().to_vec();
    let start = field::registry_with(setting, POOLS, &tally, beacon, key).ok()?;
    let delegate = start.election().schedule.first().copied()?;
    let keys = Party::named(&pool_name(delegate.index()));
    let stranger = Party::named("a stranger");
    let header = |slot: u32, pays: &str| Header { epoch: 1, slot, root: sha256(pays.as_bytes()) };
    let one = header(0, "pays the chemist").signed(&keys);
    let two = header(0, "pays the same tokens back").signed(&keys);
    let later = header(7, "pays the chemist").signed(&keys);
    let forged = header(0, "pays the same tokens back").signed(&stranger);
    let mut registry = start.clone();
    let refused = [
        accuse(&mut registry, delegate, [&one, &later]).is_none(),
        matches!(
            accuse(&mut registry, delegate, [&one, &one]),
            Some(Err(ElectionError::SameHeader { .. }))
        ),
        matches!(
            accuse(&mut registry, delegate, [&one, &forged]),
            Some(Err(ElectionError::NotSigned { .. }))
        ),
    ];
    let bond = registry.pool(delegate).ok()?.bond;
    accuse(&mut registry, delegate, [&one, &two])?.ok()?;
    let burnt = registry.burnt();
    let mut sits_again = false;
    let mut played = |mut registry: Registry, attacked: bool| -> Vec<u64> {
        let mut epoch = || {
            let end = field::epoch(&mut registry, &tally, |_| true);
            sits_again |= attacked && registry.election().sits(delegate);
            field::earned(&end, delegate)
        };
        (0..EPOCHS).map(|_| epoch()).collect()
    };
    let earned = [played(start, false), played(registry, true)];
    Some(Numbers { delegate, refused, bond, burnt, earned, sits_again })
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let name = found.as_ref().map_or_else(String::new, |found| pool_name(found.delegate.index()));
    let [honest, after] =
        [0, 1].map(|at| found.as_ref().map_or(0, |found| found.earned[at].iter().sum::<u64>()));
    let burnt = found.as_ref().map_or(0, |found| found.burnt);
    let loses = burnt + honest - after;
    let lines = |at: usize| found.as_ref().map_or(vec![], |found| table(found, at));
    Outcome {
        attack: Attack::DoubleSigning,
        setting_words: vec![
            format!("{POOLS} pools, seven seats, {EPOCHS} epochs."),
            format!("Each delegate has posted a bond of {}.", units(found.as_ref().map_or(0, |f| f.bond))),
        ],
        columns: ["what", "units"],
        before: lines(0),
        after: lines(1),
        figures: vec![
            figure("bond burnt", units(burnt)),
            figure("pay lost in five epochs", units(honest - after)),
            figure("lost in all", units(loses)),
            figure(
                "false proofs refused",
                format!("{} of 3", found.as_ref().map_or(0, |f| f.refused.iter().filter(|no| **no).count())),
            ),
        ],
        told: vec![
            format!("The delegate of {name} makes two blocks for slot 0: one pays the chemist, the other pays the same tokens back to itself. It signs both headers."),
            format!(
                "The two headers themselves are the proof, and anyone can show them: one slot, one key, two digests. The bond of {} burns, and the pool is expelled for ever.",
                units(burnt)
            ),
            format!(
                "It gains what the chemist handed over, if he did not wait until the block was final. To be worth it that must be more than {}: the bond, and the pay of five epochs.",
                units(loses)
            ),
            "Nothing less is a proof: headers of two slots, one header shown twice, and a header that someone else signed are all refused.".into(),
            "The rule punishes afterwards and prevents nothing. What protects the chemist is to wait for finality, and a bond that is larger than any payment he takes without waiting.".into(),
        ],
        stopped: found.is_some_and(|f| f.burnt == f.bond && !f.sits_again && f.refused == [true; 3]),
    }
}

fn table(found: &Numbers, at: usize) -> Vec<TableLine> {
    let attacked = at == 1;
    let left = if attacked { found.bond - found.burnt } else { found.bond };
    let words = if attacked { "burnt" } else { "posted" };
    let epochs = (1..).zip(&found.earned[at]).map(|(epoch, earned)| {
        let words = if attacked { "expelled, no pay" } else { "a seat" };
        TableLine::new(format!("earned in epoch {epoch}"), *earned, words)
    });
    let lines = std::iter::once(TableLine::new("bond", left, words)).chain(epochs);
    lines.map(|line| line.of_attacker(true)).collect()
}
