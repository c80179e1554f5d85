//! The checks on a transaction, one by one, in Core's order: which there are, what each asks, and
//! which error each can end with.

use super::TxError;

/// One check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Inputs,
    Outputs,
    Size,
    OutputValues,
    DuplicateInputs,
    Prevouts,
    Coin { input: usize },
    Amounts,
    Scripts { input: usize },
}

/// The checks that need nothing but the transaction (Core: `CheckTransaction`).
const OWN: [Check; 6] = [
    Check::Inputs,
    Check::Outputs,
    Check::Size,
    Check::OutputValues,
    Check::DuplicateInputs,
    Check::Prevouts,
];

impl Check {
    /// The number of checks on a transaction with so many inputs. A coinbase spends no coins.
    pub fn count(inputs: usize, coinbase: bool) -> usize {
        if coinbase { OWN.len() } else { OWN.len() + inputs + 1 + inputs }
    }

    /// Check number `index`; none after the last.
    pub fn number(index: usize, inputs: usize, coinbase: bool) -> Option<Check> {
        if index >= Check::count(inputs, coinbase) {
            return None;
        }
        let Some(after) = index.checked_sub(OWN.len()) else { return OWN.get(index).copied() };
        Some(match after.checked_sub(inputs) {
            None => Check::Coin { input: after },
            Some(0) => Check::Amounts,
            Some(past) => Check::Scripts { input: past - 1 },
        })
    }

    /// A few words.
    pub fn name(self) -> String {
        match self {
            Check::Inputs => "has inputs".into(),
            Check::Outputs => "has outputs".into(),
            Check::Size => "is not too large".into(),
            Check::OutputValues => "output amounts are in range".into(),
            Check::DuplicateInputs => "no coin is spent twice".into(),
            Check::Prevouts => "inputs name coins".into(),
            Check::Coin { input } => format!("coin of input {input}"),
            Check::Amounts => "inputs cover outputs".into(),
            Check::Scripts { input } => format!("scripts of input {input}"),
        }
    }

    /// Whether `error` is what this check ends with.
    pub fn decides(self, error: &TxError) -> bool {
        let decider = match error {
            TxError::NoInputs => Check::Inputs,
            TxError::NoOutputs => Check::Outputs,
            TxError::Oversize { .. } => Check::Size,
            TxError::NegativeOutput { .. }
            | TxError::OutputTooLarge { .. }
            | TxError::OutputTotalTooLarge { .. } => Check::OutputValues,
            TxError::DuplicateInput { .. } => Check::DuplicateInputs,
            TxError::CoinbaseScriptLength { .. } | TxError::NullPrevout { .. } => Check::Prevouts,
            TxError::MissingOrSpent { input, .. } => Check::Coin { input: *input },
            TxError::PrematureCoinbase { .. }
            | TxError::InputValuesOutOfRange { .. }
            | TxError::InputsBelowOutputs { .. }
            | TxError::FeeOutOfRange { .. } => Check::Amounts,
        };
        self == decider
    }
}
