//! The rules of blocks over a block that was changed, check by check, so that one can be left out.

use blockstep::chain::spent::SpentCoins;
use blockstep::encode::Decode;
use blockstep::ledger::block::check::{BLOCK_CHECKS, BlockCheck};
use blockstep::ledger::block::contextual::CONTEXT_CHECKS;
use blockstep::ledger::block::header::HEADER_CHECKS;
use blockstep::ledger::block::{
    BlockContext, BlockError, Connected, Connecting, HeaderContext, IndexedBlock, ScriptCache,
    ScriptChecks,
};
use blockstep::ledger::{BlockUndo, Coin};
use blockstep::primitives::{Block, Transaction, witness_commitment};
use blockstep::script::Flags;
use blockstep::script::checker::Secp256k1;

use super::subject::Subject;

/// The check that a recomputed root makes hopeless: nobody mines the block anew.
pub const PROOF_OF_WORK: &str = "proof of work";
/// What [`Connecting`] checks last.
pub const COINBASE_AMOUNT: &str = "the coinbase's amount";
/// The scripts of all inputs.
pub const SCRIPTS: &str = "scripts";

/// Judges one block's mutations.
pub struct Judge<'a> {
    pub subject: &'a Subject,
    header: HeaderContext,
    context: BlockContext,
    /// Transactions of the unchanged block, whose scripts need not run again and again.
    cache: Option<ScriptCache>,
    /// Whether Merkle root and witness commitment are recomputed.
    repairs: bool,
    without: Vec<&'static str>,
}

impl<'a> Judge<'a> {
    /// Everything in force, over the bytes as they are.
    pub fn strict(subject: &'a Subject) -> Judge<'a> {
        let (header, block) = (subject.block.header, IndexedBlock::new(subject.block.clone()));
        let context =
            subject.spent.context(&subject.params, subject.height, &header, &block.hash());
        // What the chain before says of the header, as far as the block itself tells: it fitted. Its
        // time must be above the median, so that the second before is the latest median there can be.
        let header = HeaderContext {
            height: subject.height,
            expected_bits: header.bits,
            median_time_past: context.median_time_past,
            window_follows: None,
            window_began: None,
            now: header.time,
            min_version: subject.params.min_version_at(subject.height),
        };
        let mut judge =
            Judge { subject, header, context, cache: None, repairs: false, without: Vec::new() };
        let connected = judge.connect(&block, &subject.spent).unwrap();
        let cache = ScriptCache::new(100_000);
        let checks = ScriptChecks { verifier: &Secp256k1, cache: Some(&cache) };
        for (tx, spent) in subject.block.transactions.iter().skip(1).zip(&connected.undo.spent) {
            checks.check_transaction(tx, spent, context.flags).unwrap();
        }
        judge.cache = Some(cache);
        judge
    }

    /// Merkle root and witness commitment recomputed, proof of work waived.
    pub fn repairing(subject: &'a Subject) -> Judge<'a> {
        let judge = Judge { repairs: true, ..Judge::strict(subject) };
        judge.without(PROOF_OF_WORK)
    }

    /// What the signature checks of the unchanged block cost.
    pub fn sigop_cost(&self) -> usize {
        let block = IndexedBlock::new(self.subject.block.clone());
        self.connect(&block, &self.subject.spent).unwrap().sigop_cost
    }

    /// Leaves a check out.
    pub fn without(mut self, check: &'static str) -> Judge<'a> {
        self.without.push(check);
        self
    }

    /// Lets the coin of a coinbase be spent after so many blocks.
    pub fn with_maturity(mut self, blocks: u32) -> Judge<'a> {
        self.context.coinbase_maturity_blocks = blocks;
        self
    }

    /// Runs every script of every mutation.
    pub fn without_cache(self) -> Judge<'a> {
        Judge { cache: None, ..self }
    }

    pub fn repairs(&self) -> bool {
        self.repairs
    }

    /// The first rule that is broken: a reject string, or the name of a rule of the encoding.
    pub fn verdict(&self, bytes: &[u8]) -> Result<(), String> {
        self.verdict_over(bytes, &self.subject.spent)
    }

    /// The same over other coins.
    pub fn verdict_over(&self, bytes: &[u8], spent: &SpentCoins) -> Result<(), String> {
        let (block, undo) = self.up_to_scripts(bytes, spent)?;
        if self.without.contains(&SCRIPTS) {
            return Ok(());
        }
        self.scripts(&block, &undo).map_err(|error| error.reject().into_owned())
    }

    /// All rules but those of the scripts. What comes back is what these are about.
    pub fn up_to_scripts(
        &self,
        bytes: &[u8],
        spent: &SpentCoins,
    ) -> Result<(IndexedBlock, BlockUndo), String> {
        let mut block = Block::from_bytes(bytes).map_err(|error| error.rule().name.to_string())?;
        if self.repairs {
            repair(&mut block);
        }
        let block = IndexedBlock::new(block);
        match self.check(&block, spent) {
            Ok(connected) => Ok((block, connected.undo)),
            Err(error) => Err(error.reject().into_owned()),
        }
    }

    /// Runs the scripts.
    pub fn scripts(&self, block: &IndexedBlock, undo: &BlockUndo) -> Result<(), BlockError> {
        let checks = ScriptChecks { verifier: &Secp256k1, cache: self.cache.as_ref() };
        checks.check(block, undo, self.context.flags)
    }

    /// Whether a transaction and the coins that it spends are those of the unchanged block.
    pub fn is_unchanged(&self, tx: &Transaction, spent: &[Coin]) -> bool {
        let key = ScriptCache::key(tx, spent, self.context.flags);
        self.cache.as_ref().is_some_and(|cache| cache.contains(&key))
    }

    /// The rules of scripts that are in force.
    pub fn flags(&self) -> Flags {
        self.context.flags
    }

    /// In Core's order: work, header, block, block at its height, coins.
    fn check(&self, block: &IndexedBlock, spent: &SpentCoins) -> Result<Connected, BlockError> {
        let proof = self.subject.params.proof();
        let holds = |what: &&str| !self.without.contains(what);
        let (work, others) = BLOCK_CHECKS.split_at(1);
        assert_eq!(work[0].what, PROOF_OF_WORK);
        let in_force =
            |checks: &'static [BlockCheck]| checks.iter().filter(|check| holds(&check.what));
        in_force(work).try_for_each(|check| (check.run)(block, &proof))?;
        let header = &block.block().header;
        let mut of_header = HEADER_CHECKS.iter().filter(|check| holds(&check.what));
        of_header.try_for_each(|check| (check.run)(header, &self.header))?;
        in_force(others).try_for_each(|check| (check.run)(block, &proof))?;
        let mut at_height = CONTEXT_CHECKS.iter().filter(|check| holds(&check.what));
        at_height.try_for_each(|check| (check.run)(block, &self.context))?;
        self.connect(block, spent)
    }

    /// What [`Connecting::run`] does, in its steps.
    fn connect(&self, block: &IndexedBlock, spent: &SpentCoins) -> Result<Connected, BlockError> {
        let connecting = Connecting { block, context: &self.context, times: spent };
        let mut coins = spent.view(&connecting);
        connecting.check_overwrites(&coins)?;
        let mut done = Connected::default();
        for _ in &block.block().transactions {
            connecting.connect_transaction(&mut done, &mut coins)?;
        }
        if !self.without.contains(&COINBASE_AMOUNT) {
            connecting.check_coinbase_amount(&done)?;
        }
        Ok(done)
    }
}

/// Recomputes the witness commitment, where there is one, and then the Merkle root.
pub fn repair(block: &mut Block) {
    let output = block.transactions.first().and_then(witness_commitment::position);
    let root = output.map(|_| witness_commitment::witness_merkle_root(block));
    if let (Some(output), Some(root)) = (output, root)
        && let Some(coinbase) = block.transactions.first_mut()
        && let Some([reserved]) = coinbase.inputs.first().map(|input| input.witness.as_slice())
        && let Ok(reserved) = <&[u8; 32]>::try_from(reserved.as_slice())
    {
        let commitment = witness_commitment::commitment(root, reserved);
        coinbase.outputs[output].script_pubkey.0[6..38].copy_from_slice(&commitment);
    }
    block.header.merkle_root = block.compute_merkle_root().hash;
}
