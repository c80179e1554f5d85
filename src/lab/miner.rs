//! Who finds the blocks of a lab: which kernel, on how many threads, for how long at most.

use std::fmt;
use std::num::NonZeroUsize;

use super::LabError;
use crate::mining::kernel::Engine;
use crate::mining::search::{Ended, Search};
use crate::mining::work::BlockWork;
use crate::primitives::Block;
use crate::primitives::pow::Target;

/// Hashes for one block unless someone asks for more: some seconds at most, so that a target that is
/// too hard is noticed.
const MAX_HASHES: u64 = 100_000_000;

/// How far the search for a block has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The hashes that each thread did for the block at hand.
    pub hashes: &'a [u64],
    /// What its hash must not exceed.
    pub target: Target,
}

/// Hears every few milliseconds how far the search has come, and stops it with false.
pub type Watch = Box<dyn FnMut(Progress<'_>) -> bool + Send>;

/// How blocks are found. What is found depends on none of it.
pub struct Miner {
    /// What does the hashing.
    pub engine: Engine,
    /// On how many threads.
    pub threads: NonZeroUsize,
    /// The most hashes for one block.
    pub max_hashes: u64,
    /// Seconds that a block may say it was made later, so that there are more headers to try.
    pub roll_seconds: u32,
    /// Who looks on.
    pub watch: Watch,
}

impl Default for Miner {
    fn default() -> Miner {
        Miner {
            engine: Engine::best(),
            threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            max_hashes: MAX_HASHES,
            roll_seconds: 0,
            watch: Box::new(|_| true),
        }
    }
}

impl fmt::Debug for Miner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Miner { engine, threads, max_hashes, .. } = self;
        write!(f, "Miner({}, {threads} threads, {max_hashes} hashes)", engine.kernel().name())
    }
}

impl Miner {
    /// The block with its proof of work.
    pub(super) fn mined(&mut self, mut block: Block) -> Result<Block, LabError> {
        let bits = block.header.bits;
        let none = LabError::NotMined { bits, hashes: 0 };
        let (Ok(target), Some(work)) = (bits.target(), BlockWork::new(&block)) else {
            return Err(none);
        };
        let work = work.rolling_time(self.roll_seconds);
        let Miner { engine, threads, max_hashes, .. } = *self;
        let search = Search { target, engine, threads, from: 0, max_tries: max_hashes };
        let watch = &mut self.watch;
        let outcome = search.run(&work, |hashes| watch(Progress { hashes, target }));
        match outcome.ended {
            Ended::Found(found) => {
                work.put(&mut block, found.index, found.header.nonce);
                Ok(block)
            }
            Ended::Exhausted => Err(LabError::NotMined { bits, hashes: outcome.hashes }),
            Ended::Stopped => Err(LabError::MiningStopped { hashes: outcome.hashes }),
        }
    }
}
