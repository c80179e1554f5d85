//! What can be wrong with a transaction, in Core's words and in a student's.

use super::Account;
use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short as btc;
use crate::rules::{Rule, ledger, transaction as rules};
use crate::script::ScriptError;

/// Why a transaction is rejected. Amounts are satoshis, weights weight units; inputs and outputs
/// are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum TxError {
    /// It spends nothing.
    #[error("the transaction has no inputs; it must spend at least one output")]
    NoInputs,
    /// It makes nothing.
    #[error("the transaction has no outputs; it must make at least one")]
    NoOutputs,
    /// It would not fit any block.
    #[error(
        "the transaction weighs {weight} without its witnesses; a whole block may weigh {limit}"
    )]
    Oversize { weight: usize, limit: usize },
    /// An output of less than nothing.
    #[error("output {output} is worth {} bitcoin; an output may not be negative", btc(*.value))]
    NegativeOutput { output: usize, value: i64 },
    /// An output of more money than there can be.
    #[error("output {output} is worth {} bitcoin; there are never more than {}", btc(*.value), btc(*.limit))]
    OutputTooLarge { output: usize, value: i64, limit: i64 },
    /// Outputs of more money than there can be, taken together.
    #[error("the outputs up to number {output} add up to {} bitcoin; there are never more than {}", btc(*.total), btc(*.limit))]
    OutputTotalTooLarge { output: usize, total: i64, limit: i64 },
    /// The same output is spent twice by one transaction.
    #[error("inputs {first} and {input} both spend {outpoint}; an output can be spent once")]
    DuplicateInput { first: usize, input: usize, outpoint: OutPoint },
    /// A coinbase whose free text is too short or too long.
    #[error("the coinbase's script has {length} bytes; it must have {min} to {max}")]
    CoinbaseScriptLength { length: usize, min: usize, max: usize },
    /// An input that spends nothing, in a transaction that is no coinbase.
    #[error("input {input} names no output; only the single input of a coinbase may do that")]
    NullPrevout { input: usize },
    /// The output that an input spends cannot be spent.
    #[error("input {input} spends {outpoint}, which does not exist or is already spent")]
    MissingOrSpent { input: usize, outpoint: OutPoint },
    /// New coins are spent too early.
    #[error(
        "input {input} spends a coinbase in block {height}; it can be spent from block {spendable_from} on"
    )]
    PrematureCoinbase { input: usize, height: u32, spendable_from: u32 },
    /// The coins spent are worth more money than there can be.
    #[error("input {input} is worth {} bitcoin and brings the sum to {}; both must lie between 0 and {}", btc(*.value), btc(*.total), btc(*.limit))]
    InputValuesOutOfRange { input: usize, value: i64, total: i64, limit: i64 },
    /// It makes more than it spends.
    #[error("the outputs add up to {} bitcoin, but the inputs only to {}; a transaction may not pay out more than it takes in", btc(*.outputs), btc(*.inputs))]
    InputsBelowOutputs { inputs: i64, outputs: i64 },
    /// The difference is more money than there can be.
    #[error("the fee would be {} bitcoin; it must lie between 0 and {}", btc(*.fee), btc(*.limit))]
    FeeOutOfRange { fee: i64, limit: i64 },
}

impl TxError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            TxError::NoInputs => &rules::VIN_EMPTY,
            TxError::NoOutputs => &rules::VOUT_EMPTY,
            TxError::Oversize { .. } => &rules::OVERSIZE,
            TxError::NegativeOutput { .. } => &rules::VOUT_NEGATIVE,
            TxError::OutputTooLarge { .. } => &rules::VOUT_TOO_LARGE,
            TxError::OutputTotalTooLarge { .. } => &rules::VOUT_TOTAL_TOO_LARGE,
            TxError::DuplicateInput { .. } => &rules::INPUTS_DUPLICATE,
            TxError::CoinbaseScriptLength { .. } => &rules::COINBASE_LENGTH,
            TxError::NullPrevout { .. } => &rules::PREVOUT_NULL,
            TxError::MissingOrSpent { .. } => &rules::INPUTS_MISSING_OR_SPENT,
            TxError::PrematureCoinbase { .. } => &rules::PREMATURE_COINBASE,
            TxError::InputValuesOutOfRange { .. } => &rules::INPUT_VALUES_OUT_OF_RANGE,
            TxError::InputsBelowOutputs { .. } => &rules::IN_BELOW_OUT,
            TxError::FeeOutOfRange { .. } => &rules::FEE_OUT_OF_RANGE,
        }
    }

    /// Core's reject string.
    pub fn reject(&self) -> &'static str {
        self.rule().name
    }
}

/// Why an entry of an account-based ledger is rejected. Amounts are satoshis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum EntryError {
    /// New money that nobody mined.
    #[error("the entry has no payer; only a miner may credit new money")]
    NoPayer,
    /// One account pays twice in one entry.
    #[error("payers {first} and {payer} are the same account; an account pays once in an entry")]
    PayerTwice { first: usize, payer: usize },
    /// An amount, or a sum of amounts, that cannot be money.
    #[error("the entry moves {} bitcoin; every amount and every sum must lie between 0 and {}", btc(*.value), btc(*.limit))]
    AmountOutOfRange { value: i64, limit: i64 },
    /// More is received than paid.
    #[error("the entry gives {} bitcoin and takes only {}; it may not give more than it takes", btc(*.received), btc(*.paid))]
    GivesMoreThanItTakes { paid: i64, received: i64 },
    /// The account does not hold enough.
    #[error("{account} holds {} bitcoin and would pay {}; an account can pay what it holds", btc(*.balance), btc(*.amount))]
    InsufficientFunds { account: Account, balance: i64, amount: i64 },
    /// The entry was used before, or comes too early.
    #[error(
        "the entry says that it is payment {found} of {account}, but the next is {expected}; each number can be used once"
    )]
    Sequence { account: Account, expected: u32, found: u32 },
    /// Somebody else signed, or something else was signed.
    #[error("the signature for {account} does not fit; the owner must sign this very entry")]
    Signature { account: Account },
}

/// Why a ledger refuses a payment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// As a transaction it breaks a rule.
    #[error(transparent)]
    Transaction(#[from] TxError),
    /// An unlocking script does not open the output that it spends.
    #[error("input {input} does not unlock the output that it spends: {error}")]
    Script {
        /// Which input.
        input: usize,
        /// What the interpreter said.
        error: ScriptError,
    },
    /// As an entry between accounts it breaks a rule.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

impl EntryError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            EntryError::NoPayer => &ledger::ACCOUNT_PAYER,
            EntryError::PayerTwice { .. } => &ledger::ACCOUNT_PAYER_ONCE,
            EntryError::AmountOutOfRange { .. } => &ledger::ACCOUNT_AMOUNT,
            EntryError::GivesMoreThanItTakes { .. } => &ledger::ACCOUNT_SUMS,
            EntryError::InsufficientFunds { .. } => &ledger::ACCOUNT_BALANCE,
            EntryError::Sequence { .. } => &ledger::ACCOUNT_SEQUENCE,
            EntryError::Signature { .. } => &ledger::ACCOUNT_SIGNATURE,
        }
    }
}

impl LedgerError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            LedgerError::Transaction(error) => error.rule(),
            LedgerError::Script { .. } => &rules::SCRIPT_VERIFY,
            LedgerError::Entry(error) => error.rule(),
        }
    }

    /// Core's reject string; for entries between accounts, which Core does not know, the name of our
    /// rule.
    pub fn reject(&self) -> &'static str {
        self.rule().name
    }
}
