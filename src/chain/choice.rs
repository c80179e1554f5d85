//! One decision of a miner who fills a block: which package, and why it was taken or not.

use super::mempool::Totals;
use crate::hash::Txid;
use crate::rules::{Rule, block as rules};
use crate::spelling::counted;

/// What became of one package, and why. Its sentence says so to a student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The transaction whose package it is: the last of them.
    pub txid: Txid,
    /// What is new to the block, ancestors first.
    pub package: Vec<Txid>,
    /// What these add up to.
    pub totals: Totals,
    /// Whether it was taken, and if not, why.
    pub verdict: ChoiceVerdict,
}

/// Whether a package was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceVerdict {
    /// Of all packages that were left, it paid most for each virtual byte, and it fitted.
    Taken,
    /// It is too large for what is left.
    TooHeavy {
        /// The weight units left.
        left: usize,
    },
    /// Its signature checks cost more than what is left.
    TooManySigops {
        /// The cost left.
        left: usize,
    },
}

impl ChoiceVerdict {
    /// The rule that kept the package out, if one did.
    pub fn rule(&self) -> Option<&'static Rule> {
        match self {
            ChoiceVerdict::Taken => None,
            ChoiceVerdict::TooHeavy { .. } => Some(&rules::BAD_BLK_WEIGHT),
            ChoiceVerdict::TooManySigops { .. } => Some(&rules::BAD_BLK_SIGOPS),
        }
    }
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (rate, totals) = (self.totals.rate(), &self.totals);
        write!(f, "{}", self.txid.short())?;
        match self.package.len().saturating_sub(1) {
            0 => write!(f, " pays {rate} satoshis per virtual byte")?,
            others => write!(
                f,
                " and {} that it rests on pay {rate} satoshis per virtual byte together",
                counted(others, "transaction")
            )?,
        }
        match self.verdict {
            ChoiceVerdict::Taken => f.write_str(", which nothing that is left beats: taken."),
            ChoiceVerdict::TooHeavy { left } => write!(
                f,
                ", which nothing that is left beats, but the weight is {} and the block has {left} \
                 left: skipped.",
                totals.weight
            ),
            ChoiceVerdict::TooManySigops { left } => write!(
                f,
                ", which nothing that is left beats, but the signature checks cost {} and the block \
                 has {left} left: skipped.",
                totals.sigop_cost
            ),
        }
    }
}
