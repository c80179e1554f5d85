//! The scripts of changed blocks, run by Bitcoin Core's own code (`bitcoinconsensus`).

use bitcoinconsensus::{Error, Utxo, verify_with_flags};
use blockstep::chain::spent::SpentCoins;
use blockstep::encode::Encode;
use blockstep::ledger::Coin;
use blockstep::ledger::block::BlockError;
use blockstep::primitives::Transaction;
use blockstep::rng::Rng;
use rayon::prelude::*;

use super::coins::Part;
use super::judge::Judge;
use super::subject::Subject;
use super::{BLOCKS, coins, load, mutations};

/// The transaction and the input that fail first, or none where all scripts are satisfied.
type Failure = Option<(usize, usize)>;

#[test]
fn the_first_input_that_fails_is_that_of_core() {
    for (_, height, _) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let judge = Judge::repairing(&subject);
        let flipped = |offset, bit| both(&judge, &subject.flipped(offset, bit), &subject.spent);
        let every_other: Vec<_> = mutations(&judge).into_iter().step_by(2).collect();
        let changed = every_other.into_par_iter().filter_map(|mutation| {
            let (ours, cores) = flipped(mutation.offset, mutation.bit)?;
            Some((format!("{height}:{}:{}", mutation.offset, mutation.bit), ours, cores))
        });
        agree(&subject, changed.collect(), 300);
    }
}

#[test]
fn the_first_input_that_fails_over_changed_coins_is_that_of_core() {
    for (_, height, _) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let judge = Judge::strict(&subject);
        let rng = &mut Rng::from_text(&format!("coins {height}"));
        let mut changes = coins::plan(&subject, 160, rng);
        changes.retain(|change| [Part::Amount, Part::Script].contains(&change.part));
        let changed = changes.into_par_iter().filter_map(|change| {
            let spent = coins::over(&subject, &change);
            let (ours, cores) = both(&judge, &subject.bytes, &spent)?;
            Some((format!("{height}: {change:?}"), ours, cores))
        });
        agree(&subject, changed.collect(), 120);
    }
}

/// Fails where the two differ, and where there were too few of either verdict.
fn agree(subject: &Subject, found: Vec<(String, Failure, Failure)>, least: usize) {
    let differ: Vec<_> = found.iter().filter(|(_, ours, cores)| ours != cores).collect();
    assert!(differ.is_empty(), "ours, Core's: {differ:#?}");
    let failed = found.iter().filter(|(_, _, cores)| cores.is_some()).count();
    println!("{}: Core agrees, {failed} of {} fail", subject.height, found.len());
    assert!(failed >= least, "{}: {failed} fail", subject.height);
}

/// What blockstep and Core say of the scripts, where it comes to them and there is a change in them.
fn both(judge: &Judge<'_>, bytes: &[u8], spent: &SpentCoins) -> Option<(Failure, Failure)> {
    let (block, undo) = judge.up_to_scripts(bytes, spent).ok()?;
    let spending = block.block().transactions.iter().enumerate().skip(1).zip(&undo.spent);
    let mut changed = spending.filter(|((_, tx), coins)| !judge.is_unchanged(tx, coins)).peekable();
    changed.peek()?;
    let cores = changed.find_map(|((index, tx), coins)| {
        cores_first_failure(tx, coins, judge.flags().bits()).map(|input| (index, input))
    });
    let ours = match judge.scripts(&block, &undo) {
        Ok(()) => None,
        Err(BlockError::Script { index, input, .. }) => Some((index, input)),
        Err(error) => panic!("no error of a script: {error}"),
    };
    Some((ours, cores))
}

/// The first input that Core refuses.
fn cores_first_failure(tx: &Transaction, coins: &[Coin], flags: u32) -> Option<usize> {
    let bytes = tx.to_bytes();
    let spent: Vec<Utxo> = coins.iter().map(utxo).collect();
    (0..coins.len()).find(|&input| {
        let output = &coins[input].output;
        let (script, value) = (&output.script_pubkey, output.value as u64);
        match verify_with_flags(script, value, &bytes, Some(&spent), input, flags) {
            Ok(()) => false,
            Err(Error::ERR_SCRIPT) => true,
            Err(error) => panic!("Core was asked wrongly: {error:?}"),
        }
    })
}

fn utxo(coin: &Coin) -> Utxo {
    let script = &coin.output.script_pubkey;
    Utxo {
        script_pubkey: script.as_ptr(),
        script_pubkey_len: script.len() as u32,
        value: coin.output.value,
    }
}
