//! Running a block's scripts: every input of every transaction, on all cores.
//!
//! A block's inputs are one list, so that a large transaction cannot hold up a core; what the inputs of
//! one transaction share is computed once (Core: `CheckInputScripts`, `CCheckQueue`). Of several inputs
//! that fail, the first is told, however many threads there are.

use rayon::prelude::*;

use super::{BlockError, IndexedBlock};
use crate::encode::Encode;
use crate::hash::Sha256;
use crate::ledger::{BlockUndo, Coin};
use crate::primitives::{Transaction, TxOut};
use crate::script::cache::{CacheKey, ValidCache};
use crate::script::checker::{Secp256k1, SignatureVerifier};
use crate::script::{Flags, ScriptError, TxContext, verify_spend_with};

/// Inputs that a thread takes at a time: enough that handing them out costs nothing.
const INPUTS_AT_A_TIME: usize = 16;

/// Transactions all of whose scripts were found valid, by [`ScriptCache::key`].
#[derive(Debug)]
pub struct ScriptCache(ValidCache);

impl ScriptCache {
    /// A cache of at most `entries` transactions.
    pub fn new(entries: usize) -> ScriptCache {
        ScriptCache(ValidCache::new(entries))
    }

    /// Everything that a verdict on a transaction's scripts depends on: its bytes with their witnesses,
    /// the flags, and the coins.
    pub fn key(tx: &Transaction, spent: &[Coin], flags: Flags) -> CacheKey {
        let mut engine = Sha256::new();
        engine.update(&tx.wtxid().0);
        engine.update(&flags.bits().to_le_bytes());
        spent.iter().for_each(|coin| coin.output.encode(&mut engine));
        engine.finish()
    }

    /// Remembers a transaction whose scripts were all valid.
    pub fn insert(&self, key: CacheKey) {
        self.0.insert(key);
    }

    /// Whether a transaction with this key is known to be valid.
    pub fn contains(&self, key: &CacheKey) -> bool {
        self.0.contains(key)
    }
}

/// Who judges signatures, and what is remembered.
#[derive(Debug, Clone, Copy)]
pub struct ScriptChecks<'a, V = Secp256k1> {
    /// Who judges signatures.
    pub verifier: &'a V,
    /// What was found valid before, where something is remembered.
    pub cache: Option<&'a ScriptCache>,
}

impl Default for ScriptChecks<'static> {
    fn default() -> ScriptChecks<'static> {
        ScriptChecks { verifier: &Secp256k1, cache: None }
    }
}

impl<V: SignatureVerifier> ScriptChecks<'_, V> {
    /// Runs the scripts of every input of `block`, whose transactions spent the coins in `undo`.
    pub fn check(
        &self,
        block: &IndexedBlock,
        undo: &BlockUndo,
        flags: Flags,
    ) -> Result<(), BlockError> {
        let spending = block.block().transactions.par_iter().enumerate().skip(1).zip(&undo.spent);
        let unseen = spending.filter(|((_, tx), spent)| !self.has_seen(tx, spent, flags));
        let prevouts: Vec<_> = unseen.map(|(tx, spent)| (tx, outputs(spent))).collect();
        let contexts: Vec<_> = prevouts
            .iter()
            .map(|((index, tx), prevouts)| (*index, TxContext::new(tx, Some(prevouts))))
            .collect();
        let inputs: Vec<_> = contexts
            .iter()
            .zip(&prevouts)
            .flat_map(|(context, (_, prevouts))| {
                prevouts.iter().enumerate().map(move |(input, prevout)| (context, input, prevout))
            })
            .collect();
        let failed = inputs.par_iter().with_max_len(INPUTS_AT_A_TIME).find_map_first(
            |((index, context), input, prevout)| {
                let result = verify_spend_with(self.verifier, context, *input, prevout, flags);
                let error = result.err()?;
                Some(BlockError::Script { index: *index, input: *input, error })
            },
        );
        failed.map_or(Ok(()), Err)
    }

    /// Runs the scripts of one transaction that spends the coins `spent`, and remembers it if they are
    /// all valid. An error names the input.
    pub fn check_transaction(
        &self,
        tx: &Transaction,
        spent: &[Coin],
        flags: Flags,
    ) -> Result<(), (usize, ScriptError)> {
        if self.has_seen(tx, spent, flags) {
            return Ok(());
        }
        let prevouts = outputs(spent);
        let context = TxContext::new(tx, Some(&prevouts));
        prevouts.par_iter().enumerate().with_max_len(INPUTS_AT_A_TIME).try_for_each(
            |(input, prevout)| {
                verify_spend_with(self.verifier, &context, input, prevout, flags)
                    .map_err(|error| (input, error))
            },
        )?;
        if let Some(cache) = self.cache {
            cache.insert(ScriptCache::key(tx, spent, flags));
        }
        Ok(())
    }

    fn has_seen(&self, tx: &Transaction, spent: &[Coin], flags: Flags) -> bool {
        self.cache.is_some_and(|cache| cache.contains(&ScriptCache::key(tx, spent, flags)))
    }
}

fn outputs(spent: &[Coin]) -> Vec<TxOut> {
    spent.iter().map(|coin| coin.output.clone()).collect()
}
