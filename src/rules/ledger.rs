//! Rules of the three ledgers and of ScroogeCoin.

use super::Rule;

/// All of them.
pub const RULES: &[&Rule] = &[];
