//! What a chain has settled for its tokens.

use crate::medical::identity::Identity;

/// What a chain has settled for its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSetting {
    /// The chain's id, which every signature covers.
    pub chain: [u8; 32],
    /// Data tokens for an episode of care.
    pub mint_units: u64,
    /// Blocks until minted and rewarded tokens can be spent, votes included.
    pub maturity_blocks: u32,
    /// Blocks until a vote can be left.
    pub unbonding_blocks: u16,
    /// Slots after which a rate is stale.
    pub rate_max_age_slots: u64,
    /// Whose rates count.
    pub oracles: Vec<Identity>,
}
