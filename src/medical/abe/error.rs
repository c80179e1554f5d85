//! Why a step of attribute-based encryption is refused.

use thiserror::Error;

use super::policy::{DEPTH_MAX, LEAVES_MAX};
use crate::rules::{Rule, attribute_based as rules};

/// Why a step of attribute-based encryption is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AbeError {
    /// A word that is no property.
    #[error("{word:?} is no property: write small letters, digits, -, . and _, 60 at most")]
    NoAttribute {
        /// The word.
        word: String,
    },
    /// A rule that cannot be read.
    #[error("at character {at} of the rule there should be {wanted}, and there is {found}")]
    Syntax {
        /// Which character, from 1.
        at: usize,
        /// What should be there.
        wanted: &'static str,
        /// What is.
        found: String,
    },
    /// A gate that nobody or everybody passes.
    #[error("{k} of {n} cannot be: take 1 to {n}")]
    Gate {
        /// How many are to be needed.
        k: usize,
        /// Of how many.
        n: usize,
    },
    /// Too large.
    #[error(
        "the rule is too large: {LEAVES_MAX} properties, nested {DEPTH_MAX} deep, are the most"
    )]
    TooLarge,
    /// The properties do not satisfy the rule.
    #[error("the rule {policy} asks for more than {held}: this key does not open it")]
    NotSatisfied {
        /// The rule.
        policy: String,
        /// The properties, as words.
        held: String,
    },
    /// No properties.
    #[error("name a property at least: a record or a key without any is of no use")]
    NoAttributes,
}

impl AbeError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        use AbeError as E;
        match self {
            E::NoAttribute { .. } | E::NoAttributes => &rules::ATTRIBUTE,
            E::Syntax { .. } | E::Gate { .. } | E::TooLarge => &rules::POLICY,
            E::NotSatisfied { .. } => &rules::POLICY_SATISFIED,
        }
    }
}
