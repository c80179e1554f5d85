//! What can be wrong with a transaction, in Core's words and in a student's.

use crate::primitives::OutPoint;
use crate::primitives::amount::bitcoin_short as btc;
use crate::rules::{Rule, transaction as rules};

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
