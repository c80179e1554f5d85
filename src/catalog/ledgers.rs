//! Walks through the three ledgers.

use super::Scenario;

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[];
