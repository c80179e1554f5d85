//! The checks that a transaction passes on its way into the pool, in the order of Core's
//! `MemPoolAccept::PreChecks` and `ReplacementChecks`. The scripts come after them all.

use std::collections::{BTreeMap, BTreeSet};

use super::{Mempool, MempoolError, NextBlock, Totals};
use crate::hash::Txid;
use crate::ledger::block::check::MAX_BLOCK_SIGOPS_COST;
use crate::ledger::lock_time::{MedianTimes, is_final, unmet_sequence_lock};
use crate::ledger::sigops::sigop_cost;
use crate::ledger::{Coin, TxError, check_transaction, check_tx_inputs};
use crate::primitives::{OutPoint, Transaction};
use crate::script::Flags;

/// The fewest bytes without witnesses. One of 64 could be passed off as an inner node of a Merkle tree
/// (Core: `MIN_STANDARD_TX_NONWITNESS_SIZE`).
pub const MIN_NON_WITNESS_SIZE: usize = 65;
/// The most that a transaction's signature checks may cost: a fifth of a block (Core:
/// `MAX_STANDARD_TX_SIGOPS_COST`).
pub const MAX_SIGOP_COST: usize = MAX_BLOCK_SIGOPS_COST / 5;

/// Whether the least fee is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// It is.
    Kept,
    /// It is not: the transaction was in a block that was lost.
    Waived,
}

/// A transaction on its way into the pool, and what the checks have found out about it.
#[derive(Clone)]
pub struct Candidate<'a> {
    /// The pool.
    pub pool: &'a Mempool,
    /// The block that the transaction would wait for.
    pub next: &'a NextBlock<'a>,
    /// The transaction.
    pub tx: &'a Transaction,
    /// Its id.
    pub txid: Txid,
    /// Whether the least fee is asked.
    pub limits: Limits,
    /// The coins that it spends, those of the pool as if they were in the next block.
    pub spent: BTreeMap<OutPoint, Coin>,
    /// What it pays and takes, once that is known.
    pub own: Totals,
    /// Transactions of the pool that spend what it spends.
    pub conflicts: BTreeSet<Txid>,
    /// What would leave for it: the conflicts, and all that rests on them.
    pub replaced: BTreeSet<Txid>,
}

type Check = fn(&mut Candidate<'_>) -> Result<(), MempoolError>;

/// One check of a candidate.
#[derive(Debug)]
pub struct MempoolCheck {
    /// What is checked, a phrase.
    pub what: &'static str,
    /// The check.
    pub run: fn(&mut Candidate<'_>) -> Result<(), MempoolError>,
}

/// All of them but the scripts, in order. Each relies on what those before it have found.
pub const MEMPOOL_CHECKS: &[MempoolCheck] = &[
    MempoolCheck { what: "the transaction by itself", run: form },
    MempoolCheck { what: "no coinbase", run: no_coinbase },
    MempoolCheck { what: "large enough", run: size },
    MempoolCheck { what: "no witness before SegWit", run: witness },
    MempoolCheck { what: "no lock time ahead", run: finality },
    MempoolCheck { what: "not here already", run: unknown },
    MempoolCheck { what: "others that spend the same", run: conflicts },
    MempoolCheck { what: "the coins", run: coins },
    MempoolCheck { what: "the age of the coins", run: sequence_locks },
    MempoolCheck { what: "the sums", run: sums },
    MempoolCheck { what: "signature operations", run: sigops },
    MempoolCheck { what: "the least fee", run: min_fee },
    MempoolCheck { what: "better than what it replaces", run: replacement },
    MempoolCheck { what: "not too many that hang together", run: cluster },
    MempoolCheck { what: "not resting on what it replaces", run: own_conflict },
];

/// The checks that may fail for a transaction of the pool after the chain has changed.
pub(super) const RECHECKS: &[Check] = &[witness, finality, coins, sequence_locks, sums];

impl<'a> Candidate<'a> {
    /// A transaction of which nothing is known yet.
    pub fn new(
        pool: &'a Mempool,
        next: &'a NextBlock<'a>,
        tx: &'a Transaction,
        limits: Limits,
    ) -> Candidate<'a> {
        Candidate {
            pool,
            next,
            tx,
            txid: tx.txid(),
            limits,
            spent: BTreeMap::new(),
            own: Totals::default(),
            conflicts: BTreeSet::new(),
            replaced: BTreeSet::new(),
        }
    }

    /// The coins that it spends, in the order of its inputs.
    pub fn spent_in_order(&self) -> impl Iterator<Item = &Coin> {
        self.tx.inputs.iter().filter_map(|input| self.spent.get(&input.previous_output))
    }

    /// What `outpoint` holds for the next block, spent within the pool or not.
    fn coin(&self, outpoint: &OutPoint) -> Option<Coin> {
        let Some(parent) = self.pool.get(&outpoint.txid) else {
            return self.next.coins.coin(outpoint).cloned();
        };
        let output = parent.tx.outputs.get(outpoint.vout as usize)?.clone();
        Some(Coin { output, height: self.next.context.height, coinbase: false })
    }
}

/// The median times along the chain with the next block on it.
struct TimesToNext<'a>(&'a NextBlock<'a>);

impl MedianTimes for TimesToNext<'_> {
    fn median_time_past_before(&self, height: u32) -> Option<u32> {
        let NextBlock { context, times, .. } = self.0;
        match height == context.height {
            true => Some(context.median_time_past),
            false => times.median_time_past_before(height),
        }
    }
}

fn form(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    Ok(check_transaction(candidate.tx)?)
}

fn no_coinbase(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    if candidate.tx.is_coinbase() { Err(MempoolError::Coinbase) } else { Ok(()) }
}

fn size(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let (size, min) = (candidate.tx.base_size(), MIN_NON_WITNESS_SIZE);
    if size < min { Err(MempoolError::TooSmall { size, min }) } else { Ok(()) }
}

fn witness(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let early = candidate.tx.has_witness() && !candidate.next.context.segwit;
    if early { Err(MempoolError::WitnessTooEarly) } else { Ok(()) }
}

fn finality(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let context = candidate.next.context;
    let (height, time) = (context.height, context.median_time_past);
    if is_final(candidate.tx, height, time) {
        return Ok(());
    }
    Err(MempoolError::NonFinal { lock_time: candidate.tx.lock_time, height, time })
}

fn unknown(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let txid = candidate.txid;
    match candidate.pool.get(&txid) {
        Some(entry) if *entry.tx == *candidate.tx => Err(MempoolError::AlreadyHere { txid }),
        Some(_) => Err(MempoolError::OtherWitnessHere { txid }),
        None => Ok(()),
    }
}

fn conflicts(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let spent = candidate.tx.inputs.iter().map(|input| &input.previous_output);
    let pool = candidate.pool;
    candidate.conflicts = spent.filter_map(|outpoint| pool.spender(outpoint).copied()).collect();
    Ok(())
}

fn coins(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    for (index, input) in candidate.tx.inputs.iter().enumerate() {
        let outpoint = input.previous_output;
        let Some(coin) = candidate.coin(&outpoint) else {
            let txid = candidate.txid;
            let mut own =
                (0..candidate.tx.outputs.len() as u32).map(|vout| OutPoint { txid, vout });
            return Err(match own.any(|own| candidate.next.coins.coin(&own).is_some()) {
                true => MempoolError::AlreadyConfirmed { txid },
                false => TxError::MissingOrSpent { input: index, outpoint }.into(),
            });
        };
        candidate.spent.insert(outpoint, coin);
    }
    Ok(())
}

fn sequence_locks(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let context = candidate.next.context;
    let heights: Vec<u32> = candidate.spent_in_order().map(|coin| coin.height).collect();
    let (height, time) = (context.height, context.median_time_past);
    let times = TimesToNext(candidate.next);
    let lock = unmet_sequence_lock(candidate.tx, &heights, height, time, &times);
    lock.map_or(Ok(()), |lock| Err(MempoolError::SequenceLocked { lock }))
}

fn sums(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let context = candidate.next.context;
    let maturity = context.coinbase_maturity_blocks;
    let fee = check_tx_inputs(candidate.tx, &candidate.spent, context.height, maturity)?;
    candidate.own.fee_satoshis = fee;
    Ok(())
}

fn sigops(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let spent: Vec<&Coin> = candidate.spent_in_order().collect();
    let (cost, limit) = (sigop_cost(candidate.tx, &spent, Flags::STANDARD), MAX_SIGOP_COST);
    candidate.own = Totals::of(candidate.tx, candidate.own.fee_satoshis, cost);
    if cost > limit { Err(MempoolError::Sigops { cost, limit }) } else { Ok(()) }
}

fn min_fee(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let Totals { fee_satoshis: fee, virtual_size, .. } = candidate.own;
    let needed = candidate.pool.policy().min_relay.fee_for(virtual_size);
    match fee < needed && candidate.limits == Limits::Kept {
        true => Err(MempoolError::MinRelayFee { fee, needed, virtual_size }),
        false => Ok(()),
    }
}

/// Full replacement: no transaction has to announce that it may be replaced, but whoever replaces must
/// pay for it (BIP 125, rules 3 to 5), and at a better rate than each that it pushes out. Core asks
/// for more: that the pool as a whole be worth more to a miner.
fn replacement(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let (pool, policy) = (candidate.pool, candidate.pool.policy());
    let conflicts = candidate.conflicts.iter().copied();
    candidate.replaced = pool.reachable(conflicts, |entry, next| next.extend(&entry.children));
    if candidate.replaced.is_empty() {
        return Ok(());
    }
    let (count, limit) = (candidate.replaced.len(), policy.replaced_count);
    if count > limit {
        return Err(MempoolError::TooManyReplaced { count, limit });
    }
    let Totals { fee_satoshis: fee, virtual_size, .. } = candidate.own;
    let replaced_fee = pool.totals(&candidate.replaced).fee_satoshis;
    let needed = replaced_fee.saturating_add(policy.incremental.fee_for(virtual_size));
    if fee < needed {
        return Err(MempoolError::InsufficientFee { fee, needed, replaced_fee });
    }
    let rate = candidate.own.rate();
    for &txid in &candidate.conflicts {
        let old = pool.totals([&txid]).rate();
        if rate <= old {
            return Err(MempoolError::WorseRate { rate, old, txid });
        }
    }
    Ok(())
}

fn cluster(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let (pool, replaced) = (candidate.pool, &candidate.replaced);
    let policy = pool.policy();
    let mut near = pool.parents_of(candidate.tx);
    near.append(&mut pool.children_of(candidate.tx, candidate.txid));
    let stays = |txid: &&Txid| !replaced.contains(txid);
    let near: Vec<Txid> = near.iter().filter(stays).copied().collect();
    let joined = pool.reachable(near, |entry, next| {
        next.extend(entry.parents.iter().chain(&entry.children).filter(stays));
    });
    let others = pool.totals(&joined);
    let (count, virtual_size) =
        (others.count + 1, others.virtual_size + candidate.own.virtual_size);
    match count > policy.cluster_count || virtual_size > policy.cluster_virtual_size {
        true => Err(MempoolError::ClusterTooLarge {
            count,
            virtual_size,
            max_count: policy.cluster_count,
            max_virtual_size: policy.cluster_virtual_size,
        }),
        false => Ok(()),
    }
}

fn own_conflict(candidate: &mut Candidate<'_>) -> Result<(), MempoolError> {
    let parents = candidate.pool.parents_of(candidate.tx);
    match parents.intersection(&candidate.replaced).next() {
        Some(&replaced) => Err(MempoolError::SpendsReplaced { replaced }),
        None => Ok(()),
    }
}
