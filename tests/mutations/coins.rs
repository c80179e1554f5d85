//! Single bits of the coins that a block spends. The block is as it was; what its scripts unlock, what
//! its sums start from and how old it all is, is not.

use rayon::prelude::*;
use std::collections::BTreeMap;

use blockstep::chain::spent::SpentCoins;
use blockstep::primitives::{OutPoint, TxIn};
use blockstep::rng::Rng;
use blockstep::script::op;
use blockstep::script::standard::{Kind, classify};

use super::judge::{Judge, SCRIPTS};
use super::subject::Subject;
use super::{BLOCKS, load};

/// Age, amount and script of what is spent, judged by themselves.
#[test]
fn a_changed_coin_is_noticed_or_makes_no_difference() {
    for (_, height, _) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let judge = Judge::strict(&subject);
        let changes = plan(&subject, 160, &mut Rng::from_text(&format!("coins {height}")));
        let (verdicts, objections) = judge_all(&judge, &changes);
        println!("coins of block {height}: {verdicts:#?}");
        assert!(objections.is_empty(), "{objections:#?}");
        let early = "bad-txns-premature-spend-of-coinbase".to_string();
        let early = verdicts.get(&(Part::Coinbase, early)).copied().unwrap_or(0);
        assert!(early >= 50, "{height}: {early} coins are too young for a coinbase's");
        let some: Vec<_> = changes.into_iter().step_by(20).collect();
        let lax = [judge.with_maturity(0), Judge::strict(&subject).without(SCRIPTS)];
        for (judge, part) in lax.iter().zip([Part::Coinbase, Part::Script]) {
            let (_, objections) = judge_all(judge, &some);
            assert!(!objections.is_empty(), "{height}: nobody misses the check of {part:?}");
            let about = format!("part: {part:?}");
            assert!(part != Part::Coinbase || objections.iter().all(|text| text.contains(&about)));
        }
    }
}

#[test]
fn what_a_coinbase_made_is_spent_after_a_hundred_blocks() {
    for (_, height, _) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let judge = Judge::strict(&subject);
        assert_eq!(mature(&judge, 100), Ok(()), "{height}");
        let early = Err("bad-txns-premature-spend-of-coinbase".to_string());
        assert_eq!(mature(&judge, 99), early, "{height}");
    }
}

/// What of a coin is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Whether a coinbase made it.
    Coinbase,
    /// The height of the block that made it, 24 bits.
    Height,
    /// Its amount, 64 bits.
    Amount,
    /// Its locking script.
    Script,
}

/// One bit of a coin.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    line: usize,
    pub part: Part,
    bit: usize,
}

/// What became of the changes, by part and reason; the empty reason is "valid".
type Verdicts = BTreeMap<(Part, String), usize>;

/// `each` bits of every part, or all where there are fewer.
pub fn plan(subject: &Subject, each: usize, rng: &mut Rng) -> Vec<Change> {
    let parts = [Part::Coinbase, Part::Height, Part::Amount, Part::Script];
    let mut changes = Vec::new();
    for part in parts {
        let mut bits = Vec::new();
        for (line, coin) in subject.coins.iter().enumerate() {
            let count = match part {
                Part::Coinbase => 1,
                Part::Height => 24,
                Part::Amount => 64,
                Part::Script => words(coin)[5].len() * 4,
            };
            bits.extend((0..count).map(|bit| Change { line, part, bit }));
        }
        for at in 0..each.min(bits.len()) {
            let other = at + rng.below((bits.len() - at) as u64) as usize;
            bits.swap(at, other);
        }
        bits.truncate(each);
        changes.extend(bits);
    }
    changes
}

/// What is said of a block whose first coin was made by a coinbase, `age` blocks before.
fn mature(judge: &Judge<'_>, age: u32) -> Result<(), String> {
    let mut coins = judge.subject.coins.clone();
    let mut words: Vec<String> = words(&coins[0]).into_iter().map(str::to_owned).collect();
    words[2] = (judge.subject.height - age).to_string();
    words[3] = "1".into();
    coins[0] = words.join(" ");
    judge.verdict_over(&judge.subject.bytes, &SpentCoins::parse(&coins.join("\n")).unwrap())
}

/// Judges all of them; what does not fit comes back as text.
fn judge_all(judge: &Judge<'_>, changes: &[Change]) -> (Verdicts, Vec<String>) {
    let subject = judge.subject;
    let verdict = |change: &Change| {
        let reason = judge.verdict_over(&subject.bytes, &over(subject, change));
        let reason = reason.err().unwrap_or_default();
        let before = &subject.coins[change.line];
        let after = changed(before, change);
        let fits = fits(subject, change, &after, &reason);
        let objection = format!("{change:?}: {reason:?}\n  {before}\n  {after}");
        ((change.part, reason), (!fits).then_some(objection))
    };
    let found: Vec<_> = changes.par_iter().map(verdict).collect();
    let mut verdicts = Verdicts::new();
    for (key, _) in &found {
        *verdicts.entry(key.clone()).or_default() += 1;
    }
    (verdicts, found.into_iter().filter_map(|(_, objection)| objection).collect())
}

/// The coins with this change.
pub fn over(subject: &Subject, change: &Change) -> SpentCoins {
    let mut coins = subject.coins.clone();
    coins[change.line] = changed(&coins[change.line], change);
    SpentCoins::parse(&coins.join("\n")).unwrap()
}

/// Whether the verdict is one that the change can have.
fn fits(subject: &Subject, change: &Change, after: &str, reason: &str) -> bool {
    let before = words(&subject.coins[change.line]);
    let after = words(after);
    let age = |coin: &[&str]| subject.height.checked_sub(coin[2].parse().unwrap());
    let input = spender(subject, before[0]);
    let young = age(&after).is_none_or(|age| age < subject.params.coinbase_maturity_blocks);
    let premature = after[3] == "1" && young;
    match change.part {
        Part::Coinbase | Part::Height if premature => {
            reason == "bad-txns-premature-spend-of-coinbase"
        }
        // No rule asks for the age of a coin but maturity and relative lock times.
        Part::Coinbase => reason.is_empty(),
        Part::Height => match input.sequence >> 31 {
            0 => reason.is_empty() || reason == "bad-txns-nonfinal" && age(&after).is_none(),
            _ => reason.is_empty(),
        },
        Part::Amount => {
            let [before, after] = [&before, &after].map(|coin| coin[1].parse::<i64>().unwrap());
            match after - before {
                _ if !(0..=21_000_000 * 100_000_000).contains(&after) => {
                    reason == "bad-txns-inputvalues-outofrange"
                }
                // All fees were claimed: less of them is too little for the coinbase at least.
                less if less < 0 => ["bad-txns-in-belowout", "bad-cb-amount"].contains(&reason),
                // More is a fee that nobody claims, unless the signature says what there was (BIP 143).
                _ if input.witness.is_empty() => reason.is_empty(),
                _ => reason.starts_with("block-script-verify-flag-failed"),
            }
        }
        Part::Script => {
            let [before, after] = [&before, &after].map(|coin| hex::decode(coin[5]).unwrap());
            match anyone_can_spend(input, &before, &after) {
                true => reason.is_empty(),
                false => script_reasons(&before, change.bit / 8).iter().any(|fit| {
                    let details = reason.strip_prefix("block-script-verify-flag-failed (");
                    details.is_some_and(|details| details.starts_with(fit))
                }),
            }
        }
    }
}

/// The single bits of a locking script that leave it without a signature to check, and true in the end.
fn anyone_can_spend(input: &TxIn, before: &[u8], after: &[u8]) -> bool {
    match (classify(before), after) {
        // A push of 22 bytes in place of 20 swallows OP_EQUALVERIFY and OP_CHECKSIG.
        (Kind::PubkeyHash(_), [_, _, 22, ..]) => true,
        // The key is hashed where its signature was to be checked.
        (Kind::PubkeyHash(_), [.., op::OP_SHA256]) => true,
        // A push of 21 bytes swallows OP_EQUAL; or the hash is hashed where it was to be compared. Either
        // is no P2SH any more, so that the script in the input never runs; a witness would be one too
        // many, though.
        (Kind::ScriptHash(_), [_, 21, ..] | [.., op::OP_SHA1]) => input.witness.is_empty(),
        _ => false,
    }
}

/// What the script can say when its byte `at` is changed: another hash is not that of the key or script
/// that was given; another opcode can come to any bad end.
fn script_reasons(before: &[u8], at: usize) -> &'static [&'static str] {
    match (classify(before), at) {
        (Kind::PubkeyHash(_), 3..23) | (Kind::WitnessV0KeyHash(_), 2..) => {
            &["Script failed an OP_EQUALVERIFY"]
        }
        (Kind::ScriptHash(_), 2..22) => {
            &["Script evaluated without error but finished with a false"]
        }
        (Kind::WitnessV0ScriptHash(_), 2..) => &["Witness program hash mismatch"],
        _ => &[""],
    }
}

fn words(coin: &str) -> Vec<&str> {
    coin.split(' ').collect()
}

/// The input that spends the coin at `outpoint`.
fn spender<'a>(subject: &'a Subject, outpoint: &str) -> &'a TxIn {
    let (txid, vout) = outpoint.split_once(':').unwrap();
    let outpoint = OutPoint { txid: txid.parse().unwrap(), vout: vout.parse().unwrap() };
    let mut inputs = subject.block.transactions.iter().flat_map(|tx| &tx.inputs);
    inputs.find(|input| input.previous_output == outpoint).unwrap()
}

/// The line with one bit of its coin changed.
fn changed(coin: &str, change: &Change) -> String {
    let mut words: Vec<String> = words(coin).into_iter().map(str::to_owned).collect();
    match change.part {
        Part::Coinbase => words[3] = if words[3] == "1" { "0".into() } else { "1".into() },
        Part::Height => {
            words[2] = (words[2].parse::<u32>().unwrap() ^ 1 << change.bit).to_string();
        }
        Part::Amount => {
            words[1] = (words[1].parse::<i64>().unwrap() ^ 1 << change.bit).to_string();
        }
        Part::Script => {
            let mut script = hex::decode(&words[5]).unwrap();
            script[change.bit / 8] ^= 1 << (change.bit % 8);
            words[5] = hex::encode(script);
        }
    }
    words.join(" ")
}
