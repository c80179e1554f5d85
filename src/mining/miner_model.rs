//! A miner at work: a block's header, and threads that try nonces, a batch each, round after round.
//!
//! The order of the tries is that of [`search`](super::search): nonces upwards, batches dealt to the
//! threads in turn, then the next extra nonce, which changes the coinbase and with it the Merkle root
//! (BCT 5.1, "finding a valid block"). What is found is the first winner in that order, whatever the
//! number of threads. The threads are played one after the other here, so that a round can be looked at.

use std::num::NonZeroU8;

use serde::{Deserialize, Serialize};

use super::kernel::{Engine, Job};
use super::miner_panes;
use super::search::Found;
use super::work::{BlockWork, Headers, NONCES};
use crate::chain::ChainParams;
use crate::chain::template::commit_to_transactions;
use crate::hash::BlockHash;
use crate::primitives::pow::{Target, U256};
use crate::primitives::{Block, BlockHeader, CompactTarget, OutPoint, Transaction, TxIn, TxOut};
use crate::spelling::grouped;
use crate::trace::{Model, Scene, Window};

/// Nonces of a batch at most.
pub const MOST_NONCES: u32 = 1 << 16;
/// Rounds after which a search without a winner is broken off.
pub const MOST_ROUNDS: u32 = 1_000;
/// A search takes about so many rounds by default, where batches may be that large.
const ROUNDS: u64 = 16;
/// Nonces of a default batch at most, so that a round takes no time that one notices.
const DEFAULT_NONCES: u64 = 1 << 11;

/// A block that is to be mined, and threads that do it.
#[derive(Debug, Clone)]
pub struct MinerModel {
    work: BlockWork,
    target: Target,
    threads: NonZeroU8,
    nonces: u32,
    from: u64,
    engine: Engine,
}

/// What was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinerState {
    /// The header at hand, with the nonce that won or was tried last.
    pub header: BlockHeader,
    /// Which header it is: how often the extra nonce was raised.
    pub index: u64,
    /// The first try that no batch had yet.
    pub next: u64,
    /// Nonces of each batch.
    pub nonces: u32,
    /// Rounds so far.
    pub rounds: u32,
    /// One for each thread.
    pub threads: Vec<ThreadState>,
    /// Nonces that were typed.
    pub typed: u64,
    /// The lowest hash so far, and its header.
    pub best: Option<(BlockHash, BlockHeader)>,
    /// How it ended, if it did.
    pub end: Option<MinerEnd>,
}

/// What one thread did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThreadState {
    /// The first try of its last batch.
    pub batch: Option<u64>,
    /// Hashes so far.
    pub hashes: u64,
    /// The lowest hash so far.
    pub best: Option<BlockHash>,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MinerEnd {
    /// A thread found the first winner: what a search on any number of threads finds.
    Found(Found),
    /// A nonce that was typed wins.
    Typed(u32),
    /// No header is left to try.
    Exhausted,
    /// [`MOST_ROUNDS`] had no winner.
    BrokenOff,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinerAction {
    /// Every thread tries a batch of so many nonces, and so will it in rounds to come.
    Round {
        /// From 1 to 65,536.
        nonces: u32,
    },
    /// This nonce is tried in the header at hand.
    Try {
        /// Which.
        nonce: u32,
    },
}

impl MinerModel {
    /// So many threads that mine on `work` until a hash is not above `target`.
    pub fn new(work: BlockWork, target: Target, threads: NonZeroU8) -> MinerModel {
        let round = ROUNDS * u64::from(threads.get());
        let (batch, _) = target.work().0.div_rem(U256::from(round)).unwrap_or_default();
        let large = batch.bits() > DEFAULT_NONCES.ilog2();
        let batch = if large { DEFAULT_NONCES } else { batch.low_u64().max(1) };
        MinerModel { work, target, threads, nonces: batch as u32, from: 0, engine: Engine::best() }
    }

    /// The block that would have followed block 0 of Bitcoin, had one hash in 65,537 been enough.
    pub fn example(threads: NonZeroU8) -> Option<MinerModel> {
        let block = example_block();
        let target = block.header.bits.target().ok()?;
        Some(MinerModel::new(BlockWork::new(&block)?, target, threads))
    }

    /// The same, starting at this try: nonce 0 of the first header is 0, that of the second 2^32.
    pub fn starting_at(self, from: u64) -> MinerModel {
        MinerModel { from, ..self }
    }

    /// The same, with batches of so many nonces.
    pub fn with_batches_of(self, nonces: u32) -> MinerModel {
        MinerModel { nonces: nonces.clamp(1, MOST_NONCES), ..self }
    }

    /// The highest hash that counts.
    pub fn target(&self) -> Target {
        self.target
    }

    /// Where the search starts.
    pub fn from(&self) -> u64 {
        self.from
    }

    /// One thread's batch; the winner, if it has one.
    fn batch(&self, state: &mut MinerState, thread: usize, start: u64, end: u64) -> Option<Found> {
        let job = Job::new(state.header.to_array(), self.target.0.to_be_bytes());
        let first = start % NONCES;
        let scan = self.engine.scan(&job, first..first + (end - start));
        let lowest = self.lowest(&state.header, &job, first as u32, scan.tried);
        if let Some(thread) = state.threads.get_mut(thread) {
            thread.batch = Some(start);
            thread.hashes += scan.tried;
            if let Some((hash, _)) = lowest.filter(|(hash, _)| is_lower(hash, thread.best)) {
                thread.best = Some(hash);
            }
        }
        if let Some((hash, header)) = lowest
            && is_lower(&hash, state.best.map(|best| best.0))
        {
            state.best = Some((hash, header));
        }
        let header = BlockHeader { nonce: scan.nonce?, ..state.header };
        Some(Found { index: state.index, header, tries: start + scan.tried - self.from })
    }

    /// The lowest hash of a batch: by what the kernel computes of each, and then in full.
    fn lowest(
        &self,
        header: &BlockHeader,
        job: &Job,
        first: u32,
        count: u64,
    ) -> Option<(BlockHash, BlockHeader)> {
        let words = self.engine.words(job, first, count as usize);
        let least = *words.iter().min()?;
        let nonces = (0..).zip(&words).filter(|(_, word)| **word == least);
        let headers =
            nonces.map(|(at, _)| BlockHeader { nonce: first.wrapping_add(at), ..*header });
        headers.map(|header| (header.block_hash(), header)).min_by_key(|(hash, _)| number(hash))
    }

    fn round(&self, state: &mut MinerState, nonces: u32) {
        state.nonces = nonces;
        state.rounds += 1;
        let mut found: Option<Found> = None;
        for thread in 0..state.threads.len() {
            let index = state.next / NONCES;
            if index != state.index {
                // Below a winner all is tried; where there is one, the others end their batches only.
                let next = if found.is_some() { None } else { self.work.header(index) };
                let Some(header) = next else { break };
                (state.header, state.index) = (header, index);
            }
            let start = state.next;
            let end = start.saturating_add(nonces.into()).min((index + 1).saturating_mul(NONCES));
            let won = self.batch(state, thread, start, end);
            state.next = end;
            found = found.or(won);
        }
        let index = state.next / NONCES;
        let more =
            state.next < u64::MAX && (index == state.index || self.work.header(index).is_some());
        state.end = match found {
            Some(found) => Some(MinerEnd::Found(found)),
            None if !more => Some(MinerEnd::Exhausted),
            None if state.rounds >= MOST_ROUNDS => Some(MinerEnd::BrokenOff),
            None => None,
        };
        match found {
            // Whoever ends a batch may have met a lower hash beyond the winner: it is for nothing.
            Some(found) => {
                state.header = found.header;
                state.best = Some((found.header.block_hash(), found.header));
            }
            None => state.header.nonce = (state.next.saturating_sub(1) % NONCES) as u32,
        }
    }

    fn attempt(&self, state: &mut MinerState, nonce: u32) {
        state.header.nonce = nonce;
        state.typed += 1;
        let hash = state.header.block_hash();
        if is_lower(&hash, state.best.map(|best| best.0)) {
            state.best = Some((hash, state.header));
        }
        if self.target.is_met_by(&hash) {
            state.end = Some(MinerEnd::Typed(nonce));
        }
    }
}

/// A hash as Bitcoin reads it.
fn number(hash: &BlockHash) -> U256 {
    U256::from_le_bytes(&hash.0)
}

fn is_lower(hash: &BlockHash, best: Option<BlockHash>) -> bool {
    best.is_none_or(|best| number(hash) < number(&best))
}

/// A block with a coinbase alone, on mainnet's block 0, some ten minutes after it.
fn example_block() -> Block {
    let genesis = ChainParams::mainnet().genesis.header;
    // Height 1 (BIP 34), then the extra nonce, eight bytes.
    let script_sig = [&[0x51, 8][..], &[0; 8]].concat().into();
    let input = TxIn { previous_output: OutPoint::NULL, script_sig, ..TxIn::default() };
    let outputs = vec![TxOut { value: 5_000_000_000, script_pubkey: vec![0x51].into() }];
    let coinbase = Transaction { version: 1, inputs: vec![input], outputs, lock_time: 0 };
    let header = BlockHeader {
        version: 1,
        prev_block_hash: genesis.block_hash(),
        // So that the first winner is neither next door nor far away.
        time: genesis.time.saturating_add(604),
        bits: CompactTarget(0x1f00_ffff),
        ..BlockHeader::default()
    };
    let mut block = Block { header, transactions: vec![coinbase] };
    commit_to_transactions(&mut block);
    block
}

impl MinerState {
    /// The hashes of all threads, and those that were typed.
    pub fn hashes(&self) -> u64 {
        self.threads.iter().map(|thread| thread.hashes).sum::<u64>() + self.typed
    }

    /// The hashes of each thread, for a rate of each.
    pub fn hashes_by_thread(&self) -> Vec<u64> {
        self.threads.iter().map(|thread| thread.hashes).collect()
    }
}

impl Model for MinerModel {
    type State = MinerState;
    type Action = MinerAction;

    fn initial(&self) -> MinerState {
        let index = self.from / NONCES;
        let header = self.work.header(index);
        MinerState {
            header: header.unwrap_or_default(),
            index,
            next: self.from,
            nonces: self.nonces,
            rounds: 0,
            threads: vec![ThreadState::default(); self.threads.get().into()],
            typed: 0,
            best: None,
            end: if header.is_none() { Some(MinerEnd::Exhausted) } else { None },
        }
    }

    fn next(&self, state: &MinerState) -> Option<MinerAction> {
        state.end.is_none().then_some(MinerAction::Round { nonces: state.nonces })
    }

    fn choices(&self, state: &MinerState) -> Vec<MinerAction> {
        let twice = MinerAction::Round { nonces: state.nonces.saturating_mul(2) };
        let half = MinerAction::Round { nonces: state.nonces / 2 };
        let nonce = (state.next % NONCES) as u32;
        let others = [twice, half, MinerAction::Try { nonce }];
        let others = others.into_iter().filter(|action| self.allowed(state, action));
        self.next(state).into_iter().chain(others).collect()
    }

    fn asks(&self, state: &MinerState) -> Vec<&'static str> {
        if state.end.is_none() { vec!["a nonce of your own"] } else { Vec::new() }
    }

    fn typed(&self, _: &MinerState, _: usize, text: &str) -> Option<MinerAction> {
        text.parse().ok().map(|nonce| MinerAction::Try { nonce })
    }

    fn allowed(&self, state: &MinerState, action: &MinerAction) -> bool {
        match action {
            MinerAction::Round { nonces } => {
                state.end.is_none() && (1..=MOST_NONCES).contains(nonces)
            }
            MinerAction::Try { .. } => state.end.is_none(),
        }
    }

    fn apply(&self, state: &mut MinerState, action: &MinerAction) {
        match *action {
            MinerAction::Round { nonces } => self.round(state, nonces),
            MinerAction::Try { nonce } => self.attempt(state, nonce),
        }
    }

    fn label(&self, state: &MinerState, action: &MinerAction) -> String {
        match *action {
            MinerAction::Round { nonces } if state.threads.len() == 1 => {
                format!("a batch of {} nonces", grouped(nonces))
            }
            MinerAction::Round { nonces } => {
                format!("a round: {} nonces for each thread", grouped(nonces))
            }
            MinerAction::Try { nonce } => format!("try nonce {nonce}"),
        }
    }

    fn scene(
        &self,
        before: Option<&MinerState>,
        after: &MinerState,
        last: Option<&MinerAction>,
        window: &Window,
    ) -> Scene {
        miner_panes::scene(self, before, after, last, window)
    }
}

#[cfg(test)]
#[path = "miner_model_tests.rs"]
mod tests;
