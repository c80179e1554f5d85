//! The consensus clean-up (BIP 54), which no network has adopted: optional, and off by default.

use super::block::{BlockContext, BlockError, IndexedBlock};

/// Seconds that a window's first block may be older than the block before it.
pub const MAX_TIMEWARP_SECONDS: u32 = 7_200;

/// Checks what the clean-up asks of a block, where it holds.
pub fn check_block(_block: &IndexedBlock, _context: &BlockContext) -> Result<(), BlockError> {
    Ok(())
}
