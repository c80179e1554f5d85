//! Why a transaction may not wait, in Core's words and in a student's.

use std::borrow::Cow;

use super::FeeRate;
use crate::hash::Txid;
use crate::ledger::TxError;
use crate::ledger::block::lock_says;
use crate::ledger::lock_time::{LOCKTIME_THRESHOLD, SequenceLock};
use crate::rules::{Rule, mempool as rules};
use crate::script::ScriptError;
use crate::spelling::counted;

/// Why the pool refuses a transaction. Fees are satoshis, sizes virtual bytes unless they say
/// otherwise, times seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum MempoolError {
    /// By itself, or with the coins that it spends, it breaks a rule of every block.
    #[error(transparent)]
    Transaction(#[from] TxError),
    /// A coinbase.
    #[error("the transaction is a coinbase, which is valid in its own block alone")]
    Coinbase,
    /// So small that it could be taken for something else.
    #[error("the transaction has {size} bytes without witnesses; it must have {min} at least")]
    TooSmall { size: usize, min: usize },
    /// A witness before SegWit.
    #[error("the transaction has a witness, and SegWit does not hold in the next block yet")]
    WitnessTooEarly,
    /// Its lock time lies ahead.
    #[error("the transaction is locked {}; send it again then", locked_until(*.lock_time, *.height, *.time))]
    NonFinal { lock_time: u32, height: u32, time: u32 },
    /// It waits already.
    #[error("the transaction {txid} waits already; there is nothing to do")]
    AlreadyHere { txid: Txid },
    /// It waits already with other witnesses.
    #[error(
        "the transaction {txid} waits already, with other witnesses; the first to come is kept"
    )]
    OtherWitnessHere { txid: Txid },
    /// A block holds it.
    #[error("the transaction {txid} is in a block already; there is nothing to do")]
    AlreadyConfirmed { txid: Txid },
    /// What it spends is too young.
    #[error("the transaction spends too early: {}; send it again then", lock_says(.lock))]
    SequenceLocked { lock: SequenceLock },
    /// Too many signatures to check.
    #[error("the transaction asks for signature checks at a cost of {cost}; it may cost {limit}")]
    Sigops { cost: usize, limit: usize },
    /// It pays less than the least.
    #[error(
        "the transaction pays {fee} satoshis for {virtual_size} virtual bytes; this node passes it on for {needed} or more"
    )]
    MinRelayFee { fee: i64, needed: i64, virtual_size: usize },
    /// It would push out too many.
    #[error("the transaction would push out {count} others; {limit} are allowed")]
    TooManyReplaced { count: usize, limit: usize },
    /// It does not pay for what it would push out.
    #[error(
        "the transaction pays {fee} satoshis; what it would push out pays {replaced_fee}, so it must pay {needed} or more"
    )]
    InsufficientFee { fee: i64, needed: i64, replaced_fee: i64 },
    /// It pays a worse rate than what it would push out.
    #[error(
        "the transaction pays {rate} satoshis per virtual byte and would push out {txid}, which pays {old}; it must pay more"
    )]
    WorseRate { rate: FeeRate, old: FeeRate, txid: Txid },
    /// Too many would hang together.
    #[error(
        "with this one, {} of {virtual_size} virtual bytes would hang together; {max_count} and {max_virtual_size} are allowed, so wait for a block",
        counted(*.count, "transaction")
    )]
    ClusterTooLarge { count: usize, virtual_size: usize, max_count: usize, max_virtual_size: usize },
    /// It spends what it would push out.
    #[error("the transaction spends an output of {replaced}, which it would push out")]
    SpendsReplaced { replaced: Txid },
    /// An input that does not unlock its coin.
    #[error("input {input} does not unlock the output that it spends: {error}")]
    Script { input: usize, error: ScriptError },
    /// The pool is full of better ones.
    #[error(
        "the pool holds at most {limit} virtual bytes, and all that it holds pays better than {rate} satoshis per virtual byte; pay more"
    )]
    Full { rate: FeeRate, limit: usize },
}

fn locked_until(lock_time: u32, height: u32, time: u32) -> String {
    match lock_time < LOCKTIME_THRESHOLD {
        true => format!("until after block {lock_time}, and the next block is {height}"),
        false => format!("until the median time past is above {lock_time}, and it is {time}"),
    }
}

impl MempoolError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            MempoolError::Transaction(error) => error.rule(),
            MempoolError::Coinbase => &rules::COINBASE,
            MempoolError::TooSmall { .. } => &rules::TX_SIZE_SMALL,
            MempoolError::WitnessTooEarly => &rules::NO_WITNESS_YET,
            MempoolError::NonFinal { .. } => &rules::NON_FINAL,
            MempoolError::AlreadyHere { .. } => &rules::ALREADY_IN_MEMPOOL,
            MempoolError::OtherWitnessHere { .. } => &rules::SAME_NONWITNESS,
            MempoolError::AlreadyConfirmed { .. } => &rules::ALREADY_KNOWN,
            MempoolError::SequenceLocked { .. } => &rules::NON_BIP68_FINAL,
            MempoolError::Sigops { .. } => &rules::TOO_MANY_SIGOPS,
            MempoolError::MinRelayFee { .. } => &rules::MIN_RELAY_FEE,
            MempoolError::TooManyReplaced { .. } => &rules::TOO_MANY_REPLACEMENTS,
            MempoolError::InsufficientFee { .. } => &rules::INSUFFICIENT_FEE,
            MempoolError::WorseRate { .. } => &rules::REPLACEMENT_FAILED,
            MempoolError::ClusterTooLarge { .. } => &rules::TOO_LARGE_CLUSTER,
            MempoolError::SpendsReplaced { .. } => &rules::SPENDS_CONFLICTING,
            MempoolError::Script { .. } => &rules::MEMPOOL_SCRIPT_VERIFY,
            MempoolError::Full { .. } => &rules::MEMPOOL_FULL,
        }
    }

    /// Core's reject string: the rule's name, with the script's error where Core adds it.
    pub fn reject(&self) -> Cow<'static, str> {
        let name = self.rule().name;
        match self {
            MempoolError::Script { error, .. } => format!("{name} ({})", error.core_text()).into(),
            _ => name.into(),
        }
    }
}
