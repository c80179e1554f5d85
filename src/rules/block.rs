//! Rules about blocks, Merkle trees and proof of work.

use super::Rule;

/// All of them.
pub const RULES: &[&Rule] = &[];
