//! Target, difficulty and work: the same hardness, seen as a limit, a ratio and a cost.

use super::{CompactTarget, U256};
use crate::encode::{DecodeError, decode_hex_array};
use crate::hash::BlockHash;
use crate::rules::{Rule, block as rules};

/// The largest number that a block's hash may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(pub U256);

/// The number of hashes that are needed on average to find a block, or a chain of blocks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Work(pub U256);

/// Why there is no target, or why a hash misses it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// The sign bit is set.
    #[error("the bits {bits} stand for a negative number, and a target is at least 1")]
    Negative {
        /// The bits.
        bits: CompactTarget,
    },
    /// A number that no hash can reach.
    #[error("the bits {bits} stand for a number larger than any hash, of more than 256 bits")]
    Overflow {
        /// The bits.
        bits: CompactTarget,
    },
    /// Nothing could be at or below it.
    #[error("the target that the bits {bits} stand for is 0; it is at least 1")]
    Zero {
        /// The bits.
        bits: CompactTarget,
    },
    /// Easier than the network allows.
    #[error("the target {target} is above this network's limit {limit}: too easy")]
    AboveLimit {
        /// The target.
        target: Target,
        /// The network's limit.
        limit: Target,
    },
    /// The hash is larger than the target.
    #[error("the block's hash {hash} is above the target {target}; try other nonces")]
    HighHash {
        /// The hash.
        hash: BlockHash,
        /// The target.
        target: Target,
    },
    /// Not a difficulty.
    #[error(
        "{text:?} is no difficulty: write a number above 0 with at most 18 digits, such as 16307.42"
    )]
    BadDifficulty {
        /// What was written.
        text: String,
    },
}

impl TargetError {
    /// The rule that is broken. Core rejects all of these as `high-hash`.
    pub fn rule(&self) -> &'static Rule {
        &rules::HIGH_HASH
    }
}

impl Target {
    /// The target of difficulty 1: `ffff` at the top of 26 bytes.
    pub fn difficulty_one() -> Target {
        Target(U256::from(0xffff) << 208)
    }

    /// The target written as 64 hexadecimal digits, the highest first.
    pub fn from_hex(text: &str) -> Result<Target, DecodeError> {
        Ok(Target(U256::from_be_bytes(&decode_hex_array(text)?)))
    }

    /// The form in the header, which keeps three digits in base 256.
    pub fn to_compact(self) -> CompactTarget {
        CompactTarget::from_value(self.0)
    }

    /// How many times harder than difficulty 1: a number for people, not for rules
    /// (Core: `GetDifficulty`).
    pub fn difficulty(self) -> f64 {
        let bits = self.to_compact().0;
        let ratio = f64::from(0xffff) / f64::from(bits & 0x00ff_ffff);
        ratio * 256_f64.powi(29 - (bits >> 24) as i32)
    }

    /// The target of the difficulty that `text` writes in decimal, rounded down, exactly: digits
    /// are never turned into floating point.
    pub fn from_difficulty(text: &str) -> Result<Target, TargetError> {
        let bad = || TargetError::BadDifficulty { text: text.to_owned() };
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{part}");
        if digits.len() > 18 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        let divisor = U256::from(digits.parse::<u64>().map_err(|_| bad())?);
        let scale = 10_u64.pow(part.len() as u32);
        // one * scale / divisor, without the product, which may not fit.
        let (quotient, rest) = Target::difficulty_one().0.div_rem(divisor).ok_or_else(bad)?;
        let rest = rest.checked_mul(scale).and_then(|rest| rest.div_rem(divisor));
        let sum = quotient.checked_mul(scale).zip(rest);
        let target = sum.and_then(|(most, (rest, _))| most.checked_add(rest)).ok_or_else(bad)?;
        if target.is_zero() { Err(bad()) } else { Ok(Target(target)) }
    }

    /// The hashes needed on average to meet this target: 2^256 / (target + 1), rounded down
    /// (Core: `GetBlockProof`).
    pub fn work(self) -> Work {
        // 2^256 does not fit, so as Core: (2^256 - (target + 1)) / (target + 1) + 1. The two numbers
        // that have no such quotient are met by every hash, and by one in 2^256.
        let divisor = self.0.checked_add(U256::ONE);
        let Some((quotient, _)) = divisor.and_then(|divisor| (!self.0).div_rem(divisor)) else {
            return Work(U256::ONE);
        };
        Work(quotient.checked_add(U256::ONE).unwrap_or(U256::MAX))
    }

    /// The hashes needed on average, as a number for people: 2^32 of difficulty 1, nearly.
    pub fn expected_hashes(self) -> f64 {
        self.difficulty() * 65_536_f64.powi(3) / 65_535.0
    }

    /// True if `hash`, read as a number with its last byte highest, is at most the target.
    pub fn is_met_by(self, hash: &BlockHash) -> bool {
        U256::from_le_bytes(&hash.0) <= self.0
    }
}

impl Work {
    /// The work of both; none if it is 2^256 or more, which no honest chain reaches.
    pub fn checked_add(self, other: Work) -> Option<Work> {
        Some(Work(self.0.checked_add(other.0)?))
    }
}

/// Checks a header's proof of work on a network whose easiest target is `limit` (Core:
/// `CheckProofOfWork`).
pub fn check_proof_of_work(
    hash: BlockHash,
    bits: CompactTarget,
    limit: Target,
) -> Result<(), TargetError> {
    let target = bits.target()?;
    if target > limit {
        return Err(TargetError::AboveLimit { target, limit });
    }
    if target.is_met_by(&hash) { Ok(()) } else { Err(TargetError::HighHash { hash, target }) }
}

macro_rules! shown_as_number {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}
shown_as_number!(Target);
shown_as_number!(Work);

#[cfg(test)]
mod tests;
