//! Mining block after block in the background, at a difficulty that someone turns while looking on.
//!
//! The blocks are real: each follows the one before, its header is complete, and its hash is not above
//! what its bits say. The chain is one of its own without payments, so that nothing has to be kept and
//! no wallet is needed; `blockstep mine` does the same on a chain of one's own.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::chain::difficulty::{block_context, header_context};
use crate::chain::template::{BlockRequest, BlockTemplate, block_time};
use crate::chain::{ChainParams, Mempool};
use crate::hash::BlockHash;
use crate::mining::kernel::Engine;
use crate::mining::puzzle::target_of;
use crate::mining::search::{Ended, Search};
use crate::mining::work::BlockWork;
use crate::primitives::pow::{CompactTarget, Target};
use crate::primitives::{Block, BlockHeader};
use crate::script::op::OP_1;

/// The most zero bits that one may ask for: minutes to hours on one computer.
pub const MOST_BITS: u8 = 40;

/// How blocks are searched.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Zero bits that a hash must begin with.
    pub zero_bits: u8,
    /// What does the hashing.
    pub engine: Engine,
    /// On how many threads.
    pub threads: NonZeroUsize,
    /// The most hashes for one block.
    pub max_hashes: u64,
}

/// A block, and what it took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundBlock {
    /// Its height; the genesis block has 0.
    pub height: u32,
    /// Its header.
    pub header: BlockHeader,
    /// The tries that one thread by itself would have needed.
    pub tries: u64,
    /// The hashes of all threads.
    pub hashes: u64,
    /// The time.
    pub elapsed: Duration,
}

/// The chain so far, and the next block to be searched.
#[derive(Debug, Clone)]
pub struct LiveChain {
    params: ChainParams,
    headers: Vec<BlockHeader>,
}

impl LiveChain {
    /// A chain whose blocks need so many zero bits, at most [`MOST_BITS`].
    pub fn new(zero_bits: u8) -> LiveChain {
        let limit = target_of(zero_bits.min(MOST_BITS));
        let mut params = ChainParams::regtest();
        params.pow.limit = limit;
        params.pow.allows_min_difficulty = false;
        params.genesis.header.bits = limit.to_compact();
        LiveChain { headers: vec![params.genesis.header], params }
    }

    /// From now on blocks need so many zero bits: what a retarget does for a chain, someone does here.
    pub fn set_difficulty(&mut self, zero_bits: u8) {
        *self = LiveChain { headers: self.headers.clone(), ..LiveChain::new(zero_bits) };
    }

    /// The bits that the next block has.
    pub fn bits(&self) -> CompactTarget {
        self.params.pow.limit.to_compact()
    }

    /// The target that these bits say: a little below the one that was asked for, whose digits do not
    /// all fit.
    pub fn target(&self) -> Target {
        Target(self.bits().expand().value)
    }

    /// The block to be searched, with a coinbase that pays anyone.
    pub fn next_block(&self) -> Block {
        let height = self.headers.len().saturating_sub(1) as u32;
        let prev = self.headers.last().copied().unwrap_or_default();
        let now = prev.time.saturating_add(self.params.pow.interval_seconds);
        let header = header_context(&self.params, height, &self.headers, now, now);
        let time = block_time(&header);
        let header = header_context(&self.params, height, &self.headers, time, now);
        let median = header.median_time_past;
        let context = block_context(&self.params, height + 1, &BlockHash::default(), median, None);
        let request = BlockRequest {
            prev_block_hash: prev.block_hash(),
            header,
            context,
            pay_to: vec![OP_1].into(),
        };
        let mut block = BlockTemplate::new(&Mempool::default(), &request, 0).block;
        block.header.bits = self.bits();
        block
    }

    /// Puts a found block on top.
    pub fn grow(&mut self, header: BlockHeader) -> u32 {
        self.headers.push(header);
        self.headers.len() as u32 - 1
    }

    /// Searches the next block and puts it on top; how the search ended, and the hashes that it took.
    pub fn mine(
        &mut self,
        effort: &Effort,
        go_on: impl FnMut(&[u64]) -> bool,
    ) -> Result<FoundBlock, (Ended, u64)> {
        let started = Instant::now();
        let block = self.next_block();
        let Some(work) = BlockWork::new(&block) else { return Err((Ended::Exhausted, 0)) };
        let Effort { engine, threads, max_hashes, .. } = *effort;
        let search =
            Search { target: self.target(), engine, threads, from: 0, max_tries: max_hashes };
        let outcome = search.run(&work, go_on);
        let Ended::Found(found) = outcome.ended else {
            return Err((outcome.ended, outcome.hashes));
        };
        Ok(FoundBlock {
            height: self.grow(found.header),
            header: found.header,
            tries: found.tries,
            hashes: outcome.hashes,
            elapsed: started.elapsed(),
        })
    }
}

/// What the miner has done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// The hashes of each thread, for all blocks together.
    pub hashes: Vec<u64>,
    /// The time since it began.
    pub elapsed: Duration,
    /// The hashes for the block at hand.
    pub block_hashes: u64,
    /// The time that this block has taken so far.
    pub block_elapsed: Duration,
}

/// A miner in the background. Dropped, it stops.
#[derive(Debug)]
pub struct LiveMiner {
    began: Instant,
    shared: Arc<Shared>,
    found: mpsc::Receiver<FoundBlock>,
    running: Option<JoinHandle<LiveChain>>,
}

/// What the miner and whoever looks on both know.
#[derive(Debug)]
struct Shared {
    stop: AtomicBool,
    /// Hashes of each thread.
    totals: Vec<AtomicU64>,
    /// Hashes for the block at hand, and when its search began, in nanoseconds after the start.
    block: AtomicU64,
    block_began: AtomicU64,
}

impl LiveMiner {
    /// Goes on with `chain`, a block after the other, until it is told to stop.
    pub fn start(mut chain: LiveChain, effort: Effort) -> LiveMiner {
        let shared = Arc::new(Shared {
            stop: AtomicBool::new(false),
            totals: (0..effort.threads.get()).map(|_| AtomicU64::new(0)).collect(),
            block: AtomicU64::new(0),
            block_began: AtomicU64::new(0),
        });
        let (tell, found) = mpsc::channel();
        let (began, own) = (Instant::now(), Arc::clone(&shared));
        let running = std::thread::spawn(move || {
            while !own.stop.load(Ordering::Relaxed) {
                own.block_began.store(nanoseconds(began.elapsed()), Ordering::Relaxed);
                let before: Vec<u64> =
                    own.totals.iter().map(|total| total.load(Ordering::Relaxed)).collect();
                let mined = chain.mine(&effort, |done| {
                    for ((total, before), done) in own.totals.iter().zip(&before).zip(done) {
                        total.store(before + done, Ordering::Relaxed);
                    }
                    own.block.store(done.iter().sum(), Ordering::Relaxed);
                    !own.stop.load(Ordering::Relaxed)
                });
                // Nobody listens any more only where the miner was dropped.
                if !mined.is_ok_and(|block| tell.send(block).is_ok()) {
                    break;
                }
            }
            chain
        });
        LiveMiner { began, shared, found, running: Some(running) }
    }

    /// The blocks that were found since this was asked last.
    pub fn new_blocks(&mut self) -> Vec<FoundBlock> {
        self.found.try_iter().collect()
    }

    /// What it has done.
    pub fn progress(&self) -> Progress {
        let shared = &self.shared;
        let elapsed = self.began.elapsed();
        let block_began = Duration::from_nanos(shared.block_began.load(Ordering::Relaxed));
        Progress {
            hashes: shared.totals.iter().map(|total| total.load(Ordering::Relaxed)).collect(),
            elapsed,
            block_hashes: shared.block.load(Ordering::Relaxed),
            block_elapsed: elapsed.saturating_sub(block_began),
        }
    }

    /// Whether it gave up: no block within the hashes that were allowed.
    pub fn has_ended(&self) -> bool {
        self.running.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Stops it, and gives the chain back, with the blocks that nobody has asked for.
    pub fn stop(mut self) -> (Option<LiveChain>, Vec<FoundBlock>) {
        self.shared.stop.store(true, Ordering::Relaxed);
        let chain = self.running.take().and_then(|running| running.join().ok());
        (chain, self.new_blocks())
    }
}

impl Drop for LiveMiner {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

/// Nanoseconds, or as many as a number holds: centuries.
pub fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effort(zero_bits: u8, threads: usize) -> Effort {
        let threads = NonZeroUsize::new(threads).unwrap();
        Effort { zero_bits, engine: Engine::best(), threads, max_hashes: 1 << 30 }
    }

    #[test]
    fn blocks_follow_one_another_and_meet_their_bits_whatever_the_threads() {
        let mined = |threads| {
            let mut chain = LiveChain::new(8);
            let mut blocks = Vec::new();
            for bits in [8, 8, 10, 10, 4] {
                chain.set_difficulty(bits);
                blocks.push(chain.mine(&effort(bits, threads), |_| true).unwrap().header);
            }
            blocks
        };
        let blocks = mined(1);
        assert_eq!(blocks, mined(2));
        assert_eq!(blocks, mined(8));
        for pair in blocks.windows(2) {
            assert_eq!(pair[1].prev_block_hash, pair[0].block_hash());
            assert!(pair[1].time > pair[0].time);
        }
        for header in blocks {
            assert!(header.bits.target().unwrap().is_met_by(&header.block_hash()));
        }
    }

    #[test]
    fn a_background_miner_tells_of_its_blocks_and_stops() {
        let mut miner = LiveMiner::start(LiveChain::new(4), effort(4, 2));
        let mut blocks = Vec::new();
        while blocks.len() < 3 {
            blocks.extend(miner.new_blocks());
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(blocks[2].height, 3);
        assert_eq!(miner.progress().hashes.len(), 2);
        let chain = miner.stop().0.unwrap();
        assert!(chain.headers.len() > 3);

        let hard =
            LiveMiner::start(LiveChain::new(40), Effort { max_hashes: 100, ..effort(40, 2) });
        while !hard.has_ended() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}
