//! Rules of Bitcoin Script.

use super::Rule;

/// All of them.
pub const RULES: &[&Rule] = &[];
