//! When something happens on the chain.

/// The block in which a transaction stands, as the rules see it. Time is counted in slots; nothing on
/// the chain asks a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Height of the block.
    pub height: u32,
    /// Slot of the block, from the genesis block's, which is 0.
    pub slot: u64,
    /// Height of the last block before it that is final.
    pub final_height: u32,
}
