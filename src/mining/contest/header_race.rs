//! The race over real headers: each block hangs on the one before and meets its target.
//!
//! Every miner works on a header of its own: the coinbase pays that miner, so the Merkle root differs,
//! and so does every hash. The first to win gives all of them their next parent. A header says when its
//! search began. A block has a coinbase only, and no node checks it here; [`super::ContestChain`] does
//! the same with whole blocks on a chain.

use super::contestant::Contestant;
use super::hashing::first_win;
use crate::chain::template::{BLOCK_VERSION, commit_to_transactions};
use crate::hash::BlockHash;
use crate::mining::kernel::Engine;
use crate::mining::work::BlockWork;
use crate::primitives::pow::{CompactTarget, Target, U256};
use crate::primitives::{Block, BlockHeader, OutPoint, Transaction, TxIn, TxOut};
use crate::rng::Rng;
use crate::script::instruction::{put_number, put_push};

/// When the race starts, in seconds since 1970: 1 October 2026, 00:00 UTC.
const START_SECONDS: u32 = 1_790_812_800;
/// What a block pays, in satoshis.
const SUBSIDY_SATOSHIS: i64 = 50_0000_0000;
/// A block costs no more hashes than this, so that a race in one process ends: a few seconds' worth.
const MOST_HASHES: u64 = 1 << 26;
/// The fewest: half of all hashes win.
const FEWEST_HASHES: u64 = 2;

/// A chain of headers, and what it takes to go on.
#[derive(Debug, Clone)]
pub struct HeaderRace {
    engine: Engine,
    extra_nonce: u64,
    height: u32,
    tip: BlockHash,
    elapsed_ms: u64,
}

/// A block that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderFound {
    /// Who found it.
    pub miner: usize,
    /// The block: a header with its proof of work, and the winner's coinbase.
    pub block: Block,
    /// The winner's own tries.
    pub tries: u64,
    /// The tries of all miners, which follow the geometric law.
    pub hashes: u64,
    /// The virtual time that took, in milliseconds.
    pub wait_ms: u64,
}

/// The bits of the target that takes so many hashes on average, between 2 and 2^26.
pub fn bits_of(hashes: u64) -> CompactTarget {
    let hashes = hashes.clamp(FEWEST_HASHES, MOST_HASHES);
    let value = U256::MAX.div_rem(U256::from(hashes)).map_or(U256::MAX, |(value, _)| value);
    Target(value).to_compact()
}

/// The hashes that a header with these bits takes on average.
pub fn hashes_of(bits: CompactTarget) -> u64 {
    bits.target().map_or(u64::MAX, |target| target.work().0.low_u64())
}

impl HeaderRace {
    /// A race before its first block. The seed goes into every coinbase, and so into every hash.
    pub fn new(seed: &str) -> HeaderRace {
        let extra_nonce = Rng::from_text(seed).next_u64();
        let tip = BlockHash::default();
        HeaderRace { engine: Engine::best(), extra_nonce, height: 0, tip, elapsed_ms: 0 }
    }

    /// The last block's hash.
    pub fn tip(&self) -> BlockHash {
        self.tip
    }

    /// The blocks so far.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The next block, at a difficulty of so many hashes; none where nobody hashes.
    pub fn find(&mut self, miners: &[Contestant], difficulty: u64) -> Option<HeaderFound> {
        let bits = bits_of(difficulty);
        let target = bits.target().ok()?;
        let blocks: Vec<Block> = (0..miners.len()).map(|at| self.block(at, bits)).collect();
        let works: Option<Vec<(BlockWork, u64)>> = blocks
            .iter()
            .zip(miners)
            .map(|(block, miner)| Some((BlockWork::new(block)?, miner.rate)))
            .collect();
        let works = works?;
        let win = first_win(&works, target, self.engine, hashes_of(bits), u64::MAX)?;
        let mut block = blocks.into_iter().nth(win.miner)?;
        let (work, rate) = works.get(win.miner)?;
        work.put(&mut block, win.index, win.nonce);
        let wait_ms = u128::from(win.tries) * 1_000 / u128::from((*rate).max(1));
        let wait_ms = u64::try_from(wait_ms).unwrap_or(u64::MAX);
        self.tip = block.block_hash();
        self.height = self.height.saturating_add(1);
        self.elapsed_ms = self.elapsed_ms.saturating_add(wait_ms);
        let (miner, tries, hashes) = (win.miner, win.tries, win.hashes);
        Some(HeaderFound { miner, block, tries, hashes, wait_ms })
    }

    /// What one miner works on.
    fn block(&self, miner: usize, bits: CompactTarget) -> Block {
        let mut script_sig = Vec::new();
        put_number(&mut script_sig, i64::from(self.height) + 1);
        put_push(&mut script_sig, &self.extra_nonce.to_le_bytes());
        let mut script_pubkey = Vec::new();
        put_push(&mut script_pubkey, &(miner as u64).to_le_bytes());
        let input = TxIn {
            previous_output: OutPoint::NULL,
            script_sig: script_sig.into(),
            ..TxIn::default()
        };
        let output = TxOut { value: SUBSIDY_SATOSHIS, script_pubkey: script_pubkey.into() };
        let coinbase =
            Transaction { inputs: vec![input], outputs: vec![output], ..Transaction::default() };
        let seconds = u32::try_from(self.elapsed_ms / 1_000).unwrap_or(u32::MAX);
        let header = BlockHeader {
            version: BLOCK_VERSION,
            prev_block_hash: self.tip,
            time: START_SECONDS.saturating_add(seconds),
            bits,
            ..BlockHeader::default()
        };
        let mut block = Block { header, transactions: vec![coinbase] };
        commit_to_transactions(&mut block);
        block
    }
}

#[cfg(test)]
#[path = "header_race_tests.rs"]
mod tests;
