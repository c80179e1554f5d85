//! Walks through scripts.

use super::Scenario;

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[];
