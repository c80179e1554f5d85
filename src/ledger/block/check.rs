//! What can be checked about a block by itself, without the chain behind it.
//!
//! [`BLOCK_CHECKS`] and their order are those of Core's `CheckBlock`; [`WITNESS_CHECKS`] are the two on
//! witnesses that need no chain either, and that Core runs last (`ContextualCheckBlock`). The chain has
//! to be asked for the rest: whether the target is the right one, the times and the height in the
//! coinbase, and every coin.

use super::header::check_block_header;
use super::{BlockError, IndexedBlock};
use crate::ledger::sigops::legacy_sigops;
use crate::ledger::{check_transaction, signet};
use crate::primitives::pow::Target;
use crate::primitives::{Transaction, witness_commitment};

pub use crate::ledger::check_transaction::MAX_BLOCK_WEIGHT;
/// The most signature operations of a block, each outside a witness counted as 4 (Core:
/// `MAX_BLOCK_SIGOPS_COST`).
pub const MAX_BLOCK_SIGOPS_COST: usize = 80_000;

/// What a block has to prove by itself, which differs from network to network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockProof<'a> {
    /// The easiest target.
    pub limit: Target,
    /// The script that a block of a signet must satisfy (BIP 325).
    pub signet_challenge: Option<&'a [u8]>,
}

/// One check of a block.
#[derive(Debug)]
pub struct BlockCheck {
    /// What is checked, a phrase.
    pub what: &'static str,
    /// The check.
    pub run: fn(&IndexedBlock, &BlockProof<'_>) -> Result<(), BlockError>,
}

/// All checks of Core's `CheckBlock`, in its order. Each stands by itself: it may be run after another
/// has failed.
pub const BLOCK_CHECKS: &[BlockCheck] = &[
    BlockCheck { what: "proof of work", run: proof_of_work },
    BlockCheck { what: "the signature of a signet", run: signet_solution },
    BlockCheck { what: "Merkle root", run: merkle_root },
    BlockCheck { what: "no repeated transactions", run: duplicates },
    BlockCheck { what: "size without witnesses", run: length },
    BlockCheck { what: "coinbase first", run: coinbase_first },
    BlockCheck { what: "only one coinbase", run: coinbase_once },
    BlockCheck { what: "each transaction by itself", run: transactions },
    BlockCheck { what: "signature operations outside witnesses", run: sigops },
];

/// One check of a block's witnesses, which needs nothing but the block.
#[derive(Debug)]
pub struct WitnessCheck {
    /// What is checked, a phrase.
    pub what: &'static str,
    /// The check.
    pub run: fn(&IndexedBlock) -> Result<(), BlockError>,
}

/// The checks on witnesses, in Core's order. They hold where SegWit does.
pub const WITNESS_CHECKS: &[WitnessCheck] = &[
    WitnessCheck { what: "witness commitment", run: witnesses },
    WitnessCheck { what: "weight", run: weight },
];

/// Runs all checks of Core's `CheckBlock` and stops at the first that fails.
pub fn check_block(block: &IndexedBlock, proof: &BlockProof<'_>) -> Result<(), BlockError> {
    BLOCK_CHECKS.iter().try_for_each(|check| (check.run)(block, proof))
}

fn proof_of_work(block: &IndexedBlock, proof: &BlockProof<'_>) -> Result<(), BlockError> {
    check_block_header(&block.block().header, proof.limit)
}

fn signet_solution(block: &IndexedBlock, proof: &BlockProof<'_>) -> Result<(), BlockError> {
    proof.signet_challenge.map_or(Ok(()), |challenge| signet::check(block.block(), challenge))
}

fn merkle_root(block: &IndexedBlock, _: &BlockProof<'_>) -> Result<(), BlockError> {
    let (stated, computed) = (block.block().header.merkle_root, block.merkle_root().hash);
    if stated != computed {
        let (stated, computed) = (stated.to_string(), computed.to_string());
        return Err(BlockError::MerkleRoot { stated, computed });
    }
    Ok(())
}

fn duplicates(block: &IndexedBlock, _: &BlockProof<'_>) -> Result<(), BlockError> {
    match block.merkle_root().mutated {
        true => Err(BlockError::DuplicateTransactions),
        false => Ok(()),
    }
}

fn length(block: &IndexedBlock, _: &BlockProof<'_>) -> Result<(), BlockError> {
    let block = block.block();
    let (weight, limit) = (block.base_size() * 4, MAX_BLOCK_WEIGHT);
    match block.transactions.len() {
        0 => Err(BlockError::NoTransactions),
        // A count that only transactions of less than a byte could keep (Core has this check too).
        count if weight > limit || count * 4 > limit => Err(BlockError::Length { weight, limit }),
        _ => Ok(()),
    }
}

fn coinbase_first(block: &IndexedBlock, _: &BlockProof<'_>) -> Result<(), BlockError> {
    match block.block().transactions.first() {
        Some(first) if first.is_coinbase() => Ok(()),
        _ => Err(BlockError::CoinbaseMissing),
    }
}

fn coinbase_once(block: &IndexedBlock, _: &BlockProof<'_>) -> Result<(), BlockError> {
    let second = block.block().transactions.iter().skip(1).position(Transaction::is_coinbase);
    match second {
        Some(at) => Err(BlockError::CoinbaseMultiple { index: at + 1 }),
        None => Ok(()),
    }
}

fn transactions(block: &IndexedBlock, _: &BlockProof<'_>) -> Result<(), BlockError> {
    block.block().transactions.iter().enumerate().try_for_each(|(index, tx)| {
        check_transaction(tx).map_err(|error| BlockError::Transaction { index, error })
    })
}

fn sigops(block: &IndexedBlock, _: &BlockProof<'_>) -> Result<(), BlockError> {
    let count: usize = block.block().transactions.iter().map(legacy_sigops).sum();
    let (cost, limit) = (count * 4, MAX_BLOCK_SIGOPS_COST);
    if cost > limit { Err(BlockError::Sigops { cost, limit }) } else { Ok(()) }
}

fn witnesses(block: &IndexedBlock) -> Result<(), BlockError> {
    witness_commitment::check(block.block())?;
    Ok(())
}

fn weight(block: &IndexedBlock) -> Result<(), BlockError> {
    let (weight, limit) = (block.block().weight(), MAX_BLOCK_WEIGHT);
    if weight > limit { Err(BlockError::Weight { weight, limit }) } else { Ok(()) }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
