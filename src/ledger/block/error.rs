//! What can be wrong with a block, in Core's words and in a student's.

use std::borrow::Cow;

use crate::ledger::TxError;
use crate::ledger::lock_time::SequenceLock;
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short as btc;
use crate::primitives::pow::{CompactTarget, TargetError};
use crate::primitives::witness_commitment::WitnessCommitmentError;
use crate::rules::{Rule, block as rules, transaction};
use crate::script::ScriptError;

/// Why a block is rejected. Transactions are counted from 0; amounts are satoshis, times seconds
/// since 1970.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum BlockError {
    /// The proof of work falls short.
    #[error(transparent)]
    ProofOfWork(#[from] TargetError),
    /// The target is not the one that the chain asks for.
    #[error("the header has the bits {found}, but the chain asks for {expected} here")]
    Bits { found: CompactTarget, expected: CompactTarget },
    /// Not younger than the median of the blocks before.
    #[error(
        "the block says that it was made at {time}; it must be later than {median_time_past}, the median of the eleven blocks before it"
    )]
    TimeTooOld { time: u32, median_time_past: u32 },
    /// The first of a window of blocks, and much older than the one before.
    #[error(
        "the block begins a new window of the difficulty and says {time}; it may be at most {allowed_seconds} seconds older than the block before it, which says {prev_time}"
    )]
    TimeWarp { time: u32, prev_time: u32, allowed_seconds: u32 },
    /// The last of a window of blocks, and older than the first.
    #[error(
        "the block ends a window of the difficulty and says {time}; it may not be older than the first of the window, which says {first_time}"
    )]
    WindowRunsBackwards { time: u32, first_time: u32 },
    /// From the future.
    #[error(
        "the block says that it was made at {time}, but the clock says {now}; {allowed_seconds} seconds ahead are allowed"
    )]
    TimeTooNew { time: u32, now: u32, allowed_seconds: u32 },
    /// A version that has been retired.
    #[error("the block has version {version}; from this height on it must be {required} or more")]
    Version { version: i32, required: i32 },
    /// The signet's challenge is not met.
    #[error("the block does not meet this signet's challenge: {reason}")]
    SignetSolution { reason: String },
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
    /// The coinbase does not begin with the height.
    #[error(
        "the coinbase's script begins with {found}; it must begin with {expected}, which pushes the height {height}"
    )]
    CoinbaseHeight { height: u32, found: String, expected: String },
    /// A transaction that breaks a rule by itself, or with the coins that it spends.
    #[error("transaction {index}: {error}")]
    Transaction { index: usize, error: TxError },
    /// A transaction whose time has not come.
    #[error(
        "transaction {index} has the lock time {lock_time}, which a block at height {height} and time {time} has not passed"
    )]
    NonFinal { index: usize, lock_time: u32, height: u32, time: u32 },
    /// A transaction that spends a coin too young.
    #[error("transaction {index} spends too early: {}", lock_says(.lock))]
    SequenceLocked { index: usize, lock: SequenceLock },
    /// Too many signatures to check.
    #[error("the scripts ask for signature checks at a cost of {cost}; a block may cost {limit}")]
    Sigops { cost: usize, limit: usize },
    /// The witnesses are not the committed ones.
    #[error(transparent)]
    WitnessCommitment(#[from] WitnessCommitmentError),
    /// Too large with its witnesses.
    #[error("the block weighs {weight}; it may weigh {limit}")]
    Weight { weight: usize, limit: usize },
    /// A transaction with the id of one whose coins are not all spent.
    #[error(
        "transaction {index} would make the coin {outpoint} a second time; the first is not spent yet"
    )]
    Overwrites { index: usize, outpoint: OutPoint },
    /// Fees of more money than there can be.
    #[error("the fees up to transaction {index} add up to {} bitcoin; there are never more than {}", btc(*.fees), btc(*.limit))]
    FeesOutOfRange { index: usize, fees: i64, limit: i64 },
    /// The coinbase pays out too much.
    #[error("the coinbase pays {} bitcoin; it may pay {}, the subsidy and the fees", btc(*.paid), btc(*.allowed))]
    CoinbaseAmount { paid: i64, allowed: i64 },
    /// The coinbase's lock time is not the height before.
    #[error("the coinbase has the lock time {found}; at this height it must be {expected}")]
    CoinbaseLockTime { found: u32, expected: u32 },
    /// The coinbase's lock time is switched off.
    #[error(
        "the coinbase has the sequence number ffffffff, which switches its lock time off; any other will do"
    )]
    CoinbaseFinal,
    /// A transaction that can pass for a node of the Merkle tree.
    #[error(
        "transaction {index} has 64 bytes without its witnesses, as two hashes have; it needs one more or one fewer"
    )]
    Bytes64 { index: usize },
    /// A transaction that checks too many signatures.
    #[error(
        "the scripts that run for transaction {index} have {count} signature checks outside witnesses; there may be {limit}"
    )]
    LegacySigops { index: usize, count: usize, limit: usize },
    /// An input that does not unlock its coin.
    #[error("transaction {index}, input {input}: {error}")]
    Script { index: usize, input: usize, error: ScriptError },
}

/// What a relative lock waits for: the rest of a sentence.
pub(crate) fn lock_says(lock: &SequenceLock) -> String {
    match lock {
        SequenceLock::Height { input, from_height } => {
            format!("input {input} is locked until the block at height {from_height}")
        }
        SequenceLock::Time { input, from_time } => {
            format!("input {input} is locked until the median time past is {from_time}")
        }
    }
}

impl BlockError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            BlockError::ProofOfWork(error) => error.rule(),
            BlockError::Bits { .. } => &rules::BAD_DIFFBITS,
            BlockError::TimeTooOld { .. } => &rules::TIME_TOO_OLD,
            BlockError::TimeWarp { .. } => &rules::TIME_TIMEWARP_ATTACK,
            BlockError::WindowRunsBackwards { .. } => &rules::TIME_WINDOW_BACKWARDS,
            BlockError::TimeTooNew { .. } => &rules::TIME_TOO_NEW,
            BlockError::Version { .. } => &rules::BAD_VERSION,
            BlockError::SignetSolution { .. } => &rules::BAD_SIGNET_BLKSIG,
            BlockError::MerkleRoot { .. } => &rules::BAD_TXNMRKLROOT,
            BlockError::DuplicateTransactions => &rules::BAD_TXNS_DUPLICATE,
            BlockError::NoTransactions | BlockError::Length { .. } => &rules::BAD_BLK_LENGTH,
            BlockError::CoinbaseMissing => &rules::BAD_CB_MISSING,
            BlockError::CoinbaseMultiple { .. } => &rules::BAD_CB_MULTIPLE,
            BlockError::CoinbaseHeight { .. } => &rules::BAD_CB_HEIGHT,
            BlockError::Transaction { error, .. } => error.rule(),
            BlockError::NonFinal { .. } | BlockError::SequenceLocked { .. } => {
                &rules::BAD_TXNS_NONFINAL
            }
            BlockError::Sigops { .. } => &rules::BAD_BLK_SIGOPS,
            BlockError::WitnessCommitment(error) => error.rule(),
            BlockError::Weight { .. } => &rules::BAD_BLK_WEIGHT,
            BlockError::Overwrites { .. } => &rules::BAD_TXNS_BIP30,
            BlockError::FeesOutOfRange { .. } => &rules::BAD_ACCUMULATED_FEE,
            BlockError::CoinbaseAmount { .. } => &rules::BAD_CB_AMOUNT,
            BlockError::CoinbaseLockTime { .. } => &rules::BAD_CB_LOCKTIME,
            BlockError::CoinbaseFinal => &rules::BAD_CB_SEQUENCE,
            BlockError::Bytes64 { .. } => &rules::BAD_TXNS_SIZE,
            BlockError::LegacySigops { .. } => &rules::BAD_TXNS_LEGACY_SIGOPS,
            BlockError::Script { .. } => &transaction::SCRIPT_VERIFY,
        }
    }

    /// Core's reject string: the rule's name, with the version or the script's error where Core adds
    /// it.
    pub fn reject(&self) -> Cow<'static, str> {
        let name = self.rule().name;
        match self {
            BlockError::Version { version, .. } => format!("{name}(0x{version:08x})").into(),
            BlockError::Script { error, .. } => format!("{name} ({})", error.core_text()).into(),
            _ => name.into(),
        }
    }
}
