//! What can be checked about a block by itself, without the chain behind it.
//!
//! The checks and their order are those of Core's `CheckBlock`, and after them the two on witnesses
//! that need no chain either (from `ContextualCheckBlock`). The chain has to be asked for the rest:
//! whether the target is the right one, the times and the height in the coinbase, and every coin.

use crate::ledger::{TxError, check_transaction};
use crate::primitives::pow::{TargetError, check_proof_of_work};
use crate::primitives::witness_commitment::{self, WitnessCommitmentError};
use crate::primitives::{Block, Network, Transaction};
use crate::rules::{Rule, block as rules};
use crate::script::instruction::Instructions;
use crate::script::op;

/// The most weight units of a block (BIP 141; Core: `MAX_BLOCK_WEIGHT`).
pub const MAX_BLOCK_WEIGHT: usize = 4_000_000;
/// The most signature operations of a block, each outside a witness counted as 4 (Core:
/// `MAX_BLOCK_SIGOPS_COST`).
pub const MAX_BLOCK_SIGOPS_COST: usize = 80_000;

/// Why a block is rejected. Transactions are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum BlockError {
    /// The proof of work falls short.
    #[error(transparent)]
    ProofOfWork(#[from] TargetError),
    /// The header is not that of these transactions.
    #[error("the header's Merkle root is {stated}, but the transactions here have {computed}")]
    MerkleRoot { stated: String, computed: String },
    /// The tail of the list is repeated.
    #[error(
        "two neighbours in the Merkle tree are equal, so the end of the list of transactions is repeated; the list without the repetition has the same root"
    )]
    DuplicateTransactions,
    /// Nothing in it.
    #[error("the block has no transactions; it must have a coinbase at least")]
    NoTransactions,
    /// Too large without its witnesses.
    #[error("without its witnesses the block weighs {weight}; it may weigh {limit}")]
    Length { weight: usize, limit: usize },
    /// The first transaction makes no new coins.
    #[error(
        "the first transaction is no coinbase: it must have a single input, which spends nothing"
    )]
    CoinbaseMissing,
    /// A second coinbase.
    #[error("transaction {index} is a coinbase too; only the first may be one")]
    CoinbaseMultiple { index: usize },
    /// A transaction that breaks a rule by itself.
    #[error("transaction {index}: {error}")]
    Transaction { index: usize, error: TxError },
    /// Too many signatures to check.
    #[error("the scripts ask for signature checks at a cost of {cost}; a block may cost {limit}")]
    Sigops { cost: usize, limit: usize },
    /// The witnesses are not the committed ones.
    #[error(transparent)]
    WitnessCommitment(#[from] WitnessCommitmentError),
    /// Too large with its witnesses.
    #[error("the block weighs {weight}; it may weigh {limit}")]
    Weight { weight: usize, limit: usize },
}

impl BlockError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            BlockError::ProofOfWork(error) => error.rule(),
            BlockError::MerkleRoot { .. } => &rules::BAD_TXNMRKLROOT,
            BlockError::DuplicateTransactions => &rules::BAD_TXNS_DUPLICATE,
            BlockError::NoTransactions | BlockError::Length { .. } => &rules::BAD_BLK_LENGTH,
            BlockError::CoinbaseMissing => &rules::BAD_CB_MISSING,
            BlockError::CoinbaseMultiple { .. } => &rules::BAD_CB_MULTIPLE,
            BlockError::Transaction { error, .. } => error.rule(),
            BlockError::Sigops { .. } => &rules::BAD_BLK_SIGOPS,
            BlockError::WitnessCommitment(error) => error.rule(),
            BlockError::Weight { .. } => &rules::BAD_BLK_WEIGHT,
        }
    }

    /// Core's reject string.
    pub fn reject(&self) -> &'static str {
        self.rule().name
    }
}

/// One check of a block.
#[derive(Debug)]
pub struct BlockCheck {
    /// What is checked, a phrase.
    pub what: &'static str,
    /// The check. The network sets the easiest target alone.
    pub run: fn(&Block, Network) -> Result<(), BlockError>,
}

/// All checks in Core's order. Each stands by itself: it may be run after another has failed.
pub const BLOCK_CHECKS: &[BlockCheck] = &[
    BlockCheck { what: "proof of work", run: proof_of_work },
    BlockCheck { what: "Merkle root", run: merkle_root },
    BlockCheck { what: "no repeated transactions", run: duplicates },
    BlockCheck { what: "size without witnesses", run: length },
    BlockCheck { what: "coinbase first", run: coinbase_first },
    BlockCheck { what: "only one coinbase", run: coinbase_once },
    BlockCheck { what: "each transaction by itself", run: transactions },
    BlockCheck { what: "signature operations outside witnesses", run: sigops },
    BlockCheck { what: "witness commitment", run: witnesses },
    BlockCheck { what: "weight", run: weight },
];

/// Runs all checks and stops at the first that fails.
pub fn check_block(block: &Block, network: Network) -> Result<(), BlockError> {
    BLOCK_CHECKS.iter().try_for_each(|check| (check.run)(block, network))
}

fn proof_of_work(block: &Block, network: Network) -> Result<(), BlockError> {
    Ok(check_proof_of_work(block.block_hash(), block.header.bits, network.pow_limit())?)
}

fn merkle_root(block: &Block, _: Network) -> Result<(), BlockError> {
    let (stated, computed) = (block.header.merkle_root, block.compute_merkle_root().hash);
    if stated != computed {
        let (stated, computed) = (stated.to_string(), computed.to_string());
        return Err(BlockError::MerkleRoot { stated, computed });
    }
    Ok(())
}

fn duplicates(block: &Block, _: Network) -> Result<(), BlockError> {
    match block.compute_merkle_root().mutated {
        true => Err(BlockError::DuplicateTransactions),
        false => Ok(()),
    }
}

fn length(block: &Block, _: Network) -> Result<(), BlockError> {
    let (weight, limit) = (block.base_size() * 4, MAX_BLOCK_WEIGHT);
    match block.transactions.len() {
        0 => Err(BlockError::NoTransactions),
        // A count that only transactions of less than a byte could keep (Core has this check too).
        count if weight > limit || count * 4 > limit => Err(BlockError::Length { weight, limit }),
        _ => Ok(()),
    }
}

fn coinbase_first(block: &Block, _: Network) -> Result<(), BlockError> {
    match block.transactions.first() {
        Some(first) if first.is_coinbase() => Ok(()),
        _ => Err(BlockError::CoinbaseMissing),
    }
}

fn coinbase_once(block: &Block, _: Network) -> Result<(), BlockError> {
    let second = block.transactions.iter().skip(1).position(Transaction::is_coinbase);
    match second {
        Some(at) => Err(BlockError::CoinbaseMultiple { index: at + 1 }),
        None => Ok(()),
    }
}

fn transactions(block: &Block, _: Network) -> Result<(), BlockError> {
    block.transactions.iter().enumerate().try_for_each(|(index, tx)| {
        check_transaction(tx).map_err(|error| BlockError::Transaction { index, error })
    })
}

fn sigops(block: &Block, _: Network) -> Result<(), BlockError> {
    let count: usize = block.transactions.iter().map(legacy_sigops).sum();
    let (cost, limit) = (count * 4, MAX_BLOCK_SIGOPS_COST);
    if cost > limit { Err(BlockError::Sigops { cost, limit }) } else { Ok(()) }
}

fn witnesses(block: &Block, _: Network) -> Result<(), BlockError> {
    witness_commitment::check(block)?;
    Ok(())
}

fn weight(block: &Block, _: Network) -> Result<(), BlockError> {
    let (weight, limit) = (block.weight(), MAX_BLOCK_WEIGHT);
    if weight > limit { Err(BlockError::Weight { weight, limit }) } else { Ok(()) }
}

/// The signature operations in a transaction's own scripts, run or not: 1 for OP_CHECKSIG, 20 for
/// OP_CHECKMULTISIG however many keys it has (Core: `GetLegacySigOpCount`).
pub fn legacy_sigops(tx: &Transaction) -> usize {
    let unlocking = tx.inputs.iter().map(|input| &input.script_sig);
    let locking = tx.outputs.iter().map(|output| &output.script_pubkey);
    let opcodes = unlocking.chain(locking).flat_map(|script| Instructions::new(script).flatten());
    opcodes
        .map(|instruction| match instruction.opcode {
            op::OP_CHECKSIG | op::OP_CHECKSIGVERIFY => 1,
            op::OP_CHECKMULTISIG | op::OP_CHECKMULTISIGVERIFY => 20,
            _ => 0,
        })
        .sum()
}

#[cfg(test)]
#[path = "check_block_tests.rs"]
mod tests;
