//! Rules about whole transactions.

use super::Rule;

/// All of them.
pub const RULES: &[&Rule] = &[];
