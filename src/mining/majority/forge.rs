//! Blocks found in code on any header, also on one that no node has heard of: a secret branch.
//!
//! The coinbase, the Merkle root and the proof of work are made by the functions that the toolkit's own
//! miner uses; whether the block breaks a rule is for the node that receives it to say.

use crate::chain::difficulty::block_context;
use crate::chain::example::ExampleFailure;
use crate::chain::params::classroom::SettingsFault;
use crate::chain::template::{BLOCK_VERSION, BlockRequest, coinbase, commit_to_transactions};
use crate::chain::{Chain, ChainFailure, ChainParams, MemoryStore, mine};
use crate::hash::BlockHash;
use crate::ledger::Party;
use crate::ledger::block::HeaderContext;
use crate::primitives::pow::Work;
use crate::primitives::{Block, BlockHeader, Transaction};

/// Tries for one block; two are enough on average.
const MAX_TRIES: u64 = 100_000;
/// Blocks lie so many seconds apart.
const SPACING_SECONDS: u32 = 60;

/// Why a chain, or an attack on it, could not be made: a fault of this program, or a figure that makes no
/// attack.
#[derive(Debug, thiserror::Error)]
pub enum MajorityFailure {
    /// The chain failed.
    #[error(transparent)]
    Chain(#[from] ChainFailure),
    /// The figures make no network.
    #[error(transparent)]
    Settings(#[from] SettingsFault),
    /// The example's chain could not be made.
    #[error(transparent)]
    Example(#[from] ExampleFailure),
    /// No nonce was found.
    #[error("no proof of work was found for block {height} in {tries} tries")]
    NoProof {
        /// The block's height.
        height: u32,
        /// Nonces tried.
        tries: u64,
    },
    /// A block that was made by the rules was refused.
    #[error("block {height}, which was made by the rules, was refused: {reason}")]
    Refused {
        /// The block's height.
        height: u32,
        /// What the node said.
        reason: String,
    },
    /// More blocks are to be replaced than there are, or none.
    #[error("{depth} blocks cannot be replaced here; choose from 1 to {most}")]
    Depth {
        /// How many were asked for.
        depth: u32,
        /// The most that can be.
        most: u32,
    },
}

/// The end of a branch: where the next block goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) header: BlockHeader,
    pub(super) height: u32,
    /// The work up to here, this block's included.
    pub(super) work: Work,
}

/// What a block is to hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan<'a> {
    /// Who is paid for it.
    pub(super) miner: &'a Party,
    /// Its transactions, the coinbase apart.
    pub(super) transactions: &'a [Transaction],
    /// What the coinbase claims beside the subsidy, in satoshis.
    pub(super) claims: i64,
    /// The number that makes its coinbase unlike others.
    pub(super) extra_nonce: u64,
}

impl Ground {
    /// The tip of a node's chain.
    pub(super) fn tip(chain: &Chain<MemoryStore>) -> Ground {
        Ground::at(chain, chain.height())
    }

    /// The block at `height` on the branch that counts; its tip where that is lower.
    pub(super) fn at(chain: &Chain<MemoryStore>, height: u32) -> Ground {
        let node = chain.tree().node(chain.active_at(height).unwrap_or(chain.tip()));
        Ground { header: node.header, height: node.height, work: node.work }
    }

    /// The ground once `block` lies on it.
    pub(super) fn then(&self, block: &Block) -> Ground {
        let own = block.header.bits.target().map(|target| target.work()).unwrap_or_default();
        let work = self.work.checked_add(own).unwrap_or(self.work);
        Ground { header: block.header, height: self.height.saturating_add(1), work }
    }

    /// Finds a block that follows this one. The target never changes on these chains.
    pub(super) fn find(
        &self,
        params: &ChainParams,
        plan: &Plan<'_>,
    ) -> Result<Block, MajorityFailure> {
        let height = self.height.saturating_add(1);
        let time = self.header.time.saturating_add(SPACING_SECONDS);
        let prev_block_hash = self.header.block_hash();
        let request = BlockRequest {
            prev_block_hash,
            header: HeaderContext {
                height,
                expected_bits: params.genesis.header.bits,
                // Times grow from block to block: any median lies below the last.
                median_time_past: self.header.time,
                window_follows: None,
                window_began: None,
                now: time,
                min_version: params.min_version_at(height),
            },
            context: block_context(params, height, &BlockHash::default(), self.header.time, None),
            pay_to: plan.miner.script_pubkey(),
        };
        let header = BlockHeader {
            version: BLOCK_VERSION.max(request.header.min_version),
            prev_block_hash,
            time,
            bits: request.header.expected_bits,
            ..BlockHeader::default()
        };
        let mut transactions = vec![coinbase(&request, plan.claims, plan.extra_nonce)];
        transactions.extend_from_slice(plan.transactions);
        let mut block = Block { header, transactions };
        commit_to_transactions(&mut block);
        mine(block, MAX_TRIES).ok_or(MajorityFailure::NoProof { height, tries: MAX_TRIES })
    }
}
