//! The race on a real chain: whole blocks, each checked by the chain that it extends.
//!
//! Every miner fills a template of its own on the tip, which pays that miner. The chain says which
//! target the block must meet, and changes it by its own rule; so what a lesson says about machines and
//! blocks can be seen on the headers. A block says when its search began.

use super::contestant::Contestant;
use super::hashing::first_win;
use crate::chain::params::classroom::{ClassroomSettings, SettingsFault};
use crate::chain::template::{BlockRequest, BlockTemplate, block_time};
use crate::chain::{Arrival, Chain, ChainFailure, ChainParams, MemoryStore, Mempool};
use crate::hash::BlockHash;
use crate::mining::kernel::Engine;
use crate::mining::work::BlockWork;
use crate::primitives::{Block, ScriptBuf};
use crate::script::instruction::put_push;
use crate::script::op::OP_1;

/// Miners, and the chain that they extend.
pub struct ContestChain {
    /// Who takes part, with hashes per second of virtual time.
    pub miners: Vec<Contestant>,
    chain: Chain<MemoryStore>,
    engine: Engine,
    now_ms: u64,
}

/// A block that the chain has taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainFound {
    /// The number of the miner that found it.
    pub miner: usize,
    /// Its hash.
    pub hash: BlockHash,
    /// The virtual time from the block before, in milliseconds.
    pub interval_ms: u64,
    /// The hashes of all miners that it took.
    pub hashes: u64,
    /// The hashes that it was to take on average.
    pub expected_hashes: u64,
}

/// Why no block came of it.
#[derive(Debug, thiserror::Error)]
pub enum ContestFailure {
    /// The figures make no network.
    #[error(transparent)]
    Settings(#[from] SettingsFault),
    /// The chain failed.
    #[error(transparent)]
    Chain(#[from] ChainFailure),
    /// The chain did not put the block on its tip.
    #[error("the chain did not take in the block that was found: {0:?}")]
    NotTaken(Box<Arrival>),
    /// Nobody hashes.
    #[error("no miner has found a block; give one of them a hash rate above 0")]
    NobodyHashes,
}

impl ContestChain {
    /// A race on a new chain of these figures.
    pub fn new(
        params: ChainParams,
        miners: Vec<Contestant>,
    ) -> Result<ContestChain, ContestFailure> {
        let now_ms = u64::from(params.genesis.header.time) * 1_000;
        let chain = Chain::open(params, MemoryStore::default())?;
        Ok(ContestChain { miners, chain, engine: Engine::best(), now_ms })
    }

    /// A class's network for such a race: a block a minute, a target that follows every 16 blocks and
    /// has no exceptions, and 256 hashes a block at the start and at least.
    pub fn classroom(miners: Vec<Contestant>) -> Result<ContestChain, ContestFailure> {
        let settings = ClassroomSettings {
            name: "contest".into(),
            starting_bits: "2000ffff".into(),
            allows_min_difficulty: false,
            ..ClassroomSettings::default()
        };
        ContestChain::new(settings.params()?, miners)
    }

    /// The chain.
    pub fn chain(&self) -> &Chain<MemoryStore> {
        &self.chain
    }

    /// Finds the next block and extends the chain with it.
    pub fn find(&mut self) -> Result<ChainFound, ContestFailure> {
        let now = u32::try_from(self.now_ms / 1_000).unwrap_or(u32::MAX);
        let blocks: Vec<Block> = (0..self.miners.len()).map(|at| self.template(at, now)).collect();
        let works: Vec<(BlockWork, u64)> = blocks
            .iter()
            .zip(&self.miners)
            .filter_map(|(block, miner)| Some((BlockWork::new(block)?, miner.rate)))
            .collect();
        let target = blocks.first().and_then(|block| block.header.bits.target().ok());
        let target = target.ok_or(ContestFailure::NobodyHashes)?;
        let expected_hashes = target.work().0.low_u64();
        let win = first_win(&works, target, self.engine, expected_hashes, u64::MAX);
        let win = win.ok_or(ContestFailure::NobodyHashes)?;
        let won = blocks.into_iter().nth(win.miner).zip(works.get(win.miner));
        let (mut block, (work, rate)) = won.ok_or(ContestFailure::NobodyHashes)?;
        work.put(&mut block, win.index, win.nonce);
        let interval_ms = u128::from(win.tries) * 1_000 / u128::from((*rate).max(1));
        let interval_ms = u64::try_from(interval_ms).unwrap_or(u64::MAX);
        self.now_ms = self.now_ms.saturating_add(interval_ms);
        let now = u32::try_from(self.now_ms / 1_000).unwrap_or(u32::MAX);
        let accepted = self.chain.accept(block, now)?;
        if accepted.arrival != Arrival::Connected {
            return Err(ContestFailure::NotTaken(Box::new(accepted.arrival)));
        }
        let (miner, hash, hashes) = (win.miner, accepted.hash, win.hashes);
        Ok(ChainFound { miner, hash, interval_ms, hashes, expected_hashes })
    }

    /// What one miner works on: nothing but a coinbase that pays to it.
    fn template(&self, miner: usize, now: u32) -> Block {
        let tip = self.chain.tip();
        let header = self.chain.header_context(tip, now, now);
        // Where the target depends on the time that the block says.
        let header = self.chain.header_context(tip, block_time(&header), now);
        let context = self.chain.block_context(tip, BlockHash::default());
        let prev_block_hash = self.chain.tip_hash();
        let request = BlockRequest { prev_block_hash, header, context, pay_to: pay_to(miner) };
        BlockTemplate::new(&Mempool::default(), &request, miner as u64).block
    }
}

/// A locking script that names a miner; anyone could spend from it.
fn pay_to(miner: usize) -> ScriptBuf {
    let mut script = Vec::new();
    put_push(&mut script, &(miner as u64).to_le_bytes());
    script.push(OP_1);
    script.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mining::contest::{Intervals, total_rate};

    #[test]
    fn the_race_extends_a_chain_with_valid_blocks() {
        let mut contest = ContestChain::classroom(Contestant::named(&[5, 3, 2])).unwrap();
        let (mut wins, mut expected, mut parent) = ([0u32; 3], 0, contest.chain().tip_hash());
        let mut intervals = Intervals::default();
        for height in 1..=600 {
            let found = contest.find().unwrap();
            wins[found.miner] += 1;
            let chain = contest.chain();
            assert_eq!((chain.height(), chain.tip_hash()), (height, found.hash));
            let block = chain.block(chain.tip()).unwrap();
            assert_eq!(block.header.prev_block_hash, parent);
            assert_eq!(block.transactions[0].outputs[0].script_pubkey, pay_to(found.miner));
            parent = found.hash;
            expected = found.expected_hashes;
            intervals.add(found.interval_ms, found.expected_hashes * 100);
        }
        // 10 hashes a second and a minute: the target has moved from 256 hashes to some 600.
        assert!((300..1_200).contains(&expected), "{expected}");
        assert!(intervals.chi_square().unwrap() < 37.7, "15 degrees of freedom: once in 1,000");
        for (miner, wins) in contest.miners.iter().zip(wins) {
            let share = miner.share_of(total_rate(&contest.miners));
            let sigma = (share * (1.0 - share) / 600.0).sqrt();
            assert!((f64::from(wins) / 600.0 - share).abs() < 4.0 * sigma, "{miner:?} {wins}");
        }
    }

    #[test]
    fn nobody_finds_nothing() {
        for miners in [vec![], Contestant::named(&[0])] {
            let mut contest = ContestChain::classroom(miners).unwrap();
            let error = contest.find().unwrap_err();
            assert!(error.to_string().contains("hash rate"), "{error}");
        }
    }
}
