//! Why a step of key-aggregate encryption is refused.

use thiserror::Error;

use super::ClassSet;
use crate::rules::{Rule, key_aggregate as rules};

/// Why a step of key-aggregate encryption is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KacError {
    /// No classes, or too many.
    #[error("parameters are made for 1 to 4096 classes, not for {classes}")]
    ClassCount {
        /// What was asked for.
        classes: u32,
    },
    /// A class outside the parameters.
    #[error("there is no class {class}: these parameters have the classes 1 to {classes}")]
    NoSuchClass {
        /// What was asked for.
        class: u32,
        /// How many there are.
        classes: u32,
    },
    /// A key for nothing.
    #[error("the set is empty: name the classes that the key is for")]
    EmptySet,
    /// A record that the key is not for.
    #[error("class {class} is not in {set}: the key opens these classes and no others")]
    NotInSet {
        /// The record's class.
        class: u32,
        /// What the key is for.
        set: ClassSet,
    },
    /// Parameters that do not hang together.
    #[error("these parameters are not to be used: {what}")]
    NoPowerChain {
        /// What does not fit.
        what: &'static str,
    },
    /// Halves of two keys.
    #[error(
        "the two halves of this public key are not of one secret: ask its owner for the right one"
    )]
    HalvesDiffer,
    /// A capsule for something else.
    #[error("this capsule is not made for class {class} of this public key")]
    OtherClass {
        /// The class that it is said to be for.
        class: u32,
    },
    /// A key for something else.
    #[error("this key is not this owner's key for {set}")]
    OtherSet {
        /// The set that it is said to be for.
        set: ClassSet,
    },
    /// Impossible numbers of members.
    #[error(
        "a secret is split among 1 to 100 members, of whom 1 or more and not more than all are needed; {k} of {n} cannot be"
    )]
    MemberCount {
        /// How many are to be needed.
        k: u32,
        /// How many there are to be.
        n: u32,
    },
    /// Commitments to something else.
    #[error("these commitments are not to the secret of this public key")]
    OtherSecret,
    /// A share that is none.
    #[error("the share of member {index} does not fit the commitments: ask for it again")]
    ShareDoesNotFit {
        /// Whose it is said to be.
        index: u32,
    },
    /// A part that is none.
    #[error("the part of member {index} is not for these records, or not from this member's share")]
    PartDoesNotFit {
        /// Whose it is said to be.
        index: u32,
    },
    /// One member twice.
    #[error("member {index} is there twice, and counts once: ask another member")]
    PartTwice {
        /// Who.
        index: u32,
    },
    /// Not enough.
    #[error("{found} parts are too few: {needed} members have to take part")]
    TooFewParts {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: u32,
    },
}

impl KacError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        use KacError as E;
        match self {
            E::ClassCount { .. } | E::NoPowerChain { .. } => &rules::PARAMETERS,
            E::NoSuchClass { .. } | E::EmptySet | E::OtherClass { .. } => &rules::RECORD_CLASS,
            E::NotInSet { .. } | E::OtherSet { .. } => &rules::AGGREGATE_KEY,
            E::HalvesDiffer => &rules::PUBLIC_KEY,
            E::MemberCount { .. } | E::PartTwice { .. } | E::TooFewParts { .. } => &rules::K_OF_N,
            E::OtherSecret | E::ShareDoesNotFit { .. } | E::PartDoesNotFit { .. } => {
                &rules::CHECKED_SHARES
            }
        }
    }
}
