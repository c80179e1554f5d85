//! A small chain of real blocks, found in code and the same every time, for walks through forks: real
//! signatures, real proof of work at a target that takes two tries, and the rules of today.

use super::params::classroom::ClassroomSettings;
use super::plain_miner::mine;
use super::store::MemoryStore;
use super::template::{BLOCK_VERSION, BlockRequest, coinbase, commit_to_transactions};
use super::{Accepted, Chain, ChainFailure, ChainParams};
use crate::hash::BlockHash;
use crate::ledger::{Draft, Party, Spend};
use crate::primitives::{Block, BlockHeader, OutPoint, Transaction};

/// Tries for one block; two are enough on average.
const MAX_TRIES: u64 = 100_000;
/// Blocks lie so many seconds apart.
const SPACING_SECONDS: u32 = 60;

/// Blocks that are made and taken in, one after the other.
#[derive(Debug)]
pub struct ExampleChain {
    chain: Chain<MemoryStore>,
}

/// What a block is to hold.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The block that it follows.
    pub on: BlockHash,
    /// Who is paid for it.
    pub miner: &'a Party,
    /// Its transactions, the coinbase apart.
    pub transactions: &'a [Transaction],
    /// What the coinbase claims beside the subsidy, in satoshis.
    pub claims: i64,
}

/// Why the example could not be made: a fault of this program.
#[derive(Debug, thiserror::Error)]
pub enum ExampleFailure {
    /// The chain failed.
    #[error(transparent)]
    Chain(#[from] ChainFailure),
    /// The figures make no network.
    #[error(transparent)]
    Settings(#[from] super::params::classroom::SettingsFault),
    /// No proof of work was found, or the block follows nothing.
    #[error("an example's block could not be made: {reason}")]
    Block {
        /// Why.
        reason: &'static str,
    },
}

impl ExampleChain {
    /// The genesis block alone. A coinbase can be spent after two blocks, and the target never changes.
    pub fn new() -> Result<ExampleChain, ExampleFailure> {
        let settings = ClassroomSettings {
            name: "example".into(),
            retargets: false,
            ..ClassroomSettings::default()
        };
        let chain = Chain::open(settings.params()?, MemoryStore::default())?;
        Ok(ExampleChain { chain })
    }

    /// The chain.
    pub fn chain(&self) -> &Chain<MemoryStore> {
        &self.chain
    }

    /// Its network.
    pub fn params(&self) -> &ChainParams {
        self.chain.params()
    }

    /// What the chain keeps by now.
    pub fn store(&self) -> MemoryStore {
        self.chain.store().clone()
    }

    /// The time at which all these blocks are taken in, in seconds since 1970.
    pub fn now(&self) -> u32 {
        self.params().genesis.header.time.saturating_add(100 * SPACING_SECONDS)
    }

    /// Finds a block and takes it in. Whether it is valid is for the chain to say.
    pub fn mine(&mut self, plan: Plan<'_>) -> Result<(Block, Accepted), ExampleFailure> {
        let block = self.found(plan)?;
        let accepted = self.chain.accept(block.clone(), self.now())?;
        Ok((block, accepted))
    }

    fn found(&self, plan: Plan<'_>) -> Result<Block, ExampleFailure> {
        let tree = self.chain.tree();
        let parent = tree.find(&plan.on);
        let parent = parent.ok_or(ExampleFailure::Block { reason: "it follows no known block" })?;
        let time = tree.node(parent).header.time.saturating_add(SPACING_SECONDS);
        let request = BlockRequest {
            prev_block_hash: plan.on,
            header: self.chain.header_context(parent, time, self.now()),
            context: self.chain.block_context(parent, BlockHash::default()),
            pay_to: plan.miner.script_pubkey(),
        };
        // Two blocks on one parent for one miner must differ.
        let extra_nonce = tree.len() as u64;
        let header = BlockHeader {
            version: BLOCK_VERSION.max(request.header.min_version),
            prev_block_hash: plan.on,
            time,
            bits: request.header.expected_bits,
            ..BlockHeader::default()
        };
        let mut transactions = vec![coinbase(&request, plan.claims, extra_nonce)];
        transactions.extend_from_slice(plan.transactions);
        let mut block = Block { header, transactions };
        commit_to_transactions(&mut block);
        mine(block, MAX_TRIES).ok_or(ExampleFailure::Block { reason: "no nonce was found" })
    }
}

/// A signed payment of one owner's coins.
pub fn pay(owner: &Party, coins: &[OutPoint], outputs: &[(&Party, i64)]) -> Transaction {
    let spend = |outpoint: &OutPoint| Spend { outpoint: *outpoint, owner, signer: owner };
    let spends = coins.iter().map(spend).collect();
    Draft { spends, outputs: outputs.to_vec(), ..Draft::default() }.sign().tx
}

/// Output `vout` of a transaction.
pub fn output(tx: &Transaction, vout: u32) -> OutPoint {
    OutPoint { txid: tx.txid(), vout }
}

/// The coin of a block's coinbase.
pub fn reward(block: &Block) -> OutPoint {
    block.transactions.first().map_or(OutPoint::NULL, |tx| output(tx, 0))
}
