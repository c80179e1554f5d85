//! Checking a block against the chain before it, before any coin is looked up.

use super::check::WITNESS_CHECKS;
use super::{BlockContext, BlockError, IndexedBlock};
use crate::ledger::bip54;
use crate::ledger::lock_time::is_final;
use crate::primitives::Transaction;
use crate::primitives::witness_commitment::WitnessCommitmentError;
use crate::script::instruction::put_number;

/// One check of a block against the chain before it.
#[derive(Debug)]
pub struct ContextCheck {
    /// What is checked, a phrase.
    pub what: &'static str,
    /// The check.
    pub run: fn(&IndexedBlock, &BlockContext) -> Result<(), BlockError>,
}

/// All of them, in Core's order; the consensus clean-up, which Core does not have, last.
pub const CONTEXT_CHECKS: &[ContextCheck] = &[
    ContextCheck { what: "no lock time ahead", run: finality },
    ContextCheck { what: "the height in the coinbase", run: coinbase_height },
    ContextCheck { what: "witness commitment and weight", run: witnesses },
    ContextCheck { what: "the consensus clean-up", run: bip54::check_block },
];

/// Checks a block against the chain before it (Core: `ContextualCheckBlock`).
pub fn contextual_check_block(
    block: &IndexedBlock,
    context: &BlockContext,
) -> Result<(), BlockError> {
    CONTEXT_CHECKS.iter().try_for_each(|check| (check.run)(block, context))
}

fn finality(block: &IndexedBlock, context: &BlockContext) -> Result<(), BlockError> {
    let height = context.height;
    let time = if context.csv { context.median_time_past } else { block.block().header.time };
    let early = block.block().transactions.iter().position(|tx| !is_final(tx, height, time));
    early.map_or(Ok(()), |index| {
        let lock_time = block.block().transactions.get(index).map_or(0, |tx| tx.lock_time);
        Err(BlockError::NonFinal { index, lock_time, height, time })
    })
}

fn coinbase_height(block: &IndexedBlock, context: &BlockContext) -> Result<(), BlockError> {
    if !context.height_in_coinbase {
        return Ok(());
    }
    let mut expected = Vec::new();
    put_number(&mut expected, i64::from(context.height));
    let coinbase = block.block().transactions.first().and_then(|tx| tx.inputs.first());
    let script_sig = coinbase.map_or(&[][..], |input| &input.script_sig);
    if script_sig.starts_with(&expected) {
        return Ok(());
    }
    let found = hex::encode(script_sig.get(..expected.len()).unwrap_or(script_sig));
    let expected = hex::encode(expected);
    Err(BlockError::CoinbaseHeight { height: context.height, found, expected })
}

fn witnesses(block: &IndexedBlock, context: &BlockContext) -> Result<(), BlockError> {
    if context.segwit {
        return WITNESS_CHECKS.iter().try_for_each(|check| (check.run)(block));
    }
    // Before SegWit no block may carry what its nodes would not have understood.
    match block.block().transactions.iter().position(Transaction::has_witness) {
        Some(index) => Err(WitnessCommitmentError::Unexpected { index }.into()),
        None => Ok(()),
    }
}
