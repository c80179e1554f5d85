//! What holds for every transaction that spends: the outputs are there, ripe and unlocked, and the sums
//! come out.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::{check_input, twin, twin_output};
use super::lock::{VoteLock, read_bond};
use super::{Asset, Facts, Kind, TokenError, TokenLedger, TokenOutput, TokenTx};
use crate::ledger::Coin;
use crate::ledger::lock_time::{MedianTimes, SequenceLock, is_final, unmet_sequence_lock};
use crate::medical::moment::Moment;
use crate::primitives::OutPoint;
use crate::script::sighash::TxContext;

/// Relative locks in seconds do not exist here: time is slots, and locks count blocks.
struct NoTimes;

impl MedianTimes for NoTimes {
    fn median_time_past_before(&self, _: u32) -> Option<u32> {
        None
    }
}

/// The outputs that `tx` spends, each unspent, ripe and free to go where it goes; not its scripts.
pub(super) fn check_coins<'a>(
    ledger: &'a TokenLedger,
    tx: &TokenTx,
    at: &Moment,
    facts: &dyn Facts,
) -> Result<Vec<&'a Coin<TokenOutput>>, TokenError> {
    let mut seen = BTreeSet::new();
    let mut coins = Vec::with_capacity(tx.inputs.len());
    for (input, spending) in tx.inputs.iter().enumerate() {
        let OutPoint { txid, vout } = spending.previous_output;
        if !seen.insert(spending.previous_output) {
            return Err(TokenError::SpentTwice { txid, vout });
        }
        let coin = found(ledger, &spending.previous_output)?;
        let from = coin.height.saturating_add(ledger.setting.maturity_blocks);
        if coin.coinbase && at.height < from {
            return Err(TokenError::Immature { input, made: coin.height, from });
        }
        coins.push(coin);
    }
    check_locks(tx, &coins, at)?;
    check_votes(tx, &coins)?;
    check_bonds(tx, &coins, facts)?;
    Ok(coins)
}

fn found<'a>(
    ledger: &'a TokenLedger,
    outpoint: &OutPoint,
) -> Result<&'a Coin<TokenOutput>, TokenError> {
    let OutPoint { txid, vout } = *outpoint;
    let made = ledger.made.get(&txid).is_some_and(|outputs| vout < *outputs);
    ledger.coins.get(outpoint).ok_or(match made {
        true => TokenError::AlreadySpent { txid, vout },
        false => TokenError::NoSuchOutput { txid, vout },
    })
}

/// Lock times count heights, relative ones blocks (BIP 68).
fn check_locks(tx: &TokenTx, coins: &[&Coin<TokenOutput>], at: &Moment) -> Result<(), TokenError> {
    let (seen, height) = (twin(tx), at.height);
    if !is_final(&seen, height, height) {
        return Err(TokenError::NotFinal { lock_time: tx.lock_time, height });
    }
    let heights: Vec<u32> = coins.iter().map(|coin| coin.height).collect();
    match unmet_sequence_lock(&seen, &heights, height, 0, &NoTimes) {
        Some(SequenceLock::Height { input, from_height: from })
        | Some(SequenceLock::Time { input, from_time: from }) => {
            Err(TokenError::TooYoung { input, from, height })
        }
        None => Ok(()),
    }
}

/// A vote that has not waited for its delay goes to votes of the same owner, all of it. That it has
/// waited shows in the input's relative lock, which [`check_locks`] has found to be met.
fn check_votes(tx: &TokenTx, coins: &[&Coin<TokenOutput>]) -> Result<(), TokenError> {
    let mut bound: BTreeMap<[u8; 20], (usize, u32, u64)> = BTreeMap::new();
    for (input, (spending, coin)) in tx.inputs.iter().zip(coins).enumerate() {
        let Some(vote) = VoteLock::read(&coin.output.script_pubkey) else { continue };
        let is_lock = spending.sequence >> 16 == 0;
        if is_lock && spending.sequence >= u32::from(vote.delay_blocks) {
            continue;
        }
        let from = coin.height.saturating_add(vote.delay_blocks.into());
        let owner = bound.entry(vote.owner).or_insert((input, from, 0));
        owner.2 = owner.2.saturating_add(coin.output.amount);
    }
    for (owner, (input, from, amount)) in bound {
        let locked = tx.outputs.iter().filter(|output| {
            VoteLock::read(&output.script_pubkey).is_some_and(|vote| vote.owner == owner)
        });
        let kept = locked.fold(0_u64, |sum, output| sum.saturating_add(output.amount));
        if kept < amount {
            return Err(TokenError::VoteIsBound { input, from, amount });
        }
    }
    Ok(())
}

/// A bond is taken back once its pool is closed, or burnt once a proof stands on the chain.
fn check_bonds(
    tx: &TokenTx,
    coins: &[&Coin<TokenOutput>],
    facts: &dyn Facts,
) -> Result<(), TokenError> {
    for (input, (spending, coin)) in tx.inputs.iter().zip(coins).enumerate() {
        if read_bond(&coin.output.script_pubkey).is_none() {
            continue;
        }
        let outpoint = &spending.previous_output;
        if tx.kind != Kind::Burn && !facts.bond_is_free(outpoint) {
            return Err(TokenError::BondIsBound { input });
        }
    }
    Ok(())
}

/// The outputs are possible, and votes among them are as this chain wants them.
pub(super) fn check_outputs(ledger: &TokenLedger, tx: &TokenTx) -> Result<(), TokenError> {
    for (output, made) in tx.outputs.iter().enumerate() {
        let (amount, most) = (made.amount, super::apply::UNITS_MAX);
        if amount == 0 || amount > most {
            return Err(TokenError::AmountOutOfRange { output, amount, most });
        }
        let Some(vote) = VoteLock::read(&made.script_pubkey) else { continue };
        if made.asset != Asset::Data {
            return Err(TokenError::VoteOfOtherAsset { asset: made.asset });
        }
        let (found, wanted) = (vote.delay_blocks, ledger.setting.unbonding_blocks);
        if found != wanted {
            return Err(TokenError::WrongDelay { found, wanted });
        }
    }
    Ok(())
}

/// What goes in and what comes out of each asset; the fee, which is what is over of data tokens.
pub(super) fn check_sums(tx: &TokenTx, coins: &[&Coin<TokenOutput>]) -> Result<u64, TokenError> {
    let mut fee = 0;
    for asset in Asset::ALL {
        let sum = |outputs: &mut dyn Iterator<Item = &TokenOutput>| {
            // Fewer than 2^13 inputs of at most 2^50 units fit a transaction.
            outputs
                .filter(|output| output.asset == asset)
                .fold(0_u64, |sum, output| sum.saturating_add(output.amount))
        };
        let spent = sum(&mut coins.iter().map(|coin| &coin.output));
        let made = sum(&mut tx.outputs.iter());
        let redeemed = match &tx.kind {
            Kind::Redeem { asset: of, amount, .. } if *of == asset => *amount,
            _ => 0,
        };
        let needed = made.saturating_add(redeemed);
        if needed > spent {
            return Err(TokenError::MoreOutThanIn { asset, spent, made: needed });
        }
        match asset {
            Asset::Data => fee = spent - needed,
            _ if needed < spent => {
                return Err(TokenError::Lost { asset, spent, made, redeemed });
            }
            _ => {}
        }
    }
    Ok(fee)
}

/// The scripts of all inputs. They need nothing but the outputs spent, so that they can be checked on
/// another core.
pub(super) fn check_scripts(
    chain: &[u8; 32],
    tx: &TokenTx,
    spent: &[&TokenOutput],
) -> Result<(), TokenError> {
    let seen = twin(tx);
    let prevouts: Vec<_> = spent.iter().map(|output| twin_output(output)).collect();
    let context = TxContext::new(&seen, Some(&prevouts));
    for (input, prevout) in spent.iter().enumerate() {
        check_input(chain, tx, &context, input, prevout)
            .map_err(|error| TokenError::Script { input, error })?;
    }
    Ok(())
}
