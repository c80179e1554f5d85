//! The end of a chain of headers, and what it asks of the next one.

use std::collections::VecDeque;

use crate::chain::PowParams;
use crate::chain::difficulty::{self, HeaderChain, Retarget};
use crate::primitives::BlockHeader;
use crate::primitives::pow::CompactTarget;

/// The bits of a header that says `time` and follows the block at `prev_height`. Every block of the lab
/// gets its bits from here, and here they come from what a node does.
pub fn next_bits(
    params: &PowParams,
    prev_height: u32,
    headers: &impl HeaderChain,
    time: u32,
) -> CompactTarget {
    difficulty::next_bits(params, prev_height, headers, time)
}

/// The last headers of a chain: as many as the next ones depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// The height of the first one that is kept.
    first: u32,
    kept: VecDeque<BlockHeader>,
    most: usize,
}

impl Tail {
    /// A chain of this header alone, of which the last two windows are kept.
    pub fn new(genesis: BlockHeader, params: &PowParams) -> Tail {
        let most = (params.window_blocks as usize).saturating_mul(2).max(2);
        Tail { first: 0, kept: VecDeque::from([genesis]), most }
    }

    /// The height of the last header.
    pub fn height(&self) -> u32 {
        self.first.saturating_add(self.kept.len().saturating_sub(1) as u32)
    }

    /// The last header.
    pub fn last(&self) -> BlockHeader {
        self.kept.back().copied().unwrap_or_default()
    }

    /// One more header.
    pub fn push(&mut self, header: BlockHeader) {
        self.kept.push_back(header);
        if self.kept.len() > self.most {
            self.kept.pop_front();
            self.first = self.first.saturating_add(1);
        }
    }

    /// The change of the target that follows the last header, if a window ends with it.
    pub fn retarget(&self, params: &PowParams) -> Option<Retarget> {
        difficulty::retarget(params, self.height(), self)
    }
}

impl HeaderChain for Tail {
    fn header(&self, height: u32) -> Option<BlockHeader> {
        self.kept.get(height.checked_sub(self.first)? as usize).copied()
    }
}
