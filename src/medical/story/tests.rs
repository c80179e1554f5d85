//! The story as a whole: long enough, the same every time, each refusal for its own reason, and nothing secret
//! on its chain.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::encode::{Decode, Encode};
use crate::medical::chain::{Body, Event, Tree};
use crate::medical::moment::Moment;
use crate::medical::world::{Tx, World};
use crate::rng::Rng;

fn sally() -> Tale {
    tell(SEED).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_story_is_told_to_the_end_and_uses_every_kind_of_transaction() {
    let tale = sally();
    let blocks = tale.tree().blocks();
    let kinds: BTreeSet<&str> =
        blocks.iter().flat_map(|block| &block.transactions).map(Tx::name).collect();
    let transactions: usize = blocks.iter().map(|block| block.transactions.len()).sum();
    assert!(transactions >= 60, "{transactions} transactions");
    let wanted = [
        "admit",
        "burn",
        "commit",
        "emergency",
        "entrust",
        "fetch",
        "issue",
        "open-pool",
        "part",
        "prove",
        "publish",
        "publish-key",
        "rate",
        "redeem",
        "register",
        "release",
        "reveal",
        "revoke",
        "reward",
        "share",
        "store",
        "transfer",
        "withdraw",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), wanted);
    assert_eq!(tale.tree().final_height(), tale.steps().last().unwrap().height);
    let refusals = tale.steps().iter().filter(|step| step.is_refusal());
    let reasons: BTreeSet<&str> = refusals
        .map(|step| match &step.outcome {
            Outcome::Refused { reason } => reason.split([':', ',']).next().unwrap_or(""),
            _ => "",
        })
        .collect();
    assert!(reasons.len() >= 30, "{}: {reasons:#?}", reasons.len());
}

#[test]
fn one_seed_tells_one_story_byte_by_byte() {
    let (one, two) = (sally().chain_bytes(), sally().chain_bytes());
    assert_eq!(one, two);
    assert_ne!(one, tell("another seed").unwrap().chain_bytes());
    // The same on every platform, in debug and release, for any number of threads.
    assert_eq!(hex::encode(crate::hash::sha256(&one)), STORY);
}

const STORY: &str = "0f90777c45cd8896a1512425077e1303938a9b1138ed48c9c9971a061c15c000";

#[test]
fn its_events_make_the_same_chain_again() {
    let tale = sally();
    let world = World::new(tale.setting().clone());
    let mut tree = Tree::new(*world.chain(), world);
    for event in tale.events() {
        let bytes = event.to_bytes();
        tree.take(&Event::from_bytes(&bytes).unwrap()).unwrap();
    }
    assert_eq!(tree.tip(), tale.tree().tip());
    assert_eq!(tree.finalized(), tale.tree().finalized());
    let (again, told) = (tree.body().unwrap(), tale.tree().body().unwrap());
    assert_eq!(again.data(), told.data());
    assert_eq!(again.tokens(), told.tokens());
    assert_eq!(again.registry(), told.registry());
    assert!(told.tokens().is_conserved());
}

/// Where a secret would show: as it is, in hexadecimal of either case, and in Base64 at each of the three
/// places where it can begin.
fn spellings(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex = hex::encode(secret);
    let mut all = vec![secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    for shift in 0..3 {
        let text = base64(&[vec![0; shift], secret.to_vec()].concat());
        // Digits that share bits with what stands before or after are left out.
        let from = [0, 2, 3][shift];
        let to = text.len() - 4;
        all.push(text[from..to.max(from)].to_vec());
    }
    all.retain(|spelling| spelling.len() >= 8);
    all
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::new();
    for chunk in bytes.chunks(3) {
        let mut wide = [0; 3];
        wide[..chunk.len()].copy_from_slice(chunk);
        let number = u32::from_be_bytes([0, wide[0], wide[1], wide[2]]);
        text.extend([18, 12, 6, 0].map(|by| DIGITS[(number >> by) as usize & 63]));
    }
    text
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    let first = part[0];
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        if rest[at..].starts_with(part) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[test]
fn nothing_secret_is_on_the_chain_in_the_cloud_or_in_what_is_told() {
    assert_eq!(base64(b"Man"), b"TWFu");
    let tale = sally();
    let mut places = vec![("the chain", tale.chain_bytes())];
    let mut cloud = Vec::new();
    for storage in tale.tree().body().unwrap().data().storages().keys() {
        cloud.extend(tale.ciphertext(storage).unwrap());
    }
    assert!(cloud.len() > 1_000);
    places.push(("the cloud", cloud));
    // What an authorised reader opened is left out, and nothing else.
    let told: String = (tale.steps().iter())
        .filter(|step| !step.title.contains(" reads the "))
        .map(|step| format!("{} {} {:?}\n", step.title, step.told, step.outcome))
        .collect();
    places.push(("what is told", told.into_bytes()));
    let secrets = [tale.secrets.clone(), tale.cast.secrets()].concat();
    assert!(secrets.len() > 30, "{}", secrets.len());
    for secret in &secrets {
        for spelling in spellings(&secret.bytes) {
            for (place, bytes) in &places {
                assert!(!contains(bytes, &spelling), "{} is in {place}", secret.what);
            }
        }
    }
    // The search finds what is there.
    let key = tale.cast.house(House::Berlin).keys.identity().to_bytes();
    assert!(contains(&places[0].1, &key[..8]));
    let planted =
        [places[0].1.clone(), base64(&[&[9, 9], &secrets[0].bytes[..]].concat())].concat();
    assert!(spellings(&secrets[0].bytes).iter().any(|spelling| contains(&planted, spelling)));
}

#[test]
fn every_changed_byte_of_every_transaction_is_noticed_by_a_check_with_a_name() {
    let tale = sally();
    let mut rng = Rng::from_seed(1);
    let mut noticed: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut state = World::new(tale.setting().clone());
    let final_heights = final_heights(&tale);
    for (block, final_height) in tale.tree().blocks().into_iter().zip(final_heights) {
        let header = &block.head.header;
        let at = Moment { height: header.height, slot: header.slot, final_height };
        state.begin_block(&at);
        for tx in &block.transactions {
            let bytes = tx.to_bytes();
            let count = 70.min(bytes.len());
            for number in 0..count {
                let place = number * bytes.len() / count;
                let mut changed = bytes.clone();
                changed[place] ^= 1 << rng.below(8);
                let by = judged(&state, &changed, &at);
                let by = by.unwrap_or_else(|| panic!("byte {place} of {} passes", tx.name()));
                *noticed.entry(by).or_default() += 1;
            }
            let proof = state.prove(tx).unwrap();
            state.apply(tx, &proof, &at).unwrap();
        }
    }
    let all: usize = noticed.values().sum();
    assert!(all >= 5_000, "{all}: {noticed:?}");
    for wanted in ["when it is read", "statement-signed", "token-unlock", "mint-once", "reward-due"]
    {
        assert!(noticed.contains_key(wanted), "{wanted}: {noticed:?}");
    }
}

/// The check that notices, by the name of its rule; none where nothing does.
fn judged(state: &World, bytes: &[u8], at: &Moment) -> Option<&'static str> {
    let Ok(tx) = Tx::from_bytes(bytes) else { return Some("when it is read") };
    let proof = match state.prove(&tx) {
        Ok(proof) => proof,
        Err(error) => return Some(error.rule().name),
    };
    let mut state = state.clone();
    state.apply(&tx, &proof, at).err().map(|error| error.rule().name)
}

/// The height that was final when each block was made.
fn final_heights(tale: &Tale) -> Vec<u32> {
    let world = World::new(tale.setting().clone());
    let mut tree = Tree::new(*world.chain(), world);
    let mut heights = Vec::new();
    for event in tale.events() {
        if let Event::Block(_) = event {
            heights.push(tree.final_height());
        }
        tree.take(event).unwrap();
    }
    heights
}
